// SPDX-License-Identifier: Apache-2.0
//
// The linear model: n-grams against a search by hand, the kernels against sums by hand,
// what training learns, and model files that are damaged.
#include "stages/model/kernels.h"
#include "stages/model/train.h"

// cmocka.h wants these first.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ALPHABET = 7, TEXT = 400, PATTERNS = 120, LABELS = 3 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static bool equal(const struct suffix_gram *a, const struct suffix_gram *b)
{
    return a->n == b->n && memcmp(a->symbols, b->symbols, a->n * sizeof *a->symbols) == 0;
}

static void test_suffixes(void **state)
{
    (void)state;
    uint32_t seed = 7;
    uint16_t symbols[PATTERNS][4], text[TEXT];
    struct suffix_gram grams[PATTERNS];
    size_t n = 0;
    for (size_t i = 0; i < PATTERNS; i++) {
        uint32_t length = 1 + next_random(&seed) % 4;
        for (uint32_t k = 0; k < length; k++)
            symbols[n][k] = (uint16_t)(1 + next_random(&seed) % (ALPHABET - 1));
        grams[n] = (struct suffix_gram){symbols[n], length, (uint32_t)n + 1};
        size_t twin = 0;
        while (!equal(&grams[twin], &grams[n]))
            twin++;
        n += twin == n;
    }
    for (size_t i = 0; i < TEXT; i++)
        text[i] = (uint16_t)(next_random(&seed) % ALPHABET); // 0 too: in no n-gram
    struct suffix_trie trie = suffix_build(grams, n, ALPHABET);
    assert_true(suffix_sound(&trie, ALPHABET, (uint32_t)n));
    assert_false(suffix_sound(&trie, ALPHABET, (uint32_t)n - 1));
    for (size_t end = 0; end < TEXT; end++)
        for (uint32_t most = 1; most <= 4 && most <= end + 1; most++) {
            const struct suffix_gram *best = NULL;
            for (size_t i = 0; i < n; i++)
                if (grams[i].n <= most && (!best || grams[i].n > best->n) &&
                    memcmp(text + end + 1 - grams[i].n, grams[i].symbols,
                           grams[i].n * sizeof *text) == 0)
                    best = &grams[i];
            assert_int_equal(suffix_longest(&trie, text + end, most),
                             best ? best->value : 0);
        }
    suffix_free(&trie);
}

// Label 1 opens at symbol 2 and label 2 goes on until symbol 3; elsewhere label 0.
static void make_example(uint32_t *seed, uint16_t *symbols, uint8_t *labels, size_t n)
{
    bool open = false;
    for (size_t i = 0; i < n; i++) {
        symbols[i] = (uint16_t)(1 + next_random(seed) % (ALPHABET - 1));
        labels[i] = open ? 2 : symbols[i] == 2;
        open = symbols[i] != 3 && (open || symbols[i] == 2);
    }
}

static const char *const names[] = {"O", "B", "I"};
static const bool legal[LABELS * LABELS] = {true, true, false, true, true,
                                            true, true, true,  true};
static const struct linear_template templates[] = {{0, 1, -1, 1, 1}, {0, 2, -2, 1, 1}};

static char *train(uint64_t order)
{
    struct trainer_spec spec = {.kind = "toy",
                                .n_labels = LABELS,
                                .labels = names,
                                .legal = legal,
                                .chain = true,
                                .n_tracks = 1,
                                .alphabets = {ALPHABET},
                                .templates = templates,
                                .n_templates = 2};
    struct trainer_options options = {
        .rounds = 2, .epochs = 8, .rate = 0.3F, .seed = order};
    struct trainer *trainer = trainer_new(&spec);
    uint32_t seed = 11;
    for (int i = 0; i < 200; i++) {
        uint16_t symbols[20];
        uint8_t labels[20];
        make_example(&seed, symbols, labels, 20);
        trainer_add(trainer, &(struct linear_sequence){20, {symbols}}, labels, 1);
    }
    trainer_run(trainer, &options, NULL, NULL);
    struct file_writer writer = {0};
    trainer_export(trainer, &writer);
    char *path = xstrdup("/tmp/fangzhi-linear-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(file_write(&writer, path), 0);
    file_free(&writer);
    trainer_free(&trainer);
    return path;
}

static void test_training(void **state)
{
    (void)state;
    char why[256], *path = train(1);
    struct linear_model *model = linear_open(path, "toy", why, sizeof why);
    assert_non_null(model);
    uint32_t seed = 99;
    size_t wrong = 0;
    for (int i = 0; i < 50; i++) {
        uint16_t symbols[20];
        uint8_t labels[20], best[20], back[20 * LINEAR_LANES];
        uint16_t barred[20] = {0};
        make_example(&seed, symbols, labels, 20);
        linear_label(model, &(struct linear_sequence){20, {symbols}}, barred, back, best);
        for (int t = 0; t < 20; t++)
            wrong += best[t] != labels[t];
        for (int t = 1; t < 20; t++)
            assert_true(legal[best[t - 1] * LABELS + best[t]]);
    }
    assert_true(wrong < 30); // of 1000
    linear_close(&model);
    unlink(path);
    free(path);
}

// The scores of all labels at position t, without the shifts and turns of the kernels.
static void score(const struct linear_model *model, const uint16_t *symbols, long t,
                  int *scores)
{
    const struct linear_track *track = &model->tracks[0];
    memset(scores, 0, LABELS * sizeof *scores);
    for (long row = 0; row < (long)track->rows; row++) {
        long e = t - track->first - row;
        if (e < 0 || e >= TEXT) continue;
        size_t n = e < (long)track->longest ? (size_t)e + 1 : track->longest;
        size_t block = suffix_longest(&track->grams, symbols + e, n);
        const int8_t *at = track->blocks + block * track->block_size;
        for (int y = 0; y < LABELS; y++)
            scores[y] += at[row * LINEAR_LANES + y];
    }
}

// Viterbi without haste: 32-bit scores, all labels before all others.
static void label_slowly(const struct linear_model *model, const uint16_t *symbols,
                         const uint16_t *barred, uint8_t *labels)
{
    enum { NEVER = -1000000 };
    int best[TEXT][LABELS], from[TEXT][LABELS], scores[LABELS];
    for (long t = 0; t < TEXT; t++) {
        score(model, symbols, t, scores);
        for (int y = 0; y < LABELS; y++) {
            best[t][y] = t ? INT32_MIN : 0;
            from[t][y] = 0;
            for (int p = 0; t && p < LABELS; p++) {
                int step = model->transitions[p * LINEAR_LANES + y];
                int sum = best[t - 1][p] + (step == INT16_MIN ? NEVER : step);
                if (sum > best[t][y]) best[t][y] = sum, from[t][y] = p;
            }
            best[t][y] += barred[t] >> y & 1 ? NEVER : scores[y];
        }
    }
    int y = 0;
    for (int p = 1; p < LABELS; p++)
        if (best[TEXT - 1][p] > best[TEXT - 1][y]) y = p;
    for (long t = TEXT - 1; t >= 0; y = from[t--][y])
        labels[t] = (uint8_t)y;
}

static void test_kernels(void **state)
{
    (void)state;
    static const char *const kernels[] = {"plain", "avx2", "avx512"};
    char why[256], *path = train(1);
    struct linear_model *model = linear_open(path, "toy", why, sizeof why);
    assert_non_null(model);
    uint16_t symbols[TEXT], barred[TEXT];
    uint8_t slow[TEXT], labels[TEXT], back[TEXT * LINEAR_LANES];
    uint32_t seed = 5;
    for (size_t i = 0; i < TEXT; i++) {
        symbols[i] = (uint16_t)(next_random(&seed) % ALPHABET);
        barred[i] = (uint16_t)(i % 7 ? 0 : 1 << next_random(&seed) % LABELS);
    }
    label_slowly(model, symbols, barred, slow);
    for (int k = 0; k < 3; k++) {
        if (!kernels_named(kernels[k])) continue;
        model->kernels = kernels_named(kernels[k]);
        linear_label(model, &(struct linear_sequence){TEXT, {symbols}}, barred, back,
                     labels);
        assert_memory_equal(labels, slow, TEXT);
    }
    linear_close(&model);
    unlink(path);
    free(path);
}

static size_t slurp(const char *path, char *bytes, size_t most)
{
    FILE *from = fopen(path, "rb");
    assert_non_null(from);
    size_t n = fread(bytes, 1, most, from);
    fclose(from);
    return n;
}

static void test_same_twice(void **state)
{
    (void)state;
    static char one[1 << 16], two[1 << 16];
    char *first = train(3), *second = train(3);
    size_t n = slurp(first, one, sizeof one);
    assert_int_equal(slurp(second, two, sizeof two), n);
    assert_memory_equal(one, two, n);
    unlink(first);
    unlink(second);
    free(first);
    free(second);
}

// Every truncation and every flipped byte that we try is refused.
static void test_damage(void **state)
{
    (void)state;
    static _Alignas(64) char bytes[1 << 16];
    char why[256], *path = train(1);
    size_t n = slurp(path, bytes, sizeof bytes);
    struct linear_model *model =
        linear_read((struct span){bytes, n}, "toy", why, sizeof why);
    assert_non_null(model);
    linear_close(&model);
    assert_null(linear_read((struct span){bytes, n}, "tag", why, sizeof why));
    for (size_t cut = 0; cut < n; cut += 13)
        assert_null(linear_read((struct span){bytes, cut}, "toy", why, sizeof why));
    for (size_t i = 0; i < n; i += 7) {
        bytes[i] ^= 0x20;
        assert_null(linear_read((struct span){bytes, n}, "toy", why, sizeof why));
        bytes[i] ^= 0x20;
    }
    unlink(path);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suffixes), cmocka_unit_test(test_training),
        cmocka_unit_test(test_kernels),  cmocka_unit_test(test_same_twice),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests_name("linear", tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// The linear model: the automaton against a search by hand, the three kernels against one
// another, what training learns, and model files that are damaged.
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

static bool equal(const struct automaton_pattern *a, const struct automaton_pattern *b)
{
    return a->n == b->n && memcmp(a->at, b->at, a->n * sizeof *a->at) == 0;
}

static void test_automaton(void **state)
{
    (void)state;
    uint32_t seed = 7;
    uint16_t symbols[PATTERNS][4], text[TEXT];
    struct automaton_pattern patterns[PATTERNS];
    size_t n = 0;
    for (size_t i = 0; i < PATTERNS; i++) {
        uint32_t length = 1 + next_random(&seed) % 4;
        for (uint32_t k = 0; k < length; k++)
            symbols[n][k] = (uint16_t)(1 + next_random(&seed) % (ALPHABET - 1));
        patterns[n] = (struct automaton_pattern){symbols[n], length, (uint32_t)n};
        size_t twin = 0;
        while (!equal(&patterns[twin], &patterns[n])) twin++;
        n += twin == n;
    }
    for (size_t i = 0; i < TEXT; i++)
        text[i] = (uint16_t)(next_random(&seed) % ALPHABET); // 0 too: in no pattern
    struct automaton a = automaton_build(patterns, n, ALPHABET);
    assert_true(automaton_sound(&a, ALPHABET));
    uint32_t at = AUTOMATON_ROOT;
    for (size_t end = 0; end < TEXT; end++) {
        at = automaton_next(&a, at, text[end]);
        size_t found = 0, expected = 0;
        for (uint32_t out = a.states[at].out; out; out = a.outs[out - 1].next) {
            const struct automaton_pattern *p = &patterns[a.outs[out - 1].value];
            assert_true(p->n <= end + 1);
            assert_memory_equal(text + end + 1 - p->n, p->at, p->n * sizeof *p->at);
            found++;
        }
        for (size_t i = 0; i < n; i++)
            expected += patterns[i].n <= end + 1 &&
                        memcmp(text + end + 1 - patterns[i].n, patterns[i].at,
                               patterns[i].n * sizeof *text) == 0;
        assert_int_equal(found, expected);
    }
    automaton_free(&a);
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
        int16_t scores[20 * LINEAR_LANES] = {0};
        make_example(&seed, symbols, labels, 20);
        linear_score(model, &(struct linear_sequence){20, {symbols}}, scores);
        linear_best(model, scores, 20, back, best);
        for (int t = 0; t < 20; t++) wrong += best[t] != labels[t];
        for (int t = 1; t < 20; t++) assert_true(legal[best[t - 1] * LABELS + best[t]]);
    }
    assert_true(wrong < 30); // of 1000
    linear_close(&model);
    unlink(path);
    free(path);
}

static void test_kernels(void **state)
{
    (void)state;
    static const char *const kernels[] = {"plain", "sse2", "avx2"};
    char why[256], *path = train(1);
    struct linear_model *model = linear_open(path, "toy", why, sizeof why);
    assert_non_null(model);
    uint16_t symbols[TEXT];
    int16_t scores[3][TEXT * LINEAR_LANES];
    uint8_t labels[3][TEXT], back[TEXT * LINEAR_LANES];
    uint32_t seed = 5;
    for (size_t i = 0; i < TEXT; i++)
        symbols[i] = (uint16_t)(next_random(&seed) % ALPHABET);
    for (int k = 0; k < 3; k++) {
        if (!kernels_named(kernels[k])) continue;
        model->kernels = kernels_named(kernels[k]);
        for (size_t i = 0; i < TEXT * LINEAR_LANES; i++)
            scores[k][i] = i % 97 == 0 ? INT16_MIN : (int16_t)(i % 331);
        linear_score(model, &(struct linear_sequence){TEXT, {symbols}}, scores[k]);
        linear_best(model, scores[k], TEXT, back, labels[k]);
        assert_memory_equal(scores[k], scores[0], sizeof scores[0]);
        assert_memory_equal(labels[k], labels[0], sizeof labels[0]);
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
        cmocka_unit_test(test_automaton), cmocka_unit_test(test_training),
        cmocka_unit_test(test_kernels),   cmocka_unit_test(test_same_twice),
        cmocka_unit_test(test_damage),
    };
    return cmocka_run_group_tests_name("linear", tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// The network: its loops against its definition, and what it learns that the linear model
// cannot.
#include "stages/model/net.h"
#include "stages/model/train.h"
#include "tests/unit/random_text.h"

// cmocka.h wants these first.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ALPHABET = 40, TRACKS = 2, TEXT = 300 };

struct fixture {
    struct net_tables tables;
    int8_t rows[TRACKS][ALPHABET * NET_WIDTH];
    uint16_t symbols[TRACKS][TEXT];
    struct net net;
    struct linear_sequence x;
};

static int32_t any(uint32_t *seed, int32_t most)
{
    return (int32_t)(random_next(seed) % (uint32_t)(2 * most + 1)) - most;
}

static void fill(void *bytes, size_t n, uint32_t *seed)
{
    for (size_t i = 0; i < n; i++)
        ((int8_t *)bytes)[i] = (int8_t)any(seed, 127);
}

// Tables at the ends of their range, and texts parted by positions of no symbol.
static void make_fixture(struct fixture *f, uint32_t seed)
{
    struct net_tables *tables = &f->tables;
    for (size_t c = 0; c < NET_WIDTH; c++) {
        tables->bias[c] = (int8_t)any(&seed, 127);
        for (int k = 0; k < NET_LAYERS; k++) {
            tables->layers[k].bias[c] = any(&seed, 100000);
            tables->layers[k].shift[c] = 8 + random_next(&seed) % 3;
        }
    }
    for (size_t y = 0; y < LINEAR_LANES; y++) {
        tables->output.bias[y] = any(&seed, 10000);
        tables->output.shift[y] = 1 + random_next(&seed) % 2; // up to the end
    }
    for (int k = 0; k < NET_LAYERS; k++)
        fill(tables->layers[k].weights, sizeof tables->layers[k].weights, &seed);
    fill(tables->output.weights, sizeof tables->output.weights, &seed);
    fill(f->rows, sizeof f->rows, &seed);
    f->net = (struct net){.tables = tables, .n_tracks = TRACKS};
    f->x = (struct linear_sequence){.n = TEXT};
    for (int k = 0; k < TRACKS; k++) {
        f->net.rows[k] = f->rows[k];
        f->x.tracks[k] = f->symbols[k];
        for (size_t t = 0; t < TEXT; t++)
            f->symbols[k][t] = (uint16_t)(random_next(&seed) % ALPHABET);
    }
}

// A number of a layer, as net.h has it: layer 0 is the embedding.
static int number(const struct fixture *f, int layer, long t, size_t c)
{
    static int8_t known[NET_LAYERS + 1][TEXT][NET_WIDTH]; // 1 + the number; 0: not yet
    if (t < 0 || t >= TEXT || f->symbols[0][t] == 0) return 0;
    int8_t *memo = &known[layer][t][c];
    if (layer > 0 && *memo) return (uint8_t)*memo - 1;
    int sum = 0;
    if (layer == 0) {
        sum = f->tables.bias[c];
        for (int k = 0; k < TRACKS; k++) {
            sum += f->rows[k][f->symbols[k][t] * NET_WIDTH + c];
            sum = sum < INT8_MIN ? INT8_MIN : sum > INT8_MAX ? INT8_MAX : sum;
        }
        return sum < 0 ? 0 : sum > NET_MOST ? NET_MOST : sum;
    }
    const struct net_layer *tables = &f->tables.layers[layer - 1];
    for (size_t j = 0; j < NET_WINDOW; j++)
        sum += number(f, layer - 1, t - 1 + (long)(j / NET_WIDTH), j % NET_WIDTH) *
               tables->weights[(j / 4 * NET_WIDTH + c) * 4 + j % 4];
    int v = (sum + tables->bias[c]) >> tables->shift[c];
    v = v < 0 ? 0 : v > NET_MOST ? NET_MOST : v;
    *memo = (int8_t)(uint8_t)(v + 1);
    return v;
}

static void test_loops(void **state)
{
    (void)state;
    static const char *const names[] = {"plain", "avx2", "vnni"};
    static struct fixture f;
    static int16_t want[TEXT][LINEAR_LANES], rows[TEXT + NET_BATCH][LINEAR_LANES];
    make_fixture(&f, 1);
    for (size_t t = 0; t < TEXT; t++)
        for (size_t y = 0; y < LINEAR_LANES; y++) {
            int sum = f.tables.output.bias[y];
            for (size_t c = 0; c < NET_WIDTH; c++)
                sum += number(&f, NET_LAYERS, (long)t, c) *
                       f.tables.output.weights[(c / 4 * LINEAR_LANES + y) * 4 + c % 4];
            int v = sum >> f.tables.output.shift[y];
            want[t][y] =
                (int16_t)(v < INT16_MIN ? INT16_MIN : v > INT16_MAX ? INT16_MAX : v);
        }
    for (int i = 0; i < 3; i++) {
        net_scores *scores = net_named(names[i]);
        if (!scores) continue;
        for (size_t size = NET_BATCH; size >= 1; size = size * 2 / 3) {
            for (size_t from = 0; from < TEXT; from += size)
                scores(&f.net, &f.x, from, TEXT - from < size ? TEXT - from : size,
                       rows[from]);
            assert_memory_equal(rows, want, sizeof want);
        }
    }
}

// A symbol is a name where its neighbours are both small or both large: no sum of what
// each neighbour says by itself can tell.
static void make_example(uint32_t *seed, uint16_t *symbols, uint8_t *labels, size_t n)
{
    for (size_t i = 0; i < n; i++)
        symbols[i] = (uint16_t)(1 + random_next(seed) % (ALPHABET - 1));
    for (size_t i = 0; i < n; i++)
        labels[i] = i > 0 && i + 1 < n &&
                    (symbols[i - 1] > ALPHABET / 2) == (symbols[i + 1] > ALPHABET / 2);
}

enum { LENGTH = 20, EXAMPLES = 400, PASSES = 50 };

static struct buffer train(uint32_t net_epochs, uint32_t kept_tracks)
{
    static const char *const labels[] = {"O", "S"};
    static const struct linear_template unigrams = {0, 1, -1, 1, 1};
    struct trainer_spec spec = {.kind = "toy",
                                .n_labels = 2,
                                .labels = labels,
                                .chain = true,
                                .n_tracks = 1,
                                .alphabets = {ALPHABET},
                                .templates = &unigrams,
                                .n_templates = 1};
    struct trainer_options options = {.rounds = 1,
                                      .epochs = 2,
                                      .rate = 0.1F,
                                      .seed = 1,
                                      .net_epochs = net_epochs,
                                      .kept_tracks = kept_tracks,
                                      .net_unseen = 0.5F,
                                      .net_rate = 0.01F,
                                      .net_dropout = 0.1F};
    struct trainer *trainer = trainer_new(&spec);
    uint32_t seed = 11;
    for (int i = 0; i < EXAMPLES; i++) {
        uint16_t symbols[LENGTH];
        uint8_t marks[LENGTH];
        make_example(&seed, symbols, marks, LENGTH);
        trainer_add(trainer, &(struct linear_sequence){LENGTH, {symbols}}, marks, 1);
    }
    trainer_run(trainer, &options, NULL, NULL);
    struct file_writer writer = {0};
    struct buffer file = {0};
    trainer_export(trainer, &writer);
    file_image(&writer, &file);
    file_free(&writer);
    trainer_free(&trainer);
    return file;
}

// The share of labels that a model gets wrong, in hundredths; how many of its tracks have
// n-grams.
static int wrong(struct buffer file, uint32_t *speaking)
{
    char why[256];
    char *aligned = aligned_alloc(64, (file.n + 63) / 64 * 64);
    memcpy(aligned, file.at, file.n);
    struct linear_model *model =
        linear_read((struct span){aligned, file.n}, "toy", why, sizeof why);
    assert_non_null(model);
    *speaking = model->n_speaking;
    uint32_t seed = 99;
    int n = 0;
    for (int i = 0; i < 100; i++) {
        uint16_t symbols[LENGTH], barred[LENGTH] = {0};
        uint8_t marks[LENGTH], best[LENGTH], back[LENGTH * LINEAR_LANES];
        make_example(&seed, symbols, marks, LENGTH);
        linear_label(model, &(struct linear_sequence){LENGTH, {symbols}}, barred, back,
                     best);
        for (int t = 0; t < LENGTH; t++)
            n += best[t] != marks[t];
    }
    linear_close(&model);
    free(aligned);
    return n * 100 / (100 * LENGTH);
}

static void test_learns(void **state)
{
    (void)state;
    struct buffer without = train(0, 0), with = train(PASSES, 1);
    struct buffer alone = train(PASSES, 0); // its n-grams are but a scaffold
    uint32_t speaking;
    assert_true(wrong(without, &speaking) > 30);
    assert_int_equal(speaking, 1);
    assert_true(wrong(with, &speaking) < 5);
    assert_int_equal(speaking, 1);
    assert_true(wrong(alone, &speaking) < 5);
    assert_int_equal(speaking, 0);
    buffer_free(&without);
    buffer_free(&with);
    buffer_free(&alone);
}

static void test_same_twice(void **state)
{
    (void)state;
    struct buffer one = train(2, 1), two = train(2, 1);
    assert_int_equal(one.n, two.n);
    assert_memory_equal(one.at, two.at, one.n);
    buffer_free(&one);
    buffer_free(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_loops),
                                       cmocka_unit_test(test_learns),
                                       cmocka_unit_test(test_same_twice)};
    return cmocka_run_group_tests_name("net", tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// The fast walk gives what the plain one gives, at every length and offset; and maps are
// composed as one would do it character by character.
#include "stages/base/utf8.h"
#include "stages/normalize/runs.h"
#include "stages/normalize/scan.h"
#include "tests/unit/random_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

// Characters at the edges of every range that the scans tell apart.
static const uint32_t edges[] = {
    0x09,   0x0A,    0x0C,    0x0D,    0x1F,    0x20,    'a',    0x7E,   0x7F,   0x80,
    0xA0,   0xB7,    0x7FF,   0x800,   0xFFF,   0x1000,  0x1FFF, 0x2000, 0x200F, 0x2010,
    0x2014, 0x201C,  0x2027,  0x2028,  0x202F,  0x2030,  0x203F, 0x2040, 0x2060, 0x20BF,
    0x20C0, 0x2100,  0x2126,  0x2140,  0x2300,  0x2329,  0x2340, 0x24FF, 0x2AFF, 0x2E80,
    0x2FD5, 0x3000,  0x3001,  0x3029,  0x302A,  0x302F,  0x3030, 0x3098, 0x3099, 0x309A,
    0x309B, 0x313F,  0x3140,  0x3164,  0x3180,  0x3FFF,  0x4000, 0x4E00, 0x9FFF, 0xA000,
    0xD7FF, 0xE000,  0xF8FF,  0xF900,  0xFAFF,  0xFB00,  0xFE0F, 0xFEFF, 0xFF00, 0xFF01,
    0xFF04, 0xFF05,  0xFF06,  0xFF0C,  0xFF0D,  0xFF0E,  0xFF0F, 0xFF10, 0xFF19, 0xFF1A,
    0xFF20, 0xFF21,  0xFF3A,  0xFF3B,  0xFF3F,  0xFF40,  0xFF41, 0xFF5A, 0xFF5E, 0xFFFD,
    0xFFFF, 0x10000, 0x20000, 0xE0100, 0xFFFFF, 0x10FFFF};
enum { EDGES = sizeof edges / sizeof *edges, MOST = 400 };

static size_t make_text(uint32_t *state, char *out, size_t n, uint32_t rare)
{
    return random_text(state, out, n, rare, edges, EDGES);
}

static void test_trouble(void **unused)
{
    (void)unused;
    uint32_t state = 7;
    char room[MOST * 4];
    for (int round = 0; round < 3000; round++) {
        size_t n = random_next(&state) % MOST;
        uint32_t rare = 1 + random_next(&state) % 100;
        struct span s = {room, make_text(&state, room, n, rare)};
        for (size_t i = 0; i < s.n;) {
            size_t fast = scan_trouble(s, i), plain = scan_trouble_plain(s, i);
            if (fast != plain)
                fail_msg("round %d from %zu: %zu, not %zu", round, i, fast, plain);
            utf8_next(s, &i);
        }
        assert_int_equal(scan_trouble(s, s.n), s.n);
    }
}

// ---- maps ----

enum { LONG = 600 };

// A random map of a text to a middle, as runs and as the place of each character.
struct sample {
    struct writer writer;
    char input[LONG];
};

static void make_sample(uint32_t *state, struct arena *arena, struct sample *sample)
{
    memset(sample->input, 'i', sizeof sample->input);
    sample->writer = writer_new(arena, 16);
    struct span input = {sample->input, LONG};
    for (size_t i = 0; i < LONG - 8;) {
        size_t width = 1 + random_next(state) % 7;
        switch (random_next(state) % 4) {
        case 0:
            break; // dropped
        case 1:
            writer_put(&sample->writer, SPAN("é"), i, i + width);
            break;
        case 2:
            writer_put(&sample->writer, SPAN("x"), i, i + width);
            break;
        default:
            writer_same(&sample->writer, input, i, i + width);
            break;
        }
        i += width;
    }
}

// The source [from, to) of the character at byte `at` by looking through all runs.
static bool place(const struct runs *runs, size_t at, size_t width, size_t found[2])
{
    for (size_t i = 0; i < runs->n; i++) {
        const struct run *run = &runs->at[i];
        if (at < run->text || at >= run->text + (size_t)run->length) continue;
        size_t unit = (at - run->text) / run->text_width;
        found[0] = run->source + unit * run->source_width;
        size_t units = run->text_width == 1 && run->source_width == 1 ? width : 1;
        found[1] = found[0] + units * run->source_width;
        return true;
    }
    return false;
}

static void test_compose(void **unused)
{
    (void)unused;
    uint32_t state = 13;
    for (int round = 0; round < 500; round++) {
        struct arena *arena = arena_new();
        struct sample inner;
        make_sample(&state, arena, &inner);
        // The outer text: characters of the inner one kept, dropped or replaced.
        struct span middle = writer_text(&inner.writer);
        struct writer outer = writer_new(arena, middle.n);
        for (size_t i = 0; i < middle.n;) {
            size_t from = i;
            utf8_next(middle, &i);
            uint32_t choice = random_next(&state) % 8;
            if (choice == 0) continue;
            if (choice == 1)
                writer_put(&outer, SPAN("年"), from, i);
            else
                writer_same(&outer, middle, from, i);
        }
        struct runs joined = {.arena = arena};
        runs_compose(&outer.runs, &inner.writer.runs, &joined);
        struct span text = writer_text(&outer);
        for (size_t i = 0; i < text.n;) {
            size_t from = i, by_outer[2], by_inner[2], by_joined[2];
            utf8_next(text, &i);
            assert_true(place(&outer.runs, from, i - from, by_outer));
            assert_true(place(&inner.writer.runs, by_outer[0], by_outer[1] - by_outer[0],
                              by_inner));
            assert_true(place(&joined, from, i - from, by_joined));
            assert_int_equal(by_joined[0], by_inner[0]);
            assert_int_equal(by_joined[1], by_inner[1]);
        }
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trouble),
        cmocka_unit_test(test_compose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

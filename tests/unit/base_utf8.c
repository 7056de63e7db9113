// SPDX-License-Identifier: Apache-2.0
//
// Validation by blocks says what validation by characters says, at every length and
// offset; and runs of Chinese characters end where decoding says so.
#include "stages/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

// A small generator, so that a failure can be repeated (G. Marsaglia, xorshift).
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static const uint32_t edges[] = {'a',    0x7F,   0x80,   0x7FF,   0x800,   0xFFF,
                                 0x1000, 0x3000, 0x3FFF, 0x4000,  0x4DBF,  0x4DC0,
                                 0x4DFF, 0x4E00, 0x4FFF, 0x5000,  0x9FFF,  0xA000,
                                 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x20000, 0x10FFFF};
enum { EDGES = sizeof edges / sizeof *edges, MOST = 400 };

// n random characters of which about one in `rare` is at an edge, the rest plain Chinese.
static size_t make_text(uint32_t *state, char *out, size_t n, uint32_t rare)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = 0x4E00 + next_random(state) % 0x5000;
        if (next_random(state) % rare == 0) c = edges[next_random(state) % EDGES];
        length += utf8_put(c, out + length);
    }
    return length;
}

static void test_valid(void **unused)
{
    (void)unused;
    uint32_t state = 11;
    char room[MOST * 4];
    for (int round = 0; round < 100000; round++) {
        size_t n = next_random(&state) % MOST;
        struct span s = {room, make_text(&state, room, n, 1 + next_random(&state) % 30)};
        for (uint32_t k = next_random(&state) % 3; k > 0 && s.n; k--)
            room[next_random(&state) % s.n] = (char)next_random(&state);
        if (s.n) s.n -= next_random(&state) % (s.n < 5 ? s.n : 5);
        size_t fast = utf8_valid_prefix(s), plain = utf8_valid_plain(s);
        if (fast != plain) fail_msg("round %d: %zu, not %zu", round, fast, plain);
        assert_true(utf8_valid(span_cut(s, 0, plain)));
        assert_int_equal(utf8_valid(s), plain == s.n);
    }
}

// Every pair of first bytes, behind every alignment, with what the standard allows.
static void test_valid_pairs(void **unused)
{
    (void)unused;
    for (unsigned a = 0x80; a < 0x100; a++) {
        for (unsigned b = 0; b < 0x100; b++) {
            char room[80];
            memset(room, 'x', sizeof room);
            for (size_t at = 28; at < 34; at++) {
                memset(room + 24, 'x', 16);
                memcpy(room + at, (char[]){(char)a, (char)b, '\x80', '\x80'}, 4);
                struct span s = {room, sizeof room};
                assert_int_equal(utf8_valid_prefix(s), utf8_valid_plain(s));
            }
        }
    }
}

static void test_skip_han(void **unused)
{
    (void)unused;
    uint32_t state = 17;
    char room[MOST * 4];
    for (int round = 0; round < 1000; round++) {
        struct span s = {room, make_text(&state, room, MOST, 10)};
        for (size_t i = 0; i < s.n; utf8_next(s, &i)) {
            size_t end = i;
            for (size_t next = i; next < s.n; end = next) {
                uint32_t c = utf8_next(s, &next);
                if (c < 0x4E00 || c > 0x9FFF) break;
            }
            assert_int_equal(utf8_skip_han(s, i), end);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_valid_pairs),
        cmocka_unit_test(test_skip_han),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// Validation by blocks says what validation by characters says, at every length and
// offset; and runs of Chinese characters end where decoding says so.
#include "stages/base/utf8.h"
#include "tests/unit/random_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const uint32_t edges[] = {'a',    0x7F,   0x80,   0x7FF,   0x800,   0xFFF,
                                 0x1000, 0x3000, 0x3FFF, 0x4000,  0x4DBF,  0x4DC0,
                                 0x4DFF, 0x4E00, 0x4FFF, 0x5000,  0x9FFF,  0xA000,
                                 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x20000, 0x10FFFF};
enum { EDGES = sizeof edges / sizeof *edges, MOST = 400 };

static size_t make_text(uint32_t *state, char *out, size_t n, uint32_t rare)
{
    return random_text(state, out, n, rare, edges, EDGES);
}

static void test_valid(void **unused)
{
    (void)unused;
    uint32_t state = 11;
    char room[MOST * 4];
    for (int round = 0; round < 100000; round++) {
        size_t n = random_next(&state) % MOST;
        struct span s = {room, make_text(&state, room, n, 1 + random_next(&state) % 30)};
        for (uint32_t k = random_next(&state) % 3; k > 0 && s.n; k--)
            room[random_next(&state) % s.n] = (char)random_next(&state);
        if (s.n) s.n -= random_next(&state) % (s.n < 5 ? s.n : 5);
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

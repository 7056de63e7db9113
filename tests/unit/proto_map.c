// SPDX-License-Identifier: Apache-2.0
//
// The offset map: there and back, look-up against a slow reference, and maps that lie.
#include "proto/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

// "A" as it is, a gap in the text (something put in), three Chinese characters of two
// source bytes each, a gap in the source (something dropped), "bc" as it is.
static const struct run sound[] = {
    {0, 2, 1, 1, 1},
    {2, 3, 9, 3, 2},
    {11, 12, 2, 1, 1},
};
enum { RUNS = sizeof sound / sizeof *sound, TEXT = 13, SOURCE = 14 };

static struct arena *arena;

static int pack_and_unpack(const struct run *runs, size_t n, struct map *map,
                           const char **why)
{
    struct buffer packed = {0};
    map_pack(runs, n, &packed);
    int failed = map_unpack(buffer_span(&packed), TEXT, SOURCE, arena, map, why);
    buffer_free(&packed);
    return failed;
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct map map;
    const char *why;
    assert_int_equal(pack_and_unpack(sound, RUNS, &map, &why), 0);
    assert_int_equal(map.n, RUNS);
    for (size_t i = 0; i < RUNS; i++)
        assert_memory_equal(&map.runs[i], &sound[i], 16);
}

// Source bytes of the character at text byte i, found by walking all runs.
static bool source_of(uint32_t i, uint64_t *from, uint64_t *to)
{
    for (size_t r = 0; r < RUNS; r++) {
        if (i < sound[r].text || i >= sound[r].text + sound[r].length) continue;
        uint64_t character = (i - sound[r].text) / sound[r].text_width;
        *from = sound[r].source + character * sound[r].source_width;
        *to = *from + sound[r].source_width;
        return true;
    }
    return false;
}

static void test_look_up(void **state)
{
    (void)state;
    struct map map;
    const char *why;
    assert_int_equal(pack_and_unpack(sound, RUNS, &map, &why), 0);
    for (uint32_t a = 0; a < TEXT; a++)
        for (uint32_t b = a + 1; b <= TEXT; b++) {
            uint64_t from, to, got_from, got_to, low = 0, high = 0;
            bool any = false;
            for (uint32_t i = a; i < b; i++) {
                if (!source_of(i, &from, &to)) continue;
                if (!any) low = from;
                high = to;
                any = true;
            }
            int failed = map_source(map, a, b, &got_from, &got_to);
            assert_int_equal(failed, any ? 0 : -1);
            if (any && (got_from != low || got_to != high))
                fail_msg("[%u, %u) is [%lu, %lu), not [%lu, %lu)", a, b, low, high,
                         got_from, got_to);
        }
}

static void test_lies(void **state)
{
    (void)state;
    static const struct run lies[][2] = {
        {{0, 0, 0, 1, 1}, {1, 1, 1, 1, 1}}, // empty
        {{0, 0, 1, 0, 1}, {1, 1, 1, 1, 1}}, // of no width
        {{0, 0, 1, 1, 0}, {1, 1, 1, 1, 1}},
        {{0, 0, 4, 3, 2}, {5, 5, 1, 1, 1}},     // ends inside a character
        {{4, 4, 1, 1, 1}, {0, 5, 1, 1, 1}},     // out of order in the text
        {{0, 4, 1, 1, 1}, {1, 0, 1, 1, 1}},     // and in the source
        {{0, 0, 3, 1, 1}, {2, 3, 1, 1, 1}},     // overlap
        {{0, 0, 1, 1, 1}, {1, 1, 13, 1, 1}},    // beyond the text
        {{0, 0, 1, 1, 1}, {1, 10, 6, 1, 1}},    // beyond the source
        {{0, 0, 1, 1, 1}, {1, 1, 6, 1, 65535}}, // far beyond it
        {{0, 4294967295u, 1, 1, 65535}, {1, 1, 1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct map map;
        const char *why = NULL;
        if (pack_and_unpack(lies[i], 2, &map, &why) == 0)
            fail_msg("row %zu was taken", i);
        assert_non_null(why);
    }
    struct map map;
    const char *why;
    assert_int_equal(map_unpack(SPAN("no multiple of it"), 9, 9, arena, &map, &why), -1);
    assert_int_equal(map_unpack(SPAN(""), 9, 9, arena, &map, &why), 0);
    uint64_t from, to;
    assert_int_equal(map_source(map, 0, 9, &from, &to), -1);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_look_up),
        cmocka_unit_test(test_lies),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

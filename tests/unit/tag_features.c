// SPDX-License-Identifier: Apache-2.0
//
// What the tagger sees of a text: the same whether it is read alone or side by side with
// others.
#include "stages/base/memory.h"
#include "stages/base/utf8.h"
#include "stages/tag/features.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { APART = 3, MOST = 4096 };

static const char *const texts[] = {"6月15日,区安监局在锦华万达广场举行演练",
                                    "",
                                    "区",
                                    "下城",
                                    "区人民政府办公室主任汪  剑出席。",
                                    "《杭州日报》刊登𠀀“最美下城人”2018 ABC",
                                    "中华人民共和国杭州市下城区石桥街道办事处"};
enum { TEXTS = sizeof texts / sizeof *texts };

// Symbols of characters that stand for themselves, but for rare ones.
static const uint16_t *characters(struct arena *arena)
{
    uint16_t *symbols = ARENA_NEW(arena, uint16_t, FEATURES_TABLE);
    for (uint32_t c = FEATURES_FIRST; c < FEATURES_TABLE; c++)
        symbols[c] = utf8_is_han(c) && c % 5 == 0 ? 0 : (uint16_t)c;
    return symbols;
}

static void compare(struct features_text x, struct features_text y)
{
    assert_int_equal(x.n, y.n);
    assert_memory_equal(x.at, y.at, x.n * sizeof *x.at);
    assert_memory_equal(x.folded, y.folded, x.n * sizeof *x.folded);
    for (int k = 0; k < FEATURES_TRACKS; k++)
        assert_memory_equal(x.tracks[k], y.tracks[k], x.n * sizeof *x.tracks[k]);
}

static void side_by_side(const struct lexicon *lexicon)
{
    struct arena *arena = arena_new();
    struct features *features = features_new(characters(arena), lexicon);
    struct features_room *all = features_room(arena, MOST);
    struct features_room *one = features_room(arena, MOST);
    features_clear(all);
    for (int i = 0; i < TEXTS; i++)
        assert_true(features_add(features, span_of(texts[i]), APART, all));
    features_finish(features, all);
    assert_int_equal(all->n_parts, TEXTS);
    for (int i = 0; i < TEXTS; i++) {
        features_clear(one);
        assert_true(features_add(features, span_of(texts[i]), APART, one));
        features_finish(features, one);
        compare(features_text(all, all->parts[i]), one->x);
        for (size_t p = all->parts[i].first; i > 0 && p-- > all->parts[i].first - APART;)
            for (int k = 0; k < FEATURES_TRACKS; k++)
                assert_int_equal(all->x.tracks[k][p], 0);
    }
    features_free(&features);
    arena_free(&arena);
}

static void with_words(void **state)
{
    (void)state;
    struct lexicon *lexicon = lexicon_open("data/lexicon");
    assert_non_null(lexicon);
    side_by_side(lexicon);
    lexicon_free(&lexicon);
}

static void without_words(void **state)
{
    (void)state;
    side_by_side(NULL);
}

static void full_room(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct features *features = features_new(characters(arena), NULL);
    struct features_room *room = features_room(arena, 12);
    features_clear(room);
    assert_true(features_add(features, SPAN("abc"), APART, room));    // 5 of 14
    assert_false(features_add(features, SPAN("abcde"), APART, room)); // 15
    assert_true(features_add(features, SPAN("abcd"), APART, room));
    assert_int_equal(room->x.n, 14);
    assert_int_equal(room->n_parts, 2);
    features_free(&features);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_words),
        cmocka_unit_test(without_words),
        cmocka_unit_test(full_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

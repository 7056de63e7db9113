// SPDX-License-Identifier: Apache-2.0
//
// What the tagger sees of a text: the same whether it is read alone or side by side with
// others.
#include "stages/base/memory.h"
#include "stages/base/utf8.h"
#include "stages/tag/features.h"
#include "stages/tag/reading.h"
#include "tests/unit/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

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

// ---- the ways of reading --------------------------------------------------------------

enum { READ_MOST = 300 };

struct read {
    uint32_t at[READ_MOST + READING_BESIDE];
    uint16_t numbers[4][READ_MOST + READING_BESIDE];
    bool marked;
};

static size_t read_with(reading_text *read, const struct reading_character *table,
                        struct span text, struct read *out)
{
    struct reading to = {out->at, out->numbers[0], out->numbers[1], out->numbers[2],
                         out->numbers[3]};
    return read(table, text, &to, &out->marked);
}

// What is best here reads what plain C does, up to the last byte of a text and
// not beyond it.
static void ways_of_reading(void **state)
{
    (void)state;
    static const uint32_t edges[] = {'A',     0x7F,    0x80,    0x7FF,    0x800, 0xFFFF,
                                     0x10000, 0x20000, 0x323AF, 0x10FFFF, 0x201C};
    static struct reading_character table[READING_TABLE];
    static struct read plain, wide;
    uint32_t random = 1;
    for (uint32_t c = 0; c < READING_TABLE; c++)
        table[c] = (struct reading_character){(uint16_t)(c + 1), (uint16_t)(c * 7),
                                              (uint16_t)(c * 11), (uint8_t)(c % 64),
                                              c == 0x201C};
    for (uint32_t round = 0; round < 2000; round++) {
        size_t n = round % READ_MOST;
        char *text = malloc(4 * n + 1);
        size_t length = random_text(&random, text, n, 1 + round % 50, edges,
                                    sizeof edges / sizeof *edges);
        text = realloc(text, length + !length);
        assert_non_null(text);
        struct span all = {text, length};
        assert_int_equal(read_with(reading_plain, table, all, &plain), n);
        assert_int_equal(read_with(reading_best(), table, all, &wide), n);
        assert_memory_equal(plain.at, wide.at, n * sizeof *plain.at);
        for (int k = 0; k < 4; k++)
            assert_memory_equal(plain.numbers[k], wide.numbers[k], n * sizeof(uint16_t));
        assert_int_equal(plain.marked, wide.marked);
        free(text);
    }
}

// ---- the cut, as its definition has it
// -------------------------------------------------

enum { BEGINS, INSIDE, ENDS, SINGLE }; // what a symbol says of a character, from 2 on

static void check_part(const uint16_t *track, size_t i, size_t n)
{
    for (size_t k = 0; k < n; k++)
        assert_int_equal((track[i + k] - 2) % 4, n == 1       ? SINGLE
                                                 : k == 0     ? BEGINS
                                                 : k + 1 == n ? ENDS
                                                              : INSIDE);
}

// The set of the entry of k + 1 characters at position i, 0 where there is none.
static size_t set_at(const struct lexicon_run *run, size_t i, size_t k)
{
    bool usual = k < LEXICON_USUAL;
    return usual || run->places[i].longer >> k & 1 ? lexicon_run_set(run, i, k) : 0;
}

static uint32_t cost_of(const struct lexicon *lexicon, size_t set)
{
    uint32_t classes = lexicon_classes(lexicon, set);
    return !classes ? 22 : classes & 1u << LEXICON_COMMON ? 16 : 18;
}

// The fewest words: the least cost up to every position, and the longest last word that
// has it, over all words that end there.
static void check_words(const struct lexicon *lexicon, const struct features_room *room)
{
    static size_t best[MOST], last[MOST];
    const struct features_text *x = &room->x;
    best[1] = 0;
    for (size_t to = 2; to < x->n; to++) {
        best[to] = best[to - 1] + cost_of(lexicon, set_at(&room->run, to - 1, 0));
        last[to] = 1;
        for (size_t k = 0; k < LEXICON_LONGEST && k + 1 < to; k++) {
            size_t set = set_at(&room->run, to - 1 - k, k);
            size_t cost = best[to - 1 - k] + cost_of(lexicon, set);
            if (!set || cost > best[to]) continue;
            best[to] = cost;
            last[to] = k + 1;
        }
    }
    for (size_t to = x->n - 1; to > 1; to -= last[to]) {
        size_t kind =
            lexicon_kind(lexicon, set_at(&room->run, to - last[to], last[to] - 1));
        check_part(x->tracks[TRACK_WORD], to - last[to], last[to]);
        check_part(x->tracks[TRACK_KIND], to - last[to], last[to]);
        assert_int_equal((x->tracks[TRACK_KIND][to - 1] - 2) / 4, kind);
    }
}

// Of all classes those that say nothing of names.
static const uint32_t common =
    1u << LEXICON_GIVEN | 1u << LEXICON_FIELD | 1u << LEXICON_ADDRESS |
    1u << LEXICON_ROLE | 1u << LEXICON_GENERIC | 1u << LEXICON_NOUN | 1u << LEXICON_VERB |
    1u << LEXICON_OTHER | 1u << LEXICON_NAMELIKE | 1u << LEXICON_COMMON;

// The longest name at each place, from left to right.
static void check_names(const struct lexicon *lexicon, const struct features_room *room)
{
    for (size_t i = 1, n; i + 1 < room->x.n; i += n) {
        n = 1;
        for (size_t k = 0; k < LEXICON_LONGEST && i + k + 1 < room->x.n; k++)
            if (lexicon_classes(lexicon, set_at(&room->run, i, k)) & ~common) n = k + 1;
        check_part(room->x.tracks[TRACK_NAME], i, n);
    }
}

static void cuts(void **state)
{
    (void)state;
    static char text[RANDOM_PIECES];
    struct lexicon *lexicon = lexicon_open("data/lexicon");
    struct arena *arena = arena_new();
    assert_non_null(lexicon);
    struct features *features = features_new(characters(arena), lexicon);
    struct features_room *room = features_room(arena, MOST);
    uint32_t random = 1;
    for (size_t round = 0; round < 300; round++) {
        struct span all = {text, random_pieces(&random, text, round % 30)};
        features_clear(room);
        assert_true(features_add(features, all, APART, room));
        features_finish(features, room);
        check_words(lexicon, room);
        check_names(lexicon, room);
    }
    features_free(&features);
    lexicon_free(&lexicon);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_words), cmocka_unit_test(without_words),
        cmocka_unit_test(full_room),  cmocka_unit_test(ways_of_reading),
        cmocka_unit_test(cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

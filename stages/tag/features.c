// SPDX-License-Identifier: Apache-2.0
//
// Makes the tracks of a text. Track 2 is the cut of the text into the fewest words (a
// shortest path over the lexicon's matches; the commoner word on a tie); track 3 takes
// the longest name at each place, from left to right. Time and memory are linear in the
// text.
#include "stages/tag/features.h"

#include "stages/base/utf8.h"
#include "stages/tag/classes.h"

#include <string.h>

static uint32_t fold_mark(uint32_t c)
{
    switch (c) {
    case 0x3008:
    case 0x300A: return 0x300A; // 〈《
    case 0x3009:
    case 0x300B: return 0x300B;
    case 0x300C:
    case 0x300E:
    case 0x201C: return 0x201C; // 「『“
    case 0x300D:
    case 0x300F:
    case 0x201D: return 0x201D;
    case 0x3010:
    case 0x3014:
    case 0x3016:
    case '[': return 0x3010; // 【〔〖
    case 0x3011:
    case 0x3015:
    case 0x3017:
    case ']': return 0x3011;
    case 0x2022:
    case 0x30FB:
    case 0x2027:
    case 0xFF65: return 0xB7; // ·
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015: return '-';
    case 0xFF61: return 0x3002;
    case 0xFE50: return ',';
    default: return c;
    }
}

uint32_t features_fold(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= '0' && c <= '9') return '0';
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return 'A';
    if (utf8_is_space(c)) return ' ';
    if (c >= 0x2160 && c <= 0x217F) return 'A'; // Roman numerals
    if (c >= 0x2460 && c <= 0x2473) return '0'; // circled numbers
    return c < 0x80 || c > 0x2000 || c == 0xB7 ? fold_mark(c) : c;
}

static void make_text(struct features_text *x, struct arena *arena, size_t n)
{
    x->at = ARENA_NEW(arena, uint32_t, n);
    x->folded = ARENA_NEW(arena, uint32_t, n);
    for (int k = 0; k < FEATURES_TRACKS; k++)
        x->tracks[k] = ARENA_NEW(arena, uint16_t, n);
}

struct features_room *features_room(struct arena *arena, size_t n)
{
    struct features_room *room = ARENA_NEW(arena, struct features_room, 1);
    make_text(&room->x, arena, n + 2);
    room->reach = ARENA_NEW(arena, uint32_t, n + 2);
    room->classes = ARENA_NEW(arena, uint32_t, n + 2);
    room->costs = ARENA_NEW(arena, uint32_t, n + 2);
    room->place = ARENA_NEW(arena, uint32_t, n + 2);
    room->characters = ARENA_NEW(arena, uint32_t, n + 2);
    room->pairs = ARENA_NEW(arena, uint32_t, n + 2);
    return room;
}

static void fold_text(struct span text, struct features_room *room)
{
    struct features_text *x = &room->x;
    x->n = 1;
    x->at[0] = x->folded[0] = 0;
    for (size_t i = 0; i < text.n; x->n++) {
        room->place[i] = (uint32_t)x->n;
        x->at[x->n] = (uint32_t)i;
        room->characters[x->n] = utf8_next(text, &i);
        x->folded[x->n] = features_fold(room->characters[x->n]);
    }
    room->place[text.n] = (uint32_t)x->n;
    x->at[x->n] = (uint32_t)text.n;
    x->folded[x->n++] = 0;
}

// What a word is taken for where it has several classes: the first of these.
static const uint8_t word_order[] = {
    LEXICON_GENERIC,    LEXICON_ABBREVIATED, LEXICON_PROVINCE, LEXICON_CITY,
    LEXICON_COUNTY,     LEXICON_TOWNSHIP,    LEXICON_TITLE,    LEXICON_ADDRESS,
    LEXICON_ROLE,       LEXICON_ORGAN,       LEXICON_FIRM,     LEXICON_SCHOOL,
    LEXICON_FIELD,      LEXICON_ROAD,        LEXICON_ESTATE,   LEXICON_NATURE,
    LEXICON_DIVISION,   LEXICON_ORG,         LEXICON_COUNTRY,  LEXICON_SHORT,
    LEXICON_FOREIGN,    LEXICON_VERB,        LEXICON_NOUN,     LEXICON_PLACE,
    LEXICON_PERSON,     LEXICON_NAMELIKE,    LEXICON_OTHER,    LEXICON_SURNAME,
    LEXICON_TOWN_SHORT, LEXICON_VILLAGE,     LEXICON_GIVEN,    LEXICON_COMMON};
static const uint8_t name_order[] = {
    LEXICON_PROVINCE, LEXICON_CITY,        LEXICON_COUNTY,     LEXICON_TOWNSHIP,
    LEXICON_SHORT,    LEXICON_COUNTRY,     LEXICON_FOREIGN,    LEXICON_ORG,
    LEXICON_PLACE,    LEXICON_PERSON,      LEXICON_ORGAN,      LEXICON_FIRM,
    LEXICON_SCHOOL,   LEXICON_ROAD,        LEXICON_ESTATE,     LEXICON_NATURE,
    LEXICON_DIVISION, LEXICON_ABBREVIATED, LEXICON_TOWN_SHORT, LEXICON_TITLE,
    LEXICON_SURNAME,  LEXICON_VILLAGE};

enum { NO_WORD = LEXICON_CLASSES, WORD_BEGINS = 0, WORD_INSIDE, WORD_ENDS, WORD_SINGLE };

// By byte of the mask and its value: the first of word_order or name_order that is in it,
// counted from 0. Filled once, before main, and constant from then on.
struct ranks {
    uint8_t at[4][256];
};
static struct ranks word_ranks, name_ranks;

static void fill_ranks(struct ranks *ranks, const uint8_t *order, size_t n)
{
    memset(ranks, UINT8_MAX, sizeof *ranks);
    for (size_t i = n; i > 0; i--)
        for (uint32_t value = 0; value < 256; value++)
            if (value & 1u << order[i - 1] % 8)
                ranks->at[order[i - 1] / 8][value] = (uint8_t)(i - 1);
}

__attribute__((constructor)) static void fill(void)
{
    fill_ranks(&word_ranks, word_order, sizeof word_order);
    fill_ranks(&name_ranks, name_order, sizeof name_order);
}

static inline uint32_t first_class(uint32_t classes, const struct ranks *ranks,
                                   const uint8_t *order)
{
    uint8_t best = UINT8_MAX;
    for (int k = 0; k < 4; k++) {
        uint8_t rank = ranks->at[k][classes >> 8 * k & 0xFF];
        best = rank < best ? rank : best;
    }
    return best == UINT8_MAX ? NO_WORD : order[best];
}

static uint32_t part_of(size_t i, size_t from, size_t to)
{
    return to - from == 1 ? WORD_SINGLE
           : i == from    ? WORD_BEGINS
           : i + 1 == to  ? WORD_ENDS
                          : WORD_INSIDE;
}

static void write_word(uint16_t *track, size_t from, size_t to, uint32_t class)
{
    for (size_t i = from; i < to; i++)
        track[i] = (uint16_t)(2 + class * 4 + part_of(i, from, to));
}

static const uint32_t place_classes = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                                      1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP |
                                      1u << LEXICON_SHORT | 1u << LEXICON_TOWN_SHORT |
                                      1u << LEXICON_VILLAGE | 1u << LEXICON_COUNTRY |
                                      1u << LEXICON_FOREIGN | 1u << LEXICON_PLACE;

enum { COST_COMMON = 16, COST_WORD = 18, COST_UNKNOWN = 22 };

// Relaxes the ways on from position i: costs are of the cheapest way to a position, reach
// the position it comes from.
static void relax(struct features_room *x, size_t i, const struct lexicon_hit *hits,
                  size_t n)
{
    uint32_t here = x->costs[i];
    for (size_t k = 0; k <= n; k++) {
        size_t to = k ? hits[k - 1].end : i + 1;
        uint32_t classes = k ? hits[k - 1].classes : 0;
        uint32_t cost = here + (!classes                         ? COST_UNKNOWN
                                : classes & 1u << LEXICON_COMMON ? COST_COMMON
                                                                 : COST_WORD);
        if (cost >= x->costs[to]) continue;
        x->costs[to] = cost;
        x->reach[to] = (uint32_t)i;
        x->classes[to] = classes;
    }
}

static void write_names(struct features_room *room, size_t i,
                        const struct lexicon_hit *hits, size_t n, size_t *done)
{
    for (size_t k = n; k > 0 && i >= *done; k--) {
        uint32_t class = first_class(hits[k - 1].classes, &name_ranks, name_order);
        if (class == NO_WORD) continue;
        *done = hits[k - 1].end;
        write_word(room->x.tracks[TRACK_NAME], i, *done, class);
        return;
    }
    if (i >= *done) write_word(room->x.tracks[TRACK_NAME], i, i + 1, NO_WORD);
}

// Track 2 from the cheapest way to `end`, from the last word to the first.
static void write_words(struct features_room *room, size_t end)
{
    for (size_t to = end; to > 1; to = room->reach[to]) {
        uint32_t classes = room->classes[to];
        uint32_t class = first_class(classes, &word_ranks, word_order);
        uint32_t flags = (classes & place_classes ? 1u : 0) |
                         (classes & 1u << LEXICON_COMMON ? 2u : 0);
        write_word(room->x.tracks[TRACK_WORD], room->reach[to], to, class * 4 + flags);
    }
}

static void read_words(const struct features *features, struct features_room *room)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t end = room->x.n - 1, done = 0;
    struct lexicon_run run = {room->characters, room->pairs, end};
    room->characters[0] = 0;
    lexicon_pairs(features->lexicon, room->characters, end, room->pairs);
    for (size_t i = 1; i <= end; i++) room->costs[i] = i == 1 ? 0 : UINT32_MAX;
    for (size_t i = 1; i < end; i++) {
        size_t n = lexicon_match_run(features->lexicon, &run, i, hits);
        relax(room, i, hits, n);
        write_names(room, i, hits, n, &done);
    }
    write_words(room, end);
}

void features_read(const struct features *features, struct span text,
                   struct features_room *room)
{
    struct features_text *x = &room->x;
    fold_text(text, room);
    for (size_t i = 0; i < x->n; i++) {
        uint32_t c = x->folded[i];
        bool edge = i == 0 || i + 1 == x->n;
        uint16_t symbol = c < FEATURES_TABLE ? features->characters[c] : 0;
        if (!symbol) symbol = utf8_is_han(c) ? SYMBOL_RARE_HAN : SYMBOL_RARE;
        x->tracks[TRACK_CHARACTER][i] = edge ? SYMBOL_EDGE : symbol;
        x->tracks[TRACK_CLASS][i] = edge ? CLASSES_EDGE : classes_of(c);
        for (int k = TRACK_WORD; k < FEATURES_TRACKS; k++) x->tracks[k][i] = edge;
    }
    if (features->lexicon) read_words(features, room);
}

struct linear_sequence features_sequence(const struct features_text *x)
{
    struct linear_sequence sequence = {.n = x->n};
    for (int k = 0; k < FEATURES_TRACKS; k++) sequence.tracks[k] = x->tracks[k];
    return sequence;
}

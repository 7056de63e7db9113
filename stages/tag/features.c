// SPDX-License-Identifier: Apache-2.0
//
// Makes the tracks of a text. Track 2 is the cut of the text into the fewest words (a
// shortest path over the lexicon's matches; the commoner word on a tie); track 3 takes
// the longest name at each place, from left to right. Time and memory are linear in the
// text.
#include "stages/tag/features.h"

#include "stages/base/utf8.h"
#include "stages/tag/classes.h"
#include "stages/tag/reading.h"

#include <stdlib.h>
#include <string.h>

static uint32_t fold_mark(uint32_t c)
{
    switch (c) {
    case 0x3008:
    case 0x300A:
        return 0x300A; // 〈《
    case 0x3009:
    case 0x300B:
        return 0x300B;
    case 0x300C:
    case 0x300E:
    case 0x201C:
        return 0x201C; // 「『“
    case 0x300D:
    case 0x300F:
    case 0x201D:
        return 0x201D;
    case 0x3010:
    case 0x3014:
    case 0x3016:
    case '[':
        return 0x3010; // 【〔〖
    case 0x3011:
    case 0x3015:
    case 0x3017:
    case ']':
        return 0x3011;
    case 0x2022:
    case 0x30FB:
    case 0x2027:
    case 0xFF65:
        return 0xB7; // ·
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return '-';
    case 0xFF61:
        return 0x3002;
    case 0xFE50:
        return ',';
    default:
        return c;
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

// What tracks 2 to 4 say of a set of classes, where a word of it begins, and what it
// costs in the cut into words (see `go`).
struct word {
    uint16_t word, name, kind, cost;
};

struct features {
    struct reading_character characters[READING_TABLE];
    struct word *words;            // by number of the set of classes
    const struct lexicon *lexicon; // or NULL
};

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
enum { WRITE = 4 };

static uint32_t first_class(uint32_t classes, const uint8_t *order, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (classes >> order[i] & 1) return order[i];
    return NO_WORD;
}

// Symbols of tracks 2 to 4: of the class of a word and the part of it, from 2 on.
static uint16_t symbol_of(uint32_t class)
{
    return (uint16_t)(2 + class * 4);
}

// Writes the symbols of a word of n positions; of a short one at one stroke of WRITE
// places, of which those behind the word (`backward`: before it) are to be written later.
static inline void write_word(uint16_t *word, size_t n, uint16_t symbol, bool backward)
{
    static const uint16_t parts[2][WRITE + 1][WRITE] = {
        {{0},
         {WORD_SINGLE},
         {WORD_BEGINS, WORD_ENDS},
         {WORD_BEGINS, WORD_INSIDE, WORD_ENDS},
         {WORD_BEGINS, WORD_INSIDE, WORD_INSIDE, WORD_ENDS}},
        {{0},
         {0, 0, 0, WORD_SINGLE},
         {0, 0, WORD_BEGINS, WORD_ENDS},
         {0, WORD_BEGINS, WORD_INSIDE, WORD_ENDS},
         {WORD_BEGINS, WORD_INSIDE, WORD_INSIDE, WORD_ENDS}}};
    if (n <= WRITE) {
        uint16_t *at = backward ? word + n - WRITE : word;
        for (size_t i = 0; i < WRITE; i++)
            at[i] = (uint16_t)(symbol + parts[backward][n][i]);
        return;
    }
    word[0] = (uint16_t)(symbol + WORD_BEGINS);
    for (size_t i = 1; i + 1 < n; i++)
        word[i] = (uint16_t)(symbol + WORD_INSIDE);
    word[n - 1] = (uint16_t)(symbol + WORD_ENDS);
}

static const uint32_t place_classes = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                                      1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP |
                                      1u << LEXICON_SHORT | 1u << LEXICON_TOWN_SHORT |
                                      1u << LEXICON_VILLAGE | 1u << LEXICON_COUNTRY |
                                      1u << LEXICON_FOREIGN | 1u << LEXICON_PLACE;

// A way of the cut into words up to a position: its cost, in units of WAY, and in what is
// below that how much its last word lacks of LEXICON_LONGEST characters. So of equally
// cheap ways that with the longest last word is the least.
enum {
    WAY = LEXICON_LONGEST,
    COST_COMMON = 16 * WAY,
    COST_WORD = 18 * WAY,
    COST_UNKNOWN = 22 * WAY,
    COST_NONE = 1000 * WAY // of what is no word: more than of any way round it
};

static void make_word(struct features *features, size_t set)
{
    uint32_t classes = lexicon_classes(features->lexicon, set);
    uint32_t flags =
        (classes & place_classes ? 1u : 0) | (classes & 1u << LEXICON_COMMON ? 2u : 0);
    uint32_t word = first_class(classes, word_order, sizeof word_order);
    uint32_t name = first_class(classes, name_order, sizeof name_order);
    features->words[set] = (struct word){symbol_of(word * 4 + flags), symbol_of(name),
                                         symbol_of(lexicon_kind(features->lexicon, set)),
                                         !classes                         ? COST_UNKNOWN
                                         : classes & 1u << LEXICON_COMMON ? COST_COMMON
                                                                          : COST_WORD};
}

static struct reading_character make_character(uint32_t c, const uint16_t *characters,
                                               const struct lexicon *lexicon)
{
    uint32_t folded = features_fold(c);
    uint16_t symbol = folded < FEATURES_TABLE ? characters[folded] : 0;
    if (!symbol) symbol = utf8_is_han(folded) ? SYMBOL_RARE_HAN : SYMBOL_RARE;
    bool mark = folded == U'《' || folded == U'》' || folded == U'“' || folded == U'”' ||
                folded == ' ';
    return (struct reading_character){folded < FEATURES_TABLE ? (uint16_t)folded : 0,
                                      symbol, lexicon ? lexicon_code(lexicon, c) : 0,
                                      classes_of(folded), mark};
}

struct features *features_new(const uint16_t *characters, const struct lexicon *lexicon)
{
    struct features *features = xcalloc(1, sizeof *features);
    features->lexicon = lexicon;
    for (uint32_t c = 0; c < FEATURES_TABLE; c++)
        features->characters[c] = make_character(c, characters, lexicon);
    features->characters[READING_HAN] = make_character(U'𠀀', NULL, NULL);
    features->characters[READING_OTHER] = make_character(READING_PLANE, NULL, NULL);
    size_t n = lexicon ? lexicon_sets(lexicon) : 0;
    features->words = xcalloc(n + 1, sizeof *features->words);
    for (size_t i = 0; i < n; i++)
        make_word(features, i);
    features->words[0].cost = COST_NONE;
    return features;
}

void features_free(struct features **features)
{
    if (!*features) return;
    free((*features)->words);
    free(*features);
    *features = NULL;
}

struct features_room *features_room(struct arena *arena, size_t n)
{
    struct features_room *room = ARENA_NEW(arena, struct features_room, 1);
    room->most = n += 2;
    size_t wide = n + READING_BESIDE;
    room->x.at = arena_raw(arena, wide * sizeof *room->x.at);
    room->x.folded = arena_raw(arena, wide * sizeof *room->x.folded);
    for (int k = 0; k < FEATURES_TRACKS; k++) {
        uint16_t *track = arena_raw(arena, (WRITE + wide + WRITE) * sizeof *track);
        room->x.tracks[k] = track + WRITE;
    }
    room->run = lexicon_run_new(arena, wide);
    room->far = arena_raw(arena, (n + LEXICON_LONGEST) * sizeof *room->far);
    room->cuts = arena_raw(arena, (n + 1) * sizeof *room->cuts);
    return room;
}

static inline uint64_t go(uint64_t here, uint32_t cost, size_t length)
{
    return here + cost + (LEXICON_LONGEST - length);
}

static inline uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static inline int is_name(struct word word)
{
    return word.name != symbol_of(NO_WORD);
}

// Goes the ways by the longer words that begin at position i.
static void go_far(const struct features *features, struct features_room *room, size_t i,
                   uint64_t here)
{
    for (uint32_t longer = room->run.places[i].longer; longer; longer &= longer - 1) {
        size_t k = (size_t)__builtin_ctz(longer);
        struct word word = features->words[lexicon_run_set(&room->run, i, k)];
        uint64_t *to = &room->far[i + k + 1];
        *to = least(*to, go(here, word.cost, k + 1));
        if (is_name(word)) room->cuts[i].name = (uint8_t)(k + 1);
    }
}

// The cut into words of positions 1 to end - 1, a shortest path; on the way looks for the
// longest name at each of them. There are no branches for words of the usual lengths, as
// none could be foreseen.
static void cut_words(const struct features *features, struct features_room *room,
                      size_t end)
{
    const struct word *words = features->words;
    const struct lexicon_place *places = room->run.places;
    struct features_cut *cuts = room->cuts;
    uint64_t *far = room->far;
    // The best ways to this position, the next one, and the one after it.
    uint64_t here = 0, next = UINT64_MAX, after = UINT64_MAX;
    memset(far, 0xFF, (end + LEXICON_LONGEST) * sizeof *far);
    for (size_t i = 1; i < end; i++) {
        const uint16_t *sets = places[i].sets;
        struct word one = words[sets[0]], two = words[sets[1]], three = words[sets[2]];
        cuts[i].name = (uint8_t)((1 + is_name(two)) | 3 * is_name(three));
        if (places[i].longer) go_far(features, room, i, here);
        uint32_t cost = one.cost < COST_UNKNOWN ? one.cost : COST_UNKNOWN;
        uint64_t way = least(next, go(here, cost, 1));
        next = least(after, go(here, two.cost, 2));
        after = least(far[i + 3], go(here, three.cost, 3));
        cuts[i + 1].lack = way % WAY;
        here = way - way % WAY;
    }
}

// Writes what tracks 2 and 4 say of the last word before position `end`; returns where it
// begins.
static inline size_t write_before(const struct features *features,
                                  const struct features_room *room, size_t end)
{
    size_t n = (size_t)LEXICON_LONGEST - room->cuts[end].lack, i = end - n;
    const struct word *word = &features->words[lexicon_run_set(&room->run, i, n - 1)];
    write_word(room->x.tracks[TRACK_WORD] + i, n, word->word, true);
    write_word(room->x.tracks[TRACK_KIND] + i, n, word->kind, true);
    return i;
}

// Writes what track 3 says of the longest name that begins at position i; returns where
// it ends.
static inline size_t write_name(const struct features *features,
                                const struct features_room *room, size_t i)
{
    size_t n = room->cuts[i].name;
    const struct word *word = &features->words[lexicon_run_set(&room->run, i, n - 1)];
    write_word(room->x.tracks[TRACK_NAME] + i, n, word->name, false);
    return i + n;
}

// Words are written from the last to the first, names from left to right, in turn: each
// waits for where the one before it ends.
static void write_words(const struct features *features, const struct features_room *room,
                        size_t end)
{
    for (size_t to = end, from = 1; to > 1 || from < end;) {
        if (to > 1) to = write_before(features, room, to);
        if (from < end) from = write_name(features, room, from);
    }
}

static void read_words(const struct features *features, struct features_room *room)
{
    size_t end = room->x.n - 1;
    lexicon_run(features->lexicon, &room->run);
    cut_words(features, room, end);
    write_words(features, room, end);
}

static const struct reading_character edge = {0, SYMBOL_EDGE, 0, CLASSES_EDGE, false},
                                      nothing;

// Writes a character as position n.
static inline void put(const struct features_text *x, uint16_t *codes, size_t n,
                       size_t at, struct reading_character c)
{
    x->at[n] = (uint32_t)at;
    x->folded[n] = c.folded;
    x->tracks[TRACK_CHARACTER][n] = c.symbol;
    x->tracks[TRACK_CLASS][n] = c.class;
    codes[n] = c.code;
}

void features_clear(struct features_room *room)
{
    room->x.n = room->n_parts = 0;
}

bool features_add(const struct features *features, struct span text, size_t apart,
                  struct features_room *room)
{
    const struct features_text x = room->x; // nothing that is written lies in these
    uint16_t *codes = room->run.codes;
    size_t n = x.n;
    apart = n ? apart : 0;
    if (room->n_parts == FEATURES_PARTS || room->most - n < apart + text.n + 2)
        return false;
    while (apart-- > 0)
        put(&x, codes, n++, 0, nothing);
    size_t first = n;
    put(&x, codes, n++, 0, edge);
    bool marked;
    struct reading to = {x.at + n, x.folded + n, x.tracks[TRACK_CHARACTER] + n,
                         x.tracks[TRACK_CLASS] + n, codes + n};
    n += reading_best()(features->characters, text, &to, &marked);
    put(&x, codes, n++, text.n, edge);
    room->x.n = n;
    room->parts[room->n_parts++] =
        (struct features_part){(uint32_t)first, (uint32_t)(n - first), marked};
    return true;
}

// What stands between texts and at their edges is no word, though it was read as one.
static void clear_gaps(struct features_room *room, uint16_t *track)
{
    size_t end = 0;
    for (size_t i = 0; i < room->n_parts; i++) {
        struct features_part part = room->parts[i];
        memset(track + end, 0, (part.first - end) * sizeof *track);
        end = part.first + part.n;
        track[part.first] = track[end - 1] = 1;
    }
}

void features_finish(const struct features *features, struct features_room *room)
{
    struct features_text *x = &room->x;
    room->run.n = x->n - 1;
    if (features->lexicon) read_words(features, room);
    for (int k = TRACK_WORD; k < FEATURES_TRACKS; k++) {
        if (!features->lexicon) memset(x->tracks[k], 0, x->n * sizeof *x->tracks[k]);
        clear_gaps(room, x->tracks[k]);
    }
}

struct features_text features_text(const struct features_room *room,
                                   struct features_part part)
{
    struct features_text text = room->x;
    text.n = part.n;
    text.at += part.first;
    text.folded += part.first;
    for (int k = 0; k < FEATURES_TRACKS; k++)
        text.tracks[k] += part.first;
    return text;
}

struct linear_sequence features_sequence(const struct features_text *x)
{
    struct linear_sequence sequence = {.n = x->n};
    for (int k = 0; k < FEATURES_TRACKS; k++)
        sequence.tracks[k] = x->tracks[k];
    return sequence;
}

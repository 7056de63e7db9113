// SPDX-License-Identifier: Apache-2.0
//
// A body's name is read as [prefix] division tail: `中共`|`杭州市下城区`|`委员会`,
// `区`|`政府办`. The division is one of the lists, or one character that stands for home
// or what is above it. Its parents are left out (下城区人民政府), unless several places
// bear its name (南京市鼓楼区人民政府). Tails whose full form is fixed by law are in
// organs.txt; departments keep theirs, since what 住建局 is short for differs from place
// to place.
#include "stages/tag/bodies.h"

#include "stages/base/rows.h"
#include "stages/base/utf8.h"
#include "stages/base/words.h"

#include <stdlib.h>

struct bodies {
    char *file;
    struct words *tails, *wholes; // values index full
    struct span *full;
    size_t n, capacity;
};

enum prefix { PREFIX_NONE, PREFIX_PARTY, PREFIX_CONFERENCE, PREFIX_YOUTH };

static const struct {
    struct span text;
    enum prefix prefix;
} prefixes[] = {{{"中国共产党", 15}, PREFIX_PARTY},
                {{"中共", 6}, PREFIX_PARTY},
                {{"中国人民政治协商会议", 30}, PREFIX_CONFERENCE},
                {{"政协", 6}, PREFIX_CONFERENCE},
                {{"中国共产主义青年团", 27}, PREFIX_YOUTH},
                {{"共青团", 9}, PREFIX_YOUTH}};

// ---- the table
// -------------------------------------------------------------------------

struct bodies *bodies_open(const char *folder)
{
    struct bodies *b = xcalloc(1, sizeof *b);
    struct rows *rows = rows_open(folder, "organs.txt");
    struct row row;
    b->tails = words_new();
    b->wholes = words_new();
    while (rows && rows_next(rows, &row)) {
        struct span key = row.column[0];
        bool whole = span_starts(key, SPAN("="));
        if (b->n == b->capacity) {
            b->capacity = b->capacity ? 2 * b->capacity : 256;
            b->full = xrealloc(b->full, b->capacity * sizeof *b->full);
        }
        if (row.n != 2 || !words_add(whole ? b->wholes : b->tails,
                                     span_cut(key, whole, key.n), (uint32_t)b->n))
            rows_error(rows, "wants two columns, and each short form once");
        b->full[b->n++] = row.column[1];
    }
    if (!rows || rows_close(&rows, &b->file)) bodies_free(&b);
    return b;
}

void bodies_free(struct bodies **bodies)
{
    if (!*bodies) return;
    words_free(&(*bodies)->tails);
    words_free(&(*bodies)->wholes);
    free((*bodies)->full);
    free((*bodies)->file);
    free(*bodies);
    *bodies = NULL;
}

static struct span join(struct arena *arena, struct span a, struct span b, struct span c)
{
    return arena_join(arena, (struct span[]){a, b, c}, 3);
}

// A full form with the division put in for its star.
static struct span fill(struct arena *arena, struct span full, struct span division)
{
    size_t star = span_find(full, SPAN("*"), 0);
    if (star == full.n) return full;
    return join(arena, span_cut(full, 0, star), division,
                span_cut(full, star + 1, full.n));
}

// ---- the division
// ----------------------------------------------------------------------

// Whether the first character of a name is a level that stands for a division (`区` in
// `区住建局`) and no part of a word (`市政公司`, `区块链协会`).
static bool is_level(const struct lexicon *lexicon, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(lexicon, name, 0, hits);
    bool word = false;
    for (size_t i = 0; i < n; i++) {
        if (hits[i].classes & 1u << LEXICON_ABBREVIATED) return true;
        if (hits[i].end > 3 &&
            (hits[i].classes & (1u << LEXICON_NOUN | 1u << LEXICON_VERB |
                                1u << LEXICON_OTHER | 1u << LEXICON_TITLE)))
            word = true;
    }
    return !word;
}

struct found {
    struct span division; // with its city where several places bear its name
    size_t end;           // bytes of the name that stand for it
};

// The division that a level stands for which a name begins with.
static struct found find_level(const struct lexicon *lexicon, const struct home *home,
                               struct span name)
{
    static const struct span letters[] = {{"区", 3}, {"县", 3}, {"旗", 3},
                                          {"市", 3}, {"州", 3}, {"省", 3}};
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (!span_starts(name, letters[i]) || name.n == letters[i].n) continue;
        const struct level *level = home_level(home, letters[i]);
        if (level && is_level(lexicon, name))
            return (struct found){level->plain, letters[i].n};
    }
    return (struct found){{"", 0}, 0};
}

// ---- putting together
// ------------------------------------------------------------------

static struct span with_prefix(struct arena *arena, enum prefix prefix,
                               struct span division, struct span tail)
{
    static const struct span heads[] = {
        [PREFIX_PARTY] = {"中共", 6},
        [PREFIX_CONFERENCE] = {"中国人民政治协商会议", 30},
        [PREFIX_YOUTH] = {"中国共产主义青年团", 27}};
    if (span_eq(tail, SPAN("委"))) tail = SPAN("委员会");
    return join(arena, heads[prefix], division, tail);
}

static struct span by_table(const struct bodies *bodies, struct arena *arena,
                            struct span division, struct span tail)
{
    uint32_t value;
    if (words_has(bodies->tails, tail, &value))
        return fill(arena, bodies->full[value], division);
    // 区委巡察办, 区政府信息中心: a department of one of the table's
    static const struct span heads[] = {{"委", 3}, {"政府", 6}, {"人民政府", 12}};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (!span_starts(tail, heads[i]) || span_starts(tail, SPAN("委员会")) ||
            !words_has(bodies->tails, heads[i], &value))
            continue;
        struct span above = fill(arena, bodies->full[value], division);
        return join(arena, above, span_cut(tail, heads[i].n, tail.n),
                    (struct span){"", 0});
    }
    return (struct span){"", 0};
}

static struct span youth(struct arena *arena, const struct home *home, struct span name)
{
    if (!span_starts(name, SPAN("团")) || name.n < 9 ||
        !span_eq(span_cut(name, 6, name.n), SPAN("委")))
        return (struct span){"", 0};
    const struct level *level = home_level(home, span_cut(name, 3, 6));
    return level ? with_prefix(arena, PREFIX_YOUTH, level->name, SPAN("委"))
                 : (struct span){"", 0};
}

// `审管办` as it would be spelled out: 审管办公室.
static struct span spelled(struct arena *arena, struct span tail)
{
    struct span none = {"", 0};
    if (span_ends(tail, SPAN("办"))) return join(arena, tail, SPAN("公室"), none);
    if (span_ends(tail, SPAN("委"))) return join(arena, tail, SPAN("员会"), none);
    return tail;
}

struct body bodies_resolve(const struct bodies *bodies, const struct lexicon *lexicon,
                           const struct divisions *divisions, const struct home *home,
                           struct arena *arena, const struct form *form)
{
    struct span name = form->text;
    struct body body = {name, {"", 0}, {"", 0}};
    uint32_t value;
    if (words_has(bodies->wholes, name, &value)) {
        body.name = bodies->full[value];
        return body;
    }
    struct span fixed = youth(arena, home, name);
    enum prefix prefix = PREFIX_NONE;
    struct span rest = name;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes && !prefix; i++)
        if (span_starts(name, prefixes[i].text) && name.n > prefixes[i].text.n) {
            prefix = prefixes[i].prefix;
            rest = span_cut(name, prefixes[i].text.n, name.n);
        }
    struct chain chain = prefix ? home_chain(lexicon, rest) : form->chain;
    struct found found;
    if (chain.n == 0)
        found = find_level(lexicon, home, rest);
    else
        found = (struct found){prefix ? home_seat(divisions, home, arena, &chain).plain
                                      : form->seat->plain,
                               chain.end};
    struct span tail = span_cut(rest, found.end, rest.n);
    if (!fixed.n && found.end && tail.n)
        fixed = prefix ? with_prefix(arena, prefix, found.division, tail)
                       : by_table(bodies, arena, found.division, tail);
    if (fixed.n) {
        body.name = fixed;
    } else if (found.end && tail.n) {
        body.name = join(arena, found.division, tail, (struct span){"", 0});
        body.division = found.division;
        body.tail = spelled(arena, tail);
    }
    return body;
}

bool bodies_shortens(struct span tail, struct span full)
{
    if (tail.n >= full.n || tail.n < 6 ||
        !span_starts(full, span_cut(tail, 0, utf8_width(tail.at[0]))))
        return false;
    size_t at = 0;
    for (size_t i = 0; i < tail.n;) {
        size_t from = i;
        utf8_next(tail, &i);
        struct span c = span_cut(tail, from, i);
        at = span_find(full, c, at);
        if (at == full.n) return false;
        at += c.n;
    }
    return at == full.n; // 消防救援支队 is not short for 消防救援支队下城区大队
}

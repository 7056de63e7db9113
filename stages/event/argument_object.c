// SPDX-License-Identifier: Apache-2.0
//
// Objects without a parser. Linear in the clause. No memory.
#include "stages/event/argument_object.h"

#include "stages/base/utf8.h"

static bool open_text(const struct passage *p, uint32_t i)
{
    return p->letters.at[i].mention == NONE &&
           !(p->letters.at[i].zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_BRACKET));
}

static bool is_and(uint32_t c) // 和与及
{
    return c == 0x548C || c == 0x4E0E || c == 0x53CA || c == 0x66A8; // 和与及暨
}

// ---- where the object stands ----------------------------------------------------------

// Past 了, 出, 过, 起, 至 and 为 and past a second verb: 签订和续签协议, 新建、改建公厕.
static uint32_t skip_particles(const struct passage *p, uint32_t i, uint32_t limit)
{
    while (i < limit && open_text(p, i)) {
        uint32_t c = p->letters.at[i].c;
        const struct hit *next = i + 1 < limit ? phrase_hit(p, i + 1) : NULL;
        if (c == 0x4E86 || c == 0x51FA || c == 0x8FC7 || c == 0x4E3A || c == 0x81F3 ||
            c == 0x5230 || utf8_is_space(c)) // 了出过为至到
            i++;
        else if ((c == 0x3001 || is_and(c)) && next && next->word->types)
            i = next->to;
        else
            break;
    }
    return i;
}

struct range argument_behind(const struct passage *p, const struct classes *classes,
                             const struct hit *verb, uint32_t limit)
{
    uint32_t from = skip_particles(p, verb->to, limit);
    const struct hit *hit = from < limit ? phrase_hit(p, from) : NULL;
    // 提升改造, 开工建设: a verb right behind the verb belongs to it.
    if (hit && from == verb->to && hit->word->types && hit->to - hit->from == 2 &&
        hit->to < limit && !(hit->word->classes & classes->heads))
        from = skip_particles(p, hit->to, limit);
    for (uint32_t i = from; i < limit; i++) {
        hit = open_text(p, i) ? phrase_hit(p, i) : NULL;
        bool joins = p->letters.at[i].c == 0x5E76 && i > from; // 并
        if (hit && joins && hit->word->classes & classes->conjunction) {
            limit = i;
            break;
        }
    }
    return phrase_trim(p, (struct range){from < limit ? from : limit, limit});
}

// ---- what of it is the object ---------------------------------------------------------

// Behind the last 的 and the last dash, which leave the noun that they describe.
static struct range bare(const struct passage *p, struct range range)
{
    uint32_t from = range.from;
    for (uint32_t i = range.from; i + 1 < range.to; i++) {
        uint32_t c = p->letters.at[i].c;
        bool dash = c == 0x2014 && p->letters.at[i + 1].c != 0x2014;
        if (open_text(p, i) && (c == 0x7684 || dash)) from = i + 1;
    }
    return phrase_trim(p, (struct range){from, range.to});
}

static struct range without_fillers(const struct passage *p, const struct classes *classes,
                                    struct range range)
{
    for (;;) {
        const struct hit *hit = range.from < range.to ? phrase_hit(p, range.from) : NULL;
        if (!hit || !(hit->word->classes & classes->filler) || hit->to >= range.to) break;
        range.from = hit->to;
    }
    return phrase_trim(p, range);
}

static bool ends_closed(const struct passage *p, uint32_t to)
{
    const struct letter *letter = &p->letters.at[to - 1];
    return letter->mention != NONE || letter->c == 0x300B || letter->c == 0x201D; // 》”
}

// True where the piece before a list mark is a noun phrase of its own, not one of several
// that share the head behind the list (规划、开发、产业三大委员会).
static bool complete(const struct passage *p, const struct classes *classes,
                     struct range piece)
{
    if (piece.to - piece.from < 2) return false;
    if (ends_closed(p, piece.to)) return true;
    size_t h = p->letters.at[piece.to].hit;
    const struct hit *last = h > 0 ? &p->hits.at[h - 1] : NULL;
    return last && last->to == piece.to && last->from >= piece.from &&
           (last->word->classes & (classes->heads | classes->classifier | classes->measure) ||
            last->word->types);
}

static void add(struct objects *objects, const struct passage *p,
                const struct classes *classes, struct range range)
{
    struct phrase phrase = phrase_read(p, classes, range);
    struct range noun = without_fillers(p, classes, bare(p, phrase.noun));
    if (phrase.count.from < phrase.count.to) {
        int64_t count = phrase.measured ? NO_NUMBER : phrase_number(p, phrase.count);
        objects->measured |= phrase.measured;
        objects->count = objects->n == 0 ? count : NO_NUMBER;
    } else if (objects->n > 0 && noun.from < noun.to && !objects->measured) {
        // one count behind a list is of the whole list only where it stands last
    }
    noun = phrase_read(p, classes, noun).noun;
    if (noun.from < noun.to && objects->n < OBJECTS) objects->at[objects->n++] = noun;
}

// Splits a range at its list marks, where every piece is complete.
static void split(struct objects *objects, const struct passage *p,
                  const struct classes *classes, struct range range, bool named)
{
    uint32_t from = range.from;
    bool whole = false;
    for (uint32_t i = range.from; i < range.to && !whole && !named; i++) {
        uint32_t c = p->letters.at[i].c;
        if (!open_text(p, i) || !(c == 0x3001 || is_and(c))) continue;
        whole = !complete(p, classes, (struct range){from, i});
        from = i + 1;
    }
    from = range.from;
    for (uint32_t i = range.from; i < range.to && !whole; i++) {
        uint32_t c = p->letters.at[i].c;
        bool mark = open_text(p, i) && (c == 0x3001 || is_and(c));
        bool quotes = i > from && c == 0x201C && p->letters.at[i - 1].c == 0x201D;
        bool titles = i > from && c == 0x300A && p->letters.at[i - 1].c == 0x300B;
        if (!mark && !quotes && !titles) continue;
        add(objects, p, classes, phrase_trim(p, (struct range){from, i}));
        from = mark ? i + 1 : i;
    }
    add(objects, p, classes, phrase_trim(p, (struct range){from, range.to}));
}

// The last 等 in open text with something before it; range.to where there is none.
static uint32_t find_examples(const struct passage *p, struct range range)
{
    uint32_t found = range.to;
    for (uint32_t i = range.from + 1; i < range.to; i++)
        if (open_text(p, i) && p->letters.at[i].c == 0x7B49) found = i;
    return found;
}

// True where the examples are names or quoted.
static bool are_named(const struct passage *p, struct range range)
{
    return range.from < range.to && ends_closed(p, range.to);
}

struct objects argument_objects(const struct passage *p, const struct classes *classes,
                                struct range range)
{
    struct objects objects = {.count = NO_NUMBER};
    range = phrase_trim(p, range);
    if (range.from >= range.to) return objects;
    uint32_t examples = find_examples(p, range);
    if (examples == range.to) {
        split(&objects, p, classes, range, false);
        return objects;
    }
    struct range named = {range.from, examples}, rest = {examples + 1, range.to};
    struct phrase head = phrase_read(p, classes, rest);
    struct objects whole = {.count = NO_NUMBER};
    add(&whole, p, classes, rest);
    if (are_named(p, named) || head.noun.from == head.noun.to)
        split(&objects, p, classes, named, true);
    else
        objects = whole;
    objects.count = head.measured || head.count.from == head.count.to
                        ? whole.count
                        : phrase_number(p, head.count);
    objects.measured = whole.measured;
    return objects;
}

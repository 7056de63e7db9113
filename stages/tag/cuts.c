// SPDX-License-Identifier: Apache-2.0
//
// One walk over the mentions, each read once for what may part it:
//   - a tab, or a run of spaces, between the columns of a table; a person's name that is
//     set with spaces (`汪  剑`) stays one;
//   - a mark of a sentence (`郭伟。`);
//   - a verb of founding behind a body (`县政府|设立|教育局`), where a bare kind
//     (`区司法局|设|办公室`) is no name;
//   - a count behind what is counted (`第一中学两所`), which is no name either where it
//   is
//     a mere kind (`中心小学十八所`).
// What is cut off is looked at again in its turn.
#include "stages/tag/cuts.h"

#include "stages/base/utf8.h"
#include "stages/tag/shape.h"

static const uint32_t named = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                              1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP |
                              1u << LEXICON_SHORT | 1u << LEXICON_ABBREVIATED |
                              1u << LEXICON_ORG | 1u << LEXICON_PERSON;
static const uint32_t common = 1u << LEXICON_NOUN | 1u << LEXICON_VERB |
                               1u << LEXICON_OTHER | 1u << LEXICON_GENERIC |
                               1u << LEXICON_FIELD | 1u << LEXICON_SCHOOL |
                               1u << LEXICON_ORGAN;

// Bytes of a part, within a mention's name.
struct part {
    size_t from, to;
};

// Makes two mentions of one; a part that is empty is none. A pointer to the old is stale.
static void keep_parts(struct pass *pass, size_t index, struct part first,
                       struct part second)
{
    struct mention old = pass->mentions[index];
    pass_drop(pass, &pass->mentions[index]);
    pass_add(pass, old.para, old.from + first.from, old.from + first.to, old.type);
    pass_add(pass, old.para, old.from + second.from, old.from + second.to, old.type);
}

// ---- columns
// ---------------------------------------------------------------------------

// The white space between two columns: a tab, or two spaces and more. name.n where there
// is none.
static struct part find_gap(struct span name)
{
    for (size_t i = 0; i < name.n; i++) {
        if (name.at[i] != ' ' && name.at[i] != '\t') continue;
        size_t from = i;
        bool tab = false;
        for (; i < name.n && (name.at[i] == ' ' || name.at[i] == '\t'); i++)
            tab = tab || name.at[i] == '\t';
        if (tab || i - from > 1) return (struct part){from, i};
    }
    return (struct part){name.n, name.n};
}

static bool is_surname(const struct pass *pass, struct span s)
{
    return (lexicon_find(pass->lexicon, s) & 1u << LEXICON_SURNAME) != 0;
}

// Whether spaces stand inside a person's name: behind the surname, or between single
// characters.
static bool is_set_apart(const struct pass *pass, struct span first, struct span second)
{
    size_t given = utf8_count(second);
    return given <= 2 && (utf8_count(first) == 1 || is_surname(pass, first));
}

// Whether a cell by itself is a name of this type.
static bool is_cell(const struct pass *pass, struct span cell, int type)
{
    size_t n = utf8_count(cell), family = utf8_width(cell.n ? cell.at[0] : ' ');
    if (n < 2) return false;
    if (type == ENTITY_PER)
        return n <= 4 && is_surname(pass, span_cut(cell, 0, family)) &&
               !(lexicon_find(pass->lexicon, cell) & common);
    return shape_of(pass, cell) != SHAPE_OTHER ||
           (lexicon_find(pass->lexicon, cell) & named);
}

static void cut_columns(struct pass *pass, size_t index)
{
    const struct mention *m = &pass->mentions[index];
    struct span name = pass_name(pass, m);
    struct part gap = find_gap(name);
    if (gap.from == name.n) return;
    struct part first = {0, gap.from}, second = {gap.to, name.n};
    struct span left = span_cut(name, 0, gap.from),
                right = span_cut(name, gap.to, name.n);
    bool tab =
        span_find(span_cut(name, gap.from, gap.to), SPAN("\t"), 0) < gap.to - gap.from;
    if (!tab && m->type == ENTITY_PER && is_set_apart(pass, left, right)) return;
    if (!tab && m->type != ENTITY_PER && utf8_count(left) == 1) return; // `教  育  局`
    if (!is_cell(pass, left, m->type)) first.to = 0;
    // What may hold further columns is looked at again.
    if (find_gap(right).from == right.n && !is_cell(pass, right, m->type))
        second.from = name.n;
    keep_parts(pass, index, first, second);
}

// ---- marks
// -----------------------------------------------------------------------------

static bool is_stop(uint32_t c)
{
    switch (c) {
    case U'。':
    case U'，':
    case U'；':
    case U'：':
    case U'！':
    case U'？':
        return true;
    default:
        return false;
    }
}

// A person's name, or a stop at any name's end, ends before the mark; what follows a mark
// is looked at as a name of its own where it can be one.
static void cut_stops(struct pass *pass, size_t index)
{
    struct span name = pass_name(pass, &pass->mentions[index]);
    for (size_t i = 0; i < name.n;) {
        size_t from = i;
        if (!is_stop(utf8_next(name, &i))) continue;
        int type = pass->mentions[index].type;
        struct part second = {i, name.n};
        if (!is_cell(pass, span_cut(name, i, name.n), type)) second.from = name.n;
        keep_parts(pass, index, (struct part){0, from}, second);
        return;
    }
}

// ---- verbs of founding
// ------------------------------------------------------------------

// clang-format off
// Bytes of the verb of founding that stands at byte `at`; 0 where there is none.
static size_t verb_at(const struct pass *pass, struct span name, size_t at)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t i = at;
    uint32_t first = utf8_next(name, &i);
    size_t one = i - at;
    uint32_t second = i < name.n ? utf8_next(name, &i) : 0;
    switch (second) {
    case U'立':
        if (first == U'成' || first == U'建' || first == U'设') return i - at;
        return 0;
    case U'设':
        if (first == U'增' || first == U'内' || first == U'下') return i - at;
        return 0;
    case U'建':
        return first == U'组' || first == U'筹' ? i - at : 0;
    case U'办':
        if (first == U'创' || first == U'兴') return i - at;
        break;
    }
    if (first != U'设') return 0;
    size_t n = lexicon_match(pass->lexicon, name, at, hits);
    return n > 0 && hits[n - 1].end > at + one ? 0 : one; // 设计, 设施
}

static bool may_be_verb(uint32_t c)
{
    switch (c) {
    case U'成': case U'建': case U'设': case U'增': case U'内': case U'下': case U'组':
    case U'筹': case U'创': case U'兴':
        return true;
    default:
        return false;
    }
}
// clang-format on

static bool is_body(const struct pass *pass, struct span name)
{
    return utf8_count(name) >= 3 &&
           (shape_of(pass, name) == SHAPE_BODY ||
            (lexicon_find(pass->lexicon, name) & 1u << LEXICON_ABBREVIATED));
}

// Whether what was founded has a name: no bare kind, but one with a field (`水利局`).
static bool is_founded(const struct pass *pass, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    if (name.n == 0 || shape_of(pass, name) == SHAPE_BODY) return name.n > 0;
    size_t n = lexicon_match(pass->lexicon, name, 0, hits);
    for (size_t i = 0; i < n; i++)
        if ((hits[i].classes & 1u << LEXICON_FIELD) && hits[i].end < name.n)
            return (lexicon_find(pass->lexicon, name) & 1u << LEXICON_ORGAN) != 0;
    return false;
}

// A body, a verb of founding, and what was founded.
static void cut_founding(struct pass *pass, size_t index)
{
    struct span name = pass_name(pass, &pass->mentions[index]);
    for (size_t i = 0; i < name.n;) {
        size_t at = i, verb = may_be_verb(utf8_next(name, &i)) && at >= 9
                                  ? verb_at(pass, name, at)
                                  : 0;
        if (verb == 0 || !is_body(pass, span_cut(name, 0, at))) continue;
        struct part second = {at + verb, name.n};
        if (!is_founded(pass, span_cut(name, second.from, name.n))) second.from = name.n;
        keep_parts(pass, index, (struct part){0, at}, second);
        return;
    }
}

// ---- counts
// ----------------------------------------------------------------------------

// clang-format off
static bool is_measure(uint32_t c)
{
    switch (c) {
    case U'所': case U'个': case U'家': case U'座': case U'处':
        return true;
    default:
        return false;
    }
}

// What a numeral of a count is made of: 10 and more have a word for it, `七一五所` is a
// number that a body is called by.
static bool is_numeral(uint32_t c, bool *ten)
{
    switch (c) {
    case U'十': case U'百': case U'千': case U'余': case U'多':
        *ten = true;
        return true;
    case U'一': case U'二': case U'两': case U'三': case U'四': case U'五':
    case U'六': case U'七': case U'八': case U'九': case U'数':
        return true;
    default:
        *ten = *ten || (c >= '0' && c <= '9');
        return c >= '0' && c <= '9';
    }
}

// What is counted by 所 ends in one of these.
static bool is_institution(uint32_t c)
{
    switch (c) {
    case U'学': case U'校': case U'院': case U'园': case U'馆':
    case U'站':
        return true;
    default:
        return false;
    }
}
// clang-format on

// Whether a name says more than a kind: it begins with a known name, or its words are not
// all common.
static bool says_which(const struct pass *pass, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    for (size_t at = 0; at < name.n;) {
        size_t n = lexicon_match(pass->lexicon, name, at, hits), end = at;
        for (size_t i = 0; i < n; i++) {
            if (at == 0 && (hits[i].classes & named) && !(hits[i].classes & common))
                return true;
            if ((hits[i].classes & common) && hits[i].end - at >= 6) end = hits[i].end;
        }
        if (end == at) return true;
        at = end;
    }
    return false;
}

static void cut_count(struct pass *pass, size_t index)
{
    struct mention *m = &pass->mentions[index];
    struct span name = pass_name(pass, m);
    size_t at = utf8_back(name, name.n), next = at, end = at, digits = 0;
    uint32_t measure = utf8_next(name, &next);
    if (!is_measure(measure)) return;
    bool ten = false;
    while (end > 0) {
        at = next = utf8_back(name, end);
        if (!is_numeral(utf8_next(name, &next), &ten)) break;
        end = at;
        digits++;
    }
    if (digits == 0 || end == 0 || (digits > 1 && !ten)) return;
    uint32_t last = utf8_next(name, &at);
    if (last == U'第' || (measure == U'所' && !is_institution(last))) return;
    if (says_which(pass, span_cut(name, 0, end)))
        pass_resize(pass, m, m->from, m->from + end);
    else
        pass_drop(pass, m);
}

void cuts_apply(struct pass *pass)
{
    for (size_t i = 0; i < pass->n; i++) {
        if (pass->mentions[i].from == pass->mentions[i].to) continue;
        if (!pass_is_plain(pass, &pass->mentions[i])) { // it may have columns and marks
            cut_columns(pass, i);
            if (pass->mentions[i].from < pass->mentions[i].to) cut_stops(pass, i);
        }
        if (pass->mentions[i].type != ENTITY_ORG) continue;
        if (pass->mentions[i].from < pass->mentions[i].to) cut_founding(pass, i);
        if (pass->mentions[i].from < pass->mentions[i].to) cut_count(pass, i);
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// Walks outward from every place, item by item, over the marks `、`. An item that fills
// the space between two marks is taken whole; the last one, which runs on into the
// sentence
// (`沈家3个村`), is taken as far as the word lists know it and a count, `等` or a mark
// follows. What is added is a start of its own.
//
// All mates of a list that a kind of division closes (`永丰、中兴等村`) are places.
#include "stages/tag/lists.h"

#include "stages/base/utf8.h"
#include "stages/tag/shape.h"

static const struct span comma = {"、", 3};
static const uint32_t places = 1u << LEXICON_SHORT | 1u << LEXICON_TOWN_SHORT |
                               1u << LEXICON_VILLAGE | 1u << LEXICON_COUNTRY |
                               1u << LEXICON_FOREIGN | 1u << LEXICON_PLACE |
                               1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                               1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP;
static const uint32_t words =
    1u << LEXICON_NOUN | 1u << LEXICON_VERB | 1u << LEXICON_OTHER |
    1u << LEXICON_GENERIC | 1u << LEXICON_FIELD | 1u << LEXICON_NAMELIKE |
    1u << LEXICON_ORG | 1u << LEXICON_ABBREVIATED | 1u << LEXICON_SCHOOL |
    1u << LEXICON_ORGAN | 1u << LEXICON_ESTATE | 1u << LEXICON_ROAD |
    1u << LEXICON_DIVISION | 1u << LEXICON_NATURE;

static bool is_place(const struct pass *pass, struct span item)
{
    uint32_t classes = lexicon_find(pass->lexicon, item);
    return (classes & places) && !(classes & words);
}

// The end of the run of Chinese characters and digits that begins at byte `at`.
static size_t item_end(struct span text, size_t at)
{
    while (at < text.n) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (!utf8_is_han(c) && !(c >= '0' && c <= '9')) break;
        at = next;
    }
    return at;
}

static size_t item_begin(struct span text, size_t at)
{
    while (at > 0) {
        size_t before = utf8_back(text, at), next = before;
        uint32_t c = utf8_next(text, &next);
        if (!utf8_is_han(c) && !(c >= '0' && c <= '9')) break;
        at = before;
    }
    return at;
}

static bool add(struct pass *pass, uint32_t para, size_t from, size_t to)
{
    return from < to && pass_cover(pass, para, from, to) == COVER_FREE &&
           pass_add(pass, para, from, to, ENTITY_LOC) != NULL;
}

// Whether a count, `等` or a mark follows the last item of a list.
static bool is_closed(struct span text, size_t at)
{
    static const char *const after[] = {"等", "和", "及", "与", "两", "三", "四", "五",
                                        "六", "七", "八", "九", "十", "个", "诸"};
    struct span rest = span_cut(text, at, text.n);
    if (rest.n == 0 || (rest.at[0] >= '0' && rest.at[0] <= '9') ||
        item_end(text, at) == at)
        return true;
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        if (span_starts(rest, span_of(after[i]))) return true;
    return false;
}

// Whether [from, to), between two marks, stands between two places of the list.
static bool is_between(const struct pass *pass, uint32_t para, size_t from, size_t to)
{
    struct span text = pass_text(pass, para);
    struct span item = span_cut(text, from, to);
    size_t n = utf8_count(item);
    uint32_t classes = lexicon_find(pass->lexicon, item);
    if (n < 2 || n > 4 ||
        (!(classes & places) && (classes & (words | 1u << LEXICON_PERSON))))
        return false;
    if (from < comma.n + 1 || to + comma.n >= text.n) return false;
    const struct mention *left = pass_at(pass, para, from - comma.n - 1);
    const struct mention *right = pass_at(pass, para, to + comma.n);
    return left && right && left->type == ENTITY_LOC && right->type == ENTITY_LOC &&
           left->to == from - comma.n && right->from == to + comma.n;
}

static void mark_right(struct pass *pass, struct mention place)
{
    struct span text = pass_text(pass, place.para);
    struct lexicon_hit hits[LEXICON_HITS];
    if (!span_starts(span_cut(text, place.to, text.n), comma)) return;
    size_t from = place.to + comma.n, end = item_end(text, from);
    if (end < text.n && span_starts(span_cut(text, end, text.n), comma)) {
        if (is_place(pass, span_cut(text, from, end)) ||
            is_between(pass, place.para, from, end))
            add(pass, place.para, from, end);
        return;
    }
    size_t n = lexicon_match(pass->lexicon, text, from, hits);
    while (n-- > 0) {
        size_t to = hits[n].end;
        if (to - from < 6 || !is_place(pass, span_cut(text, from, to)) ||
            !is_closed(text, to))
            continue;
        add(pass, place.para, from, to);
        return;
    }
}

static void mark_left(struct pass *pass, struct mention place)
{
    struct span text = pass_text(pass, place.para);
    if (!span_ends(span_cut(text, 0, place.from), comma)) return;
    size_t to = place.from - comma.n, from = item_begin(text, to);
    struct span item = span_cut(text, from, to);
    if (utf8_count(item) >= 2 && is_place(pass, item)) add(pass, place.para, from, to);
}

// Whether a character goes on with what looked like a kind of division: 村民, 市级,
// 镇干部.
static bool goes_on(struct span rest)
{
    size_t at = 0;
    switch (rest.n ? utf8_next(rest, &at) : 0) {
    case U'民':
    case U'委':
    case U'级':
    case U'干':
    case U'领':
    case U'党':
    case U'居':
    case U'代':
    case U'工':
    case U'支':
    case U'两':
    case U'直':
    case U'属':
    case U'政':
    case U'域':
    case U'外':
    case U'内':
        return true;
    default:
        return false;
    }
}

static bool is_count(uint32_t c)
{
    switch (c) {
    case U'个':
    case U'一':
    case U'二':
    case U'两':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
        return true;
    default:
        return c >= '0' && c <= '9';
    }
}

// Whether `等` and a kind of division stand at byte `at`: 等村, 等5个社区.
static bool closes_divisions(struct span text, size_t at)
{
    static const char *const kinds[] = {"村", "社区", "街道", "乡", "镇",
                                        "县", "区",   "市",   "省", "公社"};
    if (!span_starts(span_cut(text, at, text.n), SPAN("等"))) return false;
    size_t next = at += 3;
    while (next < text.n && is_count(utf8_next(text, &next)))
        at = next;
    struct span rest = span_cut(text, at, text.n);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_starts(rest, span_of(kinds[i])))
            return !goes_on(span_cut(rest, strlen(kinds[i]), rest.n));
    return false;
}

// What a mate of a list of divisions may have been taken for: something short that is no
// body by its kind.
static bool may_be_division(const struct pass *pass, const struct mention *mate)
{
    return mate->type == ENTITY_LOC ||
           (mate->to - mate->from <= 12 &&
            shape_of(pass, pass_name(pass, mate)) != SHAPE_BODY);
}

// Where the mate begins that ends at byte `to`, marked or alone between two marks; `to`
// where there is none.
static size_t mate_begin(const struct pass *pass, uint32_t para, size_t to)
{
    struct span text = pass_text(pass, para);
    const struct mention *mate = to > 0 ? pass_at(pass, para, to - 1) : NULL;
    if (mate) return mate->to == to && may_be_division(pass, mate) ? mate->from : to;
    size_t from = item_begin(text, to), n = utf8_count(span_cut(text, from, to));
    bool bounded = span_ends(span_cut(text, 0, from), comma);
    return bounded && n >= 2 && n <= 4 && pass_cover(pass, para, from, to) == COVER_FREE
               ? from
               : to;
}

// Makes places of the mates of a list of divisions that ends in this mention, where one
// of them is marked as a place.
static void settle_list(struct pass *pass, struct mention last)
{
    struct span text = pass_text(pass, last.para);
    size_t begin = last.from;
    bool place = last.type == ENTITY_LOC;
    while (span_ends(span_cut(text, 0, begin), comma)) {
        size_t to = begin - comma.n, from = mate_begin(pass, last.para, to);
        if (from == to) break;
        const struct mention *mate = pass_at(pass, last.para, from);
        place = place || (mate && mate->type == ENTITY_LOC);
        begin = from;
    }
    if (!place) return;
    for (size_t at = begin; at <= last.from;) {
        struct mention *mate = pass_at(pass, last.para, at);
        size_t end = mate ? mate->to : item_end(text, at);
        if (mate)
            mate->type = ENTITY_LOC;
        else
            add(pass, last.para, at, end);
        at = end + comma.n;
    }
}

static void mark_divisions(struct pass *pass)
{
    for (size_t i = 0; i < pass->n; i++) {
        struct mention last = pass->mentions[i];
        struct span text = pass_text(pass, last.para);
        if (last.from == last.to || last.to == text.n || text.at[last.to] != '\xE7')
            continue; // 等 begins with this byte
        if (closes_divisions(text, last.to) && may_be_division(pass, &last) &&
            span_ends(span_cut(text, 0, last.from), comma))
            settle_list(pass, last);
    }
}

void lists_mark(struct pass *pass)
{
    mark_divisions(pass);
    for (size_t i = 0; i < pass->n; i++) {
        struct mention place = pass->mentions[i];
        if (place.type != ENTITY_LOC || place.from == place.to) continue;
        mark_right(pass, place);
        mark_left(pass, place);
    }
}

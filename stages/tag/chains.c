// SPDX-License-Identifier: Apache-2.0
//
// Chains of places. Divisions that follow one another are one mention
// (`东新街道万家星城社 区`); a division, a way and a building are one each. So divisions
// that the tagger cut are joined, and places are cut
//   - behind a chain of divisions of the lists, where a way or water follows (`云岗街道|
//     大灰厂路`) or something built that has a name of its own (`三塘镇|万寿寺`);
//   - behind a way, with its number, where something built with a name of its own follows
//     (`四季青路6号|海淀招商大厦`).
// What is built has a name of its own where the part before its suffix is not all common
// words: `芒市人民体育场`, `青山北路建材市场` stay whole.
#include "stages/tag/chains.h"

#include "stages/base/utf8.h"
#include "stages/tag/shape.h"

static const uint32_t upper = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                              1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP;
static const uint32_t words = 1u << LEXICON_NOUN | 1u << LEXICON_VERB |
                              1u << LEXICON_OTHER | 1u << LEXICON_GENERIC |
                              1u << LEXICON_FIELD;

// clang-format off
static bool may_end_division(uint32_t c)
{
    switch (c) {
    case U'区': case U'州': case U'县': case U'道': case U'村': case U'社': case U'队':
    case U'省': case U'市': case U'盟': case U'旗': case U'镇': case U'乡': case U'庄':
    case U'寨': case U'屯':
        return true;
    default:
        return false;
    }
}
// clang-format on

// How far down a division stands, by its suffix; 0 is none. What only looks like one
// (`山区`) is one where the lists say so (`蜀山区`).
static int level_of(const struct pass *pass, struct span name)
{
    static const struct {
        uint32_t last; // of its characters
        struct span suffix;
        int level;
    } levels[] = {
        {U'区', {"自治区", 9}, 1}, {U'区', {"地区", 6}, 2},   {U'区', {"新区", 6}, 0},
        {U'区', {"小区", 6}, 0},   {U'区', {"园区", 6}, 0},   {U'区', {"校区", 6}, 0},
        {U'区', {"社区", 6}, 5},   {U'区', {"街区", 6}, 0},   {U'区', {"片区", 6}, 0},
        {U'区', {"景区", 6}, 0},   {U'区', {"城区", 6}, 0},   {U'区', {"山区", 6}, 0},
        {U'区', {"区", 3}, 3},     {U'州', {"自治州", 9}, 2}, {U'州', {"州", 3}, 2},
        {U'县', {"自治县", 9}, 3}, {U'县', {"县", 3}, 3},     {U'道', {"街道", 6}, 4},
        {U'村', {"新村", 6}, 0},   {U'村', {"村", 3}, 5},     {U'社', {"公社", 6}, 4},
        {U'队', {"大队", 6}, 0},   {U'省', {"省", 3}, 1},     {U'市', {"市", 3}, 2},
        {U'盟', {"盟", 3}, 2},     {U'旗', {"旗", 3}, 3},     {U'镇', {"镇", 3}, 4},
        {U'乡', {"乡", 3}, 4},     {U'庄', {"庄", 3}, 5},     {U'寨', {"寨", 3}, 5},
        {U'屯', {"屯", 3}, 5}};
    if (name.n == 0) return 0;
    size_t at = utf8_back(name, name.n);
    uint32_t last = utf8_next(name, &at);
    if (!may_end_division(last)) return 0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (levels[i].last == last && name.n > levels[i].suffix.n &&
            span_ends(name, levels[i].suffix) &&
            (levels[i].level || !(lexicon_find(pass->lexicon, name) & upper)))
            return levels[i].level;
    return 0;
}

// The end of one division of the lists that begins at `at`, or `at`.
static size_t skip_division(const struct pass *pass, struct span text, size_t at)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t next = at, end = at;
    uint32_t opens = lexicon_opens(pass->lexicon, utf8_next(text, &next));
    if (!(opens & (upper | 1u << LEXICON_PLACE))) return at;
    size_t n = lexicon_match(pass->lexicon, text, at, hits);
    for (size_t i = 0; i < n; i++)
        if ((hits[i].classes & (upper | 1u << LEXICON_PLACE)) &&
            level_of(pass, span_cut(text, at, hits[i].end)))
            end = hits[i].end;
    return end;
}

// Joins a chain of divisions that the tagger cut, or of which it left out a link
// (`贵州省|黔东南州|台江县`).
static void join_divisions(struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para);
    if (mention->type != ENTITY_LOC || mention->to >= text.n) return;
    size_t begin = mention->to;
    const struct mention *next = pass_at(pass, mention->para, begin);
    if (next && next->type != ENTITY_LOC) return;
    int above = level_of(pass, pass_name(pass, mention));
    if (!next && above) {
        begin = skip_division(pass, text, begin);
        int link = level_of(pass, span_cut(text, mention->to, begin));
        if (link > above && begin < text.n) next = pass_at(pass, mention->para, begin);
        above = link;
    }
    if (!next || next->type != ENTITY_LOC || next->from != begin) return;
    int below = level_of(pass, pass_name(pass, next));
    if (above && below > above)
        pass_add(pass, mention->para, mention->from, next->to, ENTITY_LOC);
}

// The end of the chain of divisions of the lists that a name begins with; 0 where there
// is none.
static size_t division_end(const struct pass *pass, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t end = 0, before, next = 0;
    if (!(lexicon_opens(pass->lexicon, utf8_next(name, &next)) & upper)) return 0;
    do {
        before = end;
        size_t n = lexicon_match(pass->lexicon, name, before, hits);
        for (size_t i = 0; i < n; i++)
            if ((hits[i].classes & upper) &&
                utf8_count(span_cut(name, before, hits[i].end)) > 2)
                end = hits[i].end;
    } while (end > before && end < name.n);
    return end;
}

// Whether s is made of common words of two characters and more alone.
static bool is_common(const struct pass *pass, struct span s)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t at = 0;
    while (at < s.n) {
        size_t n = lexicon_match(pass->lexicon, s, at, hits), end = at;
        for (size_t i = 0; i < n; i++)
            if ((hits[i].classes & words) && hits[i].end - at >= 6) end = hits[i].end;
        if (end == at) return false;
        at = end;
    }
    return true;
}

// `二期`, `C区`, `5号楼`, `A1栋` at the end do not say what a place is.
static struct span without_part(struct span name)
{
    static const char *const parts[] = {"一期", "二期", "三期", "号楼", "座",
                                        "区",   "栋",   "幢",   "楼"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t to = name.n - strlen(parts[i]), end = to;
        if (!span_ends(name, span_of(parts[i]))) continue;
        while (to > 0 && (unsigned char)name.at[to - 1] < 0x80)
            to--;
        if (to < end || i < 3) return span_cut(name, 0, to);
    }
    return name;
}

// Whether rest is something built that has a name of its own. A plot keeps the road or
// division that it is called by, and a side is no name.
static bool is_built(const struct pass *pass, struct span rest)
{
    static const char *const plots[] = {"地块", "宗地", "片区", "单元"};
    struct span place = without_part(rest);
    for (size_t i = 0; i < sizeof plots / sizeof *plots; i++)
        if (span_ends(place, span_of(plots[i]))) return false;
    if (shape_of(pass, place) != SHAPE_BUILT) return false;
    size_t suffix = lexicon_suffix(pass->lexicon, place, 1u << LEXICON_ESTATE);
    struct span stem = span_cut(place, 0, place.n - suffix);
    for (size_t i = 0; i < stem.n;)
        if (!utf8_is_han(utf8_next(stem, &i))) return false;
    return utf8_count(stem) >= 2 && !is_common(pass, stem) &&
           span_find(stem, SPAN("侧"), 0) == stem.n;
}

static bool is_apart(const struct pass *pass, struct span rest)
{
    if (utf8_count(rest) < 3 || level_of(pass, rest)) return false;
    enum shape_kind kind = shape_of(pass, rest);
    return kind == SHAPE_WAY || is_built(pass, rest) ||
           (kind == SHAPE_WATER &&
            (span_ends(rest, SPAN("河")) || span_ends(rest, SPAN("江")) ||
             span_ends(rest, SPAN("岛")) || span_ends(rest, SPAN("水库"))));
}

// The end of the suffix of a way that begins at `at`, or `at`.
static size_t skip_way(struct span name, size_t at)
{
    static const struct span ways[] = {{"高速公路", 12}, {"大道", 6}, {"大街", 6},
                                       {"路", 3},        {"街", 3},   {"巷", 3},
                                       {"弄", 3}};
    size_t next = at;
    if ((unsigned char)name.at[at] < 0xE4) return at; // no Chinese character begins here
    switch (utf8_next(name, &next)) {
    case U'高':
    case U'大':
    case U'路':
    case U'街':
    case U'巷':
    case U'弄':
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
            if (span_starts(span_cut(name, at, name.n), ways[i])) return at + ways[i].n;
        return at;
    default:
        return at;
    }
}

// The end of a way, with its number, that something built follows; 0 where there is none.
static size_t way_end(const struct pass *pass, struct span name)
{
    for (size_t at = 6; at < name.n; at += utf8_width(name.at[at])) {
        size_t end = skip_way(name, at), number = end;
        if (end == at || span_starts(span_cut(name, end, name.n), SPAN("道")))
            continue; // 街道
        while (number < name.n && name.at[number] >= '0' && name.at[number] <= '9')
            number++;
        if (number > end && span_starts(span_cut(name, number, name.n), SPAN("号")))
            end = number + 3;
        return end < name.n && is_built(pass, span_cut(name, end, name.n)) ? end : 0;
    }
    return 0;
}

static void cut_at(struct pass *pass, size_t index, size_t end)
{
    struct mention old = pass->mentions[index];
    pass_drop(pass, &pass->mentions[index]);
    pass_add(pass, old.para, old.from, old.from + end, ENTITY_LOC);
    pass_add(pass, old.para, old.from + end, old.to, ENTITY_LOC);
}

// What is cut off is looked at again in its turn.
static void cut_chain(struct pass *pass, size_t index)
{
    struct span name = pass_name(pass, &pass->mentions[index]);
    if (pass->mentions[index].type != ENTITY_LOC) return;
    size_t end = division_end(pass, name);
    if (end && end < name.n && is_apart(pass, span_cut(name, end, name.n))) {
        cut_at(pass, index, end);
        return;
    }
    end = way_end(pass, name);
    if (end) cut_at(pass, index, end);
}

void chains_repair(struct pass *pass)
{
    for (size_t i = 0; i < pass->n; i++) // joined ones are looked at again
        if (pass->mentions[i].from < pass->mentions[i].to)
            join_divisions(pass, &pass->mentions[i]);
    for (size_t i = 0; i < pass->n; i++)
        if (pass->mentions[i].from < pass->mentions[i].to) cut_chain(pass, i);
}

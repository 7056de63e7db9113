// SPDX-License-Identifier: Apache-2.0
//
// Repairs, in this order:
//   - a bracket or quote that opens or closes nothing is cut off (`(雷卿`);
//   - chains are joined and cut (chains.c);
//   - a house number, section, stage or branch is taken in (`戒坛寺巷` + `24号5幢`,
//     `延安路` + `(下城段)`).
// Each is one walk over the mentions.
#include "stages/tag/shape.h"

#include "stages/base/utf8.h"
#include "stages/tag/chains.h"

static const uint32_t upper = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                              1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP;

enum { SUFFIX_MOST = 16 }; // characters in which a kind is looked for

enum shape_kind shape_of(const struct pass *pass, struct span name)
{
    static const struct {
        uint32_t classes;
        enum shape_kind kind;
    } kinds[] = {
        {1u << LEXICON_DIVISION, SHAPE_DIVISION},
        {1u << LEXICON_ROAD, SHAPE_WAY},
        {1u << LEXICON_NATURE, SHAPE_WATER},
        {1u << LEXICON_ESTATE, SHAPE_BUILT},
        {1u << LEXICON_ORGAN | 1u << LEXICON_FIRM | 1u << LEXICON_SCHOOL, SHAPE_BODY}};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    size_t starts[SUFFIX_MOST], n = 0, at = name.n;
    while (at > 0 && n < SUFFIX_MOST)
        starts[n++] = at = utf8_back(name, at);
    // What is a suffix of a kind as a whole says nothing of its own kind.
    uint32_t whole = at == 0 && n > 0 ? lexicon_find(pass->lexicon, name) : 0, wanted = 0;
    for (size_t i = 0; i < KINDS; i++)
        if (!(whole & kinds[i].classes)) wanted |= kinds[i].classes;
    while (n-- > 0) {
        at = starts[n];
        size_t next = at;
        if (at == 0 || !(lexicon_opens(pass->lexicon, utf8_next(name, &next)) & wanted))
            continue;
        uint32_t classes =
            lexicon_find(pass->lexicon, span_cut(name, at, name.n)) & wanted;
        for (size_t i = 0; i < KINDS; i++)
            if (classes & kinds[i].classes) return kinds[i].kind;
    }
    return SHAPE_OTHER;
}

// ---- brackets and quotes
// ---------------------------------------------------------------

static const struct {
    struct span open, close;
} pairs[] = {{{"(", 1}, {")", 1}},   {{"（", 3}, {"）", 3}}, {{"“", 3}, {"”", 3}},
             {{"《", 3}, {"》", 3}}, {{"【", 3}, {"】", 3}}, {{"〔", 3}, {"〕", 3}}};

static bool has_marks(struct span name)
{
    for (size_t i = 0; (i = utf8_skip_han(name, i)) < name.n;) {
        uint32_t c = utf8_next(name, &i);
        if (c == '(' || c == ')' || c == 0x201C || c == 0x201D ||
            (c >= 0x300A && c <= 0x3015) || c == 0xFF08 || c == 0xFF09)
            return true;
    }
    return false;
}

// Whether a bracket in a name holds a part of the name: a branch, a place, a legal form.
static bool is_inside(const struct pass *pass, struct span content)
{
    static const char *const ends[] = {"校区", "园区", "院区", "分校", "东院", "西院",
                                       "南院", "北院", "段",   "合伙", "集团", "园"};
    static const uint32_t places = 1u << LEXICON_SHORT | 1u << LEXICON_COUNTRY | upper;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (span_ends(content, span_of(ends[i]))) return true;
    return (lexicon_find(pass->lexicon, content) & places) != 0;
}

// A name with a bracket that it does not close: takes in what closes it, or ends before
// it.
static void close_bracket(struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para), name = pass_name(pass, mention);
    for (size_t i = 0; i < 2; i++) {
        size_t open = span_find(name, pairs[i].open, 0);
        if (open == 0 || open == name.n || span_find(name, pairs[i].close, 0) < name.n)
            continue;
        size_t end = span_find(text, pairs[i].close, mention->to);
        size_t begin = mention->from + open + pairs[i].open.n, to = mention->from + open;
        bool near = end < text.n && end - mention->to <= 12;
        if (near && is_inside(pass, span_cut(text, begin, end)))
            to = end + pairs[i].close.n;
        struct mention old = *mention;
        pass_resize(pass, mention, mention->from, to);
        struct span content = span_cut(text, begin, near ? end : begin);
        if (near && to < begin && shape_of(pass, content) &&
            span_find(content, SPAN("至"), 0) == content.n)
            pass_add(pass, old.para, begin, end, old.type); // `麒麟街(观巷)` are two
        return;
    }
}

static size_t skip_back(struct span name, size_t to, char least, char most)
{
    while (to > 0 && name.at[to - 1] >= least && name.at[to - 1] <= most)
        to--;
    return to;
}

static size_t skip_space(struct span text, size_t at)
{
    while (at < text.n && text.at[at] == ' ')
        at++;
    return at;
}

static size_t skip_number(struct span text, size_t at)
{
    while (at < text.n && text.at[at] >= '0' && text.at[at] <= '9')
        at++;
    return at;
}

static bool is_counter(uint32_t c)
{
    switch (c) {
    case U'条':
    case U'处':
    case U'个':
    case U'家':
    case U'户':
    case U'米':
    case U'次':
        return true;
    default:
        return false;
    }
}

// `打铁关巷6条`, `西湖漾 8 条河道`: what is counted is no part of the name.
static void drop_count(struct pass *pass, struct mention *mention)
{
    struct span name = pass_name(pass, mention);
    for (size_t from = 0; from < name.n; from++) {
        size_t to = skip_number(name, from), at = skip_space(name, to), next = at;
        if (to == from) continue;
        if (at < name.n && is_counter(utf8_next(name, &next))) {
            from = skip_back(name, from, ' ', ' ');
            if (from > 0) pass_resize(pass, mention, mention->from, mention->from + from);
            return;
        }
        from = to - 1;
    }
}

static bool is_numeral(uint32_t c)
{
    switch (c) {
    case U'〇':
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
        return true;
    default:
        return false;
    }
}

// No name begins inside a number: `十国集团` is 二十国集团.
static void take_number(struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para);
    size_t from = mention->from, at = from;
    if (!is_numeral(utf8_next(text, &at))) return;
    while (from > 0) {
        size_t before = at = utf8_back(text, from);
        if (!is_numeral(utf8_next(text, &at))) break;
        from = before;
    }
    if (from < mention->from) pass_resize(pass, mention, from, mention->to);
}

// `连心桥”协调会` behind a quote that opens begins with the quote.
static void open_quote(struct pass *pass, struct mention *mention)
{
    static const struct span open = {"“", 3}, close = {"”", 3};
    struct span name = pass_name(pass, mention);
    struct span before = span_cut(pass_text(pass, mention->para), 0, mention->from);
    if (span_ends(before, open) && span_find(name, open, 0) == name.n &&
        span_find(name, close, 0) + close.n < name.n)
        pass_resize(pass, mention, mention->from - (uint32_t)open.n, mention->to);
}

static void trim_marks(struct pass *pass, size_t index)
{
    if (pass->mentions[index].type == ENTITY_ORG)
        take_number(pass, &pass->mentions[index]);
    if (pass_is_plain(pass, &pass->mentions[index])) return;
    bool marked = has_marks(pass_name(pass, &pass->mentions[index]));
    if (marked) close_bracket(pass, &pass->mentions[index]);
    if (marked) open_quote(pass, &pass->mentions[index]);
    struct mention *mention = &pass->mentions[index];
    if (mention->type == ENTITY_LOC) drop_count(pass, mention);
    for (size_t i = 0; marked && i < sizeof pairs / sizeof *pairs; i++) {
        struct span name = pass_name(pass, mention);
        bool opens = span_find(name, pairs[i].open, 0) < name.n;
        bool closes = span_find(name, pairs[i].close, 0) < name.n;
        size_t from = mention->from, to = mention->to;
        if (span_starts(name, pairs[i].open) && !closes) from += pairs[i].open.n;
        if (span_starts(name, pairs[i].close)) from += pairs[i].close.n;
        if (span_ends(name, pairs[i].close) && !opens) to -= pairs[i].close.n;
        if (span_ends(name, pairs[i].open) && to > from) to -= pairs[i].open.n;
        if (from >= to)
            pass_drop(pass, mention);
        else if (from != mention->from || to != mention->to)
            pass_resize(pass, mention, from, to);
    }
}

// ---- house numbers, sections, stages, branches
// -----------------------------------------

static size_t skip_words(struct span text, size_t at, const char *const *words)
{
    for (; *words; words++)
        if (span_starts(span_cut(text, at, text.n), span_of(*words)))
            return at + strlen(*words);
    return at;
}

// ` 24 号 5 幢`: the end of as many numbered units as there are, or `at`.
static size_t skip_house(struct span text, size_t at)
{
    static const char *const units[] = {"号楼", "号院", "号地块", "号", "弄",
                                        "幢",   "栋",   "单元",   "室", NULL};
    for (;;) {
        size_t digits = skip_space(text, at), after = skip_number(text, digits);
        if (after == digits || after - digits > 5) return at;
        size_t unit = skip_space(text, after), end = skip_words(text, unit, units);
        if (end == unit) return at;
        at = end;
    }
}

// `C区`, `二期`, `南段`: the end of one part of a place, or `at`.
static size_t skip_part(struct span text, size_t at, enum shape_kind kind)
{
    static const char *const stages[] = {"一期", "二期", "三期", "四期",
                                         "五期", "六期", NULL};
    static const char *const sections[] = {"东段", "西段", "南段", "北段", "中段", NULL};
    static const char *const letters[] = {"座", "区", "栋", "幢", "楼", NULL};
    size_t end = skip_words(text, at, kind == SHAPE_WAY ? sections : stages);
    if (end == at && kind != SHAPE_WAY && at < text.n && text.at[at] >= 'A' &&
        text.at[at] <= 'Z') {
        size_t after = skip_words(text, at + 1, letters);
        end = after > at + 1 ? after : at;
    }
    return end;
}

// `(华丰校区)`, `(下城段)`: the end of a bracket that names a branch or section, or `at`.
static size_t skip_branch(struct span text, size_t at, int type)
{
    static const char *const branches[] = {"校区", "园区", "院区", "分部", "分院",
                                           "园",   "店",   "馆",   NULL};
    static const char *const sections[] = {"段", NULL};
    struct span rest = span_cut(text, at, text.n);
    struct span close = span_starts(rest, SPAN("(")) ? SPAN(")") : SPAN("）");
    if (!span_starts(rest, SPAN("(")) && !span_starts(rest, SPAN("（"))) return at;
    size_t end = at + span_find(rest, close, 0);
    if (end >= text.n || end - at > 40) return at;
    struct span inside = span_cut(text, at, end);
    if (span_find(inside, SPAN("至"), 0) < inside.n)
        return at; // `(景阳街至十六道街段)` holds names of its own
    const char *const *words = type == ENTITY_ORG ? branches : sections;
    for (; *words; words++)
        if (span_ends(inside, span_of(*words))) return end + close.n;
    return at;
}

// Whether anything of the above may begin at byte `at`.
static bool begins_tail(struct span text, size_t at)
{
    if (at >= text.n) return false;
    uint32_t c = utf8_next(text, &at);
    switch (c) {
    case U' ':
    case U'(':
    case U'（':
    case U'东':
    case U'西':
    case U'南':
    case U'北':
    case U'中':
        return true;
    default:
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || is_numeral(c);
    }
}

static void take_tail(struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para);
    size_t end = mention->to;
    if (mention->type == ENTITY_PER || !begins_tail(text, end)) return;
    if (mention->type == ENTITY_LOC) {
        enum shape_kind kind = shape_of(pass, pass_name(pass, mention));
        if (kind == SHAPE_WAY || kind == SHAPE_BUILT) end = skip_house(text, end);
        if (kind == SHAPE_WAY || kind == SHAPE_BUILT || kind == SHAPE_WATER)
            end = skip_part(text, end, kind == SHAPE_WATER ? SHAPE_WAY : kind);
        if (kind != SHAPE_WAY && kind != SHAPE_WATER) {
            if (end > mention->to)
                pass_add(pass, mention->para, mention->from, end, mention->type);
            return;
        }
    }
    end = skip_branch(text, end, mention->type);
    if (end > mention->to)
        pass_add(pass, mention->para, mention->from, end, mention->type);
}

void shape_repair(struct pass *pass)
{
    for (size_t i = 0, n = pass->n; i < n; i++)
        if (pass->mentions[i].from < pass->mentions[i].to) trim_marks(pass, i);
    chains_repair(pass);
    for (size_t i = 0, n = pass->n; i < n; i++)
        if (pass->mentions[i].from < pass->mentions[i].to)
            take_tail(pass, &pass->mentions[i]);
}

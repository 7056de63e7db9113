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
    enum shape_kind kind = SHAPE_OTHER;
    size_t longest = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t n = lexicon_suffix(pass->lexicon, name, kinds[i].classes);
        if (n > longest && n < name.n) {
            longest = n;
            kind = kinds[i].kind;
        }
    }
    return kind;
}

// ---- brackets and quotes
// ---------------------------------------------------------------

static const struct {
    struct span open, close;
} pairs[] = {{{"(", 1}, {")", 1}},   {{"（", 3}, {"）", 3}}, {{"“", 3}, {"”", 3}},
             {{"《", 3}, {"》", 3}}, {{"【", 3}, {"】", 3}}, {{"〔", 3}, {"〕", 3}}};

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

// `打铁关巷6条`, `石桥路 7 座`: what is counted is no part of the name.
static void drop_count(struct pass *pass, struct mention *mention)
{
    static const char *const counted[] = {"条", "处", "个", "家", "米", "次", NULL};
    struct span name = pass_name(pass, mention);
    for (size_t i = 0; counted[i]; i++) {
        size_t to = name.n - strlen(counted[i]), end;
        if (!span_ends(name, span_of(counted[i])) || mention->type != ENTITY_LOC)
            continue;
        while (to > 0 && name.at[to - 1] == ' ')
            to--;
        end = to;
        while (to > 0 && name.at[to - 1] >= '0' && name.at[to - 1] <= '9')
            to--;
        if (to == end) continue;
        while (to > 0 && name.at[to - 1] == ' ')
            to--;
        if (to > 0) pass_resize(pass, mention, mention->from, mention->from + to);
        return;
    }
}

// The beginning of the number in Chinese characters that ends at `at`.
static size_t number_start(struct span text, size_t at)
{
    static const struct span digits = {"〇一二三四五六七八九十百", 36};
    while (at >= 3) {
        size_t found = span_find(digits, span_cut(text, at - 3, at), 0);
        if (found >= digits.n || found % 3) break;
        at -= 3;
    }
    return at;
}

// No name begins inside a number: `十国集团` is 二十国集团.
static void take_number(struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para);
    size_t first = mention->from + 3, to = mention->to;
    if (first > to || number_start(text, first) == first) return;
    size_t from = number_start(text, mention->from);
    if (from < mention->from) pass_resize(pass, mention, from, to);
}

static void trim_marks(struct pass *pass, size_t index)
{
    if (pass->mentions[index].type == ENTITY_ORG)
        take_number(pass, &pass->mentions[index]);
    close_bracket(pass, &pass->mentions[index]);
    struct mention *mention = &pass->mentions[index];
    drop_count(pass, mention);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
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

static void take_tail(struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para);
    size_t end = mention->to;
    if (mention->type == ENTITY_PER) return;
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

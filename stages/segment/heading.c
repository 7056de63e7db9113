// SPDX-License-Identifier: Apache-2.0
//
// Headings. A numbered one is told by its number and by breaking off; which number is the
// outermost is the document's affair (`第一章` in a gazetteer, `一、` in a report). One
// without a number stands alone: brief, no comma, nothing unfinished before it, and over
// something: an entry, prose, a table, another heading.
#include "stages/segment/heading.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"

enum {
    NUMBERED_WIDTH = 240,
    PLAIN_WIDTH = 120,
    ITEM_WIDTH = 120,
    SENTENCE_WIDTH = 140,
    LITTLE = 8,      // quarters: two ems
    TAIL_WIDTH = 48, // a line this brief behind a cut sentence may still be a heading
    LEVEL_CHAPTER = 1,
    LEVEL_SECTION = 2,
    LEVEL_NUMBERED = 3,
};

static const struct span labels[] = {
    SPAN("附件"), SPAN("附"), SPAN("附件："), SPAN("附件:"), SPAN("附："),
    SPAN("附:"),  {0}};

// What stands in the block's text: commas and the like, and Chinese characters.
struct look {
    size_t han, pauses, others;
};

static struct look look_at(const struct sheet *sheet, struct block block)
{
    struct look look = {0};
    for (size_t n = block.from; n < block.to; n++) {
        struct span s = sheet_content_text(sheet, n);
        for (size_t i = 0; i < s.n;) {
            uint32_t c = utf8_next(s, &i);
            unsigned class = glyph_class(c);
            bool comma = class & (GLYPH_PAUSE | GLYPH_ENDS) && c != 0x3001 && c != 0x2026;
            look.pauses += comma;
            look.han += (class & GLYPH_HAN) != 0;
            look.others += (class & GLYPH_LOST) != 0;
        }
    }
    return look;
}

static bool over_prose(const struct sheet *sheet, size_t next)
{
    if (next >= sheet->n_content || sheet_content(sheet, next)->mark != MARK_NONE)
        return false;
    size_t length;
    enum number number = heads_number(sheet, sheet_content(sheet, next), &length);
    return (number == NUMBER_NONE || number == NUMBER_SPOKEN) &&
           flow_is_prose(sheet, flow_block(sheet, next));
}

static uint8_t level_of(enum number number)
{
    return (uint8_t)(LEVEL_NUMBERED + number - NUMBER_PART);
}

static bool find_numbered(const struct sheet *sheet, struct block block, bool titled,
                          struct heading *heading)
{
    size_t length;
    struct span s = sheet_content_text(sheet, block.from);
    enum number number = pattern_number(s, &length);
    uint32_t width = flow_width(sheet, block);
    if (number == NUMBER_NONE || number > NUMBER_SMALL || width > NUMBERED_WIDTH)
        return false;
    bool bare = number >= NUMBER_HAN && length >= s.n;
    if (bare && (number > NUMBER_BRACKET || !over_prose(sheet, block.to))) return false;
    struct look look = look_at(sheet, block);
    bool item = number == NUMBER_ARABIC || number == NUMBER_SMALL;
    if (item && (titled || width > ITEM_WIDTH || look.pauses > 0)) return false;
    if (item && !over_prose(sheet, block.to)) return false;
    bool outer = (int)number == sheet->outer_number;
    bool chapter = number <= NUMBER_CHAPTER;
    heading->role = outer || chapter ? ROLE_HEADING1 : ROLE_HEADING2;
    heading->level = level_of(number);
    heading->number = number;
    return true;
}

// `3月`, `一月`, `2018年`: the headings of a chronicle.
static bool find_dated(const struct sheet *sheet, struct block block,
                       struct heading *heading)
{
    size_t length;
    struct span s = sheet_content_text(sheet, block.from);
    enum date date = pattern_date(s, &length);
    if (date != DATE_MONTH && date != DATE_YEAR) return false;
    struct span rest = span_cut(s, length, s.n), inner; // 民国16年（1927年）
    size_t at;
    bool bracket = rest.n > 0 && pattern_tail_bracket(rest, &inner, &at) && at == 0;
    if ((rest.n > 0 && !bracket) || block.to >= sheet->n_content) return false;
    heading->role = date == DATE_MONTH ? ROLE_HEADING2 : ROLE_HEADING1;
    heading->number = date == DATE_MONTH ? NUMBER_SMALL : NUMBER_ARABIC; // like one
    heading->level = level_of((enum number)heading->number);
    return true;
}

bool heading_is_dated(const struct sheet *sheet, struct block block)
{
    struct heading heading;
    return heads_may(sheet_content(sheet, block.from), HEAD_DATE) &&
           find_dated(sheet, block, &heading);
}

// A line of prose, though its sentence does not end on it.
static bool is_clause(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->mark == MARK_NONE && line->tabs == 0 && line->classes & GLYPH_COMMA &&
           line->widths[METRIC_QUARTERS] >= ITEM_WIDTH / 2;
}

// Whether content line `next` is something that a heading stands over.
static bool stands_over(const struct sheet *sheet, size_t next)
{
    if (next >= sheet->n_content) return false;
    switch ((enum mark)sheet_content(sheet, next)->mark) {
    case MARK_TITLE:
    case MARK_TABLE:
    case MARK_CAPTION:
    case MARK_META:
    case MARK_ROSTER:
    case MARK_NONE:
        return true;
    case MARK_BYLINE: // `口述：陈玉仙` under the heading, not behind the last paragraph
        return next + 1 < sheet->n_content &&
               (over_prose(sheet, next + 1) || is_clause(sheet, next + 1));
    case MARK_BOX:
    case MARK_NOTE:
    case MARK_FURNITURE:
        return false;
    }
    return false;
}

// `清` over the entries of a chronicle, `序` at the head of a book.
static bool is_single(struct span s)
{
    static const struct span singles[] = {SPAN("秦"), SPAN("汉"), SPAN("晋"), SPAN("隋"),
                                          SPAN("唐"), SPAN("宋"), SPAN("元"), SPAN("明"),
                                          SPAN("清"), SPAN("序"), SPAN("跋"), {0}};
    return s.n == strlen("清") && pattern_starts(s, singles);
}

static bool find_plain(const struct sheet *sheet, struct block block, bool cut,
                       struct heading *heading)
{
    struct span s = sheet_content_text(sheet, block.from);
    const struct line *last = sheet_content(sheet, block.to - 1);
    uint32_t width = flow_width(sheet, block) - (last->centred ? last->indent : 0);
    struct look look = look_at(sheet, block);
    size_t length;
    enum date date = pattern_date(s, &length);
    bool brief = look.han < 2 && !is_single(s);
    if (width > PLAIN_WIDTH || brief || look.pauses > 0 || look.others > 0) return false;
    if (date == DATE_DAY || date == DATE_SAME || !stands_over(sheet, block.to))
        return false;
    if (cut) {
        bool over_title = sheet_content(sheet, block.to)->mark == MARK_TITLE;
        if (!pattern_is_spaced(s) && (!over_title || width > TAIL_WIDTH)) return false;
    }
    // A line with little room to spare is prose that broke off, not a heading.
    bool full = last->room > 0 && last->room <= LITTLE && !last->centred;
    if (full && over_prose(sheet, block.to)) return false;
    if (sheet_content(sheet, block.from)->first & GLYPH_HANGS) return false;
    bool first = block.to < sheet->n_content &&
                 sheet_content(sheet, block.to)->mark == MARK_NONE &&
                 !over_prose(sheet, block.to);
    heading->role = ROLE_HEADING1;
    heading->level = first ? LEVEL_CHAPTER : LEVEL_SECTION;
    return true;
}

// `（一）聚力动能转换，产业根基更加厚实。` alone on its line is a heading for all its
// full stop: one sentence, and prose under it that is not numbered in the same way.
static bool find_sentence(const struct sheet *sheet, struct block block,
                          struct heading *heading)
{
    size_t length, stops = 0;
    enum number number = pattern_number(sheet_content_text(sheet, block.from), &length);
    if (number != NUMBER_HAN && number != NUMBER_BRACKET) return false;
    if (flow_width(sheet, block) > SENTENCE_WIDTH) return false;
    if (!over_prose(sheet, block.to)) return false;
    for (size_t n = block.from; n < block.to; n++) {
        struct span s = sheet_content_text(sheet, n);
        for (size_t i = 0; i < s.n;)
            stops += (glyph_class(utf8_next(s, &i)) & (GLYPH_STOP | GLYPH_SEMI)) != 0;
    }
    heading->role = (int)number == sheet->outer_number ? ROLE_HEADING1 : ROLE_HEADING2;
    heading->level = level_of(number);
    heading->number = number;
    return stops == 1;
}

static bool is_label(struct span s)
{
    for (const struct span *w = labels; w->n; w++)
        if (span_eq(s, *w)) return true;
    return false;
}

// `附件：` alone, over anything: the words follow.
static bool find_label(const struct sheet *sheet, struct block block,
                       struct heading *heading)
{
    heading->role = ROLE_HEADING1;
    heading->level = LEVEL_CHAPTER; // what the chapters before covered ends here
    return block.to - block.from == 1 && stands_over(sheet, block.to) &&
           is_label(sheet_content_text(sheet, block.from));
}

// `附1：`, `附二：`
static bool is_numbered_annex(struct span s)
{
    size_t i = strlen("附"), numerals = 0;
    if (!span_starts(s, SPAN("附"))) return false;
    while (i < s.n && numerals <= 2) {
        uint32_t c = utf8_next(s, &i);
        if (!glyph_is_numeral(c))
            return numerals > 0 && i < s.n && glyph_class(c) & GLYPH_COLON;
        numerals++;
    }
    return false;
}

// `附：有关名词和用语说明` over prose, `附件：先进集体名单` over anything.
static bool find_labelled(const struct sheet *sheet, struct block block,
                          struct heading *heading)
{
    heading->role = ROLE_HEADING1;
    heading->level = LEVEL_CHAPTER;
    const struct line *line = sheet_content(sheet, block.from);
    if (!heads_may(line, HEAD_ANNEX)) return false;
    if (!heads_starts(sheet, line, HEAD_ANNEX) &&
        !is_numbered_annex(sheet_content_text(sheet, block.from)))
        return false;
    if (flow_width(sheet, block) > PLAIN_WIDTH || !stands_over(sheet, block.to))
        return false;
    if (flow_is_prose(sheet, flow_block(sheet, block.to))) return true;
    bool annex = span_starts(sheet_content_text(sheet, block.from), SPAN("附"));
    return annex && line->ending == ENDING_OPEN && look_at(sheet, block).pauses == 1;
}

bool heading_is_bracketed(const struct sheet *sheet, struct block block)
{
    struct span inner, s = sheet_content_text(sheet, block.from);
    size_t at;
    size_t length;
    const struct line *line = sheet_content(sheet, block.from);
    if (heads_number(sheet, line, &length) == NUMBER_BRACKET) return false; // （一）
    return block.to - block.from == 1 && line->last & GLYPH_CLOSE &&
           pattern_tail_bracket(s, &inner, &at) && at == 0;
}

// `·综　述·`: between two dots; no item of a list.
static bool is_dotted(const struct sheet *sheet, struct block block)
{
    const struct line *line = sheet_content(sheet, block.from);
    return block.to - block.from == 1 && line->first & line->last & GLYPH_BULLET &&
           line->classes & GLYPH_HAN;
}

bool heading_find(const struct sheet *sheet, struct block block, bool cut, bool titled,
                  struct heading *heading)
{
    bool prose = sheet_content(sheet, block.from)->tabs == 0 && !cut;
    heading->number = NUMBER_NONE;
    if (prose && flow_ending(sheet, block) == ENDING_STOP && !titled)
        return find_sentence(sheet, block, heading);
    if (prose && find_label(sheet, block, heading)) return true;
    bool colon = flow_ending(sheet, block) == ENDING_COLON; // 名词解释：
    if (colon && prose && !titled && flow_width(sheet, block) <= TAIL_WIDTH)
        return find_labelled(sheet, block, heading);
    if (flow_ending(sheet, block) != ENDING_OPEN) return false;
    if (heading_is_bracketed(sheet, block)) return false;
    if (prose && !titled && find_labelled(sheet, block, heading)) return true;
    if (sheet_content(sheet, block.from)->tabs > 0) return false;
    if (!cut && find_dated(sheet, block, heading)) return true;
    if (!cut && find_numbered(sheet, block, titled, heading)) return true;
    size_t length;
    const struct line *line = sheet_content(sheet, block.from);
    if (heads_number(sheet, line, &length) != NUMBER_NONE && !is_dotted(sheet, block))
        return false;
    return find_plain(sheet, block, cut, heading);
}

bool heading_is_label(const struct sheet *sheet, const struct para *para)
{
    if (para->role != ROLE_HEADING1 && para->role != ROLE_HEADING2) return false;
    size_t length;
    struct span s = sheet_line(sheet, para->line);
    if (is_label(s)) return true;
    enum number number = pattern_number(s, &length);
    return number >= NUMBER_PART && number <= NUMBER_SECTION && length == s.n;
}

// SPDX-License-Identifier: Apache-2.0
//
// Which bracket holds the titles of entries? Yearbooks print 【…】 or 〖…〗, some ［…］
// or 〔…〕, at the head of a line. The document shows it: the bracket that opens most
// lines, if it closes again within a title's length. The rare ones need to recur, for a
// line may begin with `〔2018〕3号` or `[1]` by chance.
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/sheet.h"

enum {
    MAX_TITLE = 64,
    MAX_LINES = 6,
    MAX_HEAD = 20, // characters of a title without brackets
    MIN_REST = 20, // bytes behind it on its line
    BRIEF = 100,   // quarters: a heading may stand above
    RARE = 3,
    LEAD = 20,          // characters of a lead sentence that is a title
    NUMBERED_LEAD = 30, // the same behind a number
};

static const struct {
    uint32_t open, close;
    bool rare;
} brackets[] = {
    {0x3010, 0x3011, false}, {0x3016, 0x3017, false}, {0xFF3B, 0xFF3D, true},
    {'[', ']', true},        {0x3014, 0x3015, true},  {0x300C, 0x300D, true},
};
enum { BRACKETS = sizeof brackets / sizeof *brackets };

// The scanner takes 【…】 now and then for another of the square ones.
enum { SQUARE = 5 };

bool titles_opens(const struct sheet *sheet, uint32_t c)
{
    bool common = sheet->title_open == 0x3010 || sheet->title_open == 0x3016;
    for (size_t k = 0; common && k < SQUARE; k++)
        if (c == brackets[k].open) return true;
    return c == sheet->title_open && c != 0;
}

bool titles_closes(const struct sheet *sheet, uint32_t c)
{
    bool common = sheet->title_open == 0x3010 || sheet->title_open == 0x3016;
    for (size_t k = 0; common && k < SQUARE; k++)
        if (c == brackets[k].close) return true;
    return c == sheet->title_close && c != 0;
}

static const struct span buttons[] = {SPAN("打印"),   SPAN("关闭"), SPAN("字体"),
                                      SPAN("字号"),   SPAN("收藏"), SPAN("大 中 小"),
                                      SPAN("大中小"), SPAN("返回"), SPAN("分享"),
                                      SPAN("背景色"), {0}};

size_t titles_ornament(struct span s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t next = i;
        unsigned class = glyph_class(utf8_next(s, &next));
        if (!(class & (GLYPH_BULLET | GLYPH_LOST | GLYPH_SPACE)) || class & GLYPH_DIGIT)
            break;
        i = next;
    }
    return i;
}

static const unsigned may_open = GLYPH_OPEN | GLYPH_BULLET | GLYPH_LOST;

// Which bracket opens a line, or BRACKETS. A title begins with a word, a quotation or a
// book; a button of a web page is none.
static size_t opener(const struct sheet *sheet, size_t l)
{
    struct span s = sheet_line(sheet, l);
    size_t i = titles_ornament(s);
    uint32_t c = i < s.n ? utf8_next(s, &i) : 0;
    size_t k = 0;
    while (k < BRACKETS && brackets[k].open != c)
        k++;
    if (k == BRACKETS || i >= s.n)
        return k == BRACKETS || !brackets[k].rare ? k : BRACKETS;
    if (pattern_starts(span_cut(s, i, s.n), buttons)) return BRACKETS;
    unsigned class = glyph_class(utf8_next(s, &i));
    return brackets[k].rare && !(class & (GLYPH_HAN | GLYPH_OPEN)) ? BRACKETS : k;
}

// Whether the bracket closes within a title's length, on this line or, where the line or
// the page has broken it, on one of the next.
static bool closes(const struct sheet *sheet, size_t line, size_t bracket)
{
    size_t count = 0;
    for (size_t l = line; l < sheet->n_lines && l < line + MAX_LINES; l++) {
        struct span s = sheet_line(sheet, l);
        for (size_t i = 0; i < s.n && count < MAX_TITLE; count++) {
            uint32_t c = utf8_next(s, &i);
            if (c == brackets[bracket].close) return true;
            bool common = !brackets[bracket].rare;
            for (size_t k = 0; common && k < SQUARE; k++)
                if (c == brackets[k].close) return true;
        }
    }
    return false;
}

// `[文化惠民工程] 全年送戏下乡24场，…` among titles in 【…】: a word, and a text behind
// it, where an entry may begin.
static bool is_mistaken(const struct sheet *sheet, size_t l)
{
    struct span s = sheet_line(sheet, l);
    size_t i = titles_ornament(s), han = 0;
    bool starts = l == 0 || sheet->lines[l - 1].ending == ENDING_STOP ||
                  sheet->lines[l - 1].widths[METRIC_QUARTERS] <= BRIEF;
    uint32_t c = i < s.n ? utf8_next(s, &i) : 0;
    if (!starts || !titles_opens(sheet, c)) return false;
    while (i < s.n && han <= MAX_HEAD) {
        c = utf8_next(s, &i);
        if (titles_closes(sheet, c)) return han >= 2 && s.n - i >= MIN_REST;
        han += (glyph_class(c) & GLYPH_HAN) != 0;
    }
    return false;
}

// White space that ends at byte i behind `count` characters sets the next one apart from
// the first: a single character, and white space again.
static bool is_spaced_out(struct span s, size_t i, size_t count)
{
    if (count != 1 || i >= s.n || !(glyph_class(utf8_next(s, &i)) & GLYPH_HAN))
        return false;
    return i < s.n && utf8_is_space(utf8_next(s, &i));
}

// `4日，`, `月底　`: dates that only the heading above completes, with what parts them
// from the rest. Bytes, or 0.
static size_t skip_day(struct span s)
{
    static const struct span parts[] = {
        SPAN("上旬"), SPAN("中旬"), SPAN("下旬"), SPAN("月初"), SPAN("月底"),
        SPAN("月末"), SPAN("年初"), SPAN("年底"), SPAN("年末"), {0}};
    size_t i = 0, digits = 0;
    for (size_t next = 0; next < s.n && digits < 4; digits++) {
        if (!glyph_is_numeral(utf8_next(s, &next))) break;
        i = next;
    }
    bool day = digits > 0 && span_starts(span_cut(s, i, s.n), SPAN("日"));
    if (day)
        i = pattern_range(s, i + strlen("日"));
    else if (pattern_starts(s, parts))
        i = strlen("上旬");
    else
        return 0;
    return i;
}

// `1954年抗洪　…`: a year is the head of a title where more than a part of it follows
// (`1954年春　…`).
static bool is_date(struct span s)
{
    static const struct span parts[] = {SPAN("春"), SPAN("夏"), SPAN("秋"), SPAN("冬"),
                                        SPAN("初"), SPAN("末"), SPAN("底"), SPAN("上"),
                                        SPAN("下"), SPAN("前"), SPAN("后"), SPAN("間"),
                                        SPAN("间"), SPAN("至"), SPAN("年"), {0}};
    size_t length;
    enum date date = pattern_date(s, &length);
    if (date == DATE_NONE) return skip_day(s) > 0;
    if (date != DATE_YEAR || length >= s.n || !glyph_han_at(s, length)) return true;
    return pattern_starts(span_cut(s, length, s.n), parts);
}

// A comma or full stop, not in a bracket: `副区长　李启迪　王婷婷（女，回族）` has none.
static bool has_clause(struct span s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned class = glyph_class(utf8_next(s, &i));
        depth += (class & GLYPH_OPEN) != 0;
        if (class & GLYPH_CLOSE && depth > 0) depth--;
        if (depth == 0 && class & (GLYPH_PAUSE | GLYPH_STOP)) return true;
    }
    return false;
}

struct span titles_head(struct span s)
{
    size_t count = 0, length, end = 0, i = 0;
    s = span_cut(s, titles_ornament(s), s.n); // ■概况　2007年，…
    if (is_date(s) || pattern_number(s, &length) != NUMBER_NONE ||
        pattern_table_label(s) != LABEL_NONE) // 表7—1　　单位：公里、亩
        return SPAN("");
    while (i < s.n && count <= MAX_HEAD) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        unsigned class = glyph_class(c);
        if (class & GLYPH_SPACE && is_spaced_out(s, i, count))
            continue; // 综　述　　2011年
        if (class & GLYPH_SPACE) {
            end = at;
            break;
        }
        if (class & (GLYPH_PAUSE | GLYPH_ENDS | GLYPH_LOST) && c != 0x3001)
            return SPAN("");
        count++;
    }
    if (end == 0 || count < 2 || count > MAX_HEAD) return SPAN("");
    struct span gap = span_cut(s, end, s.n), rest = utf8_trim(gap);
    if (rest.at - gap.at < 2 || rest.n < MIN_REST) return SPAN("");
    return has_clause(rest) ? span_cut(s, 0, end) : SPAN("");
}

// `3月5日　…`, `下旬　…`: an item of a chronicle.
static bool is_dated(struct span s)
{
    size_t length;
    if (pattern_date(s, &length) == DATE_NONE) length = skip_day(s);
    return length > 0 && length < s.n && utf8_is_space(utf8_next(s, &length));
}

// A line that may begin a paragraph, with white space in it.
static bool may_be_apart(const struct sheet *sheet, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (line->tabs > 0 || line->inner == 0) return false;
    return l == 0 || line->first & GLYPH_BULLET || // ■概况　2007年，…
           line[-1].ending == ENDING_STOP || line[-1].widths[METRIC_QUARTERS] <= BRIEF;
}

// Without brackets, titles may be set apart by wide white space (`概况　2018年，…`):
// where that recurs at the heads of paragraphs, and dates so set apart do not. Among many
// of those (a chronicle) titles are what stands together: lives behind it.
static void mark_heads(struct sheet *sheet)
{
    uint32_t *heads = arena_raw(sheet->arena, sheet->n_lines * sizeof *heads);
    size_t n = 0, dated = 0;
    for (size_t l = 0; l < sheet->n_lines; l++) {
        if (!may_be_apart(sheet, l)) continue;
        bool title = titles_head(sheet_line(sheet, l)).n > 0;
        if (!title && !is_dated(sheet_line(sheet, l))) continue;
        heads[n++] = title ? (uint32_t)l : NONE;
        dated += !title;
    }
    size_t least = n - dated >= RARE && dated * 2 < n - dated ? 1 : RARE;
    for (size_t from = 0, to; from < n; from = to + 1) {
        for (to = from; to < n && heads[to] != NONE;)
            to++;
        for (size_t k = from; k < to && to - from >= least; k++) {
            sheet->lines[heads[k]].mark = MARK_TITLE;
            sheet->lines[heads[k]].opens = true;
            sheet->titles++;
        }
    }
    sheet->title_heads = sheet->titles > 0;
}

void titles_find(struct sheet *sheet)
{
    size_t counts[BRACKETS + 1] = {0}, best = BRACKETS, n_opened = 0;
    uint32_t *opened = arena_raw(sheet->arena, sheet->n_lines * sizeof *opened);
    for (size_t l = 0; l < sheet->n_lines; l++) {
        if (!(sheet->lines[l].first & may_open)) continue;
        size_t k = opener(sheet, l);
        if (k == BRACKETS || !closes(sheet, l, k)) continue;
        counts[k]++;
        opened[n_opened++] = (uint32_t)l;
    }
    for (size_t k = BRACKETS; k-- > 0;) {
        size_t least = brackets[k].rare ? RARE : 1;
        if (counts[k] >= least && (best == BRACKETS || counts[k] >= counts[best]))
            best = k;
    }
    if (best == BRACKETS) {
        mark_heads(sheet);
        return;
    }
    sheet->title_open = brackets[best].open;
    sheet->title_close = brackets[best].close;
    sheet->titles = counts[best];
    for (size_t k = 0; k < n_opened; k++) {
        bool own = opener(sheet, opened[k]) == best;
        if (!own && !is_mistaken(sheet, opened[k])) continue;
        sheet->lines[opened[k]].mark = MARK_TITLE;
        sheet->lines[opened[k]].opens = true;
    }
}

// How far a lead may go: characters, commas, and whether a colon ends it.
struct limits {
    size_t characters, commas;
    bool colon;
};

// `本级支出安排90.6亿元`, `有中学21所`: a statement, where a title names.
static bool has_amount(struct span s)
{
    static const struct span dates[] = {SPAN("年"), SPAN("月"), SPAN("日"),
                                        SPAN("届"), SPAN("号"), {0}};
    for (size_t i = 1; i < s.n; i++) {
        if (s.at[i - 1] < '0' || s.at[i - 1] > '9') continue;
        if (s.at[i] == '.' || s.at[i] == '%') return true;
        if (glyph_han_at(s, i) && !pattern_starts(span_cut(s, i, s.n), dates))
            return true;
    }
    return false;
}

// `一是推进改革。…二是…` in one paragraph: its first item does not name it.
static bool has_next_item(struct span text)
{
    return span_find(text, SPAN("二是"), 3) < text.n ||
           span_find(text, SPAN("三是"), 3) < text.n;
}

// Text from byte `from` up to its first full stop (or colon) within the limits.
static struct span lead(struct span text, size_t from, struct limits limits)
{
    size_t commas = 0, depth = 0, count = 0;
    for (size_t i = from; i < text.n && count <= limits.characters; count++) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        unsigned class = glyph_class(c);
        if (class & GLYPH_OPEN) depth++;
        if (class & GLYPH_CLOSE && depth > 0) depth--;
        if (class & GLYPH_PAUSE && c != 0x3001) commas++;
        if (commas > limits.commas) break;
        if (depth > 0) continue;
        bool ends = c == 0x3002 || (limits.colon && class & GLYPH_COLON);
        bool states = c == 0x3002 && has_amount(span_cut(text, from, at));
        if (ends && i < text.n && !states) return utf8_trim(span_cut(text, from, at));
        if (class & GLYPH_ENDS) break;
    }
    return SPAN("");
}

// A chronicle's date at the head of text, and the comma or white space behind it. Bytes,
// or 0.
static size_t skip_date(struct span text)
{
    size_t i = 0;
    enum date date = pattern_date(text, &i);
    if (date == DATE_NONE) i = skip_day(text);
    if (date == DATE_YEAR || i == 0) return 0;
    size_t end = i;
    while (i < text.n) {
        if (!(glyph_class(utf8_next(text, &i)) & (GLYPH_PAUSE | GLYPH_SPACE))) break;
        end = i;
    }
    return end;
}

struct span titles_lead(const struct line *line, struct span text)
{
    size_t from;
    if (!heads_may(line, HEAD_NUMBER) && !heads_may(line, HEAD_DATE))
        return lead(text, 0, (struct limits){LEAD, 0, false});
    enum date date = pattern_date(text, &from);
    // A chronicle's; or `2019年是极不平凡的一年。`
    if (date == DATE_DAY || date == DATE_SAME || date == DATE_YEAR) return SPAN("");
    switch (pattern_number(text, &from)) {
    case NUMBER_HAN:
    case NUMBER_BRACKET:
    case NUMBER_ARABIC:
    case NUMBER_SMALL:
        return lead(text, from, (struct limits){NUMBERED_LEAD, 1, true});
    case NUMBER_NONE:
        from = skip_date(text);
        return lead(text, from, (struct limits){LEAD, 0, false});
    case NUMBER_SPOKEN:
        if (has_next_item(text)) return SPAN("");
        return lead(text, from, (struct limits){LEAD, 0, false});
    case NUMBER_DASH:
        return lead(text, from, (struct limits){LEAD, 0, false});
    case NUMBER_PART:
    case NUMBER_CHAPTER:
    case NUMBER_SECTION:
        break;
    }
    return SPAN("");
}

struct span titles_long_lead(struct span text)
{
    size_t from;
    enum number number = pattern_number(text, &from);
    if (number != NUMBER_NONE && number != NUMBER_DASH) return SPAN("");
    if (span_starts(text, SPAN("各位"))) return SPAN("");
    size_t date;
    if (pattern_date(text, &date) == DATE_YEAR) return SPAN("");
    if (number == NUMBER_NONE) from = skip_date(text);
    return lead(text, from, (struct limits){NUMBERED_LEAD, 1, false});
}

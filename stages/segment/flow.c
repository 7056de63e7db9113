// SPDX-License-Identifier: Apache-2.0
//
// Which line goes on with which, by geometry: a full line is continued by the next one,
// unless that one opens something of its own, or the document parts its paragraphs by an
// indent or by blank lines and here is one. What a sentence needs that breaks off without
// its line being full (a page, a photograph in between) is the assembly's business.
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/pattern.h"
#include "stages/segment/rows.h"

enum {
    MAX_BLOCK = 4096,
    LOOK = 40,
    LOOK_ITEM = 8,
    MAX_LINE = 1024, // bytes of a line that a page has broken
    INDENT = 6,
    MAX_INDENT = 12, // of a paragraph's first line: three ems
    APART = 24,      // of what is no paragraph's: six ems
    TERM = 5,
    BRIEF = 48,
    CLEAR = 12,
    PROSE = 80,
    LONG_PROSE = 160
};

// A title that has opened and not closed on this line.
static bool title_open(const struct sheet *sheet, size_t n)
{
    if (sheet_content(sheet, n)->mark != MARK_TITLE || !sheet->title_close) return false;
    struct span s = sheet_content_text(sheet, n);
    for (size_t i = 0; i < s.n;)
        if (titles_closes(sheet, utf8_next(s, &i))) return false;
    return true;
}

static bool has_comma(const struct sheet *sheet, size_t n)
{
    return (sheet_content(sheet, n)->classes & (GLYPH_COMMA | GLYPH_ENDS)) != 0;
}

// A line that leaves room and does not end its sentence is no last line of a paragraph
// and no broken one: without a comma it is a heading.
static bool is_heading(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->ending == ENDING_OPEN && line->room > CLEAR && line->room != INT32_MAX &&
           n + 1 < sheet->n_content && !has_comma(sheet, n);
}

// The same behind the last row of a table: brief, and over the title of an entry.
static bool heads_entry(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return is_heading(sheet, n) && line->tabs == 0 &&
           line->widths[METRIC_QUARTERS] <= BRIEF &&
           sheet_content(sheet, n + 1)->mark == MARK_TITLE;
}

// A date that is all of a line (`3月` over a chronicle) or parted from what follows by
// white space (`5日　新馆开馆`).
static bool begins_item(struct span s, size_t date)
{
    size_t next = date;
    return date == s.n || utf8_is_space(utf8_next(s, &next));
}

// Paragraphs and sentences inside lines, those that begin with a date.
struct dated {
    size_t paragraphs, sentences;
};

static void count_dated(const struct sheet *sheet, size_t n, struct dated *count)
{
    size_t length;
    struct span s = sheet_content_text(sheet, n);
    const struct line *line = sheet_content(sheet, n),
                      *above = sheet_content(sheet, n - 1);
    bool starts = above->ending == ENDING_STOP && above->room > 0;
    count->paragraphs += starts && heads_date(sheet, line, &length) != DATE_NONE;
    if (!(line->classes & GLYPH_STOP) || s.n > MAX_LINE) return;
    for (size_t i = 0; i < s.n;) {
        if (!(glyph_class(utf8_next(s, &i)) & GLYPH_STOP)) continue;
        count->sentences += pattern_date(span_cut(s, i, s.n), &length) != DATE_NONE;
    }
}

// Whether of what begins with a date around line n more is paragraphs than sentences in
// the middle of one: at the end of a full line they are as likely as they are many.
static bool dates_begin(const struct sheet *sheet, size_t n)
{
    struct dated count = {0};
    for (size_t back = n; back > 0 && n - back < LOOK; back--) {
        if (sheet_content(sheet, back)->mark == MARK_TITLE) break;
        count_dated(sheet, back, &count);
    }
    for (size_t on = n + 2; on < sheet->n_content && on - n < LOOK; on++) {
        if (sheet_content(sheet, on)->mark == MARK_TITLE) break;
        count_dated(sheet, on, &count);
    }
    // Behind a title hardly any paragraph but the first begins at all.
    return count.paragraphs >= count.sentences + (sheet->titles > 0) &&
           count.paragraphs > 0;
}

// `郭阿土　男，1949年生`: a word of a few characters, and wide white space behind it.
static bool begins_term(const struct sheet *sheet, size_t n)
{
    struct span s = sheet_content_text(sheet, n);
    size_t han = 0, i = 0;
    while (i < s.n && han <= TERM) {
        uint32_t c = utf8_next(s, &i);
        if (!(glyph_class(c) & GLYPH_HAN))
            return han >= 2 && utf8_is_space(c) &&
                   (c != ' ' || span_starts(span_cut(s, i, s.n), SPAN(" ")));
        han++;
    }
    return false;
}

// Whether another paragraph near line n certainly begins with a term.
static bool terms_begin(const struct sheet *sheet, size_t n)
{
    size_t from = n > LOOK ? n - LOOK : 1, to = n + LOOK;
    for (size_t k = from; k < to && k < sheet->n_content; k++) {
        const struct line *above = sheet_content(sheet, k - 1);
        if (k == n || sheet_content(sheet, k)->inner == 0 || above->room <= 0) continue;
        if (begins_term(sheet, k)) return true;
    }
    return false;
}

// Where in the line the item with this number stands: the byte, or SIZE_MAX.
static size_t item_at(struct span s, int item)
{
    for (size_t i = 0; i < s.n; i += utf8_width(s.at[i]))
        if (pattern_item(span_cut(s, i, s.n)) == item) return i;
    return SIZE_MAX;
}

// `②…` at the head of line n is one of a list in a sentence: the item before it stands
// in the middle of a line above, or at the head of one for the same reason.
static bool is_inline_item(const struct sheet *sheet, size_t n)
{
    int item = pattern_item(sheet_content_text(sheet, n));
    for (size_t k = n; item > 1 && k-- > 0 && n - k <= LOOK_ITEM;) {
        size_t at = item_at(sheet_content_text(sheet, k), item - 1);
        if (at != SIZE_MAX && at > 0) return true;
        if (at == 0) item--, n = k;
        if (sheet_content(sheet, k)->opens) return false;
    }
    return false;
}

bool flow_starts(const struct sheet *sheet, size_t n)
{
    size_t length;
    const struct line *line = sheet_content(sheet, n);
    struct span next = sheet_content_text(sheet, n);
    bool indent_lacks = sheet->indents && line->indent < INDENT; // and begins nothing
    if (sheet->leads && !indent_lacks && titles_lead(line, next).n > 0) return true;
    if (is_heading(sheet, n) || span_starts(next, SPAN("各位"))) return true;
    enum number number = heads_number(sheet, line, &length);
    if (number != NUMBER_NONE && number != NUMBER_SPOKEN)
        return !is_inline_item(sheet, n);
    enum date date = heads_date(sheet, line, &length);
    if (date != DATE_NONE && begins_item(next, length)) return true;
    if (indent_lacks) return false;
    if (line->inner > 0 && begins_term(sheet, n)) return terms_begin(sheet, n);
    return date != DATE_NONE && dates_begin(sheet, n - 1);
}

// A line of nothing but a number: a cell, or the serial number of a row.
static bool is_number(const struct sheet *sheet, size_t n)
{
    struct span s = sheet_content_text(sheet, n);
    if (s.n > 4 || !(sheet_content(sheet, n)->first & GLYPH_DIGIT)) return false;
    if (n > 0 && span_ends(sheet_content_text(sheet, n - 1), SPAN("-"))) return false;
    return pattern_serial(s) >= 0;
}

// A numbered heading that fills its line: others with such a number stand alone, no
// sentence ends in it, and the next line is prose and not the short rest of a heading.
static bool is_full_heading(const struct sheet *sheet, size_t n)
{
    size_t length;
    if (!sheet->heading_numbers) return false;
    enum number number = heads_number(sheet, sheet_content(sheet, n), &length);
    if (!(sheet->heading_numbers >> number & 1) || flow_has_stop(sheet, n)) return false;
    const struct line *next = sheet_content(sheet, n + 1);
    return next->ending != ENDING_OPEN || next->room <= 0;
}

// A book title or bracket that opens on the line and closes on the next.
static bool bracket_open(const struct sheet *sheet, size_t n)
{
    if (!(sheet_content(sheet, n)->classes & GLYPH_OPEN)) return false;
    struct span s = sheet_content_text(sheet, n), next = sheet_content_text(sheet, n + 1);
    uint32_t open = 0, close = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == 0x300A || c == 0xFF08)
            open = c, close = c + 1;
        else if (c == close)
            open = close = 0;
    }
    for (size_t i = 0; open && i < next.n;) {
        uint32_t c = utf8_next(next, &i);
        if (c == close) return true;
        if (c == open) return false;
    }
    return false;
}

// Where no column is known (between headings), yet paragraphs begin with an indent.
static bool wraps_by_indent(const struct sheet *sheet, const struct line *line,
                            const struct line *next)
{
    unsigned clause = GLYPH_PAUSE | GLYPH_ENDS;
    bool first = line->indent <= MAX_INDENT && line->widths[METRIC_QUARTERS] >= PROSE;
    return sheet->indents && sheet->wrapped && line->mark == MARK_NONE &&
           line->indent >= INDENT && next->indent == 0 && next->gap == sheet->wrap_gap &&
           line->tabs + next->tabs == 0 &&
           line->widths[METRIC_QUARTERS] >= next->widths[METRIC_QUARTERS] &&
           next->classes & clause && (first || line->classes & clause);
}

// What is set in the middle of the column or at its right is full by chance, and begins
// nothing that goes on elsewhere: `　　　　　　附　则` over a paragraph, a signature over
// its date.
static bool is_set_apart(const struct line *line, const struct line *next)
{
    bool both = line->indent >= APART && next->indent >= APART;
    return line->indent >= next->indent + APART || next->indent >= line->indent + APART ||
           (both && line->indent != next->indent);
}

bool flow_wraps(const struct sheet *sheet, size_t n)
{
    if (n + 1 >= sheet->n_content) return false;
    const struct line *line = sheet_content(sheet, n),
                      *next = sheet_content(sheet, n + 1);
    if (line->closes || next->opens || line->centred || next->centred ||
        (next->mark != line->mark && line->mark != MARK_TITLE))
        return false;
    if (title_open(sheet, n)) return true;
    if (next->mark == MARK_ROSTER) return true; // what the line above had no room for
    if (is_set_apart(line, next)) return false;
    if (line->room == INT32_MAX) return wraps_by_indent(sheet, line, next);
    if (sheet->indents && next->indent >= INDENT) return false;
    if (next->gap < sheet->wrap_gap || is_number(sheet, n + 1)) return false;
    enum label label = heads_label(sheet, next);
    if (label == LABEL_BARE || label == LABEL_MORE) return false;
    if (sheet->gap_parts && next->gap > sheet->wrap_gap) return false;
    if (line->tabs > 0 && heads_entry(sheet, n + 1)) return false;
    if (line->mark == MARK_TABLE)
        return bracket_open(sheet, n) || (line->room <= 0 && !rows_part(sheet, n));
    if (line->ending == ENDING_OPEN)
        return line->room <= 0 && !is_full_heading(sheet, n) && !rows_is_row(sheet, n);
    return line->room <= 0 && !flow_starts(sheet, n + 1);
}

struct block flow_block(const struct sheet *sheet, size_t n)
{
    struct block block = {n, n + 1};
    while (block.to - n < MAX_BLOCK && flow_wraps(sheet, block.to - 1))
        block.to++;
    return block;
}

enum ending flow_ending(const struct sheet *sheet, struct block block)
{
    return (enum ending)sheet_content(sheet, block.to - 1)->ending;
}

uint32_t flow_width(const struct sheet *sheet, struct block block)
{
    uint32_t width = 0;
    for (size_t n = block.from; n < block.to; n++)
        width += sheet_content(sheet, n)->widths[METRIC_QUARTERS];
    return width;
}

bool flow_has_stop(const struct sheet *sheet, size_t n)
{
    return (sheet_content(sheet, n)->classes & GLYPH_STOP) != 0;
}

bool flow_is_prose(const struct sheet *sheet, struct block block)
{
    bool stops = false;
    for (size_t n = block.from; n < block.to; n++) {
        if (sheet_content(sheet, n)->tabs > 0) return false;
        stops = stops || flow_has_stop(sheet, n);
    }
    uint32_t width = flow_width(sheet, block);
    if (flow_ending(sheet, block) == ENDING_STOP) return width >= PROSE;
    return stops && width >= LONG_PROSE;
}

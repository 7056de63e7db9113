// SPDX-License-Identifier: Apache-2.0
//
// Tables. One begins at its label (`表 4`, `续表`), at lines with tabs, or at lines of
// columns set with spaces; its title may stand before the label. From there every line
// is the table's, row by row or (as a PDF gives it) cell by cell, until something that no
// table holds: the title of an entry, a byline, a heading over an entry, or prose. A cell
// may read as prose; where the next serial number follows soon, the table goes on.
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/rows.h"

enum {
    TITLE_WIDTH = 200,
    TITLE_LINES = 3,
    NAMING_WIDTH = 32,
    HEADING_WIDTH = 100,
    LOOK_BLOCKS = 4,
    CELL_WIDTH = 80,
    MIN_CELLS = 6,
    LOOK_CELLS = 24
};

static const struct span title_ends[] = {
    SPAN("表"),   SPAN("情况"), SPAN("一览"), SPAN("统计"), SPAN("名单"),
    SPAN("名录"), SPAN("题录"), SPAN("目录"), SPAN("对比"), SPAN("指标"),
    SPAN("对照"), SPAN("明细"), {0}};
static bool is_plain(const struct sheet *sheet, size_t n)
{
    return n < sheet->n_content && sheet_content(sheet, n)->mark == MARK_NONE;
}

static uint32_t width_of(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->widths[METRIC_QUARTERS];
}

static bool is_brief(const struct sheet *sheet, size_t n)
{
    return is_plain(sheet, n) && sheet_content(sheet, n)->ending == ENDING_OPEN &&
           sheet_content(sheet, n)->tabs == 0 && width_of(sheet, n) <= TITLE_WIDTH;
}

static bool has_year(struct span s)
{
    for (size_t i = 0; i + 4 <= s.n; i++) {
        bool digits = true;
        for (size_t k = 0; k < 4; k++)
            digits = digits && s.at[i + k] >= '0' && s.at[i + k] <= '9';
        if (digits && (s.at[i] == '1' || s.at[i] == '2')) return true;
    }
    return false;
}

// A row of column heads: short words, none of them a sentence or a year.
static bool is_header(const struct sheet *sheet, size_t n)
{
    if (!is_plain(sheet, n)) return false;
    struct span s = sheet_content_text(sheet, n);
    if (sheet_content(sheet, n)->tabs > 0) return true;
    if (pattern_is_spaced(s)) return false;
    size_t cells = pattern_cells(s);
    return cells >= (heads_starts(sheet, sheet_content(sheet, n), HEAD_COLUMN) ? 2u : 3u);
}

static bool is_columns(const struct sheet *sheet, size_t n)
{
    if (!is_plain(sheet, n)) return false;
    const struct line *line = sheet_content(sheet, n);
    if (line->ending != ENDING_OPEN || line->inner == 0) return false;
    struct span s = sheet_content_text(sheet, n);
    if (pattern_is_spaced(s)) return false;
    size_t cells = pattern_cells(s);
    return cells >= 3 &&
           (heads_starts(sheet, line, HEAD_COLUMN) || pattern_columns(s) >= 3);
}

// `类型 项目数（个） 违规金额（万元）` over two rows of as many cells, figures all but
// the first.
static bool is_figure_table(const struct sheet *sheet, size_t n)
{
    if (n + 2 >= sheet->n_content || sheet_content(sheet, n)->inner == 0) return false;
    size_t cells = pattern_cells(sheet_content_text(sheet, n));
    for (size_t k = n + 1; k <= n + 2 && cells >= 3; k++) {
        if (!is_plain(sheet, k) || sheet_content(sheet, k)->inner == 0) return false;
        struct span s = sheet_content_text(sheet, k);
        if (!pattern_is_figures(s) || pattern_cells(s) != cells) return false;
    }
    return cells >= 3;
}

// A line that may be a cell: some words or a number, no sentence.
static bool is_cell(const struct sheet *sheet, size_t n)
{
    unsigned sentence = GLYPH_COMMA | GLYPH_STOP | GLYPH_SEMI | GLYPH_COLON;
    return is_plain(sheet, n) && sheet_content(sheet, n)->ending == ENDING_OPEN &&
           width_of(sheet, n) <= CELL_WIDTH &&
           !(sheet_content(sheet, n)->classes & sentence);
}

// `1990年产值超千万元企业一览表` over cells, of which each has a line: words first, then
// also numbers.
static bool is_cell_table(const struct sheet *sheet, size_t n)
{
    static const struct span ends[] = {SPAN("表"), SPAN("一览"), SPAN("统计"), {0}};
    size_t cells = 0, numbers = 0;
    if (!is_brief(sheet, n) || sheet_content(sheet, n)->classes & GLYPH_COMMA)
        return false;
    if (!is_cell(sheet, n + 1)) return false;
    struct span s = sheet_content_text(sheet, n);
    bool of_year = pattern_ends(s, title_ends) && has_year(s); // 2015年文化设施情况
    if (!of_year && !pattern_ends(s, ends)) return false;
    for (size_t k = n + 1; is_cell(sheet, k) && cells < LOOK_CELLS; k++, cells++)
        numbers += !(sheet_content(sheet, k)->classes & GLYPH_HAN);
    return cells >= MIN_CELLS && numbers >= 2;
}

// Whether a table begins at n.
static bool begins(const struct sheet *sheet, size_t n)
{
    if (!is_plain(sheet, n)) return false;
    const struct line *line = sheet_content(sheet, n);
    enum label label = line->ending != ENDING_STOP && width_of(sheet, n) <= TITLE_WIDTH
                           ? heads_label(sheet, line)
                           : LABEL_NONE;
    if (label == LABEL_BARE || label == LABEL_MORE) return true;
    bool apart = n == 0 || label != LABEL_TITLED || !flow_wraps(sheet, n - 1);
    if (label == LABEL_TITLED && apart) return true; // not `…如/表1所示`, in a sentence
    if (line->tabs >= 2) return true;
    if (line->tabs == 1)
        return n + 1 < sheet->n_content && sheet_content(sheet, n + 1)->tabs > 0;
    if (is_cell_table(sheet, n)) return true;
    if (rows_is_ruled(sheet, n) || is_figure_table(sheet, n)) return true;
    if (!is_columns(sheet, n)) return false;
    if (heads_starts(sheet, line, HEAD_COLUMN)) return true;
    return is_columns(sheet, n + 1) && is_columns(sheet, n + 2);
}

// The first line of what may be the title that ends with line n: the page may have broken
// it.
static size_t title_start(const struct sheet *sheet, size_t n)
{
    size_t from = n;
    while (from > 0 && n - from < TITLE_LINES && is_brief(sheet, from - 1) &&
           flow_wraps(sheet, from - 1))
        from--;
    return from;
}

// A heading over the table's title: brief, no comma, and the page did not break it.
static bool is_over_title(const struct sheet *sheet, size_t n)
{
    return is_brief(sheet, n) && width_of(sheet, n) <= HEADING_WIDTH &&
           !(sheet_content(sheet, n)->classes & (GLYPH_PAUSE | GLYPH_ENDS)) &&
           !flow_wraps(sheet, n);
}

// The lines before a table are its title if they say so, and stand by themselves.
static bool is_title(const struct sheet *sheet, struct block title)
{
    size_t n = title.from, last = title.to - 1, table = title.to;
    if (!is_brief(sheet, last)) return false;
    bool stands = n == 0 || sheet_content(sheet, n - 1)->ending != ENDING_OPEN ||
                  !is_plain(sheet, n - 1) || sheet_content(sheet, n)->page ||
                  is_over_title(sheet, n - 1);
    if (!stands) return false;
    size_t length;
    enum number number = heads_number(sheet, sheet_content(sheet, n), &length);
    if (number >= NUMBER_PART && number <= NUMBER_SECTION) return false; // 第二章　人物表
    struct span end = sheet_content_text(sheet, last), inner; // 烈士名录（部分）
    size_t at;
    if (pattern_tail_bracket(end, &inner, &at)) end = utf8_trim(span_cut(end, 0, at));
    bool says = has_year(sheet_content_text(sheet, n)) || pattern_ends(end, title_ends);
    if (sheet_content(sheet, table)->tabs > 0 && number == NUMBER_NONE)
        says = says || flow_width(sheet, title) >= NAMING_WIDTH;
    if (pattern_table_label(sheet_content_text(sheet, table)) != LABEL_BARE) return says;
    size_t head = table + 1; // behind 单位：亿元
    if (head + 1 < sheet->n_content &&
        heads_starts(sheet, sheet_content(sheet, head), HEAD_NOTE))
        head++;
    return is_header(sheet, head) && (says || flow_width(sheet, title) >= 48);
}

// The serial number that content line n opens with, or -1.
static int serial_of(const struct sheet *sheet, size_t n)
{
    return n < sheet->n_content ? pattern_serial(sheet_content_text(sheet, n)) : -1;
}

static bool serial_follows(const struct sheet *sheet, size_t n, int serial)
{
    for (size_t k = 0; k < LOOK_BLOCKS && n < sheet->n_content && serial > 0; k++) {
        if (sheet_content(sheet, n)->mark == MARK_TITLE) return false;
        if (serial_of(sheet, n) == serial + 1) return true;
        n = flow_block(sheet, n).to;
    }
    return false;
}

// A word below rows of columns, and no row: `附录` over the heading of its first piece.
static bool is_below_rows(const struct sheet *sheet, struct block block)
{
    const struct line *line = sheet_content(sheet, block.from);
    if (block.from == 0) return false;
    const struct line *above = sheet_content(sheet, block.from - 1);
    if (above->tabs == 0 &&
        pattern_columns(sheet_content_text(sheet, block.from - 1)) < 3)
        return false;
    bool spaced = pattern_is_spaced(sheet_content_text(sheet, block.from));
    if ((line->inner > 0 && !spaced) || line->classes & (GLYPH_DIGIT | GLYPH_PAUSE))
        return false;
    size_t next = block.to;
    return is_plain(sheet, next) && sheet_content(sheet, next)->tabs == 0 &&
           is_brief(sheet, next) && next + 1 < sheet->n_content &&
           is_plain(sheet, next + 1) && flow_is_prose(sheet, flow_block(sheet, next + 1));
}

// `（三）落实决议情况` under a table: no cells in it, nor in the sentence under it.
static bool is_over_text(const struct sheet *sheet, struct block block)
{
    const struct line *line = sheet_content(sheet, block.from);
    const struct line *next = sheet_content(sheet, block.to);
    if (line->inner > 0 || !is_plain(sheet, block.to) || next->tabs + next->inner > 0)
        return false;
    struct block text = flow_block(sheet, block.to);
    return flow_ending(sheet, text) != ENDING_OPEN &&
           flow_width(sheet, text) > CELL_WIDTH;
}

// A heading stands by itself over an entry or over prose.
static bool is_heading(const struct sheet *sheet, struct block block)
{
    size_t length, next = block.to;
    if (flow_width(sheet, block) > HEADING_WIDTH || next >= sheet->n_content)
        return false;
    if (flow_ending(sheet, block) != ENDING_OPEN) return false;
    struct span s = sheet_content_text(sheet, block.from);
    if (pattern_serial(s) >= 0 || sheet_content(sheet, block.from)->tabs > 0)
        return false;
    if (!(sheet_content(sheet, block.from)->classes & GLYPH_HAN)) return false;
    if (pattern_is_figures(s) || pattern_is_ruled(s)) return false;
    enum number number = pattern_number(s, &length);
    if (number >= NUMBER_PART && number <= NUMBER_SECTION) return true;
    if (sheet->heading_numbers >> number & 1 && is_over_text(sheet, block)) return true;
    if (sheet_content(sheet, next)->mark == MARK_TITLE) return true;
    if (is_below_rows(sheet, block)) return true;
    if (pattern_cells(s) > 1 && !pattern_is_spaced(s)) return false;
    return is_plain(sheet, next) && flow_is_prose(sheet, flow_block(sheet, next)) &&
           !has_year(s);
}

// How far a table that comes cell by cell has got: the last serial number, the cells
// since, and how many cells the shortest row had.
struct progress {
    int serial, cells, per_row;
};

static void step(struct progress *progress, int serial, bool alone)
{
    if (serial == 1 || (serial > 0 && serial == progress->serial + 1)) {
        bool fewer = progress->per_row == 0 || progress->cells < progress->per_row;
        if (progress->serial > 0 && progress->cells > 0 && fewer)
            progress->per_row = progress->cells;
        progress->serial = serial;
        progress->cells = alone ? 0 : 1;
    } else {
        progress->cells++;
    }
}

// A bracket that may hold names, alone under a table.
static bool is_byline(const struct sheet *sheet, struct block block)
{
    struct span inner;
    size_t at;
    if (sheet_content(sheet, block.from)->mark != MARK_NONE) return false;
    if (block.to - block.from > 1) return false;
    struct span s = sheet_content_text(sheet, block.from);
    return pattern_tail_bracket(s, &inner, &at) && at == 0 && pattern_may_be_names(inner);
}

// Whether the block is still the table's.
static bool goes_on(const struct sheet *sheet, struct block block,
                    struct progress *progress)
{
    const struct line *line = sheet_content(sheet, block.from);
    struct span s = sheet_content_text(sheet, block.from);
    if (line->mark == MARK_CAPTION) return true;
    if (line->mark != MARK_NONE || is_byline(sheet, block)) return false;
    int serial = serial_of(sheet, block.from);
    bool short_row =
        progress->serial > 0 && progress->cells < progress->per_row && line->tabs == 0;
    if (line->tabs > 0) *progress = (struct progress){.serial = progress->serial};
    step(progress, serial, s.n <= 4);
    if (line->tabs > 0 || serial > 0 || short_row || heads_starts(sheet, line, HEAD_NOTE))
        return true;
    if (heads_label(sheet, line) != LABEL_NONE) return true;
    if (flow_is_prose(sheet, block))
        return serial_follows(sheet, block.to, progress->serial);
    return !is_heading(sheet, block);
}

static void mark_block(struct sheet *sheet, struct block block)
{
    for (size_t n = block.from; n < block.to; n++) {
        struct line *line = sheet_content(sheet, n);
        if (line->mark == MARK_NONE) line->mark = MARK_TABLE;
    }
}

static void mark_title(struct sheet *sheet, size_t table)
{
    if (table == 0) return;
    if (is_plain(sheet, table - 1) &&
        heads_starts(sheet, sheet_content(sheet, table - 1), HEAD_NOTE)) {
        mark_block(sheet, (struct block){table - 1, table}); // 单位：亿元
        table--;
    }
    if (table == 0 || !is_brief(sheet, table - 1)) return;
    struct block title = {title_start(sheet, table - 1), table};
    if (is_title(sheet, title)) mark_block(sheet, title);
}

void tables_find(struct sheet *sheet)
{
    for (size_t n = 0; n < sheet->n_content; n++) {
        if (!begins(sheet, n)) continue;
        mark_title(sheet, n);
        struct progress progress = {0};
        struct block block = {n, n + 1};
        do {
            mark_block(sheet, block);
            block = flow_block(sheet, block.to < sheet->n_content ? block.to : n);
        } while (block.from > n && goes_on(sheet, block, &progress));
        if (block.from > n && is_byline(sheet, block)) {
            sheet_content(sheet, block.from)->mark = MARK_BYLINE;
            sheet_content(sheet, block.from)->opens = true;
        }
        n = block.from > n ? block.from - 1 : sheet->n_content;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// In a table that comes cell by cell, the last line of a cell may be as full as a broken
// one. Then the table itself is asked: does the next line carry the serial number that is
// due, or begin as other cells do (`完成…` down the whole column)? A label is always on
// its own.
#include "stages/segment/rows.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"

enum { LOOK = 24, CLEAR = 4, DOUBT = 6, ALIKE = 2, COLUMNS = 3, WIDE = 2 };

static bool is_table(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->mark == MARK_TABLE;
}

// The serial number that line n opens with, if the one before it opened a line above.
static bool is_due(const struct sheet *sheet, size_t n)
{
    int serial = pattern_serial(sheet_content_text(sheet, n));
    for (size_t back = n; serial > 1 && back > 0 && n - back < LOOK; back--) {
        if (!is_table(sheet, back - 1)) break;
        if (pattern_serial(sheet_content_text(sheet, back - 1)) == serial - 1)
            return true;
    }
    return false;
}

// The first two characters of a line, as bytes.
static struct span opening(struct span s)
{
    size_t i = 0;
    for (size_t k = 0; k < 2 && i < s.n; k++)
        utf8_next(s, &i);
    return span_cut(s, 0, i);
}

// Line n certainly begins a cell: the line above it left room, or is a serial number.
static bool begins_cell(const struct sheet *sheet, size_t n)
{
    if (n == 0 || !is_table(sheet, n) || !is_table(sheet, n - 1)) return false;
    const struct line *above = sheet_content(sheet, n - 1);
    if (above->room != INT32_MAX && above->room > CLEAR) return true;
    return pattern_serial(sheet_content_text(sheet, n - 1)) >= 0;
}

static bool begins_alike(const struct sheet *sheet, size_t n)
{
    struct span own = opening(sheet_content_text(sheet, n));
    size_t from = n > LOOK ? n - LOOK : 0, alike = 0;
    if (own.n < 6) return false;
    for (size_t k = from; k < sheet->n_content && k < n + LOOK; k++) {
        if (k == n || !begins_cell(sheet, k)) continue;
        alike += span_eq(own, opening(sheet_content_text(sheet, k)));
    }
    return alike >= ALIKE;
}

// The line has as many tabs as any around it: it is a row, if the next has tabs too.
static bool is_row(const struct sheet *sheet, size_t n)
{
    uint8_t own = sheet_content(sheet, n)->tabs, most = 0;
    if (own == 0 || sheet_content(sheet, n + 1)->tabs == 0) return false;
    size_t from = n > LOOK ? n - LOOK : 0;
    for (size_t k = from; k < sheet->n_content && k < n + LOOK; k++)
        if (is_table(sheet, k) && sheet_content(sheet, k)->tabs > most)
            most = sheet_content(sheet, k)->tabs;
    return own == most;
}

// `粮　食　　吨　　18024`: a row set with spaces.
static bool is_columns(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->inner > 0 &&
           pattern_columns(sheet_content_text(sheet, n)) >= COLUMNS;
}

bool rows_is_row(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->inner >= WIDE && line->ending == ENDING_OPEN && is_columns(sheet, n);
}

// Words set apart by spaces: more than the rest of a cell.
static bool is_parted(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->inner > 0 && line->tabs == 0 &&
           pattern_columns(sheet_content_text(sheet, n)) >= 2;
}

static bool is_figures(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->inner > 0 &&
           pattern_is_figures(sheet_content_text(sheet, n));
}

bool rows_is_ruled(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->first & (GLYPH_DASH | GLYPH_SIGN) &&
           pattern_is_ruled(sheet_content_text(sheet, n));
}

// `上政函〔2018〕第7号 2018-03-12`: a document's number and date, or the first part of
// them; *whole tells whether the date is.
static bool is_document(const struct sheet *sheet, size_t n, bool *whole)
{
    enum { BODY = 36, NUMBER = 24, DATE = 8 };
    if (!(sheet_content(sheet, n)->classes & GLYPH_OPEN)) return false;
    struct span s = sheet_content_text(sheet, n);
    size_t open = span_find(s, SPAN("〔"), 0), digits = 0;
    if (open == 0 || open > BODY || open >= s.n) return false;
    size_t number = span_find(s, SPAN("号"), open);
    if (number >= s.n || number > open + NUMBER) return false;
    struct span date = utf8_trim(span_cut(s, number + strlen("号"), s.n));
    for (size_t i = 0; i < date.n; i++) {
        bool digit = date.at[i] >= '0' && date.at[i] <= '9';
        if (!digit && date.at[i] != '-') return false;
        digits += digit;
    }
    *whole = digits == DATE;
    return true;
}

bool rows_part(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    enum label label = heads_label(sheet, line);
    if (label == LABEL_BARE || label == LABEL_MORE) return true;
    if (label == LABEL_TITLED && n + 2 < sheet->n_content && is_figures(sheet, n + 2) &&
        pattern_cells(sheet_content_text(sheet, n + 1)) >= COLUMNS)
        return true; // 类 别 件数(件) 占比(%)
    bool columns = is_columns(sheet, n + 1);
    if (columns && heads_starts(sheet, line, HEAD_NOTE)) return true; // 单位：亿元
    bool whole;
    if (is_document(sheet, n + 1, &whole)) return true;
    if (is_document(sheet, n, &whole)) return whole;
    if (is_row(sheet, n) || is_due(sheet, n + 1)) return true;
    if (is_figures(sheet, n + 1) || rows_is_ruled(sheet, n + 1)) return true;
    if (heads_starts(sheet, sheet_content(sheet, n + 1), HEAD_NOTE)) return true;
    if (line->tabs == 0 && is_columns(sheet, n) && is_parted(sheet, n + 1)) return true;
    bool title = n == 0 || !is_table(sheet, n - 1) || label == LABEL_TITLED;
    if (columns && (title || is_columns(sheet, n))) return true;
    // A program's wrapping leaves no doubt to settle.
    if (sheet->metric != METRIC_QUARTERS) return false;
    return line->room > -DOUBT && begins_alike(sheet, n + 1);
}

// SPDX-License-Identifier: Apache-2.0
//
// Indents as evidence. Where the first lines of paragraphs are indented by one width and
// the lines that go on are not, an indent begins a paragraph (sheet.indents). A brief
// line in the middle of the column, indented much further than that, is a heading by its
// place (line.centred). Three passes over the content lines; two histograms of constant
// size.
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/sheet.h"

enum {
    LEAST = 6, // quarters: an ideographic space and a half
    MOST = 24,
    MAX_COLUMN = 400,
    MIN_COLUMN = 64,
    BAND = 8,    // quarters within which lines are equally wide
    SUPPORT = 3, // lines that share a width, or an indent
    FAR = 16,    // eight columns further in than a paragraph's first line
    MIDDLE = 8,  // quarters that a centred line may be off
    BRIEF = 96,
    CLEAR = 12,
    RUN = 3, // more such lines in a row are a table, or verse
};

// How many lines have each width, and how many of those break off; how many have each
// indent that a paragraph may have; the widest indent.
struct histogram {
    uint32_t all[MAX_COLUMN + 1], open[MAX_COLUMN + 1], indents[MOST + 1], widest;
};

static struct histogram histogram_of(const struct sheet *sheet)
{
    struct histogram histogram = {0};
    for (size_t n = 0; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        uint32_t width = line->widths[METRIC_QUARTERS], indent = line->indent;
        bool beside = line->tabs == 0 && indent <= MOST;
        if (width > MAX_COLUMN) width = MAX_COLUMN;
        if (indent > histogram.widest) histogram.widest = indent;
        histogram.all[width]++;
        histogram.open[width] += line->ending == ENDING_OPEN && beside;
        if (beside) histogram.indents[indent]++;
    }
    return histogram;
}

// The width that lines are broken at: the widest that several lines share which break off
// in the middle of a sentence, if hardly a line is wider; else 0.
static uint32_t column_of(const struct histogram *histogram, size_t n_lines)
{
    size_t wider = 0;
    for (uint32_t w = MAX_COLUMN - 1; w >= MIN_COLUMN; w--) {
        wider += histogram->all[w + 1];
        uint32_t lines = 0;
        for (uint32_t k = 0; k <= BAND; k++)
            lines += histogram->open[w - k];
        if (lines >= SUPPORT && histogram->open[w] > 0)
            return wider * 10 <= n_lines ? w : 0;
    }
    return 0;
}

// The most common indent of those that a paragraph may have, or 0.
static uint32_t common_indent(const struct histogram *histogram)
{
    uint32_t best = LEAST;
    for (uint32_t k = LEAST; k <= MOST; k++)
        if (histogram->indents[k] > histogram->indents[best]) best = k;
    return histogram->indents[best] >= SUPPORT ? best : 0;
}

// A line that breaks off and leaves room: a heading, or what else is no paragraph.
static bool is_brief(const struct line *line)
{
    return line->ending == ENDING_OPEN && line->room > CLEAR &&
           line->widths[METRIC_QUARTERS] <= BRIEF;
}

// How often lines are indented: behind a finished line that leaves room, behind one that
// the page has broken, and all in all.
struct evidence {
    uint32_t starts, starts_in, rest, rest_in, in;
};

static struct evidence evidence_of(const struct sheet *sheet, uint32_t indent,
                                   uint32_t column)
{
    struct evidence found = {0};
    for (size_t n = 1; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        const struct line *above = sheet_content(sheet, n - 1);
        if (line->tabs > 0 || line->indent > MOST || above->indent > MOST) continue;
        bool in = line->indent + 2u >= indent && line->indent <= indent + 2;
        uint32_t width = above->widths[METRIC_QUARTERS];
        bool open = above->ending == ENDING_OPEN;
        found.in += in;
        bool counts = in || line->mark != MARK_TITLE; // titles may have no indent
        if (!open && width + FAR <= column && counts && !is_brief(line))
            found.starts++, found.starts_in += in;
        if (open && width + BAND >= column) found.rest++, found.rest_in += in;
    }
    return found;
}

// In a text too brief for more, three first lines and three that go on are enough, if
// hardly any speaks against it.
static bool indents_by_lines(const struct sheet *sheet, uint32_t indent, uint32_t column)
{
    if (indent == 0 || column == 0) return false;
    struct evidence found = evidence_of(sheet, indent, column);
    return found.in >= SUPPORT && found.rest >= SUPPORT + found.rest_in &&
           found.rest_in * 8 <= found.rest && found.rest_in * 8 <= found.in &&
           found.starts_in * 10 >= found.starts * 7;
}

// Most lines behind a finished one that leaves room are indented, and few behind a line
// that breaks off because it is full.
static bool indents_by_room(const struct sheet *sheet)
{
    uint32_t starts = 0, starts_in = 0, rest = 0, rest_in = 0;
    for (size_t n = 0; n + 1 < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        const struct line *next = sheet_content(sheet, n + 1);
        bool in = next->indent >= LEAST && next->indent <= MOST;
        if (next->tabs > 0 || is_brief(next)) continue;
        if (next->mark == MARK_TITLE && !in) continue;
        if (line->ending == ENDING_STOP && line->room > 0) starts++, starts_in += in;
        if (line->ending == ENDING_OPEN && line->room <= 0) rest++, rest_in += in;
    }
    return starts >= 3 && starts_in * 10 >= starts * 7 && rest_in * 5 <= rest;
}

// ---- lines in the middle of the column
// ------------------------------------------------------------

static bool is_name(struct span s)
{
    size_t han = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        unsigned class = glyph_class(c);
        if (class & (GLYPH_PAUSE | GLYPH_ENDS | GLYPH_LOST) && c != 0x3001) return false;
        han += (class & GLYPH_HAN) != 0;
    }
    return han >= 2;
}

static bool is_centred(const struct sheet *sheet, size_t n, uint32_t indent,
                       uint32_t column)
{
    const struct line *line = sheet_content(sheet, n);
    if (line->mark != MARK_NONE || line->tabs > 0 || line->indent < indent + FAR)
        return false;
    uint32_t middle = line->indent + line->widths[METRIC_QUARTERS];
    uint32_t width = line->widths[METRIC_QUARTERS] - line->indent;
    if (width > BRIEF || middle + 2 * MIDDLE < column || middle > column + 2 * MIDDLE)
        return false;
    struct span s = sheet_content_text(sheet, n);
    if (line->first & (GLYPH_HANGS | GLYPH_OPEN)) return false;
    bool cells = pattern_cells(s) >= 3 && !pattern_is_spaced(s);
    return is_name(s) && !cells && heads_label(sheet, line) == LABEL_NONE;
}

static void mark_centred(struct sheet *sheet, uint32_t indent, uint32_t column)
{
    size_t run = 0;
    for (size_t n = 0; n < sheet->n_content; n++) {
        if (!is_centred(sheet, n, indent, column)) {
            run = 0;
            continue;
        }
        sheet_content(sheet, n)->centred = ++run <= RUN;
        for (size_t k = 1; run == RUN + 1 && k <= RUN; k++)
            sheet_content(sheet, n - k)->centred = false;
    }
}

void indents_find(struct sheet *sheet)
{
    struct histogram histogram = histogram_of(sheet);
    uint32_t column = column_of(&histogram, sheet->n_content);
    uint32_t indent = common_indent(&histogram);
    sheet->indents = indents_by_room(sheet) || indents_by_lines(sheet, indent, column);
    if (!sheet->indents) indent = 0;
    if (column > 0 && histogram.widest >= indent + FAR)
        mark_centred(sheet, indent, column);
}

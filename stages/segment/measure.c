// SPDX-License-Identifier: Apache-2.0
//
// How wide is the column, and which lines fill it? A line that ends a paragraph leaves
// room in which the next word would have fitted; a line that the page has broken does
// not. This is the evidence that separates a wrapped line from a last line where both end
// in `。`.
//
// Three metrics are tried. A program that wraps text counts characters or columns, and
// then most lines have exactly the same count; where neither count is so even, lines are
// taken in quarters of an em as a typesetter would, with some slack for justification,
// and the measure is local, because a photograph narrows the column beside it: it is the
// widest width that at least SUPPORT lines of the neighbourhood share.
//
// Constant work for each line: a sorted window of 2 * REACH + 1 neighbours slides along.
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/rows.h"
#include "stages/segment/sheet.h"

enum {
    MIN_WIDTH = 32,  // quarters: shorter lines say nothing about the column
    MAX_WIDTH = 280, // no column is wider than 70 ems
    MAX_EXACT = 240, // nor does a program wrap at more characters or columns
    MIN_LINES = 8,   // that an exact count needs
    BAND = 8,        // quarters within which typeset lines count as equally wide
    SLACK = 3,       // quarters that justification may take up
    INDENT = 8,      // quarters: two ems
    CLEAR = 12,      // room that leaves no doubt
    REACH = 8,
    ROOM = 24, // for a window of 2 * REACH + 1 lines
    SUPPORT = 3,
    FLOW = 24, // lines on each side that show whether the text is wrapped here
};

// A line's width as a program that wraps text has counted it, the blank at its end
// included.
static uint32_t counted(const struct line *line, enum metric metric)
{
    return line->widths[metric] + line->blanks;
}

// How many lines have each width, by two of the metrics.
struct histogram {
    uint32_t characters[MAX_EXACT + 1], columns[MAX_EXACT + 1], total;
};

static struct histogram histogram_of(const struct sheet *sheet)
{
    struct histogram histogram = {0};
    for (size_t n = 0; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        if (line->widths[METRIC_QUARTERS] < MIN_WIDTH || line->tabs > 0) continue;
        uint32_t characters = counted(line, METRIC_CHARACTERS);
        uint32_t columns = counted(line, METRIC_COLUMNS);
        histogram.total++;
        if (characters <= MAX_EXACT) histogram.characters[characters]++;
        if (columns <= MAX_EXACT) histogram.columns[columns]++;
    }
    return histogram;
}

// The most common width: the widest of `band` + 1 neighbouring values that together hold
// the most lines; 0 where there are too few lines.
static uint32_t common_width(const uint32_t *lines, uint32_t total, uint32_t band)
{
    uint32_t best = 0, width = 0;
    for (uint32_t w = band; w <= MAX_EXACT; w++) {
        uint32_t sum = 0;
        for (uint32_t k = 0; k <= band; k++)
            sum += lines[w - k];
        if (sum < best || sum == 0) continue;
        best = sum;
        width = w;
    }
    return total >= MIN_LINES && best * 5 >= total * 2 ? width : 0;
}

// Whether a program has wrapped the text at `width`: of the lines that break off and are
// about as wide, nearly all have exactly that count, and few lines are wider. A
// typesetter's lines are as wide, but hold one character more or less; headings that
// happen to be of one length stand among wider lines.
static bool is_exact(const struct sheet *sheet, enum metric metric, uint32_t band,
                     uint32_t width)
{
    uint32_t near = 0, exact = 0, wider = 0;
    for (size_t n = 0; n < sheet->n_content && width > 0; n++) {
        const struct line *line = sheet_content(sheet, n);
        uint32_t own = counted(line, metric);
        wider += own * 4 > width * 5 && line->tabs == 0;
        if (line->ending != ENDING_OPEN || own * 5 < width * 4 || own * 4 > width * 5)
            continue;
        near++;
        exact += own <= width && own + band >= width;
    }
    return near >= MIN_LINES / 2 && exact * 12 >= near * 11 && wider * 2 <= exact;
}

// The width of what could not be parted from the first character of a line: brackets
// before it, the rest of a number or word, marks that may not begin a line.
static uint32_t first_word(struct span text)
{
    uint32_t width = 0;
    unsigned before = GLYPH_OPEN;
    for (size_t i = 0; i < text.n && width < 64;) {
        uint32_t c = utf8_next(text, &i);
        unsigned class = glyph_class(c), word = GLYPH_DIGIT | GLYPH_LATIN;
        bool joined =
            before & GLYPH_OPEN || class & GLYPH_HANGS || (class & word && before & word);
        if (!joined) break;
        width += glyph_is_half(c) ? 2 : 4;
        before = class;
    }
    return width;
}

static uint32_t first_unit(const struct sheet *sheet, size_t n)
{
    struct span text = sheet_content_text(sheet, n);
    if (sheet->metric == METRIC_QUARTERS) return first_word(text);
    if (sheet->metric == METRIC_CHARACTERS) return 1;
    if (sheet_content(sheet, n)->indent > 0) return 1;
    size_t i = 0;
    return glyph_is_half(utf8_next(text, &i)) ? 1 : 2;
}

// The widths of the lines around one, the widest first, times two and in the lowest bit
// whether the line breaks off. Lines too brief or too wide for a column are 0, as is the
// room behind the last; the latter are counted. All is done to all places at once,
// without a branch, as a compiler makes it of vectors.
struct window {
    int16_t widths[1 + ROOM + 1]; // before the first stands a greater one, behind all 0
    uint32_t n, beyond;
};

// A line as the window keeps it; a row of a table, set apart by wide white space, is left
// out.
static int16_t window_width(struct window *window, const struct sheet *sheet, size_t n,
                            uint32_t step)
{
    const struct line *line = sheet_content(sheet, n);
    uint32_t width = rows_is_row(sheet, n) ? 0 : line->widths[METRIC_QUARTERS];
    bool counts = width >= MIN_WIDTH && width <= MAX_WIDTH;
    window->beyond += width > MAX_WIDTH ? step : 0;
    window->n += counts ? step : 0;
    return counts ? (int16_t)(width * 2 + (line->ending == ENDING_OPEN)) : 0;
}

static void window_put(struct window *window, const struct sheet *sheet, size_t n)
{
    int16_t before[ROOM], *own = window->widths + 1;
    int16_t w = window_width(window, sheet, n, 1);
    memcpy(before, window->widths, sizeof before);
    for (size_t i = 0; i < ROOM; i++) {
        int16_t moved = before[i] < w ? before[i] : w;
        own[i] = own[i] > moved ? own[i] : moved;
    }
}

static void window_take(struct window *window, const struct sheet *sheet, size_t n)
{
    int16_t after[ROOM], *own = window->widths + 1;
    int16_t w = window_width(window, sheet, n, UINT32_MAX);
    memcpy(after, window->widths + 2, sizeof after);
    for (size_t i = 0; i < ROOM; i++)
        own[i] = own[i] > w ? own[i] : after[i];
}

// The lines that are at least so wide: how many, how wide in all, how many break off.
struct band {
    int16_t lines, sum, open;
};

static struct band window_band(const struct window *window, int16_t least)
{
    const int16_t *own = window->widths + 1;
    struct band band = {0};
    for (size_t i = 0; i < ROOM; i++) {
        int16_t in = (int16_t) - (own[i] >= least);
        band.lines = (int16_t)(band.lines - in);
        band.sum = (int16_t)(band.sum + (own[i] >> 1 & in));
        band.open = (int16_t)(band.open + (own[i] & 1 & in));
    }
    return band;
}

// The width that the lines share, in quarters; 0 where they share none. Half of them at
// least break off, or it is chance that paragraphs are of one length.
static uint32_t window_measure(const struct window *window)
{
    const int16_t *own = window->widths + 1;
    int sum = 0, open = 0; // of the lines wider than the i-th
    for (uint32_t i = 0; i + SUPPORT <= window->n; i++) {
        int16_t least = (int16_t)((own[i] / 2 - BAND) * 2);
        bool shared = own[i + SUPPORT - 1] >= least;
        struct band band = shared ? window_band(window, least) : (struct band){0};
        int lines = band.lines - (int)i;
        if (shared && (band.open - open) * 2 >= lines) {
            bool widest = (window->beyond + i) * 4 <= window->n + window->beyond;
            return widest ? (uint32_t)((band.sum - sum) / lines) : 0;
        }
        sum += own[i] / 2;
        open += own[i] & 1;
    }
    return 0;
}

// Share of the lines around one that break off in the middle of a sentence: two fifths
// and more where the page breaks the lines, a tenth where paragraphs do.
struct flow {
    uint32_t open, all;
};

static void flow_add(struct flow *flow, const struct line *line, uint32_t step)
{
    uint32_t width = line->widths[METRIC_QUARTERS];
    if (width < MIN_WIDTH || line->tabs > 0) return;
    flow->all += step;
    flow->open += width <= MAX_WIDTH && line->ending == ENDING_OPEN ? step : 0;
}

static bool flows(const struct flow *flow)
{
    return flow->open * 5 >= flow->all * 2;
}

// Of the lines that break off, those that a program which parts numbers and lets marks
// begin a line would have filled, against those where it did so: whether this one keeps
// words whole.
static bool keeps_words(const struct sheet *sheet, uint32_t width)
{
    size_t kept = 0, parted = 0;
    for (size_t n = 0; n + 1 < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        const struct line *next = sheet_content(sheet, n + 1);
        if (line->ending != ENDING_OPEN || next->indent > 0) continue;
        uint32_t own = counted(line, sheet->metric);
        if (own > width || own + BAND < width) continue;
        bool fits = own + first_unit(sheet, n + 1) <= width;
        parted += !fits && line->last & next->first & GLYPH_DIGIT;
        parted += (next->first & GLYPH_HANGS) != 0;
        kept += fits && own + first_word(sheet_content_text(sheet, n + 1)) / 2 > width;
    }
    return kept > parted;
}

static void room_exact(struct sheet *sheet, uint32_t width)
{
    bool words = sheet->metric == METRIC_COLUMNS && keeps_words(sheet, width);
    for (size_t n = 0; n + 1 < sheet->n_content; n++) {
        struct line *line = sheet_content(sheet, n);
        uint32_t unit = first_unit(sheet, n + 1);
        if (words && sheet_content(sheet, n + 1)->indent == 0)
            unit = first_word(sheet_content_text(sheet, n + 1)) / 2;
        line->room = (int32_t)width + 1 - (int32_t)(counted(line, sheet->metric) + unit);
    }
}

static void room_typeset(struct sheet *sheet)
{
    size_t wrapped = 0, last = sheet->n_content;
    struct window window = {.widths = {INT16_MAX}};
    struct flow flow = {0};
    for (size_t n = 0; n < REACH && n < last; n++)
        window_put(&window, sheet, n);
    for (size_t n = 0; n + 1 < FLOW && n < last; n++)
        flow_add(&flow, sheet_content(sheet, n), 1);
    for (size_t n = 0; n + 1 < last; n++) {
        if (n > REACH) window_take(&window, sheet, n - REACH - 1);
        if (n + REACH < last) window_put(&window, sheet, n + REACH);
        if (n > FLOW) flow_add(&flow, sheet_content(sheet, n - FLOW - 1), UINT32_MAX);
        if (n + FLOW - 1 < last) flow_add(&flow, sheet_content(sheet, n + FLOW - 1), 1);
        struct line *line = sheet_content(sheet, n);
        uint32_t measure = flows(&flow) ? window_measure(&window) : 0;
        if (measure == 0 || line->widths[METRIC_QUARTERS] > measure + 2 * BAND) continue;
        uint32_t own = line->widths[METRIC_QUARTERS] + first_unit(sheet, n + 1);
        line->room = (int32_t)measure - (int32_t)own - SLACK + 1;
        wrapped++;
    }
    sheet->wrapped = wrapped * 2 > sheet->n_content;
}

// Whether line n certainly begins a paragraph: the one above ended and left room.
static bool begins_paragraph(const struct sheet *sheet, size_t n)
{
    if (n == 0) return false;
    const struct line *above = sheet_content(sheet, n - 1);
    return above->ending == ENDING_STOP && above->room > CLEAR;
}

// Or most likely: the one above ended, and this one opens with a date.
static bool may_begin(const struct sheet *sheet, size_t n)
{
    size_t length;
    return begins_paragraph(sheet, n) ||
           (sheet_content(sheet, n - 1)->ending == ENDING_STOP &&
            heads_date(sheet, sheet_content(sheet, n), &length) != DATE_NONE);
}

// The indent of a printed page is often lost in its text, and then the first line of each
// paragraph seems to leave room. The first lines that break off, and so are full, show
// it; those that end a sentence are then taken for as full. Titles (or the rest) may have
// none.
static void find_hidden_indent(struct sheet *sheet, bool titles)
{
    uint32_t starts = 0, short_starts = 0;
    for (size_t n = 1; n + 1 < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        if ((line->mark == MARK_TITLE) != titles || line->ending != ENDING_OPEN) continue;
        if (line->indent > 0 || !begins_paragraph(sheet, n)) continue;
        if (line->room == INT32_MAX || line->room > INDENT + SLACK) continue;
        starts++;
        short_starts += line->room > 0;
    }
    if (starts < SUPPORT || short_starts * 2 < starts) return;
    for (size_t n = 1; n < sheet->n_content; n++) {
        struct line *line = sheet_content(sheet, n);
        bool moves = (line->mark == MARK_TITLE) == titles && line->indent == 0 &&
                     line->room != INT32_MAX && may_begin(sheet, n);
        if (moves) line->room -= INDENT;
    }
}

// How many blank lines stand inside a paragraph and between two, by their number.
enum { GAPS = 8 };
struct gaps {
    uint32_t inside[GAPS], between[GAPS], n_inside, n_between;
};

static void gaps_add(struct gaps *gaps, const struct line *line, const struct line *next)
{
    if (line->room == INT32_MAX) return;
    size_t bin = next->gap < GAPS ? next->gap : GAPS - 1;
    if (line->room <= 0 && line->ending == ENDING_OPEN)
        gaps->inside[bin]++, gaps->n_inside++;
    if (line->room > 8 && line->ending == ENDING_STOP)
        gaps->between[bin]++, gaps->n_between++;
}

// How many stand inside a paragraph, and whether more part two of them.
static void gaps_take(const struct gaps *gaps, struct sheet *sheet)
{
    size_t mode = 0;
    for (size_t g = 1; g < GAPS; g++)
        if (gaps->inside[g] > gaps->inside[mode]) mode = g;
    uint32_t more_inside = 0, more_between = 0;
    for (size_t g = mode + 1; g < GAPS; g++)
        more_inside += gaps->inside[g], more_between += gaps->between[g];
    sheet->wrap_gap = (uint16_t)mode;
    sheet->gap_parts = gaps->n_between >= 2 && more_between * 10 >= gaps->n_between * 6 &&
                       more_inside * 10 <= gaps->n_inside;
}

// Whether line n + 1 begins a paragraph for certain.
static bool starts(const struct line *line, const struct line *next)
{
    return line->ending == ENDING_STOP && line->room > 0 && next->ending != ENDING_STOP &&
           next->mark == MARK_NONE;
}

// The document's habits as far as the room of its lines shows them: its gaps; which
// numbers stand at the head of lines that break off and leave room, those of headings;
// and whether paragraphs begin with a lead sentence, as most that certainly begin do.
static void find_habits(struct sheet *sheet)
{
    struct gaps gaps = {0};
    uint32_t numbers[NUMBER_DASH + 1] = {0}, paras = 0, leads = 0;
    for (size_t n = 0; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        size_t length;
        if (line->ending == ENDING_OPEN && line->room > CLEAR)
            numbers[heads_number(sheet, line, &length)]++;
        if (n + 1 == sheet->n_content) break;
        const struct line *next = sheet_content(sheet, n + 1);
        gaps_add(&gaps, line, next);
        if (!starts(line, next)) continue;
        paras++;
        leads += titles_lead(next, sheet_content_text(sheet, n + 1)).n > 0;
    }
    gaps_take(&gaps, sheet);
    sheet->leads = paras >= 4 && leads * 5 >= paras * 3;
    for (enum number k = NUMBER_PART; k <= NUMBER_BRACKET; k++)
        if (numbers[k] >= 2) sheet->heading_numbers |= 1u << k;
}

void measure_take(struct sheet *sheet)
{
    struct histogram histogram = histogram_of(sheet);
    uint32_t characters = common_width(histogram.characters, histogram.total, 0);
    uint32_t columns = common_width(histogram.columns, histogram.total, 1);
    sheet->metric = METRIC_QUARTERS;
    if (is_exact(sheet, METRIC_CHARACTERS, 0, characters))
        sheet->metric = METRIC_CHARACTERS;
    else if (is_exact(sheet, METRIC_COLUMNS, 1, columns))
        sheet->metric = METRIC_COLUMNS;
    sheet->wrapped = sheet->metric != METRIC_QUARTERS;
    if (sheet->metric == METRIC_QUARTERS) {
        room_typeset(sheet);
        find_hidden_indent(sheet, false);
        if (sheet->titles > 0) find_hidden_indent(sheet, true);
    }
    if (sheet->metric == METRIC_CHARACTERS) room_exact(sheet, characters);
    if (sheet->metric == METRIC_COLUMNS) room_exact(sheet, columns);
    find_habits(sheet);
}

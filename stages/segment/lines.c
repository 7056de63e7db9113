// SPDX-License-Identifier: Apache-2.0
//
// Cuts the text into lines and measures each in one pass: where its characters begin and
// end, how wide it is, how it ends. Blank lines are not kept; they are counted in the
// `gap` of the line after them. A form feed ends a line and begins a page.
#include "stages/segment/glyph.h"
#include "stages/segment/sheet.h"

enum { MAX_GAP = 1000, MAX_BLANKS = 2 };

// Running widths of one line.
struct ruler {
    uint32_t widths[METRICS];
    unsigned before; // class of the character before
};

static void ruler_add(struct ruler *ruler, uint32_t c, unsigned class)
{
    bool half = glyph_is_half(c);
    unsigned word = GLYPH_DIGIT | GLYPH_LATIN;
    // Typesetters put a quarter of an em between Chinese and Latin.
    bool meets = (half && class & word && ruler->before & GLYPH_HAN) ||
                 (class & GLYPH_HAN && ruler->before & word);
    ruler->widths[METRIC_QUARTERS] += (half ? 2U : 4U) + (meets ? 1U : 0U);
    ruler->widths[METRIC_COLUMNS] += half ? 1U : 2U;
    ruler->widths[METRIC_CHARACTERS] += 1;
    ruler->before = class;
}

// The last word on the sentence, by the characters before byte `to`.
static enum ending ending_of(struct span text, size_t from, size_t to)
{
    while (to > from) {
        size_t at = utf8_back(text, to), next = at;
        uint32_t c = utf8_next(text, &next);
        unsigned class = glyph_class(c);
        if (class & GLYPH_STOP) return ENDING_STOP;
        if (class & GLYPH_SEMI) return ENDING_SEMI;
        if (class & GLYPH_COLON) return ENDING_COLON;
        bool full_stop = c == '.' && at > from && (unsigned char)text.at[at - 1] >= 0x80;
        if (full_stop) return ENDING_STOP;
        if (!(class & (GLYPH_CLOSE | GLYPH_SPACE | GLYPH_LOST))) return ENDING_OPEN;
        to = at;
    }
    return ENDING_OPEN;
}

// Measures [from, to) of the text, which holds no line end. Returns false where it is
// blank.
static bool measure_line(struct span text, size_t from, size_t to, struct line *line)
{
    struct ruler ruler = {0};
    uint32_t begin = 0, end = 0, last[METRICS] = {0};
    bool inside = false;
    uint8_t tabs = 0, tabs_inside = 0;
    uint32_t blanks = 0, inner = 0;
    for (size_t i = from; i < to;) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        unsigned class = glyph_class(c);
        if (class & GLYPH_SPACE && blanks++ == 0) {
            end = (uint32_t)at;
            tabs_inside = tabs;
            memcpy(last, ruler.widths, sizeof last);
        }
        ruler_add(&ruler, c, class);
        if (c == '\t' && inside && tabs < UINT8_MAX) tabs++;
        if (class & GLYPH_SPACE) continue;
        if (blanks > inner && inside) inner = blanks;
        blanks = 0;
        if (inside) continue;
        begin = (uint32_t)at;
        uint32_t own = glyph_is_half(c) ? 2 : 4;
        line->indent = (uint16_t)((ruler.widths[METRIC_QUARTERS] - own) & 0xFFFF);
        inside = true;
    }
    if (!inside) return false;
    if (blanks == 0) {
        end = (uint32_t)to;
        tabs_inside = tabs;
        memcpy(last, ruler.widths, sizeof last);
    }
    line->from = begin, line->to = end;
    line->tabs = tabs_inside;
    line->inner = (uint8_t)(inner < UINT8_MAX ? inner : UINT8_MAX);
    line->blanks = (uint8_t)(blanks < MAX_BLANKS ? blanks : MAX_BLANKS);
    memcpy(line->widths, last, sizeof last);
    line->ending = (uint8_t)ending_of(text, begin, end);
    return true;
}

static size_t line_end(struct span text, size_t from)
{
    const char *end = memchr(text.at + from, '\n', text.n - from);
    size_t to = end ? (size_t)(end - text.at) : text.n;
    const char *feed = memchr(text.at + from, '\f', to - from);
    return feed ? (size_t)(feed - text.at) : to;
}

// Characters `c` in the text that do not follow a line end: no more lines end with them.
static size_t count_ends(struct span text, char c)
{
    size_t ends = 0;
    const char *at = text.at, *stop = text.at + text.n;
    while ((at = memchr(at, c, (size_t)(stop - at))) != NULL) {
        ends += at > text.at && at[-1] != '\n';
        if (++at == stop) break;
    }
    return ends;
}

void lines_split(struct sheet *sheet)
{
    struct span text = sheet->text;
    size_t capacity = count_ends(text, '\n') + count_ends(text, '\f') + 1;
    sheet->lines = ARENA_NEW(sheet->arena, struct line, capacity);
    uint16_t gap = 0;
    bool page = false;
    for (size_t from = 0; from < text.n;) {
        size_t to = line_end(text, from);
        struct line line = {.gap = gap, .page = page, .room = INT32_MAX, .para = NONE};
        if (measure_line(text, from, to, &line)) {
            sheet->lines[sheet->n_lines++] = line;
            gap = 0, page = false;
        } else if (gap < MAX_GAP) {
            gap++;
        }
        if (to < text.n && text.at[to] == '\f') page = true;
        from = to + 1;
    }
}

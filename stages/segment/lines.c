// SPDX-License-Identifier: Apache-2.0
//
// Cuts the text into lines and takes down of each, in one pass, what the steps behind ask
// most: where its characters begin and end, how wide it is, how it ends, and which
// classes of characters it holds. Blank lines are not kept; they are counted in the `gap`
// of the line after them. A form feed ends a line and begins a page.
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/sheet.h"

enum { MAX_GAP = 1000, MAX_BLANKS = 2 };

// What one line has been measured to so far.
struct ruler {
    uint32_t full, half; // characters by their width in print
    uint32_t meets;      // places where Chinese meets Latin
    unsigned before;     // class of the character before
    unsigned classes;    // of all of them
    uint32_t inner;      // the longest white space in it
    uint32_t tabs;
};

// A stretch of white space.
struct space {
    uint32_t full, half, tabs;
};

static const unsigned word = GLYPH_DIGIT | GLYPH_LATIN;

static inline void ruler_add(struct ruler *ruler, bool half, unsigned class)
{
    // Typesetters put a quarter of an em between Chinese and Latin.
    ruler->meets += ((class & GLYPH_HAN) && (ruler->before & word)) ||
                    (half && (class & word) && (ruler->before & GLYPH_HAN));
    ruler->half += half;
    ruler->full += !half;
    ruler->before = class;
    ruler->classes |= class;
}

// The same for some characters of the basic block, as nearly all are.
static inline void ruler_add_han(struct ruler *ruler, uint32_t n)
{
    ruler->full += n;
    ruler->meets += (ruler->before & word) != 0;
    ruler->before = GLYPH_HAN;
    ruler->classes |= GLYPH_HAN;
}

static uint32_t blanks_of(struct space space)
{
    return space.full + space.half;
}

// White space between two words of the line.
static void ruler_add_space(struct ruler *ruler, struct space space)
{
    uint32_t blanks = blanks_of(space);
    ruler->full += space.full;
    ruler->half += space.half;
    ruler->tabs += space.tabs;
    ruler->before = GLYPH_SPACE;
    ruler->classes |= GLYPH_SPACE;
    if (blanks > ruler->inner) ruler->inner = blanks;
}

static uint32_t quarters(const struct ruler *ruler)
{
    return ruler->full * 4 + ruler->half * 2 + ruler->meets;
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

static bool line_ends(struct span text, size_t i)
{
    return i >= text.n || text.at[i] == '\n' || text.at[i] == '\f';
}

// Measures white space from byte i to the next other character or line end, and returns
// where that is.
static size_t measure_space(struct span text, size_t i, struct space *space)
{
    *space = (struct space){0};
    while (!line_ends(text, i)) {
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        if (!(glyph_class(c) & GLYPH_SPACE)) break;
        space->half += glyph_is_half(c);
        space->full += !glyph_is_half(c);
        space->tabs += c == '\t';
        i = next;
    }
    return i;
}

// Measures words from byte i to white space or a line end, and appends their units;
// returns where that is.
static size_t measure_words(struct span text, size_t i, struct ruler *ruler,
                            uint16_t **units)
{
    struct ruler sum = *ruler;
    uint16_t *out = *units;
    while (i < text.n) {
        const uint16_t *run = out;
        for (; i < text.n && glyph_han_at(text, i); i += 3)
            *out++ = glyph_han(text, i);
        if (out > run) ruler_add_han(&sum, (uint32_t)(out - run));
        if (i == text.n) break;
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        unsigned class = glyph_class(c);
        if (class & GLYPH_SPACE) break; // a line end among them
        ruler_add(&sum, glyph_is_half(c), class);
        *out = lines_unit(c);
        out += !(class & GLYPH_LOST);
        i = next;
    }
    *ruler = sum;
    *units = out;
    return i;
}

static uint16_t width_of(uint32_t n)
{
    return (uint16_t)(n < MAX_LINE_WIDTH ? n : MAX_LINE_WIDTH);
}

static uint8_t at_most(uint32_t n, uint32_t most)
{
    return (uint8_t)(n < most ? n : most);
}

// Takes down what the ruler says of the line.
static void take_down(struct span text, const struct ruler *ruler, struct place place,
                      struct line *line)
{
    line->widths[METRIC_QUARTERS] = width_of(quarters(ruler));
    line->widths[METRIC_COLUMNS] = width_of(ruler->full * 2 + ruler->half);
    line->widths[METRIC_CHARACTERS] = width_of(ruler->full + ruler->half);
    line->tabs = at_most(ruler->tabs, UINT8_MAX);
    line->inner = at_most(ruler->inner, UINT8_MAX);
    line->classes = (uint16_t)ruler->classes;
    line->last = (uint16_t)ruler->before;
    bool word_ends = ruler->before & (GLYPH_HAN | GLYPH_DIGIT); // nearly always
    enum ending ending = word_ends ? ENDING_OPEN : ending_of(text, place.from, place.to);
    line->ending = ending & 3;
}

// Measures the line at byte i; returns the byte behind its characters, at its line end.
// It is blank where place->to stays 0.
static size_t measure_line(struct span text, size_t i, uint16_t **units,
                           struct place *place, struct line *line)
{
    struct space space;
    i = measure_space(text, i, &space);
    struct ruler ruler = {.full = space.full, .half = space.half, .before = GLYPH_SPACE};
    line->indent = width_of(quarters(&ruler));
    place->from = (uint32_t)i;
    while (!line_ends(text, i)) {
        i = measure_words(text, i, &ruler, units);
        place->to = (uint32_t)i;
        i = measure_space(text, i, &space);
        if (!line_ends(text, i)) ruler_add_space(&ruler, space);
    }
    line->blanks = at_most(blanks_of(space), MAX_BLANKS) & 3u;
    if (place->to > 0) take_down(text, &ruler, *place, line);
    return i;
}

// Line ends of the text and its characters, or a few more of both. A stride at a time is
// what a compiler makes vectors of.
static void count(struct span text, size_t *ends, size_t *characters)
{
    enum { STRIDE = 64 };
    size_t i = 0;
    *ends = *characters = 2;
    for (; i + STRIDE <= text.n; i += STRIDE) {
        uint8_t line_ends = 0, within = 0;
        for (size_t k = i; k < i + STRIDE; k++) {
            unsigned char c = (unsigned char)text.at[k];
            line_ends = (uint8_t)(line_ends + (c == '\n') + (c == '\f'));
            within = (uint8_t)(within + ((c & 0xC0) == 0x80));
        }
        *ends += line_ends;
        *characters += (size_t)STRIDE - within;
    }
    *ends += text.n - i;
    *characters += text.n - i;
}

// Takes down what the line begins with; `second` is its second unit, or 0.
static void find_head(struct line *line, const struct head_table *table, struct span text,
                      uint16_t second)
{
    size_t i = 0;
    uint32_t c = utf8_next(text, &i);
    unsigned class = glyph_class(c);
    line->first = (uint16_t) class;
    line->heads = (uint16_t)heads_of(table, c, class, second);
}

void lines_split(struct sheet *sheet)
{
    struct span text = sheet->text;
    size_t ends, characters;
    count(text, &ends, &characters);
    struct head_table *table = heads_make(sheet->arena);
    sheet->lines = arena_raw(sheet->arena, ends * sizeof *sheet->lines);
    sheet->places = arena_raw(sheet->arena, ends * sizeof *sheet->places);
    sheet->units = arena_raw(sheet->arena, characters * sizeof *sheet->units);
    uint16_t *units = sheet->units, gap = 0;
    bool page = false;
    for (size_t i = 0; i < text.n; i++) {
        struct line *line = &sheet->lines[sheet->n_lines];
        struct place *place = &sheet->places[sheet->n_lines];
        *line = (struct line){.gap = gap, .page = page, .room = INT32_MAX};
        *place = (struct place){.units = (uint32_t)(units - sheet->units)};
        i = measure_line(text, i, &units, place, line);
        if (place->to > 0) {
            const uint16_t *own = sheet->units + place->units;
            find_head(line, table, sheet_line(sheet, sheet->n_lines),
                      units - own > 1 ? own[1] : 0);
            sheet->n_lines++;
            gap = 0, page = false;
        } else if (gap < MAX_GAP) {
            gap++;
        }
        if (i < text.n && text.at[i] == '\f') page = true;
    }
    sheet->places[sheet->n_lines].units = (uint32_t)(units - sheet->units);
}

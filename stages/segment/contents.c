// SPDX-License-Identifier: Apache-2.0
//
// Contents lists. A line of one ends with dots and a number (`政府工作…………12`), or with
// a number parted by white space; where it has no number, it stands between two that
// have, or below `目录` with words that return as a heading of the text. The list ends
// where the first of its own lines returns. Lookahead is bounded by LOOK lines.
#include "stages/segment/contents.h"
#include "stages/segment/glyph.h"

enum { WIDTH = 240, LOOK = 4, LEAST = 3 };

// Bytes of s before its last number, its bracket and white space; s.n where it does not
// end with a number of four digits at most.
static size_t before_number(struct span s)
{
    size_t i = s.n, digits = 0;
    while (i > 0) {
        size_t at = utf8_back(s, i), next = at;
        unsigned class = glyph_class(utf8_next(s, &next));
        bool digit = class & GLYPH_DIGIT && !(class & GLYPH_BULLET);
        bool around = class & (digits ? GLYPH_OPEN : GLYPH_CLOSE | GLYPH_SPACE);
        if (!digit && !around) break;
        digits += digit;
        i = at;
        if (digits && around) break;
    }
    return digits > 0 && digits <= 4 ? i : s.n;
}

// `政府工作…………12`, `大事记……（21）`: three dots and more, then a number.
static bool is_leader(struct span s)
{
    size_t dots = 0, end = before_number(s);
    for (size_t i = end; end < s.n && i > 0;) {
        size_t at = utf8_back(s, i), next = at;
        uint32_t c = utf8_next(s, &next);
        bool dot = c == '.' || c == 0x2026 || c == 0xB7 || c == 0x22EF || c == 0x2500;
        if (!dot && c != '(' && !utf8_is_space(c)) break;
        dots += c == 0x2026 ? 3 : dot;
        i = at;
    }
    return dots >= 3;
}

// `政府工作　　12`: words, white space and a number.
static bool ends_with_page(struct span s)
{
    size_t i = before_number(s);
    if (i == s.n || i == 0) return false;
    size_t at = utf8_back(s, i);
    return utf8_is_space(utf8_next(s, &at));
}

// A line that a contents list may hold: brief, no sentence.
static bool is_brief(const struct line *line)
{
    unsigned sentence = GLYPH_COMMA | GLYPH_STOP | GLYPH_SEMI;
    return line->mark == MARK_NONE && line->ending == ENDING_OPEN &&
           line->widths[METRIC_QUARTERS] <= WIDTH && !(line->classes & sentence);
}

static bool is_listed(const struct sheet *sheet, const struct running *running, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (line->mark == MARK_FURNITURE) return true;
    if (!is_brief(line)) return false;
    return running->slots[l] != NONE || ends_with_page(sheet_line(sheet, l));
}

// `目　录`, alone on its line.
static bool is_heading(const struct sheet *sheet, size_t l)
{
    size_t n;
    const uint16_t *unit = sheet_units(sheet, l, &n);
    return n == 2 && unit[0] == 0x76EE &&
           (unit[1] == 0x5F55 || unit[1] == 0x9304 || unit[1] == 0x6B21); // 录 錄 次
}

static void mark(struct sheet *sheet, size_t from, size_t to)
{
    for (size_t l = from; l < to; l++)
        sheet->lines[l].mark = MARK_FURNITURE;
}

// The end of the list below the heading at `from`; from where there is none.
static size_t list_end(const struct sheet *sheet, const struct running *running,
                       size_t from)
{
    size_t end = from, listed = 0;
    for (size_t l = from + 1; l < sheet->n_lines && l <= end + LOOK; l++) {
        bool back = running->slots[l] != NONE && l > from + 1 &&
                    running->groups[running->slots[l]].first > from + 1 &&
                    running->groups[running->slots[l]].first - 1 < l;
        if (back) break;
        if (is_listed(sheet, running, l))
            listed++, end = l + 1;
        else if (!is_brief(&sheet->lines[l]))
            break;
    }
    return listed >= LEAST ? end : from;
}

// The lines without a number between two of a list.
static void fill(struct sheet *sheet)
{
    size_t last = sheet->n_lines;
    for (size_t l = 0; l < sheet->n_lines; l++) {
        if (sheet->lines[l].mark == MARK_FURNITURE) {
            if (last < l && l - last <= LOOK) mark(sheet, last + 1, l);
            last = l;
        } else if (!is_brief(&sheet->lines[l])) {
            last = sheet->n_lines;
        }
    }
}

void contents_find(struct sheet *sheet, const struct running *running)
{
    size_t leaders = 0, headings = 0;
    for (size_t l = 0; l < sheet->n_lines; l++) {
        struct line *line = &sheet->lines[l];
        bool number = line->last & (GLYPH_DIGIT | GLYPH_CLOSE);
        headings += is_heading(sheet, l);
        if (!number || !is_leader(sheet_line(sheet, l))) continue;
        line->mark = MARK_FURNITURE;
        leaders++;
    }
    if (leaders > 0) fill(sheet);
    for (size_t l = 0; headings > 0 && l + 1 < sheet->n_lines; l++) {
        if (!is_heading(sheet, l)) continue;
        bool over = sheet->lines[l + 1].mark == MARK_FURNITURE;
        size_t end = list_end(sheet, running, l);
        mark(sheet, l, end > l ? end : over ? l + 1 : l);
    }
}

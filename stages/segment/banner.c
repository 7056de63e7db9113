// SPDX-License-Identifier: Apache-2.0
//
// The running head of a book: its title with the year, the chapter's name and perhaps
// the page's number, parted by wide white space, in either order
// (`余杭年鉴·2016      经济管理`, `88    经济管理      余杭年鉴·2016`). A pure function
// of a line.
#include "stages/segment/glyph.h"
#include "stages/segment/pattern.h"

enum { MAX_BANNER = 240, MAX_PARTS = 3, MAX_CHAPTER = 16, MIN_BOOK = 9, WIDE = 4 };

static const struct span books[] = {
    SPAN("年鉴"), SPAN("年报"), SPAN("概览"), SPAN("志"), {0}};

struct parts {
    struct span at[MAX_PARTS];
    size_t n;
};

// The stretches of s between wide white space; false where there are too many.
static bool split(struct span s, struct parts *parts)
{
    size_t from = 0, to = 0, blanks = 0;
    parts->n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_space(c)) {
            blanks += c == ' ' ? 1 : c == '\t' ? WIDE : 2;
            continue;
        }
        if (blanks >= WIDE) {
            if (parts->n + 1 == MAX_PARTS) return false;
            parts->at[parts->n++] = span_cut(s, from, to);
            from = at;
        }
        blanks = 0;
        to = i;
    }
    parts->at[parts->n++] = span_cut(s, from, to);
    return true;
}

// Bytes of white space, dots, dashes and brackets at the head of s.
static size_t decoration(struct span s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t next = i;
        unsigned class = glyph_class(utf8_next(s, &next));
        unsigned apart =
            GLYPH_SPACE | GLYPH_BULLET | GLYPH_DASH | GLYPH_OPEN | GLYPH_CLOSE;
        if (!(class & apart) || class & GLYPH_DIGIT) break;
        i = next;
    }
    return i;
}

// Skips decoration and a year (1900 to 2099, with or without 年) at byte i; returns i
// where there is no year.
static size_t skip_year(struct span s, size_t i)
{
    size_t from = i + decoration(span_cut(s, i, s.n));
    if (pattern_serial(span_cut(s, from, from + 4 < s.n ? from + 4 : s.n)) < 1900)
        return i;
    size_t to = from + 4;
    if (s.at[from] > '2') return i;
    if (span_starts(span_cut(s, to, s.n), SPAN("年"))) to += strlen("年");
    return to + decoration(span_cut(s, to, s.n));
}

// `余杭年鉴·2016`, `2016余杭年鉴`, `西湖区志（1996）`
static bool is_book(struct span s, bool paged)
{
    size_t from = skip_year(s, 0), i = from;
    while (i < s.n) {
        size_t next = i;
        unsigned class = glyph_class(utf8_next(s, &next));
        if (!(class & GLYPH_HAN) && decoration(span_cut(s, i, next)) == 0) break;
        if (class & (GLYPH_BULLET | GLYPH_OPEN | GLYPH_DASH)) break;
        i = next;
    }
    struct span name = utf8_trim(span_cut(s, from, i));
    if (name.n < MIN_BOOK || !pattern_ends(name, books)) return false;
    size_t end = skip_year(s, i);
    return end == s.n && (paged || from > 0 || end > i);
}

static bool is_chapter(struct span s)
{
    size_t han = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        unsigned class = glyph_class(c);
        if (class & (GLYPH_ENDS | GLYPH_LOST) || c == ',' || c == 0xFF0C) return false;
        han += (class & GLYPH_HAN) != 0;
    }
    return han >= 2 && han <= MAX_CHAPTER;
}

// `·63·`: a page number between two signs.
static bool is_dressed(struct span s)
{
    if (s.n == 0 || pattern_page_number(s) < 0) return false;
    size_t first = 0, last = utf8_back(s, s.n);
    unsigned before = glyph_class(utf8_next(s, &first));
    unsigned after = glyph_class(utf8_next(s, &last));
    return before & after & (GLYPH_DASH | GLYPH_BULLET) && !(before & GLYPH_DIGIT);
}

enum banner pattern_banner(struct span s)
{
    struct parts parts;
    size_t found = 0, chapters = 0, numbers = 0, dressed = 0;
    if (s.n < MIN_BOOK + 4 || s.n > MAX_BANNER || !split(s, &parts)) return BANNER_NONE;
    for (size_t k = 0; k < parts.n; k++) {
        numbers += pattern_page_number(parts.at[k]) >= 0;
        dressed += is_dressed(parts.at[k]);
    }
    for (size_t k = 0; k < parts.n; k++) {
        if (pattern_page_number(parts.at[k]) >= 0) continue;
        if (is_book(parts.at[k], numbers > 0))
            found++;
        else if (is_chapter(parts.at[k]))
            chapters++;
        else
            return BANNER_NONE;
    }
    if (dressed == 1 && numbers == 1 && found + chapters == 1) return BANNER_PAGED;
    if (found != 1 || chapters > 1 || numbers > 1) return BANNER_NONE;
    return chapters > 0 ? BANNER_CHAPTER : numbers > 0 ? BANNER_PAGED : BANNER_BOOK;
}

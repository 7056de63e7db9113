// SPDX-License-Identifier: Apache-2.0
//
// What the page adds to the text: page numbers, running heads, the English name under a
// chapter's, contents lists, and the buttons of a web page. They become furniture.
//
// Running heads are running.c's. A bare number is a page number where it stands by one,
// is dressed up (`· 12 ·`), or cuts a sentence outside any table.
#include "stages/segment/contents.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/meta.h"

enum {
    SITE_LINES = 80,
    HEAD_WIDTH = 120,
    TABLE_LOOK = 12,
    NEAR_PAGES = 5,
    HEAD_LINES = 4,
    PAGE_LINES = 120,
    COLUMN = 96,
    LATIN_WORD = 4,
    RIGHT = 80 // quarters: the indent of what stands at the right
};

static const struct span site_holds[] = {SPAN("ICP备"),     SPAN("公网安备"),
                                         SPAN("Copyright"), SPAN("copyright"),
                                         SPAN("©"),         {0}};

// `更多年鉴请访问 www.…`: what whoever put a text on the net has written into it.
static bool is_watermark(const struct line *line, struct span s)
{
    static const struct span addresses[] = {SPAN("www."), SPAN("http"), {0}};
    static const struct span offers[] = {SPAN("上传"),   SPAN("下载"), SPAN("更多"),
                                         SPAN("访问"),   SPAN("尽在"), SPAN("论坛"),
                                         SPAN("电子书"), SPAN("扫描"), {0}};
    return line->classes & GLYPH_LATIN && pattern_holds_any(s, addresses) &&
           pattern_holds_any(s, offers);
}

static bool is_site(const struct sheet *sheet, size_t l)
{
    struct span s = sheet_line(sheet, l);
    const struct line *line = &sheet->lines[l];
    if (line->widths[METRIC_QUARTERS] > 2 * HEAD_WIDTH) return false;
    if (line->ending == ENDING_STOP) return false;
    if (heads_starts(sheet, line, HEAD_SITE) || is_watermark(line, s)) return true;
    if (span_starts(s, SPAN("![")) && span_ends(s, SPAN(")"))) return true; // ![](1.jpg)
    bool edge = l < SITE_LINES || l + SITE_LINES > sheet->n_lines;
    return edge && pattern_holds_any(s, site_holds);
}

// `People's Government of Shangcheng District` under the Chinese name.
static bool is_latin(const struct sheet *sheet, size_t l)
{
    if (sheet->lines[l].classes & GLYPH_HAN) return false;
    struct span s = sheet_line(sheet, l);
    if (!pattern_is_latin(s)) return false;
    size_t spaces = 0;
    for (size_t i = 0; i < s.n;)
        spaces += (glyph_class(utf8_next(s, &i)) & GLYPH_SPACE) != 0;
    return spaces > 0 && s.n >= 8 && (l == 0 || !running_breaks_off(sheet, l - 1));
}

// `Sports` under a heading, where other headings have their English name too.
static bool is_latin_word(const struct sheet *sheet, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (line->classes != GLYPH_LATIN || l == 0 || sheet_line(sheet, l).n < LATIN_WORD)
        return false;
    return line[-1].ending == ENDING_OPEN && line[-1].classes & GLYPH_HAN &&
           line[-1].widths[METRIC_QUARTERS] <= HEAD_WIDTH &&
           !(line[-1].classes & GLYPH_PAUSE);
}

static void mark_latin(struct sheet *sheet, const struct running *running)
{
    bool any = false;
    for (size_t k = 0; k < running->n_odd; k++) {
        size_t l = running->odd[k];
        bool chapter = l <= 1 && is_latin_word(sheet, l); // Education
        if (!chapter && !is_latin(sheet, l)) continue;
        sheet->lines[running->odd[k]].mark = MARK_FURNITURE;
        any = true;
    }
    for (size_t k = 0; k < running->n_odd && any; k++)
        if (is_latin_word(sheet, running->odd[k]))
            sheet->lines[running->odd[k]].mark = MARK_FURNITURE;
}

// A rule or an ornament: `————————`, `* * *`.
static bool is_ornament(const struct line *line, struct span s)
{
    if (line->classes & (GLYPH_HAN | GLYPH_DIGIT)) return false;
    size_t signs = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned class = glyph_class(utf8_next(s, &i));
        if (class & GLYPH_DIGIT) return false;
        if (!(class & (GLYPH_DASH | GLYPH_BULLET | GLYPH_SIGN | GLYPH_SPACE)))
            return false;
        signs += !(class & GLYPH_SPACE);
    }
    return signs >= 3;
}

// The head of a book tells itself by its shape, even where it occurs once: beside a page
// number or a form feed, in a sentence, or at an end of the text; its title alone also by
// standing at the right.
static const struct span books[] = {SPAN("年鉴"), SPAN("年鑑"), {0}};

static bool is_banner(const struct sheet *sheet, const struct running *running, size_t l)
{
    const struct line *line = &sheet->lines[l];
    bool has_gap = line->tabs > 0 || line->widths[METRIC_QUARTERS] <= 2 * HEAD_WIDTH;
    if (line->mark != MARK_NONE || line->ending != ENDING_OPEN || !has_gap) return false;
    bool edge =
        running_at_feed(sheet, l) || running_number_beside(sheet, running, l) >= 0;
    if (!edge && line->indent < RIGHT && line->inner < 2) return false;
    struct span s = sheet_line(sheet, l);
    if (edge && line->classes == GLYPH_HAN && pattern_ends(s, books)) return true;
    if (edge && l >= HEAD_LINES && meta_is_file(s)) return true;
    enum banner banner = pattern_banner(s);
    if (banner == BANNER_NONE) return false;
    bool inside = l > 0 && l + 1 < sheet->n_lines;
    if (inside && heads_label(sheet, line + 1) == LABEL_MORE) return true;
    if (edge || line->indent >= RIGHT) return true;
    if (banner == BANNER_BOOK) return false;
    return !inside || running_breaks_off(sheet, l - 1) || banner == BANNER_PAGED;
}

// ---- page numbers
// -----------------------------------------------------------------------

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Short words in columns, and no byline (`（郑  远  应博为）`), nor `第三节　气　候`.
static bool is_columns(const struct line *line, struct span s)
{
    return line->inner > 0 && !span_starts(s, SPAN("第")) &&
           !(line->first & GLYPH_OPEN) && pattern_cells(s) >= 3 && !pattern_is_spaced(s);
}

static bool near_table(const struct sheet *sheet, const struct running *running, size_t l)
{
    for (size_t k = 1; k <= TABLE_LOOK && k <= l; k++) {
        const struct line *line = &sheet->lines[l - k];
        if (line->mark == MARK_TITLE) return false;
        if (line->mark == MARK_FURNITURE) continue;
        if (line->tabs > 0 || running->numbers[l - k] >= 0) return true;
        if (heads_label(sheet, line) != LABEL_NONE) return true;
        if (is_columns(line, sheet_line(sheet, l - k))) return true;
    }
    return false;
}

static bool is_furniture(const struct sheet *sheet, size_t l)
{
    return l < sheet->n_lines && sheet->lines[l].mark == MARK_FURNITURE;
}

// A bare number that cuts a sentence, outside any table.
static bool cuts(const struct sheet *sheet, const struct running *running, size_t l)
{
    return running->numbers[l] > 0 && l > 0 && running_breaks_off(sheet, l - 1) &&
           !near_table(sheet, running, l);
}

// Whether another bare number that cuts a sentence is the next or last page's. Numbers
// that cut are few; *before is the last one seen.
static bool is_in_sequence(const struct sheet *sheet, const struct running *running,
                           size_t l, int before)
{
    int own = running->numbers[l];
    if (before > 0 && own > before && own <= before + NEAR_PAGES) return true;
    for (size_t k = l + 1; k < sheet->n_lines && k < l + PAGE_LINES; k++)
        if (cuts(sheet, running, k))
            return running->numbers[k] > own && running->numbers[k] <= own + NEAR_PAGES;
    return false;
}

// `· 12 ·`, `- 12 -`, `第12页`: more than digits on both sides.
static bool is_dressed(struct span s)
{
    size_t first = 0, last = utf8_back(s, s.n);
    unsigned before = glyph_class(utf8_next(s, &first));
    unsigned after = glyph_class(utf8_next(s, &last));
    return !(before & GLYPH_DIGIT) && !(after & GLYPH_DIGIT);
}

static bool is_page_number(const struct sheet *sheet, const struct running *running,
                           size_t l)
{
    if (running->numbers[l] < 0) return false;
    struct span s = sheet_line(sheet, l);
    if (is_dressed(s) || sheet->lines[l].page) return true;
    if (running_at_feed(sheet, l) && !near_table(sheet, running, l)) return true;
    if ((l > 0 && is_furniture(sheet, l - 1)) || is_furniture(sheet, l + 1)) return true;
    return false;
}

static void mark_numbers(struct sheet *sheet, const struct running *running)
{
    int before = 0;
    for (size_t k = 0; k < running->n_odd; k++) {
        size_t l = running->odd[k];
        bool number = is_page_number(sheet, running, l);
        bool cut = !number && cuts(sheet, running, l);
        if (cut) number = is_in_sequence(sheet, running, l, before);
        if (number) sheet->lines[l].mark = MARK_FURNITURE;
        if (number || cut) before = running->numbers[l];
    }
}

static bool ends_with_year(struct span s)
{
    if (s.n < 6 || is_digit(s.at[s.n - 5])) return false;
    int year = pattern_serial(span_cut(s, s.n - 4, s.n));
    return year >= 1900 && year < 2100;
}

// `86   拱墅年鉴`, `政 府   87`: a brief line that begins or ends with a number, parted
// from its words by wide white space; the number, or -1.
static int paged(const struct sheet *sheet, const struct running *running, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (!running->keys[l]) return -1;
    struct span s = sheet_line(sheet, l);
    bool first = is_digit(s.at[0]), last = is_digit(s.at[s.n - 1]);
    if (first && last) last = !ends_with_year(s); // 154   经开年鉴 2006
    if (first == last || line->inner == 0 || !running_has_one_number(s)) return -1;
    size_t i = first ? 0 : s.n;
    int number = 0;
    while (first && i < s.n && i < 5 && is_digit(s.at[i]))
        number = number * 10 + (s.at[i++] - '0');
    while (!first && i > 0 && is_digit(s.at[i - 1]))
        i--;
    for (size_t k = i; !first && k < s.n && k < i + 4; k++)
        number = number * 10 + (s.at[k] - '0');
    struct span gap = first ? span_cut(s, i, s.n) : span_cut(s, 0, i);
    size_t blanks = gap.n - utf8_trim(gap).n;
    if (blanks < 2 || number >= 3000 || near_table(sheet, running, l)) return -1;
    return number;
}

// Heads of which each page has another: their numbers rise from page to page.
static void mark_paged(struct sheet *sheet, const struct running *running)
{
    int before = -1;
    size_t at = 0;
    for (size_t k = 0; k < running->n_odd; k++) {
        size_t l = running->odd[k];
        int number = paged(sheet, running, l);
        if (number < 0) continue;
        if (before >= 0 && number > before && number <= before + NEAR_PAGES && l > at + 3)
            sheet->lines[l].mark = sheet->lines[at].mark = MARK_FURNITURE;
        before = number;
        at = l;
    }
}

// The line before l that is no furniture, or l where there is none.
static size_t line_above(const struct sheet *sheet, size_t l)
{
    size_t above = l;
    while (above > 0 && is_furniture(sheet, above - 1))
        above--;
    return above > 0 ? above - 1 : l;
}

// Whether a page's head is known at line l already: words among the furniture around it.
static bool has_words(const struct sheet *sheet, const struct running *running, size_t l)
{
    bool words = false;
    for (size_t k = l; k > 0 && is_furniture(sheet, k - 1); k--)
        words = words || running->numbers[k - 1] < 0;
    for (size_t k = l + 1; is_furniture(sheet, k); k++)
        words = words || running->numbers[k] < 0;
    return words;
}

// A brief line without a comma that has a page number, or one beside it, and cuts a
// sentence in two: a running head, though its words occur once.
static bool cuts_as_head(const struct sheet *sheet, const struct running *running,
                         size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (line->mark != MARK_NONE || line->ending != ENDING_OPEN || line->tabs > 0)
        return false;
    if (line->classes & (GLYPH_PAUSE | GLYPH_ENDS) || !(line->classes & GLYPH_HAN))
        return false;
    bool number = running_number_beside(sheet, running, l) >= 0 &&
                  (is_furniture(sheet, l - 1) || is_furniture(sheet, l + 1) ||
                   line->gap > running->gap);
    if (!number && paged(sheet, running, l) < 0) return false;
    size_t above = line_above(sheet, l);
    if (above == l || sheet->lines[above].ending != ENDING_OPEN) return false;
    uint32_t full = sheet->lines[above].widths[METRIC_QUARTERS];
    if (full < COLUMN && !running_breaks_off(sheet, above)) return false;
    return line->widths[METRIC_QUARTERS] * 5 <= full * 3 &&
           !has_words(sheet, running, l) && !near_table(sheet, running, l);
}

static void mark_cutting_heads(struct sheet *sheet, const struct running *running)
{
    size_t l = 1;
    for (size_t k = 0; k < running->n_odd; k++) {
        size_t odd = running->odd[k];
        for (l = l + 1 < odd ? odd - 1 : l; l <= odd + 1 && l + 1 < sheet->n_lines; l++) {
            if (!cuts_as_head(sheet, running, l)) continue;
            sheet->lines[l].mark = MARK_FURNITURE;
            for (size_t beside = l - 1; beside <= l + 1; beside += 2)
                if (running->numbers[beside] >= 0)
                    sheet->lines[beside].mark = MARK_FURNITURE;
        }
    }
}

// Words that stood before, next to a page's head or foot and in the middle of a sentence:
// the chapter's name as one more line of the head.
static bool returns_at_head(const struct sheet *sheet, const struct running *running,
                            size_t l)
{
    if (running->slots[l] == NONE || sheet->lines[l].mark != MARK_NONE) return false;
    if (l == 0 || l + 1 == sheet->n_lines) return false;
    if (!is_furniture(sheet, l - 1) && !is_furniture(sheet, l + 1)) return false;
    if (running->groups[running->slots[l]].first == l + 1) return false;
    size_t above = l - 1;
    while (above > 0 && l - above < HEAD_LINES && is_furniture(sheet, above))
        above--;
    bool cut = !is_furniture(sheet, above) && running_breaks_off(sheet, above);
    return cut && sheet->lines[l + 1].mark != MARK_TITLE &&
           !near_table(sheet, running, l);
}

static void find_content(struct sheet *sheet, const struct running *running)
{
    sheet->content = arena_raw(sheet->arena, sheet->n_lines * sizeof *sheet->content);
    for (size_t l = 0; l < sheet->n_lines; l++) {
        struct line *line = &sheet->lines[l];
        if (returns_at_head(sheet, running, l)) line->mark = MARK_FURNITURE;
        if (line->mark != MARK_FURNITURE)
            sheet->content[sheet->n_content++] = (uint32_t)l;
    }
}

void page_find(struct sheet *sheet)
{
    struct running running = running_find(sheet);
    contents_find(sheet, &running);
    for (size_t l = 0; l < sheet->n_lines; l++) {
        struct line *line = &sheet->lines[l];
        if (running_is(sheet, &running, l) || is_banner(sheet, &running, l) ||
            is_site(sheet, l) || is_ornament(line, sheet_line(sheet, l)))
            line->mark = MARK_FURNITURE;
    }
    mark_latin(sheet, &running);
    mark_paged(sheet, &running);
    mark_numbers(sheet, &running);
    mark_cutting_heads(sheet, &running);
    find_content(sheet, &running);
}

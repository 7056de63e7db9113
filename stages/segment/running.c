// SPDX-License-Identifier: Apache-2.0
//
// A running head is told by its return: the same words (numbers aside) on several pages,
// standing at a page number or a form feed, or in the middle of a sentence. A heading
// that returns (`概况` in every chapter) stands after a finished paragraph, at no page's
// edge. One hash of each brief unfinished line, one table of the groups of equal ones.
#include "stages/segment/running.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"

enum {
    LONG_LINE = 32,
    HEAD_WIDTH = 120,
    HEAD_MIN = 12,
    HEAD_UNITS = HEAD_WIDTH / 2, // a line of that width has no more
    NEAR_PAGES = 5,
    CHAPTER_LINES = 3,
    FAR_APART = 8, // characters of white space
};

// How the document's lines flow: where the page breaks most of them, a line that breaks
// off says nothing, unless more blank lines than usual follow.
struct habit {
    uint32_t open, all, gaps[4]; // lines that break off; by the blank lines behind them
};

static void habit_add(struct habit *habit, const struct line *line)
{
    if (line->widths[METRIC_QUARTERS] < LONG_LINE || line->tabs > 0) return;
    bool breaks = line->ending == ENDING_OPEN;
    habit->all++;
    habit->open += breaks;
    habit->gaps[line[1].gap < 4 ? line[1].gap : 3] += breaks;
}

static void habit_take(const struct habit *habit, struct running *running)
{
    running->wrapped = habit->open * 5 >= habit->all * 2;
    for (uint16_t g = 1; g < 4; g++)
        if (habit->gaps[g] > habit->gaps[running->gap]) running->gap = g;
}

bool running_breaks_off(const struct sheet *sheet, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (line->ending != ENDING_OPEN || line->tabs > 0) return false;
    return (line->classes & (GLYPH_PAUSE | GLYPH_STOP | GLYPH_SEMI)) != 0;
}

// ---- words
// ------------------------------------------------------------------------------

// What a running head does not share with the one on the next page.
static const unsigned passing = GLYPH_DIGIT | GLYPH_DASH | GLYPH_BULLET;

// Copies units without what passes to out; returns how many are left.
static size_t words_of(const uint16_t *units, size_t n, uint16_t out[HEAD_UNITS])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!(glyph_class(units[i]) & passing)) out[kept++] = units[i];
    return kept;
}

static uint64_t hash_of(const uint16_t *units, size_t n)
{
    uint64_t hash = n, word;
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        memcpy(&word, units + i, sizeof word);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    for (word = 0; i < n; i++)
        word = word << 16 | units[i];
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

// `186万元`: a cell, and no number of a page before a word; `2018年…` may be a head.
static bool is_amount(struct span s)
{
    size_t i = 0;
    while (i < s.n && s.at[i] >= '0' && s.at[i] <= '9')
        i++;
    struct span rest = span_cut(s, i, s.n);
    return i > 0 && i < s.n && glyph_class(utf8_next(s, &i)) & GLYPH_HAN &&
           !span_starts(rest, SPAN("年"));
}

// `大事记　　　　　　　　　　23`: words and a number at the two ends of the line.
static bool is_spread(const struct sheet *sheet, size_t l)
{
    const struct line *line = &sheet->lines[l];
    return line->inner >= FAR_APART && line->classes & GLYPH_DIGIT &&
           pattern_columns(sheet_line(sheet, l)) == 2;
}

// A hash of the line's words; 0 where it cannot be a running head, or has no words.
static uint64_t key_of(const struct sheet *sheet, size_t l)
{
    size_t n;
    const uint16_t *units = sheet_units(sheet, l, &n);
    const struct line *line = &sheet->lines[l];
    uint32_t width = line->widths[METRIC_QUARTERS] - line->indent;
    uint16_t words[HEAD_UNITS];
    bool may = line->mark == MARK_NONE && line->ending == ENDING_OPEN &&
               line->tabs == 0 && width >= HEAD_MIN && n <= HEAD_UNITS &&
               (width <= HEAD_WIDTH || is_spread(sheet, l)) &&
               heads_label(sheet, line) == LABEL_NONE;
    if (!may) return 0;
    if (line->first & GLYPH_DIGIT && is_amount(sheet_line(sheet, l))) return 0;
    if (line->classes & passing) {
        n = words_of(units, n, words);
        units = words;
    }
    return n > 0 ? hash_of(units, n) | 1 : 0;
}

// ---- numbers
// ----------------------------------------------------------------------------

static int page_number(const struct sheet *sheet, size_t l)
{
    static const unsigned others = GLYPH_LATIN | GLYPH_OPEN | GLYPH_CLOSE | GLYPH_PAUSE |
                                   GLYPH_SEMI | GLYPH_COLON | GLYPH_LOST;
    unsigned classes = sheet->lines[l].classes;
    if (!(classes & GLYPH_DIGIT) || classes & others) return -1;
    return pattern_page_number(sheet_line(sheet, l));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool running_has_one_number(struct span s)
{
    size_t groups = 0;
    for (size_t i = 0; i < s.n && groups < 2; i++) {
        size_t from = i;
        while (i < s.n && is_digit(s.at[i]))
            i++;
        if (i == from) continue;
        bool year = i - from == 4 && (s.at[from] == '1' || s.at[from] == '2');
        groups += !year;
    }
    return groups == 1;
}

// The number that s begins or ends with (`上城年鉴  128`), where it holds no other; else
// -1.
static int own_number(struct span s)
{
    size_t head = 0, tail = s.n;
    if (!is_digit(s.at[0]) && !is_digit(s.at[s.n - 1])) return -1;
    if (!running_has_one_number(s)) return -1;
    while (head < s.n && is_digit(s.at[head]))
        head++;
    while (tail > 0 && is_digit(s.at[tail - 1]))
        tail--;
    bool first = head > 0 && head < 4;
    struct span digits = first ? span_cut(s, 0, head) : span_cut(s, tail, s.n);
    struct span rest = first ? span_cut(s, head, s.n) : span_cut(s, 0, tail);
    size_t at = first || rest.n == 0 ? 0 : utf8_back(rest, rest.n);
    unsigned beside = rest.n ? glyph_class(utf8_next(rest, &at)) : 0;
    if (!(beside & (GLYPH_SPACE | GLYPH_DASH | GLYPH_BULLET))) return -1;
    int number = 0;
    for (size_t i = 0; i < digits.n && i < 5; i++)
        number = number * 10 + (digits.at[i] - '0');
    return digits.n > 0 && digits.n < 5 ? number : -1;
}

static int number_of(const struct sheet *sheet, const struct running *running, size_t l)
{
    int own = own_number(sheet_line(sheet, l));
    return own >= 0 ? own : running_number_beside(sheet, running, l);
}

// ---- groups
// -----------------------------------------------------------------------------

static bool stands_apart(const struct sheet *sheet, const struct running *running,
                         size_t l)
{
    if (!running->wrapped) return true;
    uint16_t after = l + 1 < sheet->n_lines ? sheet->lines[l + 1].gap : 0;
    return sheet->lines[l].gap > running->gap || after > running->gap;
}

// What speaks for line l as a running head: a form feed, a page number that goes up from
// one place to the next, or a sentence cut in two.
static bool proves(const struct sheet *sheet, struct running *running, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (l > 0 && heads_label(sheet, line - 1) != LABEL_NONE) return false;
    int *last = &running->groups[running->slots[l]].last;
    int number = number_of(sheet, running, l);
    bool rises = number > *last && (*last == 0 || number <= *last + NEAR_PAGES);
    if (number > 0) *last = number;
    if (running_at_feed(sheet, l) || (number > 0 && rises)) return true;
    return l > 0 && stands_apart(sheet, running, l) && running_breaks_off(sheet, l - 1);
}

static uint32_t slot_of(struct running *running, size_t l)
{
    size_t slot = (running->keys[l] >> 20) & running->mask;
    while (running->groups[slot].first &&
           running->keys[running->groups[slot].first - 1] != running->keys[l])
        slot = (slot + 1) & running->mask;
    if (!running->groups[slot].first) running->groups[slot].first = (uint32_t)l + 1;
    return (uint32_t)slot;
}

static void find_groups(const struct sheet *sheet, struct running *running, size_t heads)
{
    size_t slots = 16, n = sheet->n_lines;
    while (slots < heads + heads / 2)
        slots *= 2;
    running->mask = slots - 1;
    running->groups = ARENA_NEW(sheet->arena, struct group, slots);
    running->slots = arena_raw(sheet->arena, n * sizeof *running->slots);
    for (size_t l = 0; l < n; l++) {
        running->slots[l] = running->keys[l] ? slot_of(running, l) : NONE;
        if (running->keys[l]) running->groups[running->slots[l]].count++;
    }
    for (size_t l = 0; l < n; l++) {
        if (running->slots[l] == NONE) continue;
        struct group *group = &running->groups[running->slots[l]];
        if (group->count > 1)
            group->proofs += proves(sheet, running, l);
        else
            running->slots[l] = NONE;
    }
}

static bool is_odd(const struct line *line)
{
    return !(line->classes & GLYPH_HAN) ||
           (line->inner > 0 && (line->first | line->last) & GLYPH_DIGIT);
}

struct running running_find(const struct sheet *sheet)
{
    struct running running = {0};
    struct habit habit = {0};
    size_t n = sheet->n_lines, heads = 0;
    running.keys = arena_raw(sheet->arena, n * sizeof *running.keys);
    running.numbers = arena_raw(sheet->arena, n * sizeof *running.numbers);
    running.odd = arena_raw(sheet->arena, n * sizeof *running.odd);
    for (size_t l = 0; l < n; l++) {
        running.numbers[l] = page_number(sheet, l);
        running.keys[l] = key_of(sheet, l);
        heads += running.keys[l] != 0;
        if (l + 1 < n) habit_add(&habit, &sheet->lines[l]);
        if (running.numbers[l] >= 0 || is_odd(&sheet->lines[l]))
            running.odd[running.n_odd++] = (uint32_t)l;
    }
    habit_take(&habit, &running);
    find_groups(sheet, &running, heads);
    return running;
}

// The chapter's heading, which its running heads repeat: it stands at no page's edge, and
// nothing is cut there.
static bool is_chapter(const struct sheet *sheet, const struct running *running, size_t l)
{
    if (running_at_feed(sheet, l) || number_of(sheet, running, l) >= 0) return false;
    if (l == 0) return true;
    const struct line *above = &sheet->lines[l - 1];
    return above->ending != ENDING_OPEN || above->mark != MARK_NONE ||
           !running_breaks_off(sheet, l - 1);
}

// `— 2 —` on the line before or after l.
static bool is_dressed_beside(const struct sheet *sheet, const struct running *running,
                              size_t l)
{
    static const unsigned dress = GLYPH_DASH | GLYPH_BULLET;
    for (size_t k = l > 0 ? l - 1 : l + 1; k <= l + 1 && k < sheet->n_lines; k += 2)
        if (running->numbers[k] >= 0 &&
            sheet->lines[k].first & sheet->lines[k].last & dress)
            return true;
    return false;
}

bool running_is(const struct sheet *sheet, const struct running *running, size_t l)
{
    if (running->slots[l] == NONE) return false;
    const struct group *group = &running->groups[running->slots[l]];
    if (group->proofs * 10 < (group->count - 1) * 6) return false;
    size_t heading = group->first - 1; // that the heads repeat, if it is one
    uint32_t heads = group->count - (l != heading && is_chapter(sheet, running, heading));
    if (group->proofs * 10 < heads * 6) return false;
    bool title = heading < CHAPTER_LINES && l > heading; // of the document: 特　载
    if (heads == 1 && title && is_dressed_beside(sheet, running, l)) return true;
    if (heads == 1) // one head says so itself: `大事记　　　　　2`
        return (sheet->lines[l].inner > 0 && own_number(sheet_line(sheet, l)) >= 0) ||
               (l > 0 && number_of(sheet, running, l) >= 0 &&
                running_breaks_off(sheet, l - 1));
    bool top = l + 1 - group->first <= CHAPTER_LINES; // the chapter's first page
    if (top && is_chapter(sheet, running, l)) return false;
    return group->count >= 3 || running_at_feed(sheet, l) ||
           number_of(sheet, running, l) >= 0;
}

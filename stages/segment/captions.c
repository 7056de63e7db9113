// SPDX-License-Identifier: Apache-2.0
//
// Captions and bylines, both told by the bracket that closes them. A caption ends with
// its credit (`（区审管办 供稿）`), on its own line or on the next; it begins where
// geometry or a date says that a new line begins. A byline is a bracket with names alone
// on a line. A credit behind a full stop is no caption's: it names who wrote the entry.
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/pattern.h"
#include "stages/segment/rows.h"

enum {
    MAX_CAPTION = 480,
    PORTRAIT = 18, // bytes
    MAX_LINES = 4,
    MAX_CREDIT = 20,
    CLEAR = 16,
    MIN_FOREIGN = 24,
    INDENT = 6,
    PHOTO_GAP = 2
};

static const struct span taken_ends[] = {SPAN("摄"), SPAN("摄影"), SPAN("供图"), {0}};
// s without U+FFFD and white space at its head.
static struct span without_lost(struct span s)
{
    size_t i = 0;
    while (i < s.n) {
        size_t next = i;
        if (!(glyph_class(utf8_next(s, &next)) & (GLYPH_LOST | GLYPH_SPACE))) break;
        i = next;
    }
    return span_cut(s, i, s.n);
}

static enum ending ending_before(struct span s, size_t at)
{
    while (at > 0) {
        size_t from = utf8_back(s, at), next = from;
        unsigned class = glyph_class(utf8_next(s, &next));
        if (class & GLYPH_STOP) return ENDING_STOP;
        if (!(class & (GLYPH_LOST | GLYPH_SPACE | GLYPH_CLOSE))) break;
        at = from;
    }
    return ENDING_OPEN;
}

// The bracket that ends content line n, which may have opened on the line before it.
struct tail {
    struct span inner;
    size_t at;     // where it opens in the text of its line
    bool broken;   // it opens on the line before
    bool alone;    // nothing stands before it on its line
    bool finished; // a full stop stands before it
};

static bool find_tail(const struct sheet *sheet, size_t n, struct tail *tail)
{
    struct span s = sheet_content_text(sheet, n);
    *tail = (struct tail){0};
    if (!(sheet_content(sheet, n)->last & GLYPH_CLOSE)) return false;
    if (pattern_tail_bracket(s, &tail->inner, &tail->at)) {
        tail->alone = without_lost(span_cut(s, 0, tail->at)).n == 0;
        tail->finished = ending_before(s, tail->at) == ENDING_STOP;
        return true;
    }
    bool closes = s.n > 0 && (span_ends(s, SPAN(")")) || span_ends(s, SPAN("）")));
    if (!closes || n == 0 || s.n > 200) return false;
    struct span before = sheet_content_text(sheet, n - 1);
    if (before.n > 1000 || sheet_content(sheet, n - 1)->mark != MARK_NONE) return false;
    struct span both = arena_join(sheet->arena, (struct span[]){before, s}, 2);
    if (!pattern_tail_bracket(both, &tail->inner, &tail->at)) return false;
    if (tail->at >= before.n) return false;
    tail->broken = true;
    tail->alone = without_lost(span_cut(before, 0, tail->at)).n == 0;
    tail->finished = ending_before(before, tail->at) == ENDING_STOP;
    return true;
}

static bool is_plain(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->mark == MARK_NONE && line->tabs == 0;
}

// Whether something shows that a caption begins with line n: its date, or that the line
// above does not go on with it.
static bool caption_begins(const struct sheet *sheet, size_t n)
{
    size_t length;
    if (n == 0) return true;
    enum date date = heads_date(sheet, sheet_content(sheet, n), &length);
    if (date != DATE_NONE && date != DATE_SAME) return true;
    return sheet_content(sheet, n - 1)->ending != ENDING_OPEN ||
           !flow_wraps(sheet, n - 1) || sheet_content(sheet, n)->gap > sheet->wrap_gap;
}

// The first line of the caption whose first known line is n: the page may have broken it.
// Where nothing shows it, the lines above are the sentence that the photograph cuts.
static size_t caption_start(const struct sheet *sheet, size_t n, size_t last)
{
    size_t from = n;
    while (!caption_begins(sheet, from)) {
        if (last - from >= MAX_LINES || !is_plain(sheet, from - 1)) return n;
        if (flow_has_stop(sheet, from - 1)) return n;
        from--;
    }
    return from;
}

static void mark_caption(struct sheet *sheet, size_t from, size_t last)
{
    for (size_t n = from; n <= last; n++) {
        sheet_content(sheet, n)->mark = MARK_CAPTION;
        sheet_content(sheet, n)->opens = n == from;
    }
}

static uint32_t width_of(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->widths[METRIC_QUARTERS];
}

// A line that ends in a credit. Returns where the next search begins.
static void try_credit(struct sheet *sheet, size_t n, const struct tail *tail)
{
    if (tail->finished || !is_plain(sheet, n)) return;
    size_t from = tail->broken ? n - 1 : n;
    if (tail->alone) {
        bool open = from > 0 && sheet_content(sheet, from - 1)->ending == ENDING_OPEN &&
                    !rows_is_row(sheet, from - 1);
        if (!open) {
            sheet_content(sheet, n)->mark = MARK_BYLINE;
            sheet_content(sheet, n)->opens = true;
            return;
        }
        if (is_plain(sheet, from - 1) && !flow_has_stop(sheet, from - 1)) from--;
    }
    if (width_of(sheet, from) > MAX_CAPTION) return;
    mark_caption(sheet, caption_start(sheet, from, n), n);
}

// `《下城年鉴(2018)》` and under it `(下城年鉴编辑部)`: a caption by its place, after the
// gap of a photograph or a finished paragraph.
static bool is_credited_by_body(const struct sheet *sheet, size_t n,
                                const struct tail *tail)
{
    if (!tail->alone || tail->broken || n == 0 || !is_plain(sheet, n - 1)) return false;
    const struct line *above = sheet_content(sheet, n - 1);
    if (above->ending != ENDING_OPEN || width_of(sheet, n - 1) > MAX_CAPTION / 2)
        return false;
    if (pattern_holds(tail->inner) != HOLDS_BODY || above->room <= 0) return false;
    return above->gap > PHOTO_GAP || n < 2 ||
           sheet_content(sheet, n - 2)->ending == ENDING_STOP;
}

// `北戴河海滨晨练 洪烛天 摄`: a credit without brackets.
static bool is_taken(struct span s)
{
    size_t space = 0;
    if (!pattern_ends(s, taken_ends) || s.n > MAX_CAPTION) return false;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        if (utf8_is_space(utf8_next(s, &i))) space = at;
    }
    return space > 0 && s.n - space <= MAX_CREDIT;
}

// `▲…（区委办 供稿）`, but not `△　区总工会…慰问职工236户。`, an item of a chronicle.
static bool is_signed(const struct sheet *sheet, size_t n)
{
    struct block block = flow_block(sheet, n);
    struct tail tail;
    bool more = sheet->indents && sheet_content(sheet, n)->indent >= INDENT &&
                block.to < sheet->n_content && is_plain(sheet, block.to) &&
                sheet_content(sheet, block.to)->indent < INDENT &&
                sheet_content(sheet, block.to)->gap == sheet_content(sheet, n)->gap;
    if (flow_ending(sheet, block) != ENDING_STOP && !more) return true;
    return find_tail(sheet, block.to - 1, &tail) &&
           pattern_holds(tail.inner) == HOLDS_CREDIT;
}

// `▲4月12日，法庭到田间开庭`: it leaves room behind a line that is full and breaks off.
static bool cuts(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n), *above = line - 1;
    return n > 0 && line->room > CLEAR && line->room != INT32_MAX && above->room <= 0 &&
           above->ending == ENDING_OPEN && above->mark == MARK_NONE;
}

// `张翼鹏像`
static bool is_portrait(const struct line *line, struct span s)
{
    if (line->classes != GLYPH_HAN || s.n > PORTRAIT || !span_ends(s, SPAN("像")))
        return false;
    return pattern_names(span_cut(s, 0, s.n - strlen("像")));
}

static bool is_figure(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    struct span s = sheet_content_text(sheet, n);
    struct tail tail;
    if (width_of(sheet, n) > MAX_CAPTION || !is_plain(sheet, n)) return false;
    bool stops = line->ending == ENDING_STOP;
    if (!stops && heads_starts(sheet, line, HEAD_FIGURE))
        return !(line->first & GLYPH_BULLET) || is_signed(sheet, n) || cuts(sheet, n);
    if (is_portrait(line, s)) return true;
    if (!stops && line->inner > 0 && is_taken(s)) return true;
    if (!heads_may(line, HEAD_FIGURE)) return false;
    if (!span_starts(s, SPAN("图")) || s.n <= 3) return false;
    size_t i = strlen("图");
    unsigned class = glyph_class(utf8_next(s, &i));
    if (class & GLYPH_DIGIT && !stops) return true;
    bool credited =
        find_tail(sheet, n, &tail) && pattern_holds(tail.inner) == HOLDS_CREDIT;
    return class & (GLYPH_DIGIT | GLYPH_SPACE) && (credited || !stops);
}

// The last line of the figure's caption that begins at n: what the page broke off, and
// the rest with the credit that the words themselves lack.
static size_t figure_end(const struct sheet *sheet, size_t n)
{
    size_t last = flow_block(sheet, n).to - 1, next = last + 1, length;
    struct tail tail;
    if (next >= sheet->n_content || !is_plain(sheet, next)) return last;
    const struct line *line = sheet_content(sheet, last);
    const struct line *rest = sheet_content(sheet, next);
    if (line->last & GLYPH_CLOSE || line->ending != ENDING_OPEN) return last;
    if (rest->gap > sheet->wrap_gap || width_of(sheet, next) > MAX_CAPTION / 2)
        return last;
    if (heads_date(sheet, rest, &length) != DATE_NONE || is_figure(sheet, next))
        return last;
    bool credited = find_tail(sheet, next, &tail) && !tail.broken && !tail.finished &&
                    pattern_holds(tail.inner) == HOLDS_CREDIT;
    return credited ? next : last;
}

static bool has_pause(const struct sheet *sheet, size_t n)
{
    return (sheet_content(sheet, n)->classes & (GLYPH_PAUSE | GLYPH_ENDS)) != 0;
}

// Content lines n and n + 1 stand next to one another, with no furniture between them.
static bool adjacent(const struct sheet *sheet, size_t n)
{
    return sheet->content[n + 1] - sheet->content[n] == 1;
}

// A line that leaves room in the middle of a sentence, between a full line and prose, was
// never broken off there: it is something printed in between, a caption without its
// credit.
static bool is_foreign(const struct sheet *sheet, size_t n)
{
    if (n < 2 || n + 1 >= sheet->n_content) return false;
    // Two lines of which the second is short may be a heading: it takes a third above.
    bool begun = sheet_content(sheet, n - 2)->ending == ENDING_OPEN;
    if (!begun && sheet_content(sheet, n - 1)->mark != MARK_TITLE) return false;
    const struct line *above = sheet_content(sheet, n - 1),
                      *line = sheet_content(sheet, n);
    const struct line *below = sheet_content(sheet, n + 1);
    size_t length;
    bool short_line = line->ending == ENDING_OPEN && line->room > CLEAR &&
                      line->room != INT32_MAX && width_of(sheet, n) >= MIN_FOREIGN;
    bool cut = above->ending == ENDING_OPEN && above->room <= 0 && above->tabs == 0;
    if (!short_line || !cut || !is_plain(sheet, n + 1) || below->gap != line->gap)
        return false;
    if (!adjacent(sheet, n - 1) || !adjacent(sheet, n) || has_pause(sheet, n))
        return false;
    if (heads_number(sheet, below, &length) != NUMBER_NONE) return false;
    return (above->mark == MARK_NONE || above->mark == MARK_TITLE) &&
           has_pause(sheet, n - 1) && has_pause(sheet, n + 1) &&
           (below->room <= 0 || below->ending == ENDING_STOP);
}

void captions_bare(struct sheet *sheet)
{
    for (size_t n = 1; n + 1 < sheet->n_content; n++)
        if (is_plain(sheet, n) && is_foreign(sheet, n)) mark_caption(sheet, n, n);
}

// `6月18日，艺术节开幕` over the caption that has the credit of both photographs.
static bool is_over_caption(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    size_t length;
    if (!is_plain(sheet, n) || line->ending != ENDING_OPEN || line->room <= CLEAR)
        return false;
    if (flow_has_stop(sheet, n)) return false;
    if (heads_date(sheet, line, &length) == DATE_NONE || !(line->classes & GLYPH_COMMA))
        return false;
    if (n == 0) return false;
    const struct line *above = sheet_content(sheet, n - 1);
    return above->mark == MARK_CAPTION ||
           (above->ending == ENDING_STOP && above->room > 0);
}

void captions_find(struct sheet *sheet)
{
    for (size_t n = 0; n < sheet->n_content; n++) {
        struct tail tail;
        if (!is_plain(sheet, n) && sheet_content(sheet, n)->mark != MARK_TITLE) continue;
        if (is_figure(sheet, n)) {
            mark_caption(sheet, n, figure_end(sheet, n));
            continue;
        }
        if (!(sheet_content(sheet, n)->last & GLYPH_CLOSE)) continue;
        if (!find_tail(sheet, n, &tail)) continue;
        if (tail.finished) { // …。（潘建强）
            sheet_content(sheet, n)->ending = ENDING_STOP;
            sheet_content(sheet, n)->closes = pattern_holds(tail.inner) != HOLDS_OTHER;
        }
        if (pattern_holds(tail.inner) == HOLDS_CREDIT)
            try_credit(sheet, n, &tail);
        else if (is_credited_by_body(sheet, n, &tail))
            mark_caption(sheet, n - 1, n);
    }
    for (size_t n = sheet->n_content; n-- > 0;)
        if (n + 1 < sheet->n_content &&
            sheet_content(sheet, n + 1)->mark == MARK_CAPTION &&
            is_over_caption(sheet, n))
            mark_caption(sheet, n, n);
}

// A program's wrapping carries the bracket at a paragraph's end over to the next line
// like any other word.
static bool is_carried(const struct sheet *sheet, size_t n)
{
    return n > 0 && sheet->metric != METRIC_QUARTERS &&
           sheet_content(sheet, n - 1)->room <= 0;
}

// Whether authors stand on lines of their own here: as many brackets with names do, of
// those that were certainly not carried over, as close a paragraph's last line.
static bool have_own_lines(const struct sheet *sheet)
{
    size_t alone = 0, behind = 0;
    for (size_t n = 0; n < sheet->n_content; n++) {
        struct tail tail;
        if (!(sheet_content(sheet, n)->last & GLYPH_CLOSE)) continue;
        if (!find_tail(sheet, n, &tail) || tail.broken) continue;
        if (pattern_holds(tail.inner) != HOLDS_NAMES) continue;
        alone += tail.alone && !is_carried(sheet, n);
        behind += tail.finished;
    }
    return alone >= behind;
}

// `撰稿　冯建平　　审稿　韩志强`: labels and names, parted by white space.
static bool is_written(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    if (line->inner == 0 || line->ending != ENDING_OPEN) return false;
    return heads_starts(sheet, line, HEAD_AUTHOR) &&
           pattern_holds(sheet_content_text(sheet, n)) == HOLDS_NAMES;
}

void bylines_find(struct sheet *sheet)
{
    bool asked = false, own_lines = false;
    for (size_t n = 0; n < sheet->n_content; n++) {
        struct line *line = sheet_content(sheet, n);
        struct tail tail;
        if (!is_plain(sheet, n) || width_of(sheet, n) > MAX_CAPTION / 2) continue;
        bool written = heads_starts(sheet, line, HEAD_WRITER) || is_written(sheet, n);
        bool alone = find_tail(sheet, n, &tail) && tail.alone && !tail.broken;
        bool holds = alone && pattern_holds(tail.inner) != HOLDS_OTHER;
        bool closes = alone && n > 0 &&
                      (sheet_content(sheet, n - 1)->ending != ENDING_OPEN ||
                       sheet_content(sheet, n - 1)->mark != MARK_NONE ||
                       sheet_content(sheet, n - 1)->tabs > 0);
        if (closes && pattern_may_be_names(tail.inner)) holds = true;
        if (!written && !holds) continue;
        bool carried = is_carried(sheet, n);
        if (carried && !asked) own_lines = have_own_lines(sheet), asked = true;
        if (carried && !own_lines) { // the end of the entry
            line->ending = ENDING_STOP;
            line->closes = true;
            continue;
        }
        line->mark = MARK_BYLINE;
        line->opens = true;
    }
}

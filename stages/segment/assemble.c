// SPDX-License-Identifier: Apache-2.0
//
// Puts the lines together to paragraphs and gives each its role. One pass over the blocks
// (lines joined by geometry, flow.c) with one paragraph of prose open: what is printed in
// between (captions, tables, bylines, boxes) becomes paragraphs of its own and leaves it
// open; prose that follows goes on with it if its sentence has not ended.
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heading.h"
#include "stages/segment/heads.h"
#include "stages/segment/meta.h"
#include "stages/segment/pattern.h"

enum {
    BOX_WIDTH = 160,
    BODY_WIDTH = 120,
    CLEAR = 12,
    CAPTION_WIDTH = 240,
    BRIEF_CAPTION = 80,
    REST_WIDTH = 48,
    PHOTO_GAP = 2,
    INDENT = 6
};

struct desk {
    struct sheet *sheet;
    uint32_t open;   // the paragraph of prose that may go on, or NONE
    size_t last;     // its last content line
    bool only_title; // it holds nothing but its title yet
    bool titled;     // it belongs to an entry with a title
    bool box;        // a box has begun and not ended
    bool box_text;   // and holds more than its head
    uint32_t parked; // the paragraph that the box cut, or NONE
    size_t parked_last;
    bool table;       // a table stands between it and here
    bool under_plain; // a heading without a number is open
    bool semicolons;  // lines that end in `；` are items of lists here
    bool few_bodies;  // entries are of one paragraph here, nearly all
};

// ---- paragraphs
// -------------------------------------------------------------------------

static void append(struct desk *desk, uint32_t para, struct block block)
{
    for (size_t n = block.from; n < block.to; n++)
        desk->sheet->para_of[desk->sheet->content[n]] = para;
}

static uint32_t add(struct desk *desk, int role, struct block block)
{
    struct sheet *sheet = desk->sheet;
    struct para para = {.role = role, .entry = NONE, .line = sheet->content[block.from]};
    ARENA_PUSH(sheet->arena, sheet->paras, sheet->n_paras, sheet->paras_capacity) = para;
    append(desk, (uint32_t)sheet->n_paras - 1, block);
    return (uint32_t)sheet->n_paras - 1;
}

static void open_prose(struct desk *desk, uint32_t para, struct block block)
{
    desk->open = para;
    desk->last = block.to - 1;
    desk->table = false;
}

// ---- does prose go on?
// ------------------------------------------------------------------

static bool ends_with_title(const struct desk *desk)
{
    if (!desk->only_title || !desk->sheet->title_close) return false;
    struct span s = sheet_content_text(desk->sheet, desk->last);
    size_t at = utf8_back(s, s.n);
    return titles_closes(desk->sheet, utf8_next(s, &at));
}

static bool begins_item(const struct sheet *sheet, const struct line *line)
{
    size_t length;
    enum number number = heads_number(sheet, line, &length);
    return number != NUMBER_NONE && number != NUMBER_SPOKEN &&
           length < sheet_line(sheet, sheet_index(sheet, line)).n;
}

// A page or a photograph between two sentences: the paragraph goes on if its last line
// was full, or where entries have one paragraph each.
static bool spans_page(const struct desk *desk, size_t n)
{
    const struct sheet *sheet = desk->sheet;
    bool apart = sheet->content[n] - sheet->content[desk->last] > 1;
    if (!apart || desk->table || begins_item(sheet, sheet_content(sheet, n)))
        return false;
    if (sheet->indents && sheet_content(sheet, n)->indent >= INDENT) return false;
    const struct line *last = sheet_content(sheet, desk->last);
    if (last->room != INT32_MAX) return last->room <= 0 && !flow_starts(sheet, n);
    return desk->titled && desk->few_bodies;
}

// Whether the block goes on with the open paragraph.
static bool goes_on(const struct desk *desk, struct block block)
{
    const struct sheet *sheet = desk->sheet;
    if (desk->open == NONE) return false;
    const struct line *last = sheet_content(sheet, desk->last);
    const struct line *first = sheet_content(sheet, block.from);
    bool adjacent = desk->last + 1 == block.from;
    if (first->opens) return false;
    if (ends_with_title(desk)) return true;
    bool indented = sheet->indents && first->indent >= INDENT;
    switch ((enum ending)last->ending) {
    case ENDING_OPEN:
        if (indented && adjacent && last->room > 0 && last->room != INT32_MAX &&
            !(last->last & GLYPH_COMMA)) // a line of verse
            return false;
        return !begins_item(sheet, first) || last->room <= 0;
    case ENDING_SEMI:
        return !desk->semicolons && !indented && !begins_item(sheet, first) &&
               (last->room == INT32_MAX || last->room <= 0);
    case ENDING_COLON:
        return false;
    case ENDING_STOP:
        return spans_page(desk, block.from);
    }
    return false;
}

static bool is_finished_prose(const struct line *line)
{
    return (line->mark == MARK_NONE || line->mark == MARK_TITLE) &&
           line->ending == ENDING_STOP;
}

static void find_outer(struct sheet *sheet, const struct line *line)
{
    size_t length;
    int number = (int)heads_number(sheet, line, &length);
    if (number == NUMBER_NONE || number > NUMBER_SMALL) return;
    if (!sheet->outer_number || number < sheet->outer_number)
        sheet->outer_number = number;
}

// What the marks of all lines say of the document:
// - the outermost number that any brief unfinished line carries;
// - whether entries have one paragraph each: hardly any finished line is followed by
//   prose;
// - in a text that the page does not wrap, a line that ends in `；` is an item of a list
//   if there are about as many of them as lines that break off.
static void find_habits(struct desk *desk)
{
    struct sheet *sheet = desk->sheet;
    size_t bodies = 0, semicolons = 0, open = 0;
    for (size_t n = 0; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        if (line->mark != MARK_NONE && line->mark != MARK_TITLE) continue;
        uint32_t width = line->widths[METRIC_QUARTERS];
        semicolons += line->ending == ENDING_SEMI;
        open += line->ending == ENDING_OPEN && width > BOX_WIDTH;
        if (line->mark == MARK_TITLE) continue;
        if (width > BOX_WIDTH)
            bodies += n > 0 && is_finished_prose(line - 1);
        else if (line->ending == ENDING_OPEN)
            find_outer(sheet, line);
    }
    desk->semicolons = semicolons * 6 > open;
    desk->few_bodies = bodies * 10 <= sheet->titles;
}

// ---- blocks
// -----------------------------------------------------------------------------

static bool is_box(const struct sheet *sheet, struct block block, bool titled)
{
    const struct line *line = sheet_content(sheet, block.from);
    if (line->ending != ENDING_OPEN || flow_width(sheet, block) > BOX_WIDTH) return false;
    if (!heads_may(line, HEAD_BOX)) return false;
    struct span s = sheet_content_text(sheet, block.from);
    for (const struct span *w = heads_words(HEAD_BOX); w->n; w++) {
        if (!span_starts(s, *w)) continue;
        size_t i = w->n;
        bool glossary = span_starts(s, SPAN("名词解释"));
        if (i == s.n) return block.to - block.from == 1 && (titled || !glossary);
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_space(c) || c == 0xFF1A || c == ':') return true;
    }
    return false;
}

// A line that no page has broken: brief and without a comma, between a comma and prose,
// and no page's head beside it.
static bool is_between(const struct desk *desk, const struct line *line,
                       const struct line *after)
{
    const struct line *last = sheet_content(desk->sheet, desk->last);
    return line - last == 1 && after - line == 1 && last->room == INT32_MAX &&
           line->room == INT32_MAX && last->last & GLYPH_COMMA &&
           !(line->classes & (GLYPH_PAUSE | GLYPH_ENDS)) &&
           line->widths[METRIC_QUARTERS] <= BRIEF_CAPTION && after->ending == ENDING_STOP;
}

// A caption without a credit: brief, it breaks off, and it stands in the middle of a
// sentence, behind the gap of a photograph or where no page breaks lines.
static bool is_bare_caption(const struct desk *desk, struct block block)
{
    const struct sheet *sheet = desk->sheet;
    if (desk->open == NONE || ends_with_title(desk)) return false;
    if (sheet_content(sheet, desk->last)->ending != ENDING_OPEN) return false;
    if (flow_ending(sheet, block) != ENDING_OPEN) return false;
    if (flow_width(sheet, block) > CAPTION_WIDTH || block.to >= sheet->n_content)
        return false;
    const struct line *after = sheet_content(sheet, block.to);
    const struct line *first = sheet_content(sheet, block.from);
    if (after->mark != MARK_NONE) return false;
    return first->gap > sheet->wrap_gap + PHOTO_GAP || is_between(desk, first, after);
}

// `市交通局　市民政局　市气象局`: words set apart, no sentence that could go on.
static bool is_list(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    if (line->inner == 0 || line->classes & (GLYPH_PAUSE | GLYPH_ENDS)) return false;
    return pattern_columns(sheet_content_text(sheet, n)) >= 3;
}

// Whether the open paragraph's sentence has not ended. A line in the middle of the column
// ends it, unless the next one, not indented, goes on behind a full line: then it is
// printed in between.
static bool is_cut(const struct desk *desk, struct block block)
{
    const struct sheet *sheet = desk->sheet;
    if (desk->open == NONE || ends_with_title(desk)) return false;
    const struct line *last = sheet_content(sheet, desk->last);
    if (last->ending != ENDING_OPEN || is_list(sheet, desk->last)) return false;
    bool sentence = last->classes & (GLYPH_PAUSE | GLYPH_ENDS) || last->room <= 0;
    if (!sentence && heading_is_dated(sheet, block)) return false; // no sentence: a year
    bool left_room = last->room > CLEAR && last->room != INT32_MAX;
    if (left_room && begins_item(sheet, sheet_content(sheet, block.from))) return false;
    if (!sheet_content(sheet, block.from)->centred) return true;
    if (block.to >= sheet->n_content || last->room > 0) return false;
    const struct line *after = sheet_content(sheet, block.to);
    return after->mark == MARK_NONE && !after->centred && after->indent < INDENT;
}

// No paragraph is nothing but digits: a page number that stood by nothing.
static bool is_number_alone(const struct line *line, struct block block)
{
    return line->classes == GLYPH_DIGIT && block.to == block.from + 1;
}

static void put_prose(struct desk *desk, struct block block)
{
    if (goes_on(desk, block)) {
        append(desk, desk->open, block);
        open_prose(desk, desk->open, block);
        desk->only_title = false;
        return;
    }
    if (desk->box_text && desk->parked != NONE) {
        desk->box = desk->box_text = false;
        open_prose(desk, desk->parked, (struct block){0, desk->parked_last + 1});
        desk->parked = NONE;
        put_prose(desk, block);
        return;
    }
    if (is_number_alone(sheet_content(desk->sheet, block.from), block)) {
        add(desk, ROLE_FURNITURE, block);
        return;
    }
    int role = desk->box ? ROLE_BOX : desk->titled ? ROLE_BODY : ROLE_ENTRY;
    open_prose(desk, add(desk, role, block), block);
    desk->only_title = false;
    desk->box_text = desk->box;
}

static void put_box(struct desk *desk, struct block block)
{
    bool cut = desk->open != NONE && !desk->box &&
               sheet_content(desk->sheet, desk->last)->ending == ENDING_OPEN;
    desk->parked = cut ? desk->open : NONE;
    desk->parked_last = desk->last;
    add(desk, ROLE_BOX, block);
    desk->box = true;
    desk->box_text = false;
    desk->open = NONE;
}

// Whether the paragraph before, right above the block, is the first part of its heading:
// a label, or a numbered one of two clauses whose last words the page has broken off
// (`（一）聚力动能转换，产业根基更加` / `厚实`).
static bool ends_heading(const struct sheet *sheet, struct block block,
                         struct heading heading)
{
    if (sheet->n_paras == 0 || block.from == 0) return false;
    uint32_t before = (uint32_t)sheet->n_paras - 1;
    const struct para *above = &sheet->paras[before];
    if (sheet->para_of[sheet->content[block.from - 1]] != before) return false;
    if (heading_is_label(sheet, above)) return true;
    const struct line *head = sheet_content(sheet, block.from - 1);
    const struct line *line = sheet_content(sheet, block.from);
    size_t length;
    bool numbered = above->role == ROLE_HEADING1 || above->role == ROLE_HEADING2;
    if (!numbered ||
        heads_number(sheet, &sheet->lines[above->line], &length) == NUMBER_NONE)
        return false;
    return heading.number == NUMBER_NONE && head->classes & GLYPH_COMMA &&
           line->gap <= sheet->wrap_gap && block.to == block.from + 1 &&
           line->widths[METRIC_QUARTERS] - line->indent <= REST_WIDTH;
}

static void put_heading(struct desk *desk, struct block block, struct heading heading)
{
    struct sheet *sheet = desk->sheet;
    if (ends_heading(sheet, block, heading)) {
        uint32_t before = (uint32_t)sheet->n_paras - 1;
        append(desk, before, block);
    } else {
        bool section = heading.number >= NUMBER_SECTION;
        if (section && desk->under_plain) heading.role = ROLE_HEADING2;
        if (!section) desk->under_plain = heading.number == NUMBER_NONE;
        uint32_t para = add(desk, heading.role, block);
        sheet->paras[para].level = heading.level;
    }
    desk->open = NONE;
    desk->titled = desk->box = false;
}

// A line that is no part of the text behind a title on a line of its own.
static bool is_brief_row(const struct sheet *sheet, struct block block)
{
    const struct line *line = sheet_content(sheet, block.from);
    return block.to == block.from + 1 && line->ending == ENDING_OPEN && line->room > 0 &&
           !(line->classes & (GLYPH_PAUSE | GLYPH_STOP)) &&
           line->widths[METRIC_QUARTERS] <= BODY_WIDTH && block.to < sheet->n_content &&
           sheet_content(sheet, block.to)->mark != MARK_NONE;
}

// `区人大常委会` between two rosters of an entry.
static bool is_between_rosters(const struct sheet *sheet, struct block block)
{
    size_t n = block.from;
    const struct line *line = sheet_content(sheet, n);
    if (n == 0 || block.to > n + 1 || block.to >= sheet->n_content) return false;
    if (line->centred || line->widths[METRIC_QUARTERS] > BODY_WIDTH) return false;
    return sheet_content(sheet, n - 1)->mark == MARK_ROSTER &&
           sheet_content(sheet, n + 1)->mark == MARK_ROSTER;
}

// `（1995—2000年）`, `（讨论稿）` under a heading: what it covers, or what it is.
static bool is_under_heading(const struct desk *desk, struct block block)
{
    const struct sheet *sheet = desk->sheet;
    if (desk->open != NONE || desk->box || block.from == 0) return false;
    if (flow_width(sheet, block) > BODY_WIDTH || !heading_is_bracketed(sheet, block))
        return false;
    const struct line *above = sheet_content(sheet, block.from - 1);
    if (above->mark != MARK_NONE || block.to >= sheet->n_content) return false;
    int role = sheet->paras[sheet->para_of[sheet->content[block.from - 1]]].role;
    return role == ROLE_HEADING1 || role == ROLE_HEADING2;
}

static void put_plain(struct desk *desk, struct block block)
{
    struct sheet *sheet = desk->sheet;
    struct heading heading;
    bool cut = is_cut(desk, block);
    bool alone = sheet_content(sheet, block.from)->centred && !cut;
    if (desk->open != NONE && ends_with_title(desk) && !alone) {
        if (is_brief_row(sheet, block)) desk->open = NONE;
        put_prose(desk, block);
    } else if (desk->titled && is_between_rosters(sheet, block)) {
        add(desk, ROLE_BODY, block);
    } else if (is_under_heading(desk, block)) {
        add(desk, ROLE_META, block);
    } else if (is_box(sheet, block, desk->titled)) {
        put_box(desk, block);
    } else if (!alone && is_bare_caption(desk, block)) {
        add(desk, ROLE_CAPTION, block);
    } else if (heading_find(sheet, block, cut, desk->titled, &heading)) {
        put_heading(desk, block, heading);
    } else {
        put_prose(desk, block);
    }
}

static void put_title(struct desk *desk, struct block block)
{
    open_prose(desk, add(desk, ROLE_ENTRY, block), block);
    desk->titled = true;
    desk->box = false;
    desk->only_title = block.to - block.from <= 3;
}

static void put_byline(struct desk *desk, struct block block)
{
    add(desk, ROLE_BYLINE, block);
    desk->box = false;
    if (desk->open != NONE &&
        sheet_content(desk->sheet, desk->last)->ending != ENDING_OPEN)
        desk->open = NONE;
}

// A paragraph a line, of the entry that is open; where none is, the first line opens one.
static void put_roster(struct desk *desk, struct block block)
{
    struct sheet *sheet = desk->sheet;
    const struct para *before = sheet->n_paras ? &sheet->paras[sheet->n_paras - 1] : NULL;
    bool more = before && sheet->lines[before->line].mark == MARK_ROSTER;
    add(desk, desk->titled || more ? ROLE_BODY : ROLE_ENTRY, block);
    desk->open = NONE;
    desk->box = false;
}

static struct block caption_block(const struct sheet *sheet, size_t n)
{
    struct block block = {n, n + 1};
    while (block.to < sheet->n_content &&
           sheet_content(sheet, block.to)->mark == MARK_CAPTION &&
           !sheet_content(sheet, block.to)->opens)
        block.to++;
    return block;
}

static struct block put(struct desk *desk, size_t n)
{
    struct sheet *sheet = desk->sheet;
    struct block block = flow_block(sheet, n);
    switch ((enum mark)sheet_content(sheet, n)->mark) {
    case MARK_TITLE:
        put_title(desk, block);
        break;
    case MARK_TABLE:
        add(desk, ROLE_TABLE, block);
        desk->table = true;
        break;
    case MARK_CAPTION:
        block = caption_block(sheet, n);
        add(desk, ROLE_CAPTION, block);
        break;
    case MARK_NOTE:
        add(desk, ROLE_BOX, block);
        break;
    case MARK_BYLINE:
        put_byline(desk, block);
        break;
    case MARK_BOX:
        put_box(desk, block);
        break;
    case MARK_ROSTER:
        put_roster(desk, block);
        break;
    case MARK_META:
        block = meta_block(sheet, block);
        add(desk, ROLE_META, block);
        desk->under_plain = false;
        desk->open = desk->parked = NONE;
        desk->titled = desk->box = false;
        break;
    case MARK_NONE:
    case MARK_FURNITURE:
        put_plain(desk, block);
        break;
    }
    return block;
}

// Furniture is a paragraph a line, in its place among the others.
static void add_furniture(struct desk *desk)
{
    struct sheet *sheet = desk->sheet;
    size_t left = sheet->n_lines - sheet->n_content;
    for (size_t l = 0; left > 0; l++) {
        struct line *line = &sheet->lines[l];
        if (line->mark != MARK_FURNITURE) continue;
        left--;
        struct para para = {.role = ROLE_FURNITURE, .entry = NONE, .line = (uint32_t)l};
        ARENA_PUSH(sheet->arena, sheet->paras, sheet->n_paras, sheet->paras_capacity) =
            para;
        sheet->para_of[l] = (uint32_t)sheet->n_paras - 1;
    }
}

void assemble(struct sheet *sheet)
{
    sheet->para_of = arena_raw(sheet->arena, sheet->n_lines * sizeof *sheet->para_of);
    struct desk desk = {.sheet = sheet, .open = NONE, .parked = NONE};
    find_habits(&desk);
    for (size_t n = 0; n < sheet->n_content;)
        n = put(&desk, n).to;
    add_furniture(&desk);
}

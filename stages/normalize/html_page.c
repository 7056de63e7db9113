// SPDX-License-Identifier: Apache-2.0
//
// From tokens to blocks. Keeps a stack of open elements, as far as it matters: who is
// hidden, who is a link, which row and cell this is. End tags that were left out are
// supplied for p, li, td, tr and a; deeper than 256 elements nothing is remembered.
// Memory: the lists, in the arena.
#include "stages/normalize/html_page.h"

#include "stages/base/utf8.h"

enum { DEPTH = 256, REACH = 64 };

struct open_element {
    const struct html_element *element;
    struct span name;
    size_t first_block;
    uint32_t row, cell, cells; // where the element stands; cells begun, of a row
    bool hidden, link, heading, side, dead;
};

struct reading {
    struct html_page *page;
    struct arena *arena;
    size_t block_capacity, piece_capacity, region_capacity;
    struct open_element stack[DEPTH];
    size_t depth;
    uint32_t hidden, links, headings, preformatted; // how many of them are open
    uint32_t rows, all_cells;
    bool in_block;
    struct html_break before; // of the next block
};

// ---- blocks ----

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_mark(struct span s, size_t at)
{
    static const char marks[][4] = {"。", "，", "；", "、", "！", "？"};
    if (s.at[at] == ',' || s.at[at] == ';') return true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (s.n - at >= 3 && memcmp(s.at + at, marks[i], 3) == 0) return true;
    return false;
}

static void count(struct html_block *block, struct span s, bool linked)
{
    uint32_t characters = 0;
    for (size_t i = 0; i < s.n;) {
        size_t length = utf8_width(s.at[i]);
        bool blank = is_blank(s.at[i]);
        if (s.at[i] == '&') {
            uint32_t c = html_reference(s, i, &length);
            blank = c && utf8_is_space(c);
            if (!c) length = 1;
        } else if (!blank) {
            size_t next = i;
            blank = utf8_is_space(utf8_next(s, &next));
            block->marks += is_mark(s, i);
        }
        characters += !blank;
        i += length;
    }
    block->characters += characters;
    if (linked) block->linked += characters;
}

static uint32_t row_of(const struct reading *r)
{
    return r->depth ? r->stack[r->depth - 1].row : 0;
}

static uint32_t cell_of(const struct reading *r)
{
    return r->depth ? r->stack[r->depth - 1].cell : 0;
}

static void add_text(struct reading *r, size_t from, size_t to)
{
    struct html_page *page = r->page;
    struct span s = span_cut(page->text, from, to);
    size_t blanks = 0;
    while (blanks < s.n && is_blank(s.at[blanks]))
        blanks++;
    if (r->hidden || (blanks == s.n && !r->in_block)) return;
    if (!r->in_block) {
        ARENA_PUSH(r->arena, page->blocks.at, page->blocks.n, r->block_capacity) =
            (struct html_block){.before = r->before,
                                .first_piece = (uint32_t)page->pieces.n,
                                .row = row_of(r),
                                .cell = cell_of(r),
                                .heading = r->headings > 0,
                                .preformatted = r->preformatted > 0};
        r->in_block = true;
    }
    struct html_block *block = &page->blocks.at[page->blocks.n - 1];
    ARENA_PUSH(r->arena, page->pieces.at, page->pieces.n, r->piece_capacity) =
        (struct html_piece){(uint32_t)from, (uint32_t)to};
    block->n_pieces++;
    count(block, s, r->links > 0);
}

// Ends the block. One that holds nothing to see is no block; what stood before it stays.
static void end_block(struct reading *r)
{
    if (!r->in_block) return;
    r->in_block = false;
    struct html_page *page = r->page;
    const struct html_block *block = &page->blocks.at[page->blocks.n - 1];
    if (block->characters > 0) {
        r->before = (struct html_break){.gap = GAP_NONE};
        return;
    }
    page->pieces.n = block->first_piece;
    page->blocks.n--;
}

static void separate(struct reading *r, enum html_gap gap, const struct html_token *token)
{
    end_block(r);
    if (r->before.row || r->before.gap >= gap) return;
    r->before.gap = (uint8_t)gap;
    r->before.from = (uint32_t)token->from;
    r->before.to = (uint32_t)token->to;
}

static enum html_gap gap_of(const struct html_element *element)
{
    switch (element->tag) {
    case TAG_LI:
    case TAG_ROWS:
    case TAG_TD:
    case TAG_TR:
        return GAP_LINE;
    default:
        return GAP_PARAGRAPH;
    }
}

// ---- open elements ----

static void add_region(struct reading *r, const struct open_element *open, bool table)
{
    struct html_page *page = r->page;
    if (open->first_block == page->blocks.n) return;
    ARENA_PUSH(r->arena, page->regions.at, page->regions.n, r->region_capacity) =
        (struct html_region){open->first_block, page->blocks.n, table};
}

// What ends with an element, besides its place on the stack.
static void leave(struct reading *r, struct open_element *open,
                  const struct html_token *token)
{
    if (open->dead) return;
    open->dead = true;
    r->hidden -= open->hidden;
    r->links -= open->link;
    r->headings -= open->heading;
    r->preformatted -= open->element->tag == TAG_PRE;
    if (!(open->element->traits & TRAIT_BLOCK)) return;
    uint8_t tag = open->element->tag;
    end_block(r);
    if (tag == TAG_TR) r->before = (struct html_break){.row = false};
    if (tag == TAG_TABLE) r->before.row = false;
    separate(r, gap_of(open->element), token);
    if (tag == TAG_TABLE) add_region(r, open, true);
    if (open->side) add_region(r, open, false);
}

static void pop_to(struct reading *r, size_t depth, const struct html_token *token)
{
    while (r->depth > depth)
        leave(r, &r->stack[--r->depth], token);
}

static bool same_name(struct span a, struct span b)
{
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if ((a.at[i] | 0x20) != (b.at[i] | 0x20)) return false;
    return true;
}

// An end tag. An inline element that ends outside of blocks begun in it loses its effect
// and the blocks stay.
static void close_element(struct reading *r, const struct html_token *token)
{
    bool block_between = false;
    for (size_t i = r->depth; i > 0 && r->depth - i < REACH; i--) {
        struct open_element *open = &r->stack[i - 1];
        if (!open->dead && same_name(open->name, token->name)) {
            if (block_between && !(token->element->traits & TRAIT_BLOCK))
                leave(r, open, token);
            else
                pop_to(r, i - 1, token);
            return;
        }
        block_between |= (open->element->traits & TRAIT_BLOCK) != 0;
    }
    if (token->element->tag == TAG_P) separate(r, GAP_PARAGRAPH, token);
}

// Ends an element whose end tag was left out: the nearest `tag`, unless a table (or, for
// items, a list) begins in between.
static void imply_end(struct reading *r, uint8_t tag, const struct html_token *token)
{
    for (size_t i = r->depth; i > 0 && r->depth - i < REACH; i--) {
        const struct html_element *element = r->stack[i - 1].element;
        if (element->tag == tag && !r->stack[i - 1].dead) {
            pop_to(r, i - 1, token);
            return;
        }
        if (element->tag == TAG_TABLE) return;
        if (tag == TAG_LI &&
            (strcmp(element->name, "ul") == 0 || strcmp(element->name, "ol") == 0))
            return;
        if (tag == TAG_A && element->traits & TRAIT_BLOCK) return;
    }
}

static void imply_ends(struct reading *r, const struct html_token *token)
{
    const struct html_element *element = token->element;
    if (element->tag == TAG_A || element->tag == TAG_LI || element->tag == TAG_TD)
        imply_end(r, element->tag, token);
    if (element->tag == TAG_TR) {
        imply_end(r, TAG_TD, token);
        imply_end(r, TAG_TR, token);
    }
    if (element->traits & TRAIT_BLOCK && r->depth &&
        r->stack[r->depth - 1].element->tag == TAG_P)
        pop_to(r, r->depth - 1, token);
}

// ---- what attributes say ----

static bool is_hidden(struct span attributes)
{
    struct span value;
    if (html_attribute(attributes, "hidden", &value)) return true;
    if (!html_attribute(attributes, "style", &value)) return false;
    return html_holds(value, "display:none") || html_holds(value, "display: none") ||
           html_holds(value, "visibility:hidden");
}

static const char *const side_words[] = {
    "bdsharebuttonbox",
    "bottom",
    "bread",
    "breadcrumb",
    "breadcrumbs",
    "bshare",
    "copyright",
    "crumb",
    "crumbs",
    "daohang",
    "dayin",
    "dqwz",
    "erweima",
    "ewm",
    "fenxiang",
    "foot",
    "footer",
    "friendlink",
    "gongneng",
    "links",
    "location",
    "login",
    "menu",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "pager",
    "pagination",
    "position",
    "print",
    "qrcode",
    "recommend",
    "related",
    "search",
    "share",
    "sidebar",
    "sitemap",
    "submenu",
    "subnav",
    "toolbar",
    "weizhi",
    "xgwz",
    "youqing",
    "yqlj",
};

static bool is_side_word(struct span word)
{
    for (size_t i = 0; i < sizeof side_words / sizeof *side_words; i++)
        if (same_name(word, span_of(side_words[i]))) return true;
    return false;
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_capital(c) || (c >= 'a' && c <= 'z');
}

// Looks for a word such as `nav` in names such as `top-nav`, `topNav2`, `nav_box`.
static bool names_side(struct span names)
{
    for (size_t i = 0; i < names.n;) {
        size_t from = i;
        while (i < names.n && is_letter(names.at[i]) &&
               (i == from || !is_capital(names.at[i]) || is_capital(names.at[i - 1])))
            i++;
        if (i > from && is_side_word(span_cut(names, from, i))) return true;
        i += i == from;
    }
    return false;
}

static bool is_side(const struct html_token *token)
{
    struct span value;
    if (!(token->element->traits & TRAIT_BLOCK)) return false;
    if (token->element->traits & TRAIT_SIDE) return true;
    return (html_attribute(token->attributes, "class", &value) && names_side(value)) ||
           (html_attribute(token->attributes, "id", &value) && names_side(value)) ||
           (html_attribute(token->attributes, "role", &value) && names_side(value));
}

// ---- tags ----

static void begin_cell(struct reading *r, const struct html_token *token)
{
    uint32_t cells = 0;
    for (size_t i = r->depth; i > 0 && r->depth - i < REACH; i--) {
        struct open_element *open = &r->stack[i - 1];
        if (open->element->tag == TAG_TABLE) break;
        if (open->element->tag != TAG_TR) continue;
        cells = open->cells++;
        break;
    }
    end_block(r);
    if (cells == 0)
        separate(r, GAP_LINE, token);
    else if (r->before.row) // nothing stood in the cell before
        r->before.tabs++;
    else
        r->before = (struct html_break){.from = (uint32_t)token->from,
                                        .to = (uint32_t)token->to,
                                        .tabs = 1,
                                        .gap = GAP_CELL,
                                        .row = true};
    r->before.row = true;
}

static void open_element(struct reading *r, const struct html_token *token)
{
    const struct html_element *element = token->element;
    imply_ends(r, token);
    if (element->tag == TAG_BR) // the second in a row makes an empty line
        separate(r, !r->in_block && r->before.gap == GAP_LINE ? GAP_PARAGRAPH : GAP_LINE,
                 token);
    if (element->tag == TAG_TD)
        begin_cell(r, token);
    else if (element->traits & TRAIT_BLOCK)
        separate(r, gap_of(element), token);
    if (element->traits & TRAIT_VOID || r->depth == DEPTH) return;

    struct span href;
    struct open_element open = {
        .element = element, .name = token->name, .first_block = r->page->blocks.n};
    open.row = element->tag == TAG_TR ? ++r->rows : row_of(r);
    open.cell = element->tag == TAG_TD ? ++r->all_cells : cell_of(r);
    open.hidden = element->traits & TRAIT_DROP || is_hidden(token->attributes);
    open.link = element->tag == TAG_A && html_attribute(token->attributes, "href", &href);
    open.heading = (element->traits & TRAIT_HEADING) != 0;
    open.side = is_side(token);
    r->hidden += open.hidden;
    r->links += open.link;
    r->headings += open.heading;
    r->preformatted += element->tag == TAG_PRE;
    r->stack[r->depth++] = open;
}

void html_page_read(struct span text, struct arena *arena, struct html_page *page)
{
    struct html_tokens tokens = {.text = text};
    struct html_token token;
    struct reading *r = ARENA_NEW(arena, struct reading, 1);
    *page = (struct html_page){.text = text};
    r->page = page;
    r->arena = arena;
    for (html_next(&tokens, &token); token.kind != HTML_END; html_next(&tokens, &token)) {
        if (token.kind == HTML_TEXT)
            add_text(r, token.from, token.to);
        else if (token.kind == HTML_OPEN)
            open_element(r, &token);
        else if (token.kind == HTML_CLOSE)
            close_element(r, &token);
    }
    pop_to(r, 0, &token);
    end_block(r);
}

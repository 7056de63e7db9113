// SPDX-License-Identifier: Apache-2.0
//
// Recognising pages and writing out the blocks that were chosen. White space is collapsed
// as a browser does it; a line end between two Chinese characters is nothing (CSS Text
// Level 3, section 4.1.3). Memory: the lists and the text, in the arena.
#include "stages/normalize/html.h"

#include "stages/base/utf8.h"
#include "stages/normalize/html_page.h"

enum { LOOK = 65536, SMALL_CELL = 100 };

// ---- recognising ----

static bool is_markup(const struct html_token *token)
{
    return (token->kind == HTML_OPEN || token->kind == HTML_CLOSE) &&
           token->element->name[0] != '\0';
}

// Known tags at the head of it, and one in every 2 KB; or the words that begin a page.
bool html_recognised(struct span text)
{
    struct span head = span_cut(text, 0, text.n < LOOK ? text.n : LOOK);
    if (head.n == 0 || !memchr(head.at, '<', head.n)) return false;
    struct span start = span_cut(head, 0, head.n < 1024 ? head.n : 1024);
    struct span trimmed = utf8_trim(span_cut(head, 0, utf8_back(head, head.n)));
    if (trimmed.n && trimmed.at[0] == '<' &&
        (html_holds(start, "<!doctype html") || html_holds(start, "<html") ||
         html_holds(start, "<head>") || html_holds(start, "<body")))
        return true;
    struct html_tokens tokens = {.text = head};
    struct html_token token;
    size_t tags = 0, ends = 0;
    for (html_next(&tokens, &token); token.kind != HTML_END; html_next(&tokens, &token)) {
        tags += is_markup(&token);
        ends += is_markup(&token) && token.kind == HTML_CLOSE;
    }
    size_t wanted = trimmed.n && trimmed.at[0] == '<' ? 3 : 10;
    return tags >= wanted && ends * 3 >= tags && tags * 2048 >= head.n;
}

// ---- writing ----

struct writing {
    const struct html_page *page;
    struct writer writer;
    const struct html_block *last; // the block written before
    size_t blank_from, blank_to;   // white space that is not written yet
    bool blank, blank_line;        // it is there; it holds a line end
    uint32_t previous; // the character written before; 0 at a block's beginning
};

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_wide(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF00 && c <= 0xFF60) || c >= 0x20000 || (c >= 0x2014 && c <= 0x2026);
}

static void put_blank(struct writing *w, uint32_t next)
{
    bool nothing =
        w->previous == 0 || (w->blank_line && is_wide(w->previous) && is_wide(next));
    if (w->blank && !nothing)
        writer_put(&w->writer, SPAN(" "), w->blank_from, w->blank_to);
    w->blank = w->blank_line = false;
}

static void note_blank(struct writing *w, size_t at)
{
    if (!w->blank) w->blank_from = at, w->blank_to = at + 1;
    w->blank = true;
    w->blank_line |= w->page->text.at[at] == '\n' || w->page->text.at[at] == '\r';
}

static void put_piece(struct writing *w, const struct html_piece *piece,
                      bool preformatted)
{
    struct span text = span_cut(w->page->text, 0, piece->to);
    for (size_t i = piece->from; i < piece->to;) {
        if (!preformatted && is_blank(text.at[i])) {
            note_blank(w, i++);
            continue;
        }
        size_t length = 0, next = i;
        uint32_t c = text.at[i] == '&' ? html_reference(text, i, &length) : 0;
        if (c) {
            char utf8[4];
            put_blank(w, c);
            writer_put(&w->writer, (struct span){utf8, utf8_put(c, utf8)}, i, i + length);
            w->previous = c;
            i += length;
            continue;
        }
        put_blank(w, utf8_next(text, &next));
        while (next < piece->to && text.at[next] != '&' &&
               (preformatted || !is_blank(text.at[next])))
            next++;
        writer_same(&w->writer, text, i, next);
        size_t last = utf8_back(text, next);
        w->previous = utf8_next(text, &last);
        i = next;
    }
}

// True where the block's row has another cell with text, near by.
static bool shares_row(const struct html_page *page, size_t i)
{
    enum { NEAR = 16 };
    const struct html_block *block = &page->blocks.at[i];
    for (size_t k = i; k > 0 && i - k < NEAR; k--) {
        const struct html_block *other = &page->blocks.at[k - 1];
        if (other->row != block->row) break;
        if (other->cell != block->cell) return true;
    }
    for (size_t k = i + 1; k < page->blocks.n && k - i < NEAR; k++) {
        const struct html_block *other = &page->blocks.at[k];
        if (other->row != block->row) break;
        if (other->cell != block->cell) return true;
    }
    return false;
}

// Lines inside one small cell of a table with several are a name that did not fit
// (`上<br>城区`): they are joined.
static bool joins_in_cell(const struct writing *w, size_t i)
{
    const struct html_block *block = &w->page->blocks.at[i];
    return block->before.gap == GAP_LINE && block->cell && w->last->cell == block->cell &&
           w->last->characters + block->characters < SMALL_CELL && shares_row(w->page, i);
}

static void put_break(struct writing *w, size_t i)
{
    static const char breaks[] = "\n\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
    const struct html_block *block = &w->page->blocks.at[i];
    const struct html_break *before = &block->before;
    if (!w->last || before->gap == GAP_NONE) return;
    if (joins_in_cell(w, i)) return;
    size_t tabs = before->tabs < 16 ? before->tabs : 16;
    size_t lines = before->gap == GAP_PARAGRAPH ? 2 : 1;
    bool row = before->gap == GAP_CELL && w->last->row == block->row && block->row;
    if (row) lines = 0;
    if (before->gap == GAP_CELL && !row) tabs = 0;
    writer_put(&w->writer, (struct span){breaks + 2 - lines, lines + tabs}, before->from,
               before->to);
}

struct writer html_extract(struct span text, struct arena *arena)
{
    struct html_page page;
    html_page_read(text, arena, &page);
    html_choose(&page);
    struct writing w = {.page = &page, .writer = writer_new(arena, text.n / 2)};
    for (size_t i = 0; i < page.blocks.n; i++) {
        const struct html_block *block = &page.blocks.at[i];
        if (!block->kept) continue;
        put_break(&w, i);
        w.blank = w.blank_line = false;
        w.previous = 0;
        for (size_t k = 0; k < block->n_pieces; k++)
            put_piece(&w, &page.pieces.at[block->first_piece + k], block->preformatted);
        w.last = block;
    }
    return w.writer;
}

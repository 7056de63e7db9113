// SPDX-License-Identifier: Apache-2.0
//
// Footnotes: a line that opens with a circled number (`① 据县档案馆藏…`), where the same
// number stands in a line above behind a word or a bracket (`据民国36年调查①，`). In a
// list each number stands once. A note is printed in between: the text goes on behind it.
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"

enum { LOOK = 60, MAX_LOOK = 16384, FIRST_CIRCLED = 0x2460, LAST_CIRCLED = 0x2473 };

// The circled number at the head of the line, or 0.
static uint32_t circled_at(const struct sheet *sheet, size_t n)
{
    size_t i = 0;
    const struct line *line = sheet_content(sheet, n);
    if (!heads_may(line, HEAD_NUMBER) || line->mark != MARK_NONE) return 0;
    uint32_t c = utf8_next(sheet_content_text(sheet, n), &i);
    return c >= FIRST_CIRCLED && c <= LAST_CIRCLED ? c : 0;
}

// Whether the text refers to the note: its number behind a word, a book or a quotation.
static bool refers(struct span text, uint32_t note)
{
    char sign[4];
    struct span what = {sign, utf8_put(note, sign)};
    for (size_t at = 0; (at = span_find(text, what, at)) < text.n; at += what.n) {
        size_t before = at > 0 ? utf8_back(text, at) : at;
        if (glyph_class(utf8_next(text, &before)) & (GLYPH_HAN | GLYPH_CLOSE))
            return true;
    }
    return false;
}

static bool is_note(const struct sheet *sheet, size_t n)
{
    uint32_t note = circled_at(sheet, n);
    if (!note) return false;
    const char *first = sheet_content_text(sheet, n > LOOK ? n - LOOK : 0).at;
    size_t from = (size_t)(first - sheet->text.at);
    size_t to = (size_t)(sheet_content_text(sheet, n).at - sheet->text.at);
    if (to - from > MAX_LOOK) from = to - MAX_LOOK;
    while (from < to && (sheet->text.at[from] & 0xC0) == 0x80)
        from++;
    return refers(span_cut(sheet->text, from, to), note);
}

void notes_find(struct sheet *sheet)
{
    for (size_t n = 1; n < sheet->n_content; n++) {
        if (!is_note(sheet, n)) continue;
        sheet_content(sheet, n)->opens = true;
        struct block block = flow_block(sheet, n);
        for (size_t k = block.from; k < block.to; k++)
            sheet_content(sheet, k)->mark = MARK_NOTE;
    }
}

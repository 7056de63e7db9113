// SPDX-License-Identifier: Apache-2.0
//
// Footnotes: a line that opens with a circled number (`① 据县档案馆藏…`), where the same
// number stands in a line above behind a word or a bracket (`据民国36年调查①，`). In a
// list each number stands once. A note is printed in between: the text goes on behind it.
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"

enum { LOOK = 60, FIRST_CIRCLED = 0x2460, LAST_CIRCLED = 0x2473 };

// The circled number at the head of the line, or 0.
static uint32_t circled_at(const struct sheet *sheet, size_t n)
{
    size_t i = 0;
    const struct line *line = sheet_content(sheet, n);
    if (!heads_may(line, HEAD_NUMBER) || line->mark != MARK_NONE) return 0;
    uint32_t c = utf8_next(sheet_content_text(sheet, n), &i);
    return c >= FIRST_CIRCLED && c <= LAST_CIRCLED ? c : 0;
}

// Whether s refers to the note: its number behind a word, a book or a quotation.
static bool refers(struct span s, uint32_t note)
{
    unsigned before = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (c == note && before & (GLYPH_HAN | GLYPH_CLOSE)) return true;
        before = glyph_class(c);
    }
    return false;
}

static bool is_note(const struct sheet *sheet, size_t n)
{
    uint32_t note = circled_at(sheet, n);
    for (size_t k = n; note && k-- > 0 && n - k <= LOOK;)
        if (refers(sheet_content_text(sheet, k), note)) return true;
    return false;
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

// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the segment stage with text. Whatever the text, its layout is sound: pieces lie
// in the text and say what it says, every character that is not white space stands in
// exactly one paragraph, and paragraphs and entries name one another rightly.
#include "proto/vet.h"
#include "stages/base/utf8.h"
#include "stages/segment/sheet.h"

#include <stdint.h>
#include <stdlib.h>

static void check(bool holds)
{
    if (!holds) abort();
}

// Each byte of the text is in at most one piece, and none but white space is in none.
static void check_cover(struct arena *arena, struct span text,
                        const struct layout *layout)
{
    char *covered = ARENA_NEW(arena, char, text.n + 1);
    for (size_t p = 0; p < layout->paragraphs.n; p++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[p];
        for (size_t i = 0; i < paragraph->pieces.n; i++) {
            const struct piece *piece = &paragraph->pieces.at[i];
            for (uint32_t k = 0; k < piece->length; k++)
                check(covered[piece->text + k]++ == 0);
        }
    }
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        check(covered[at] || utf8_is_space(c) || c < 0x20);
    }
}

static void check_links(const struct layout *layout)
{
    for (size_t e = 0; e < layout->entries.n; e++) {
        const struct entry *entry = &layout->entries.at[e];
        check(entry->paras.n > 0);
        check(layout->paragraphs.at[entry->paras.at[0]].role == ROLE_ENTRY);
        for (size_t i = 0; i < entry->paras.n; i++)
            check(layout->paragraphs.at[entry->paras.at[i]].entry == e);
    }
    for (size_t p = 0; p < layout->paragraphs.n; p++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[p];
        check(paragraph->dup_of == NONE || paragraph->dup_of < p);
        check(utf8_valid(paragraph->text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = {.text = {(const char *)data, size}};
    struct layout layout;
    if (!utf8_valid(text.text)) return -1;
    struct arena *arena = arena_new();
    segment_text(arena, text.text, &layout);
    check(vet_layer(&layout_record, &layout) == NULL);
    check(vet_layout(&layout, &text) == NULL);
    check_cover(arena, text.text, &layout);
    check_links(&layout);
    arena_free(&arena);
    return 0;
}

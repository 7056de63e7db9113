// SPDX-License-Identifier: Apache-2.0
//
// Whether a document is traditional is decided for the whole of it: the few characters of
// a short paragraph say too little.
#include "proto/simplified.h"

#include "stages/base/simplify.h"

static bool is_traditional(const struct layout *layout)
{
    struct simplify_count count = {0};
    for (size_t i = 0; i < layout->paragraphs.n; i++)
        simplify_add(&count, layout->paragraphs.at[i].text);
    return simplify_wanted(&count);
}

static struct span simplified(struct arena *arena, struct span text)
{
    char *copy = arena_raw(arena, text.n + 1);
    simplify_write(text, copy);
    return (struct span){copy, text.n};
}

static struct spans simplified_all(struct arena *arena, struct spans texts)
{
    struct spans made = {ARENA_NEW(arena, struct span, texts.n + 1), texts.n};
    for (size_t i = 0; i < texts.n; i++)
        made.at[i] = simplified(arena, texts.at[i]);
    return made;
}

const struct layout *simplified_layout(const struct layout *layout, struct arena *arena)
{
    if (!is_traditional(layout)) return layout;
    struct layout *read = ARENA_NEW(arena, struct layout, 1);
    *read = *layout;
    read->title = simplified(arena, layout->title);
    read->paragraphs.at = ARENA_NEW(arena, struct paragraph, layout->paragraphs.n + 1);
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        read->paragraphs.at[i] = layout->paragraphs.at[i];
        read->paragraphs.at[i].text = simplified(arena, layout->paragraphs.at[i].text);
    }
    read->entries.at = ARENA_NEW(arena, struct entry, layout->entries.n + 1);
    for (size_t i = 0; i < layout->entries.n; i++) {
        const struct entry *entry = &layout->entries.at[i];
        read->entries.at[i] = *entry;
        read->entries.at[i].title = simplified(arena, entry->title);
        read->entries.at[i].path = simplified_all(arena, entry->path);
        read->entries.at[i].authors = simplified_all(arena, entry->authors);
    }
    return read;
}

struct span simplified_restore(const struct layout *layout, const struct layout *read,
                               uint32_t para, struct span found)
{
    struct span copy = read->paragraphs.at[para].text;
    uintptr_t offset = (uintptr_t)found.at - (uintptr_t)copy.at;
    if (copy.at == NULL || offset > copy.n || found.n > copy.n - offset) return found;
    return span_cut(layout->paragraphs.at[para].text, offset, offset + found.n);
}

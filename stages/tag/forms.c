// SPDX-License-Identifier: Apache-2.0
//
// Forms are told apart by a hash table, which has room for as many as there are mentions.
// A slot of it holds the form's number and one more; 0 is free.
#include "stages/tag/forms.h"

#include "stages/base/hash.h"
#include "stages/tag/pass.h"

static uint32_t *slot_of(const struct forms *forms, int type, struct span text)
{
    for (size_t at = (size_t)hash_words(text) + (size_t)type;; at++) {
        uint32_t *slot = &forms->slots[at & forms->mask];
        if (!*slot) return slot;
        const struct form *form = &forms->at[*slot - 1];
        if (form->type == type && span_eq(form->text, text)) return slot;
    }
}

// The number of the form; a new one where there is none.
static uint32_t number_of(struct forms *forms, int type, struct span text)
{
    uint32_t *slot = slot_of(forms, type, text);
    if (*slot) return *slot - 1;
    forms->at[forms->n++] = (struct form){.type = type, .text = text, .canonical = text};
    return (*slot = (uint32_t)forms->n) - 1;
}

struct forms forms_of(const struct layout *layout, const struct mentions *mentions,
                      struct arena *arena)
{
    struct forms forms = {.layout = layout, .mentions = mentions, .arena = arena};
    size_t n = mentions->mentions.n, size = 16;
    while (size < 2 * n)
        size *= 2;
    forms.at = arena_raw(arena, n * sizeof *forms.at);
    forms.of = arena_raw(arena, n * sizeof *forms.of);
    forms.slots = ARENA_NEW(arena, uint32_t, size);
    forms.mask = size - 1;
    for (size_t i = 0; i < n; i++) {
        struct span text = forms_spelt(&forms, i), squeezed = pass_squeeze(arena, text);
        forms.of[i] = number_of(&forms, mentions->mentions.at[i].type,
                                squeezed.n ? squeezed : text);
    }
    return forms;
}

struct form *forms_find(const struct forms *forms, int type, struct span text)
{
    uint32_t slot = *slot_of(forms, type, text);
    return slot ? &forms->at[slot - 1] : NULL;
}

// SPDX-License-Identifier: Apache-2.0
//
// Forms are told apart by a hash table and sorted when all are there. A slot of the table
// holds the form's number and one more; 0 is free.
#include "stages/tag/forms.h"

#include "stages/base/hash.h"
#include "stages/tag/pass.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 256 };

static uint32_t *slot_of(const struct forms *forms, int type, struct span text)
{
    for (size_t at = (size_t)hash_words(text) + (size_t)type;; at++) {
        uint32_t *slot = &forms->slots[at & forms->mask];
        if (!*slot) return slot;
        const struct form *form = &forms->at[*slot - 1];
        if (form->type == type && span_eq(form->text, text)) return slot;
    }
}

// Makes the table anew, for twice as many forms as there are or more.
static void fill_slots(struct forms *forms)
{
    size_t size = FIRST_SLOTS;
    while (size < 4 * forms->n)
        size *= 2;
    forms->mask = size - 1;
    forms->slots = ARENA_NEW(forms->arena, uint32_t, size);
    for (size_t i = 0; i < forms->n; i++)
        *slot_of(forms, forms->at[i].type, forms->at[i].text) = (uint32_t)i + 1;
}

// The number of the form; a new one where there is none.
static uint32_t number_of(struct forms *forms, int type, struct span text)
{
    uint32_t *slot = slot_of(forms, type, text);
    if (*slot) return *slot - 1;
    uint32_t number = (uint32_t)forms->n;
    *slot = number + 1;
    ARENA_PUSH(forms->arena, forms->at, forms->n, forms->capacity) =
        (struct form){.type = type, .text = text, .canonical = text, .entity = number};
    if (2 * forms->n > forms->mask) fill_slots(forms);
    return number;
}

static int form_cmp(const void *a, const void *b)
{
    const struct form *x = a, *y = b;
    if (x->type != y->type) return x->type < y->type ? -1 : 1;
    return span_cmp(x->text, y->text);
}

// Until here a form's number is kept as its entity.
static void sort(struct forms *forms)
{
    uint32_t *rank = ARENA_NEW(forms->arena, uint32_t, forms->n + 1);
    if (forms->n) qsort(forms->at, forms->n, sizeof *forms->at, form_cmp);
    for (size_t i = 0; i < forms->n; i++)
        rank[forms->at[i].entity] = (uint32_t)i;
    for (size_t i = 0; i < forms->mentions->mentions.n; i++)
        forms->of[i] = rank[forms->of[i]];
    fill_slots(forms);
}

struct forms forms_of(const struct layout *layout, const struct mentions *mentions,
                      struct arena *arena)
{
    struct forms forms = {.layout = layout, .mentions = mentions, .arena = arena};
    forms.of = ARENA_NEW(arena, uint32_t, mentions->mentions.n + 1);
    fill_slots(&forms);
    for (size_t i = 0; i < mentions->mentions.n; i++) {
        struct span text = forms_spelt(&forms, i), squeezed = pass_squeeze(arena, text);
        forms.of[i] = number_of(&forms, mentions->mentions.at[i].type,
                                squeezed.n ? squeezed : text);
    }
    sort(&forms);
    return forms;
}

const struct form *forms_find(const struct forms *forms, int type, struct span text)
{
    uint32_t slot = *slot_of(forms, type, text);
    return slot ? &forms->at[slot - 1] : NULL;
}

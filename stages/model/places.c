// SPDX-License-Identifier: Apache-2.0
//
// Taken places are a linked list of runs, so that a search sees free ones only. Nodes of
// 1, 2 to 3, 4 to 15 and more children search from places of their own, which move on
// when TRIES free places in a row were of no use to one of them: building takes linear
// time in practice.
#include "stages/model/places.h"

#include "stages/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>

enum { TRIES = 1 << 12, IS_TAKEN = 1, IS_BASE = 2 };

// Makes places up to (not including) n.
static void reserve(struct places *places, uint32_t n)
{
    if (n > places->capacity) {
        places->capacity = n > places->capacity * 2 ? n : places->capacity * 2;
        places->next = xrealloc(places->next, places->capacity * sizeof *places->next);
        places->state = xrealloc(places->state, places->capacity);
    }
    for (; places->n < n; places->n++) {
        places->next[places->n] = places->n + 1;
        places->state[places->n] = 0;
    }
}

static bool is_taken(const struct places *places, uint32_t p)
{
    return p < places->n && places->state[p] & IS_TAKEN;
}

// The first free place at or after p (path halving).
static uint32_t free_place(struct places *places, uint32_t p)
{
    while (is_taken(places, p)) {
        uint32_t q = places->next[p];
        if (is_taken(places, q)) places->next[p] = places->next[q];
        p = q;
    }
    return p;
}

static bool fits(struct places *places, uint32_t base, const uint16_t *symbols,
                 uint32_t n)
{
    reserve(places, base + symbols[n - 1] + 1);
    if (base == 0 || places->state[base] & IS_BASE) return false;
    for (uint32_t i = 0; i < n; i++)
        if (is_taken(places, base + symbols[i])) return false;
    return true;
}

uint32_t places_take(struct places *places, const uint16_t *symbols, uint32_t n)
{
    uint32_t *start = &places->start[n == 1 ? 0 : n < 4 ? 1 : n < 16 ? 2 : 3];
    *start = free_place(places, *start);
    uint32_t place = *start < *symbols ? free_place(places, *symbols) : *start;
    for (int tries = 1; !fits(places, place - *symbols, symbols, n); tries++) {
        place = free_place(places, place + 1);
        if (tries % TRIES == 0) *start = place;
    }
    uint32_t base = place - *symbols;
    for (uint32_t i = 0; i < n; i++)
        places->state[base + symbols[i]] |= IS_TAKEN;
    places->state[base] |= IS_BASE;
    return base;
}

void places_free(struct places *places)
{
    free(places->next);
    free(places->state);
    *places = (struct places){0};
}

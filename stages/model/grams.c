// SPDX-License-Identifier: Apache-2.0
//
// A hash table with linear probing. Keys are mixed by a multiplicative hash; the table
// doubles when it is two thirds full.
#include "stages/model/grams.h"

#include "stages/base/memory.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 1 << 16, TEMPLATE_SHIFT = 56 };

uint64_t grams_key(uint32_t template_number, const uint16_t *symbols, uint32_t n,
                   uint32_t bits)
{
    uint64_t key = template_number + 1;
    key <<= TEMPLATE_SHIFT - n * bits;
    for (uint32_t i = 0; i < n; i++) {
        if (symbols[i] == 0) return 0;
        key = key << bits | symbols[i];
    }
    return key;
}

void grams_symbols(uint64_t key, uint32_t n, uint32_t bits, uint16_t *symbols)
{
    for (uint32_t i = n; i > 0; i--) {
        symbols[i - 1] = (uint16_t)(key & ((1u << bits) - 1));
        key >>= bits;
    }
}

uint32_t grams_template(uint64_t key)
{
    return (uint32_t)(key >> TEMPLATE_SHIFT) - 1;
}

static size_t place_of(const struct grams *grams, uint64_t key)
{
    size_t i = (size_t)((key ^ key >> 29) * 0x9E3779B97F4A7C15u >> 20);
    for (i &= grams->capacity - 1; grams->at[i].key && grams->at[i].key != key;)
        i = (i + 1) & (grams->capacity - 1);
    return i;
}

static void grow(struct grams *grams)
{
    struct grams old = *grams;
    grams->capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
    grams->at = xcalloc(grams->capacity, sizeof *grams->at);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.at[i].key) grams->at[place_of(grams, old.at[i].key)] = old.at[i];
    free(old.at);
}

struct gram *grams_add(struct grams *grams, uint64_t key)
{
    if (grams->n * 3 >= grams->capacity * 2) grow(grams);
    struct gram *gram = &grams->at[place_of(grams, key)];
    if (!gram->key) {
        *gram = (struct gram){.key = key, .vector = NO_GRAM};
        grams->n++;
    }
    return gram;
}

const struct gram *grams_find(const struct grams *grams, uint64_t key)
{
    if (grams->n == 0) return NULL;
    const struct gram *gram = &grams->at[place_of(grams, key)];
    return gram->key ? gram : NULL;
}

void grams_free(struct grams *grams)
{
    free(grams->at);
    *grams = (struct grams){0};
}

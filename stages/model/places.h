// SPDX-License-Identifier: Apache-2.0
//
// Builds double arrays (J. Aoe 1989, "An efficient digital search algorithm by using a
// double-array structure"): finds each node of a trie a base such that its children, at
// base + symbol, stand on places that nobody else has. No two nodes get the same base,
// and none gets 0.
#ifndef FZ_MODEL_PLACES_H
#define FZ_MODEL_PLACES_H

#include <stdint.h>

enum { PLACES_WIDTHS = 4 };

struct places {
    uint32_t *next; // of a place that is taken: one at or before the next free one
    uint8_t *state;
    uint32_t n, capacity;          // all places from n on are free
    uint32_t start[PLACES_WIDTHS]; // where a search begins, by number of children
};

// A base for a node whose n > 0 children have these symbols, ascending. Takes their
// places.
uint32_t places_take(struct places *places, const uint16_t *symbols, uint32_t n);
void places_free(struct places *places);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The dictionary of n-grams that training builds: every n-gram of every template, with
// how often it was seen.
#ifndef FZ_MODEL_GRAMS_H
#define FZ_MODEL_GRAMS_H

#include "stages/model/linear.h"

struct gram {
    uint64_t key;     // template number, then the symbols; 0: empty place
    uint32_t seen;
    uint32_t vector;  // its first vector once they are numbered, or NO_GRAM
};

enum { NO_GRAM = UINT32_MAX };

struct grams {
    struct gram *at; // open addressing, capacity a power of two
    size_t n, capacity;
};

// The key of the n symbols from `symbols` on; 0 where one of them is 0.
uint64_t grams_key(uint32_t template_number, const uint16_t *symbols, uint32_t n,
                   uint32_t bits);
// Takes a key apart again.
void grams_symbols(uint64_t key, uint32_t n, uint32_t bits, uint16_t *symbols);
uint32_t grams_template(uint64_t key);

// Finds a key, or adds it with seen = 0.
struct gram *grams_add(struct grams *grams, uint64_t key);
const struct gram *grams_find(const struct grams *grams, uint64_t key);
void grams_free(struct grams *grams);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The weights of the trigger decision: a linear model over hashed features (Weinberger et
// al. 2009). With features f of a candidate and an event type t,
//
//   score(t) = sum over f of w[slot(f, t)],   score(none) = 0,
//
// and the candidate is the best of its word's types, or none. Trained as a multinomial
// logistic regression (trigger_train.h), kept as 16-bit integers.
#ifndef FZ_EVENT_WEIGHTS_H
#define FZ_EVENT_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

enum { WEIGHTS_BITS = 19, WEIGHTS_SIZE = 1 << WEIGHTS_BITS, WEIGHTS_UNIT = 1024 };

struct weights {
    int16_t at[WEIGHTS_SIZE]; // in units of 1/WEIGHTS_UNIT
};

static inline uint32_t weights_slot(uint32_t feature, int type)
{
    uint32_t h = (feature ^ (uint32_t)(type + 1) * 0x9E3779B1u) * 0x85EBCA6Bu;
    return (h ^ h >> 15) >> (32 - WEIGHTS_BITS);
}

// Reads the file that weights_write made. NULL, after log_warn, where it cannot be read
// or is none.
struct weights *weights_read(const char *path) __attribute__((warn_unused_result));
void weights_free(struct weights **weights);
// Returns 0, or -1 with errno set.
int weights_write(const struct weights *weights, const char *path)
    __attribute__((warn_unused_result));

#endif

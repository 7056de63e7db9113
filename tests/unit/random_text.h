// SPDX-License-Identifier: Apache-2.0
//
// Random text for tests that compare a fast walk with a plain one. The generator is a
// small one of known state, so that a failure can be repeated (G. Marsaglia, xorshift).
#ifndef FZ_TESTS_RANDOM_TEXT_H
#define FZ_TESTS_RANDOM_TEXT_H

#include "stages/base/utf8.h"

static inline uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

// Writes n random characters of which about one in `rare` is one of `edges`, the rest
// plain Chinese, to out (room for 4 * n); returns the bytes.
static inline size_t random_text(uint32_t *state, char *out, size_t n, uint32_t rare,
                                 const uint32_t *edges, size_t n_edges)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = 0x4E00 + random_next(state) % 0x5000;
        if (random_next(state) % rare == 0) c = edges[random_next(state) % n_edges];
        length += utf8_put(c, out + length);
    }
    return length;
}

#endif

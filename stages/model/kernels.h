// SPDX-License-Identifier: Apache-2.0
//
// The two inner loops of the model, each in plain C, SSE2 and AVX2. All three give the
// same numbers.
#ifndef FZ_MODEL_KERNELS_H
#define FZ_MODEL_KERNELS_H

#include "stages/model/linear.h"

struct kernels {
    const char *name; // "plain", "sse2", "avx2"
    // Adds the scores of all tracks' n-grams.
    void (*score)(const struct linear_model *model, const struct linear_sequence *x,
                  int16_t *scores);
    // The forward pass of Viterbi: leaves in back[t * stride + y] the best label at t - 1
    // when y stands at t, and in last (stride values) the scores of the last position.
    void (*forward)(const struct linear_model *model, const int16_t *scores, size_t n,
                    uint8_t *back, int16_t *last);
};

// The fastest that this processor has.
const struct kernels *kernels_best(void);
// By name, NULL where the processor or the build has none: for tests and benchmarks.
const struct kernels *kernels_named(const char *name);

#endif

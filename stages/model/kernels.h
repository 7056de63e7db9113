// SPDX-License-Identifier: Apache-2.0
//
// The inner loop of the model, in plain C (kernels_plain.c), for AVX2 and for AVX-512
// (kernels_x86.c). All give the same labels.
#ifndef FZ_MODEL_KERNELS_H
#define FZ_MODEL_KERNELS_H

#include "stages/model/linear.h"

// Most transitions are illegal, so that a step of Viterbi need not try every label before
// every other: the k-th way into a label is from the k-th of those that may stand before
// it, in order. Labels with fewer ways than others have their first one again.
struct kernels_way {
    int16_t cost[LINEAR_LANES]; // of the transition to each label
    int16_t from[LINEAR_LANES]; // the label before it
    // The same as bytes to shuffle: where the two bytes of `from` stand in the lower
    // (upper) half of a row of 16-bit scores, or 0x80 where they are in the other.
    uint8_t lower[2 * LINEAR_LANES], upper[2 * LINEAR_LANES];
};

// Two ways beside each other, for vectors of twice as many lanes: the k-th and the one
// half of all ways behind it.
struct kernels_pair {
    int16_t cost[2 * LINEAR_LANES], from[2 * LINEAR_LANES];
};

struct kernels_ways {
    uint32_t n; // of the first table; the second has half as many, rounded up
    struct kernels_way one[LINEAR_LANES];
    struct kernels_pair two[LINEAR_LANES / 2];
};

struct kernels {
    const char *name; // "plain", "avx2", "avx512"
    // Scores all positions and runs the forward pass of Viterbi: leaves in
    // back[t * LINEAR_LANES + y] the best label at t - 1 when y stands at t, and in last
    // the scores of the last position.
    void (*forward)(const struct linear_model *model, const struct linear_sequence *x,
                    const uint16_t *barred, uint8_t *back, int16_t *last);
};

extern const struct kernels kernels_plain, kernels_avx2, kernels_avx512;

// Makes the ways of the model's transitions (free them with free).
void kernels_ways(struct linear_model *model);

// The fastest that this processor has.
const struct kernels *kernels_best(void);
// By name, NULL where the processor or the build has none: for tests and benchmarks.
const struct kernels *kernels_named(const char *name);

#endif

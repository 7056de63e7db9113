// SPDX-License-Identifier: Apache-2.0
//
// What the training loop (train.c) and the compiler (compile.c) share: the trainer's
// inside.
#ifndef FZ_MODEL_TRAINER_H
#define FZ_MODEL_TRAINER_H

#include "stages/model/grams.h"
#include "stages/model/train.h"

struct example {
    size_t n;
    uint16_t *tracks[LINEAR_MAX_TRACKS];
    uint8_t *labels;
    uint32_t *grams; // [position * n_templates + template]: first vector, or NO_GRAM
    float weight;
};

struct trainer {
    struct trainer_spec spec;
    struct trainer_options options;
    uint32_t stride, bits[LINEAR_MAX_TRACKS];
    struct example *examples;
    size_t n, capacity;
    uint64_t positions, random;
    struct grams grams;
    uint32_t n_vectors, summed;
    float *w, *G, *sum;      // n_vectors rows of stride: weights, squares, sum of epochs
    float *theta, *G_theta, *theta_sum; // n_labels rows of stride
    float *psi;              // scores of the example at hand
    uint8_t *dropped;        // its n-grams that the step does not see
    struct net_weights *net; // NULL: none
};

uint64_t trainer_random(uint64_t *state);
// What the n-grams say that stay in the file, but for a share that is dropped at random,
// into psi, stride a position.
void trainer_scores(struct trainer *trainer, const struct example *x, float share,
                    float *psi);
// The same of all n-grams, with as many dropped as in their own training.
void trainer_scores_all(struct trainer *trainer, const struct example *x, float *psi);
// Whether the n-grams of a track stay in the file.
bool trainer_keeps(const struct trainer *trainer, uint32_t track);
// Puts the examples into another order.
void trainer_shuffle(struct trainer *trainer);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// What training the network (net_train.c) and writing it down (net_compile.c) share: its
// weights, and a run over one sequence.
#ifndef FZ_MODEL_NET_WEIGHTS_H
#define FZ_MODEL_NET_WEIGHTS_H

#include "stages/model/net.h"
#include "stages/model/net_train.h"
#include "stages/model/trainer.h"

struct net_weights {
    size_t n; // of all weights, which are one vector
    float *w, *gradient, *mean, *square;
    // Where each part begins. Weights of a layer: those of an input side by side.
    size_t rows[LINEAR_MAX_TRACKS], bias;
    size_t layers[NET_LAYERS], layer_bias[NET_LAYERS];
    size_t output, output_bias;
};

// A sequence in the network: numbers[0] its embedding, numbers[k] the results of layer k,
// NET_WIDTH a position, with a position of zeros before the first and behind the last.
struct net_run {
    size_t room; // positions
    float *numbers[NET_LAYERS + 1];
    float *back[2];       // errors of the numbers of two layers, likewise
    uint8_t *dropped;     // rows that this run does not see: a byte for each track
    float *psi;           // scores, LINEAR_LANES a position
    float *target;        // probabilities that they are trained towards, likewise
    uint64_t *random;     // NULL: nothing is dropped
    float dropout;
};

void net_run_reserve(struct net_run *run, uint32_t n_tracks, size_t n);
void net_run_free(struct net_run *run);
// Fills in numbers and psi, what the n-grams say included.
void net_run_forward(const struct net_weights *net, struct trainer *trainer,
                     const struct example *x, struct net_run *run);

#endif

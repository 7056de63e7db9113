// SPDX-License-Identifier: Apache-2.0
//
// Forward and backward sums of a linear chain (Rabiner 1989; Lafferty et al. 2001), for
// one sequence at a time.
#ifndef FZ_MODEL_CRF_H
#define FZ_MODEL_CRF_H

#include <stddef.h>
#include <stdint.h>

enum { CRF_MAX_LABELS = 64 };

struct crf {
    size_t n_labels, stride;
    float *E;      // exp(theta), 0 where illegal; n_labels rows of stride
    float *expect; // expected number of each transition, as E
    float *alpha, *beta;
    double *logs;  // of the factors that keep alpha in range
    size_t capacity;
};

void crf_init(struct crf *crf, size_t n_labels, size_t stride);
void crf_free(struct crf *crf);
// E from theta (n_labels rows of stride); -INFINITY: illegal.
void crf_transitions(struct crf *crf, const float *theta);

// Replaces psi (n rows of stride) by the marginal probabilities p(y_t = y | x), sets
// expect, and returns the log likelihood of labels.
double crf_marginals(struct crf *crf, float *psi, const float *theta,
                     const uint8_t *labels, size_t n);

#endif

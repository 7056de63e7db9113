// SPDX-License-Identifier: Apache-2.0
//
// The sums are kept in range by dividing every row of alpha by its total, whose logarithm
// goes into log Z; beta is divided by the same factors. Illegal transitions have E = 0.
#include "stages/model/crf.h"

#include "stages/base/memory.h"
#include "stages/model/clones.h"

#include <math.h>
#include <stdlib.h>

void crf_init(struct crf *crf, size_t n_labels, size_t stride)
{
    *crf = (struct crf){.n_labels = n_labels, .stride = stride};
    crf->E = xcalloc(n_labels * stride, sizeof *crf->E);
    crf->expect = xcalloc(n_labels * stride, sizeof *crf->expect);
}

void crf_free(struct crf *crf)
{
    free(crf->E);
    free(crf->expect);
    free(crf->alpha);
    free(crf->beta);
    free(crf->logs);
    *crf = (struct crf){0};
}

void crf_transitions(struct crf *crf, const float *theta)
{
    for (size_t i = 0; i < crf->n_labels * crf->stride; i++)
        crf->E[i] = i % crf->stride < crf->n_labels ? expf(theta[i]) : 0;
}

static void reserve(struct crf *crf, size_t n)
{
    if (n <= crf->capacity) return;
    crf->capacity = n * 2;
    crf->alpha = xrealloc(crf->alpha, crf->capacity * crf->stride * sizeof(float));
    crf->beta = xrealloc(crf->beta, crf->capacity * crf->stride * sizeof(float));
    crf->logs = xrealloc(crf->logs, crf->capacity * sizeof(double));
}

// log psi of the labels, before psi is replaced.
static double path(const struct crf *crf, const float *psi, const float *theta,
                   const uint8_t *labels, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; t++) {
        sum += psi[t * crf->stride + labels[t]];
        if (t) sum += theta[labels[t - 1] * crf->stride + labels[t]];
    }
    return sum;
}

// psi := exp(psi - max) row by row; returns the sum of the maxima.
static double exponentiate(const struct crf *crf, float *psi, size_t n)
{
    double sum = 0;
    for (size_t t = 0; t < n; t++) {
        float *row = psi + t * crf->stride, top = row[0];
        for (size_t y = 1; y < crf->n_labels; y++) top = row[y] > top ? row[y] : top;
        for (size_t y = 0; y < crf->n_labels; y++) row[y] = expf(row[y] - top);
        for (size_t y = crf->n_labels; y < crf->stride; y++) row[y] = 0;
        sum += top;
    }
    return sum;
}

static float level(float *row, size_t n)
{
    float sum = 0;
    for (size_t y = 0; y < n; y++) sum += row[y];
    float factor = 1 / sum;
    for (size_t y = 0; y < n; y++) row[y] *= factor;
    return sum;
}

CLONES static double forward(struct crf *crf, const float *psi, size_t n)
{
    size_t S = crf->stride;
    double log_z = 0;
    for (size_t t = 0; t < n; t++) {
        float row[CRF_MAX_LABELS] = {0};
        if (t == 0)
            for (size_t y = 0; y < S; y++) row[y] = 1;
        for (size_t p = 0; t && p < crf->n_labels; p++) {
            float a = crf->alpha[(t - 1) * S + p];
            const float *E = crf->E + p * S;
            for (size_t y = 0; y < S; y++) row[y] += a * E[y];
        }
        float *alpha = crf->alpha + t * S;
        for (size_t y = 0; y < S; y++) alpha[y] = row[y] * psi[t * S + y];
        crf->logs[t] = level(alpha, S);
        log_z += log(crf->logs[t]);
    }
    return log_z;
}

CLONES static void backward(struct crf *crf, const float *psi, size_t n)
{
    size_t S = crf->stride;
    for (size_t y = 0; y < S; y++) crf->beta[(n - 1) * S + y] = 1;
    for (size_t t = n - 1; t > 0; t--) {
        float row[CRF_MAX_LABELS], factor = (float)(1 / crf->logs[t]);
        for (size_t y = 0; y < S; y++)
            row[y] = psi[t * S + y] * crf->beta[t * S + y] * factor;
        for (size_t p = 0; p < crf->n_labels; p++) {
            const float *E = crf->E + p * S;
            float *expect = crf->expect + p * S, a = crf->alpha[(t - 1) * S + p];
            float sums[8] = {0}; // eight sums, so that their order is fixed
            for (size_t y = 0; y < S; y++) {
                expect[y] += a * E[y] * row[y];
                sums[y % 8] += E[y] * row[y];
            }
            float sum = 0;
            for (int i = 0; i < 8; i++) sum += sums[i];
            crf->beta[(t - 1) * S + p] = sum;
        }
        for (size_t y = crf->n_labels; y < S; y++) crf->beta[(t - 1) * S + y] = 0;
    }
}

double crf_marginals(struct crf *crf, float *psi, const float *theta,
                     const uint8_t *labels, size_t n)
{
    size_t S = crf->stride;
    reserve(crf, n);
    double gold = path(crf, psi, theta, labels, n);
    double log_z = exponentiate(crf, psi, n);
    log_z += forward(crf, psi, n);
    memset(crf->expect, 0, crf->n_labels * S * sizeof *crf->expect);
    backward(crf, psi, n);
    for (size_t i = 0; i < n * S; i++) psi[i] = crf->alpha[i] * crf->beta[i];
    return gold - log_z;
}

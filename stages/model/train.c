// SPDX-License-Identifier: Apache-2.0
//
// The training loop. Sequences are kept as numbers of vectors: for every template and
// every position the first vector of the n-gram that ends there, so that an epoch touches
// no symbol and no hash table. A weight is touched only where its n-gram stands.
//
// Memory: some 4 bytes a template and position, and 8 bytes a weight.
#include "stages/model/train.h"

#include "stages/model/clones.h"
#include "stages/model/crf.h"
#include "stages/model/net_train.h"
#include "stages/model/trainer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

struct trainer *trainer_new(const struct trainer_spec *spec)
{
    struct trainer *trainer = xcalloc(1, sizeof *trainer);
    trainer->spec = *spec;
    assert(spec->n_labels <= LINEAR_MAX_LABELS);
    trainer->stride = (spec->n_labels + LINEAR_LANES - 1) / LINEAR_LANES * LINEAR_LANES;
    for (uint32_t k = 0; k < spec->n_tracks; k++)
        while (1u << trainer->bits[k] < spec->alphabets[k]) trainer->bits[k]++;
    for (size_t i = 0; i < spec->n_templates; i++)
        assert(spec->templates[i].n * trainer->bits[spec->templates[i].track] <= 56);
    trainer->theta = xcalloc(spec->n_labels * trainer->stride, sizeof(float));
    return trainer;
}

void trainer_add(struct trainer *trainer, const struct linear_sequence *x,
                 const uint8_t *labels, float weight)
{
    if (x->n == 0) return;
    if (trainer->n == trainer->capacity) {
        trainer->capacity = trainer->capacity ? trainer->capacity * 2 : 1024;
        trainer->examples =
            xrealloc(trainer->examples, trainer->capacity * sizeof *trainer->examples);
    }
    struct example *example = &trainer->examples[trainer->n++];
    *example = (struct example){.n = x->n, .weight = weight};
    example->labels = xmalloc(x->n);
    memcpy(example->labels, labels, x->n);
    for (uint32_t k = 0; k < trainer->spec.n_tracks; k++) {
        example->tracks[k] = xmalloc(x->n * sizeof(uint16_t));
        memcpy(example->tracks[k], x->tracks[k], x->n * sizeof(uint16_t));
    }
    trainer->positions += x->n;
}

static uint64_t key_at(const struct trainer *trainer, size_t i, const struct example *x,
                       size_t end)
{
    const struct linear_template *T = &trainer->spec.templates[i];
    if (end + 1 < T->n) return 0;
    return grams_key((uint32_t)i, x->tracks[T->track] + end + 1 - T->n, T->n,
                     trainer->bits[T->track]);
}

static void count_grams(struct trainer *trainer)
{
    for (size_t e = 0; e < trainer->n; e++)
        for (size_t i = 0; i < trainer->spec.n_templates; i++)
            for (size_t t = 0; t < trainer->examples[e].n; t++) {
                uint64_t key = key_at(trainer, i, &trainer->examples[e], t);
                if (key) grams_add(&trainer->grams, key)->seen++;
            }
}

// Numbers the vectors of the n-grams that are frequent enough, in the order in which the
// examples show them, and writes the numbers into the examples.
static void number_grams(struct trainer *trainer)
{
    size_t m = trainer->spec.n_templates;
    for (size_t e = 0; e < trainer->n; e++) {
        struct example *x = &trainer->examples[e];
        x->grams = xmalloc(m * x->n * sizeof *x->grams);
        for (size_t t = 0; t < x->n; t++)
            for (size_t i = 0; i < m; i++) {
                const struct linear_template *T = &trainer->spec.templates[i];
                uint64_t key = key_at(trainer, i, x, t);
                struct gram *gram = key ? grams_add(&trainer->grams, key) : NULL;
                if (gram && gram->vector == NO_GRAM && gram->seen >= T->least) {
                    gram->vector = trainer->n_vectors;
                    trainer->n_vectors += (uint32_t)(T->to - T->from + 1);
                }
                x->grams[t * m + i] = gram ? gram->vector : NO_GRAM;
            }
    }
}

uint64_t trainer_random(uint64_t *state) // xorshift64*, Vigna 2016
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717u;
}

// The rows that the n-gram of template T at position `end` speaks for, cut to the
// sequence: rows [*from, *to), the first with vector *vector.
static void rows_of(const struct linear_template *T, size_t end, size_t n, long *from,
                    long *to, uint32_t *vector)
{
    long first = (long)end - T->to - T->n + 1, last = first + T->to - T->from + 1;
    *from = first < 0 ? 0 : first;
    *to = last > (long)n ? (long)n : last;
    *vector += (uint32_t)(*from - first);
}

CLONES static void add_rows(float *to, const float *from, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] += from[i];
}

// One step of AdaGrad on n weights; G are the sums of squares so far.
CLONES static void step_rows(float *w, float *G, const float *gradient, size_t n,
                             float rate)
{
    for (size_t i = 0; i < n; i++) {
        G[i] += gradient[i] * gradient[i];
        w[i] += rate * gradient[i] / sqrtf(G[i]);
    }
}

static void score(const struct trainer *trainer, const struct example *x, float *psi)
{
    size_t m = trainer->spec.n_templates, S = trainer->stride;
    memset(psi, 0, x->n * S * sizeof *psi);
    for (size_t j = 0; j < m * x->n; j++) {
        uint32_t vector = x->grams[j];
        long from, to;
        if (vector == NO_GRAM || trainer->dropped[j]) continue;
        rows_of(&trainer->spec.templates[j % m], j / m, x->n, &from, &to, &vector);
        if (from < to)
            add_rows(psi + (size_t)from * S, trainer->w + (size_t)vector * S,
                     (size_t)(to - from) * S);
    }
}

static void learn(struct trainer *trainer, const struct example *x, const float *delta)
{
    size_t m = trainer->spec.n_templates, S = trainer->stride;
    for (size_t j = 0; j < m * x->n; j++) {
        uint32_t vector = x->grams[j];
        long from, to;
        if (vector == NO_GRAM || trainer->dropped[j]) continue;
        rows_of(&trainer->spec.templates[j % m], j / m, x->n, &from, &to, &vector);
        if (from < to)
            step_rows(trainer->w + (size_t)vector * S, trainer->G + (size_t)vector * S,
                      delta + (size_t)from * S, (size_t)(to - from) * S,
                      trainer->options.rate);
    }
}

static void drop(struct trainer *trainer, size_t n, float share)
{
    uint32_t limit = (uint32_t)(share * 65536);
    if (limit == 0) memset(trainer->dropped, 0, n);
    for (size_t j = 0; limit && j < n; j++)
        trainer->dropped[j] = (trainer_random(&trainer->random) >> 48) < limit;
}

void trainer_scores_all(struct trainer *trainer, const struct example *x, float *psi)
{
    drop(trainer, x->n * trainer->spec.n_templates, trainer->options.dropout);
    score(trainer, x, psi);
}

bool trainer_keeps(const struct trainer *trainer, uint32_t track)
{
    return !trainer->options.net_epochs || trainer->options.kept_tracks >> track & 1;
}

void trainer_scores(struct trainer *trainer, const struct example *x, float share,
                    float *psi)
{
    size_t m = trainer->spec.n_templates;
    drop(trainer, x->n * m, share);
    for (size_t i = 0; i < m; i++)
        for (size_t t = 0; t < x->n; t++)
            if (!trainer_keeps(trainer, trainer->spec.templates[i].track))
                trainer->dropped[t * m + i] = true;
    score(trainer, x, psi);
}

static void learn_transitions(struct trainer *trainer, const struct crf *crf,
                              const struct example *x)
{
    size_t S = trainer->stride, n = trainer->spec.n_labels * S;
    float *gradient = xmalloc(n * sizeof *gradient);
    for (size_t i = 0; i < n; i++) gradient[i] = -crf->expect[i] * x->weight;
    for (size_t t = 1; t < x->n; t++)
        gradient[x->labels[t - 1] * S + x->labels[t]] += x->weight;
    for (size_t i = 0; i < n; i++)
        if (trainer->theta[i] == -INFINITY) gradient[i] = 0;
    for (size_t i = 0; i < n; i++) {
        if (gradient[i] == 0) continue;
        trainer->G_theta[i] += gradient[i] * gradient[i];
        trainer->theta[i] +=
            trainer->options.rate * gradient[i] / sqrtf(trainer->G_theta[i]);
    }
    free(gradient);
}

// One step on one example; returns its negative log likelihood.
static double train_example(struct trainer *trainer, struct crf *crf,
                            const struct example *x)
{
    size_t S = trainer->stride;
    float *psi = trainer->psi;
    trainer_scores_all(trainer, x, psi);
    for (size_t t = 0; t < x->n; t++)
        for (uint32_t y = 0; y < trainer->spec.n_labels; y++)
            if (y != x->labels[t])
                psi[t * S + y] += y ? trainer->options.wrong : trainer->options.miss;
    crf_transitions(crf, trainer->theta);
    double likelihood = crf_marginals(crf, psi, trainer->theta, x->labels, x->n);
    for (size_t t = 0; t < x->n; t++) {
        for (size_t y = 0; y < S; y++) psi[t * S + y] *= -x->weight;
        psi[t * S + x->labels[t]] += x->weight;
    }
    learn(trainer, x, psi);
    if (trainer->spec.chain) learn_transitions(trainer, crf, x);
    return -likelihood;
}

void trainer_shuffle(struct trainer *trainer)
{
    for (size_t i = trainer->n; i > 1; i--) {
        size_t j = (size_t)(trainer_random(&trainer->random) % i);
        struct example swap = trainer->examples[i - 1];
        trainer->examples[i - 1] = trainer->examples[j];
        trainer->examples[j] = swap;
    }
}

static void prepare(struct trainer *trainer, const struct trainer_options *options)
{
    const struct trainer_spec *spec = &trainer->spec;
    size_t S = trainer->stride, longest = 0;
    trainer->options = *options;
    trainer->random = options->seed * 2 + 1;
    count_grams(trainer);
    number_grams(trainer);
    for (size_t e = 0; e < trainer->n; e++)
        longest = trainer->examples[e].n > longest ? trainer->examples[e].n : longest;
    trainer->psi = xmalloc(longest * S * sizeof(float));
    trainer->dropped = xmalloc(longest * spec->n_templates);
    size_t weights = (size_t)trainer->n_vectors * S;
    trainer->w = xmalloc(weights * sizeof(float));
    trainer->G = xmalloc(weights * sizeof(float));
    trainer->sum = xcalloc(weights, sizeof(float));
    trainer->G_theta = xmalloc(spec->n_labels * S * sizeof(float));
    trainer->theta_sum = xcalloc(spec->n_labels * S, sizeof(float));
}

// All weights to nothing.
static void begin_round(struct trainer *trainer)
{
    const struct trainer_spec *spec = &trainer->spec;
    size_t S = trainer->stride, weights = (size_t)trainer->n_vectors * S;
    memset(trainer->w, 0, weights * sizeof *trainer->w);
    for (size_t i = 0; i < weights; i++) trainer->G[i] = 1;
    for (size_t i = 0; i < spec->n_labels * S; i++) {
        size_t from = i / S, to = i % S;
        bool legal = to < spec->n_labels &&
                     (!spec->legal || spec->legal[from * spec->n_labels + to]);
        trainer->theta[i] = legal ? 0 : -INFINITY;
        trainer->G_theta[i] = 1;
    }
}

// Weights shrink; those of the second half of a round's epochs go into the average.
static void end_epoch(struct trainer *trainer, uint32_t epoch)
{
    size_t weights = (size_t)trainer->n_vectors * trainer->stride;
    float keep = 1 - trainer->options.decay;
    for (size_t i = 0; i < weights; i++) trainer->w[i] *= keep;
    if (epoch * 2 < trainer->options.epochs) return;
    for (size_t i = 0; i < weights; i++) trainer->sum[i] += trainer->w[i];
    for (size_t i = 0; i < trainer->spec.n_labels * trainer->stride; i++)
        trainer->theta_sum[i] += trainer->theta[i];
    trainer->summed++;
}

static void take_average(struct trainer *trainer)
{
    size_t weights = (size_t)trainer->n_vectors * trainer->stride;
    float share = 1 / (float)trainer->summed;
    for (size_t i = 0; i < weights; i++) trainer->w[i] = trainer->sum[i] * share;
    for (size_t i = 0; i < trainer->spec.n_labels * trainer->stride; i++)
        trainer->theta[i] = trainer->theta_sum[i] * share;
}

void trainer_run(struct trainer *trainer, const struct trainer_options *options,
                 trainer_show *show, void *shown)
{
    struct crf crf;
    uint32_t all = options->epochs * options->rounds;
    prepare(trainer, options);
    crf_init(&crf, trainer->spec.n_labels, trainer->stride);
    for (uint32_t n = 0; n < all; n++) {
        struct trainer_progress progress = {n + 1, all, 0, trainer->positions, 0};
        double loss = 0;
        if (n % options->epochs == 0) begin_round(trainer);
        trainer_shuffle(trainer);
        for (size_t e = 0; e < trainer->n; e++) {
            loss += train_example(trainer, &crf, &trainer->examples[e]);
            progress.done += trainer->examples[e].n;
            progress.loss = loss / (double)progress.done;
            if (show && (e % 256 == 255 || e + 1 == trainer->n)) show(shown, &progress);
        }
        end_epoch(trainer, n % options->epochs + 1);
    }
    take_average(trainer);
    crf_free(&crf);
    if (options->net_epochs) trainer->net = net_train(trainer, show, shown);
}

void trainer_free(struct trainer **address)
{
    struct trainer *trainer = *address;
    if (!trainer) return;
    for (size_t e = 0; e < trainer->n; e++) {
        struct example *x = &trainer->examples[e];
        for (uint32_t k = 0; k < trainer->spec.n_tracks; k++) free(x->tracks[k]);
        free(x->labels);
        free(x->grams);
    }
    grams_free(&trainer->grams);
    net_weights_free(&trainer->net);
    free(trainer->examples);
    free(trainer->theta);
    free(trainer->G_theta);
    free(trainer->theta_sum);
    free(trainer->w);
    free(trainer->G);
    free(trainer->sum);
    free(trainer->psi);
    free(trainer->dropped);
    free(trainer);
    *address = NULL;
}

// SPDX-License-Identifier: Apache-2.0
//
// Compiles trained weights into the sections of a model file. Each n-gram keeps the
// stretch of its vectors that carries weight. Weights become 8-bit integers; the few that
// are too large are cut, which training (weights shrink, features drop out) makes rare.
#include "stages/model/trainer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SCALE = 40 }; // of a weight of 1: weights up to 3.2 fit, steps are of 0.025

struct compiler {
    const struct trainer *trainer;
    float scale;
    struct buffer vectors;
    uint32_t n_vectors;
};

static float greatest(const struct trainer *trainer, uint32_t vector)
{
    const float *w = trainer->w + (size_t)vector * trainer->stride;
    float top = 0;
    for (uint32_t y = 0; y < trainer->spec.n_labels; y++)
        if (fabsf(w[y]) > top) top = fabsf(w[y]);
    return top;
}

static int quantise(const struct compiler *compiler, float w, int most)
{
    long q = lrintf(w * compiler->scale);
    return (int)(q > most ? most : q < -most ? -most : q);
}

static void add_vectors(struct compiler *compiler, uint32_t first, uint32_t count)
{
    const struct trainer *trainer = compiler->trainer;
    size_t n = (size_t)count * trainer->stride;
    int8_t *to = (void *)buffer_room(&compiler->vectors, n);
    const float *w = trainer->w + (size_t)first * trainer->stride;
    for (size_t i = 0; i < n; i++)
        to[i] = i % trainer->stride < trainer->spec.n_labels
                    ? (int8_t)quantise(compiler, w[i], INT8_MAX)
                    : 0;
    compiler->vectors.n += n;
    compiler->n_vectors += count;
}

// The n-gram's output: its vectors without those at either end that weigh nothing.
static struct linear_output output_of(struct compiler *compiler, const struct gram *gram)
{
    const struct trainer *trainer = compiler->trainer;
    const struct linear_template *T =
        &trainer->spec.templates[grams_template(gram->key)];
    uint32_t from = 0, to = (uint32_t)(T->to - T->from + 1);
    float least = trainer->options.prune;
    while (from < to && greatest(trainer, gram->vector + from) < least) from++;
    while (to > from && greatest(trainer, gram->vector + to - 1) < least) to--;
    struct linear_output output = {compiler->n_vectors,
                                   (int16_t)(-T->to - T->n + 1 + (int)from),
                                   (int16_t)(to - from)};
    add_vectors(compiler, gram->vector + from, to - from);
    return output;
}

static int by_key(const void *left, const void *right)
{
    const struct gram *a = left, *b = right;
    return a->key < b->key ? -1 : a->key > b->key;
}

static void add_numbered(struct file_writer *writer, const char *name, uint32_t k,
                         const void *bytes, size_t n)
{
    char full[16];
    snprintf(full, sizeof full, "%s%u", name, k);
    file_add(writer, full, bytes, n);
}

static void compile_track(struct compiler *compiler, uint32_t k, const struct gram *grams,
                          size_t n, struct file_writer *writer)
{
    const struct trainer_spec *spec = &compiler->trainer->spec;
    struct automaton_pattern *patterns = xmalloc((n + 1) * sizeof *patterns);
    uint16_t *symbols = xmalloc((n + 1) * LINEAR_MAX_NGRAM * sizeof *symbols);
    struct linear_output *outputs = xmalloc((n + 1) * sizeof *outputs);
    uint32_t m = 0;
    for (size_t i = 0; i < n; i++) {
        const struct linear_template *T = &spec->templates[grams_template(grams[i].key)];
        if (T->track != k) continue;
        outputs[m] = output_of(compiler, &grams[i]);
        if (outputs[m].count == 0) continue;
        uint16_t *at = symbols + m * LINEAR_MAX_NGRAM;
        grams_symbols(grams[i].key, T->n, compiler->trainer->bits[k], at);
        patterns[m] = (struct automaton_pattern){at, T->n, m};
        m++;
    }
    struct automaton a = automaton_build(patterns, m, spec->alphabets[k]);
    add_numbered(writer, "states", k, a.states, a.n_states * sizeof *a.states);
    add_numbered(writer, "outs", k, a.outs, a.n_outs * sizeof *a.outs);
    add_numbered(writer, "grams", k, outputs, m * sizeof *outputs);
    writer->header.alphabets[k] = spec->alphabets[k];
    automaton_free(&a);
    free(patterns);
    free(symbols);
    free(outputs);
}

static void export_labels(struct compiler *compiler, struct file_writer *writer)
{
    const struct trainer *trainer = compiler->trainer;
    size_t n = trainer->spec.n_labels * trainer->stride;
    int16_t *theta = xmalloc(n * sizeof *theta);
    for (size_t i = 0; i < n; i++)
        theta[i] = trainer->theta[i] == -INFINITY
                       ? INT16_MIN
                       : (int16_t)quantise(compiler, trainer->theta[i], INT16_MAX / 2);
    file_add(writer, "theta", theta, n * sizeof *theta);
    free(theta);
    struct buffer names = {0};
    for (uint32_t y = 0; y < trainer->spec.n_labels; y++)
        buffer_add(&names, trainer->spec.labels[y], strlen(trainer->spec.labels[y]) + 1);
    file_add(writer, "labels", names.at, names.n);
    buffer_free(&names);
}

void trainer_export(const struct trainer *trainer, struct file_writer *writer)
{
    struct compiler compiler = {.trainer = trainer,
                                .scale = SCALE};
    struct gram *grams = xmalloc((trainer->grams.n + 1) * sizeof *grams);
    size_t n = 0;
    for (size_t i = 0; i < trainer->grams.capacity; i++)
        if (trainer->grams.at[i].key && trainer->grams.at[i].vector != NO_GRAM)
            grams[n++] = trainer->grams.at[i];
    qsort(grams, n, sizeof *grams, by_key);
    writer->header.version = LINEAR_VERSION;
    writer->header.n_labels = trainer->spec.n_labels;
    writer->header.n_tracks = trainer->spec.n_tracks;
    writer->header.scale = compiler.scale;
    snprintf(writer->header.kind, sizeof writer->header.kind, "%s", trainer->spec.kind);
    for (uint32_t k = 0; k < trainer->spec.n_tracks; k++)
        compile_track(&compiler, k, grams, n, writer);
    export_labels(&compiler, writer);
    file_add(writer, "vectors", compiler.vectors.at, compiler.vectors.n);
    buffer_free(&compiler.vectors);
    free(grams);
}

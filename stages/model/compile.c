// SPDX-License-Identifier: Apache-2.0
//
// Compiles trained weights into the sections of a model file. Each n-gram keeps the
// stretch of its vectors that carries weight, as 8-bit integers; the few weights that are
// too large are cut, which training (weights shrink, features drop out) makes rare. Then
// the n-grams of a track are summed up, each with its suffixes, into its block.
#include "stages/model/net_train.h"
#include "stages/model/trainer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SCALE = 40 }; // of a weight of 1: weights up to 3.2 fit, steps are of 0.025

struct compiler {
    const struct trainer *trainer;
    float scale;
    struct linear_track track; // at hand: what its templates say
    struct buffer vectors;     // of its n-grams
};

// An n-gram that ends at position e speaks for the positions e + first .. e + first +
// count - 1, with the vectors from byte `vectors` of the compiler's on.
struct output {
    size_t vectors;
    int first;
    uint32_t count;
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
}

// The n-gram's output: its vectors without those at either end that weigh nothing.
static struct output output_of(struct compiler *compiler, const struct gram *gram)
{
    const struct trainer *trainer = compiler->trainer;
    const struct linear_template *T = &trainer->spec.templates[grams_template(gram->key)];
    uint32_t from = 0, to = (uint32_t)(T->to - T->from + 1);
    float least = trainer->options.prune;
    while (from < to && greatest(trainer, gram->vector + from) < least)
        from++;
    while (to > from && greatest(trainer, gram->vector + to - 1) < least)
        to--;
    struct output output = {compiler->vectors.n, -T->to - T->n + 1 + (int)from,
                            to - from};
    add_vectors(compiler, gram->vector + from, to - from);
    return output;
}

// Common n-grams first: so what is asked of most lies together, on few pages of memory.
static int by_use(const void *left, const void *right)
{
    const struct gram *a = left, *b = right;
    if (a->seen != b->seen) return a->seen > b->seen ? -1 : 1;
    return a->key < b->key ? -1 : a->key > b->key;
}

static void add_numbered(struct file_writer *writer, const char *name, uint32_t k,
                         const void *bytes, size_t n)
{
    char full[24];
    snprintf(full, sizeof full, "%s%u", name, k);
    file_add(writer, full, bytes, n);
}

// The rows of track k, those that any of its templates speaks for.
static struct linear_track rows_of(const struct trainer_spec *spec, uint32_t k)
{
    struct linear_track track = {.alphabet = spec->alphabets[k], .longest = 1};
    bool any = false;
    int last = -1;
    for (size_t i = 0; i < spec->n_templates; i++) {
        const struct linear_template *T = &spec->templates[i];
        if (T->track != k) continue;
        int from = -T->to - T->n + 1, to = -T->from - T->n + 1;
        if (!any || from < track.first) track.first = from;
        if (!any || to > last) last = to;
        any = true;
        if (T->n > track.longest) track.longest = T->n;
    }
    track.rows = (uint32_t)(last - track.first + 1);
    return track;
}

// Sums as they are written: 8-bit integers. Where a row does not fit it is moved, as what
// all labels have in common decides nothing; what does not fit then is cut.
static void narrow(const struct compiler *compiler, const int16_t *sums, int8_t *to)
{
    uint32_t n = compiler->trainer->spec.n_labels;
    int least = sums[0], most = sums[0];
    for (uint32_t y = 1; y < n; y++) {
        least = sums[y] < least ? sums[y] : least;
        most = sums[y] > most ? sums[y] : most;
    }
    int middle = least < INT8_MIN || most > INT8_MAX ? (least + most + 1) / 2 : 0;
    for (uint32_t y = 0; y < n; y++) {
        int sum = sums[y] - middle;
        to[y] = (int8_t)(sum > INT8_MAX ? INT8_MAX : sum < INT8_MIN ? INT8_MIN : sum);
    }
}

// Block i + 1 is n-gram i's: that of its longest suffix, which is shorter and was made
// before, and its own output on top.
static void add_blocks(const struct compiler *compiler, const struct suffix_gram *grams,
                       const struct output *outputs, size_t n, struct buffer *blocks)
{
    const struct linear_track *track = &compiler->track;
    size_t scores = track->rows * LINEAR_LANES, size = linear_block_size(track->rows);
    int16_t *sums = xcalloc((n + 1) * scores, sizeof *sums);
    int8_t *to = memset(buffer_room(blocks, (n + 1) * size), 0, (n + 1) * size);
    for (uint32_t length = 1; length <= track->longest; length++)
        for (size_t i = 0; i < n; i++) {
            if (grams[i].n != length) continue;
            int16_t *sum = sums + (i + 1) * scores;
            uint32_t suffix =
                suffix_longest(&track->grams, grams[i].symbols + length - 1, length - 1);
            memcpy(sum, sums + suffix * scores, scores * sizeof *sum);
            int16_t *own = sum + (outputs[i].first - track->first) * LINEAR_LANES;
            const int8_t *vectors = (void *)(compiler->vectors.at + outputs[i].vectors);
            for (size_t k = 0; k < outputs[i].count * LINEAR_LANES; k++)
                own[k] = (int16_t)(own[k] + vectors[k]);
            for (size_t row = 0; row < track->rows; row++)
                narrow(compiler, sum + row * LINEAR_LANES,
                       to + (i + 1) * size + row * LINEAR_LANES);
        }
    blocks->n += (n + 1) * size;
    free(sums);
}

static void write_track(struct compiler *compiler, uint32_t k,
                        const struct suffix_gram *grams, const struct output *outputs,
                        size_t n, struct file_writer *writer)
{
    struct linear_track *track = &compiler->track;
    struct buffer blocks = {0};
    track->grams = suffix_build(grams, n, track->alphabet);
    add_blocks(compiler, grams, outputs, n, &blocks);
    add_numbered(writer, "nodes", k, track->grams.nodes,
                 track->grams.n_nodes * sizeof *track->grams.nodes);
    add_numbered(writer, "blocks", k, blocks.at, blocks.n);
    writer->header.tracks[k] =
        (struct file_track){track->alphabet, track->longest, track->rows, track->first};
    suffix_free(&track->grams);
    buffer_free(&blocks);
}

static void compile_track(struct compiler *compiler, uint32_t k, const struct gram *grams,
                          size_t n, struct file_writer *writer)
{
    const struct trainer_spec *spec = &compiler->trainer->spec;
    struct suffix_gram *mine = xmalloc((n + 1) * sizeof *mine);
    uint16_t *symbols = xmalloc((n + 1) * LINEAR_MAX_NGRAM * sizeof *symbols);
    struct output *outputs = xmalloc((n + 1) * sizeof *outputs);
    uint32_t m = 0;
    compiler->track = rows_of(spec, k);
    compiler->vectors.n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct linear_template *T = &spec->templates[grams_template(grams[i].key)];
        if (T->track != k || !trainer_keeps(compiler->trainer, k)) continue;
        outputs[m] = output_of(compiler, &grams[i]);
        if (outputs[m].count == 0) continue;
        uint16_t *at = symbols + m * LINEAR_MAX_NGRAM;
        grams_symbols(grams[i].key, T->n, compiler->trainer->bits[k], at);
        mine[m] = (struct suffix_gram){at, T->n, m + 1};
        m++;
    }
    write_track(compiler, k, mine, outputs, m, writer);
    free(mine);
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

void trainer_export(struct trainer *trainer, struct file_writer *writer)
{
    struct compiler compiler = {.trainer = trainer, .scale = SCALE};
    struct gram *grams = xmalloc((trainer->grams.n + 1) * sizeof *grams);
    size_t n = 0;
    for (size_t i = 0; i < trainer->grams.capacity; i++)
        if (trainer->grams.at[i].key && trainer->grams.at[i].vector != NO_GRAM)
            grams[n++] = trainer->grams.at[i];
    qsort(grams, n, sizeof *grams, by_use);
    writer->header.version = LINEAR_VERSION;
    writer->header.n_labels = trainer->spec.n_labels;
    writer->header.n_tracks = trainer->spec.n_tracks;
    writer->header.scale = compiler.scale;
    snprintf(writer->header.kind, sizeof writer->header.kind, "%s", trainer->spec.kind);
    for (uint32_t k = 0; k < trainer->spec.n_tracks; k++)
        compile_track(&compiler, k, grams, n, writer);
    export_labels(&compiler, writer);
    if (trainer->net) net_export(trainer->net, trainer, writer);
    buffer_free(&compiler.vectors);
    free(grams);
}

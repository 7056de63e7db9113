// SPDX-License-Identifier: Apache-2.0
//
// What the kernels of all instruction sets share: the look-up of the n-grams around a
// batch of positions.
#ifndef FZ_MODEL_KERNELS_WINDOW_H
#define FZ_MODEL_KERNELS_WINDOW_H

#include "stages/model/kernels.h"
#include "stages/model/net.h"

#include <string.h>

enum {
    KERNEL_BATCH = NET_BATCH, // positions that are looked up together
    KERNEL_STEP = 16,   // … of which at most so many go a step at once
    KERNEL_ROOM = KERNEL_BATCH + 2 * LINEAR_REACH + KERNEL_STEP,
};

// Positions side by side for which the longest n-grams that end there are looked up.
struct kernel_search {
    uint16_t symbols[LINEAR_MAX_NGRAM + KERNEL_ROOM]; // from those before the first on
    uint32_t bases[KERNEL_ROOM];                      // of the nodes where they stand
    uint32_t found[KERNEL_ROOM]; // the nodes of the longest n-grams so far
};

// Takes a step from `count` positions (rounded up to KERNEL_STEP) to the nodes of the
// symbols `back` before theirs; the first step, back = 0, is from the root. There are no
// branches, as none could be foreseen, and no position waits for another: nodes lie
// anywhere in memory.
typedef void kernel_step(const struct suffix_trie *trie, struct kernel_search *search,
                         size_t back, size_t count);

// For each track that speaks the blocks of a batch of positions and of those around it
// that speak for them, model->reach to either side. Positions outside the text have block
// 0.
struct kernel_window {
    const int8_t *blocks[LINEAR_MAX_TRACKS][KERNEL_ROOM];
};

// Prepares a search for n positions from `from` on.
static inline void kernel_begin(struct kernel_search *search, const uint16_t *symbols,
                                size_t from, size_t n)
{
    size_t before = from < LINEAR_MAX_NGRAM ? from : LINEAR_MAX_NGRAM;
    memset(search->symbols, 0, LINEAR_MAX_NGRAM * sizeof *symbols);
    memset(search->symbols + LINEAR_MAX_NGRAM + n, 0, KERNEL_STEP * sizeof *symbols);
    memcpy(search->symbols + LINEAR_MAX_NGRAM - before, symbols + from - before,
           (before + n) * sizeof *symbols);
}

// Asks for the memory of the blocks that were found.
static inline void kernel_end(const struct kernel_search *search,
                              const struct linear_track *track, size_t n,
                              const int8_t **blocks)
{
    for (size_t i = 0; i < n; i++) {
        size_t block = track->grams.nodes[search->found[i]].value;
        blocks[i] = track->blocks + block * track->block_size;
        __builtin_prefetch(blocks[i]);
        __builtin_prefetch(blocks[i] + track->block_size - 1); // mostly two lines
    }
}

// Makes the window of the batch that begins at position `from`, which follows the one
// that it was of before.
static inline void kernel_fill(struct kernel_window *window,
                               const struct linear_model *model,
                               const struct linear_sequence *x, size_t from,
                               kernel_step *step)
{
    size_t reach = model->reach, kept = from ? 2 * reach : reach;
    size_t first = from ? from + reach : 0, last = from + KERNEL_BATCH + reach;
    size_t n = first < x->n ? (last < x->n ? last : x->n) - first : 0;
    struct kernel_search searches[LINEAR_MAX_TRACKS];
    for (uint32_t k = 0; k < model->n_speaking; k++)
        kernel_begin(&searches[k], x->tracks[model->speaking[k]->number], first, n);
    for (size_t back = 0; back < LINEAR_MAX_NGRAM; back++)
        for (uint32_t k = 0; k < model->n_speaking; k++)
            if (back < model->speaking[k]->longest)
                step(&model->speaking[k]->grams, &searches[k], back, n);
    for (uint32_t k = 0; k < model->n_speaking; k++) {
        const int8_t **blocks = window->blocks[k], *none = model->speaking[k]->blocks;
        if (from) memmove(blocks, blocks + KERNEL_BATCH, kept * sizeof *blocks);
        for (size_t i = 0; !from && i < kept; i++)
            blocks[i] = none;
        kernel_end(&searches[k], model->speaking[k], n, blocks + kept);
        for (size_t i = kept + n; i < KERNEL_BATCH + 2 * reach; i++)
            blocks[i] = none;
    }
}

// What is known of the batch that begins at position t before any n-gram: what the
// network says.
static inline void kernel_net(const struct linear_model *model,
                              const struct linear_sequence *x, size_t t, int16_t *rows)
{
    size_t left = x->n - t;
    if (model->net)
        model->net->scores(model->net, x, t, left < NET_BATCH ? left : NET_BATCH, rows);
    else
        memset(rows, 0, KERNEL_BATCH * LINEAR_LANES * sizeof *rows);
}

// The block of the k-th track that speaks whose first row is about the i-th position of
// the batch; that whose next row is stands before it.
static inline const int8_t *const *kernel_blocks(const struct kernel_window *window,
                                                 const struct linear_model *model,
                                                 uint32_t k, size_t i)
{
    return &window->blocks[k][i + model->speaking[k]->newest];
}

#endif

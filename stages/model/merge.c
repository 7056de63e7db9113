// SPDX-License-Identifier: Apache-2.0
//
// The outputs of a state are a list from the longest n-gram to the shortest, and every
// output names the next one, which the builder made before it. So the block of an output
// is that of the next one and its own vectors on top, in one run over the outputs.
//
// All blocks of a track have the same rows, those that any of its n-grams speaks for.
#include "stages/model/merge.h"

#include <stdlib.h>
#include <sys/mman.h>

enum {
    REACH = LINEAR_MAX_REACH + LINEAR_MAX_NGRAM, // rows to either side at most
    HUGE_PAGE = 2 << 20                          // blocks are read here and there
};

static const char *find_rows(struct linear_track *track)
{
    long first = 0, last = 1;
    for (uint32_t i = 0; i < track->n_outputs; i++) {
        const struct linear_output *o = &track->outputs[i];
        if (o->first < -REACH || o->count > REACH || o->first + o->count > REACH)
            return "an n-gram reaches too far";
        if (o->first < first) first = o->first;
        if (o->first + o->count > last) last = o->first + o->count;
    }
    track->first = (int)first;
    track->rows = (uint32_t)(last - first);
    return NULL;
}

static int16_t *make_room(size_t n)
{
    size_t size = (n * sizeof(int16_t) + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    bool small = n * sizeof(int16_t) < HUGE_PAGE;
    if (small) return xcalloc(n, sizeof(int16_t));
    int16_t *room = aligned_alloc(HUGE_PAGE, size);
    if (!room) abort();
    madvise(room, size, MADV_HUGEPAGE); // only faster
    return room;
}

static void add_vectors(int16_t *to, const int8_t *from, size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] = (int16_t)(to[i] + from[i]);
}

const char *merge_track(const struct linear_model *model, struct linear_track *track)
{
    const struct automaton *a = &track->automaton;
    const char *fault = find_rows(track);
    if (fault) return fault;
    size_t block = track->rows * model->stride;
    int16_t *blocks = make_room((a->n_outs + 1) * block);
    memset(blocks, 0, block * sizeof *blocks);
    for (uint32_t i = 0; i < a->n_outs; i++) {
        const struct linear_output *o = &track->outputs[a->outs[i].value];
        int16_t *to = blocks + (i + 1) * block;
        memcpy(to, blocks + a->outs[i].next * block, block * sizeof *blocks);
        add_vectors(to + (size_t)(o->first - track->first) * model->stride,
                    model->vectors + (size_t)o->vector * model->stride,
                    (size_t)o->count * model->stride);
    }
    track->blocks = blocks;
    return NULL;
}

void merge_free(struct linear_track *track)
{
    free((void *)(uintptr_t)track->blocks);
    track->blocks = NULL;
}

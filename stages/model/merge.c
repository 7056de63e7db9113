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
    LINE = 64,                                   // of the cache
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

static int8_t *make_room(size_t n)
{
    size_t to = n < HUGE_PAGE ? LINE : HUGE_PAGE, size = (n + to - 1) / to * to;
    int8_t *room = aligned_alloc(to, size);
    if (!room) abort();
    if (to == HUGE_PAGE) madvise(room, size, MADV_HUGEPAGE); // only faster
    return room;
}

// False, with to half done, where a sum is out of range.
static bool add_vectors(int8_t *to, const int8_t *from, size_t n)
{
    int over = 0;
    for (size_t i = 0; i < n; i++) {
        int sum = to[i] + from[i];
        to[i] = (int8_t)sum;
        over |= sum ^ to[i];
    }
    return over == 0;
}

const char *merge_track(const struct linear_model *model, struct linear_track *track)
{
    const struct automaton *a = &track->automaton;
    const char *fault = find_rows(track);
    if (fault) return fault;
    size_t scores = track->rows * model->stride;
    size_t block = (scores + sizeof(uint32_t) + LINE - 1) / LINE * LINE;
    int8_t *blocks = make_room((a->n_outs + 1) * block);
    memset(blocks, 0, block);
    for (uint32_t i = 0; i < a->n_outs; i++) {
        const struct linear_output *o = &track->outputs[a->outs[i].value];
        const int8_t *from = model->vectors + (size_t)o->vector * model->stride;
        size_t n = (size_t)o->count * model->stride;
        int8_t *to = blocks + (i + 1) * block;
        int8_t *own = to + (size_t)(o->first - track->first) * model->stride;
        memcpy(to, blocks + a->outs[i].next * block, block);
        if (add_vectors(own, from, n)) continue;
        memset(to, 0, block);
        memcpy(own, from, n);
        memcpy(to + scores, &a->outs[i].next, sizeof(uint32_t));
    }
    track->blocks = blocks;
    track->block_size = block;
    return NULL;
}

void merge_free(struct linear_track *track)
{
    free((void *)(uintptr_t)track->blocks);
    track->blocks = NULL;
}

// SPDX-License-Identifier: Apache-2.0
//
// What the network's loops for all instruction sets share: the positions of a batch and
// those around it, and the order in which layers are run.
#ifndef FZ_MODEL_NET_WINDOW_H
#define FZ_MODEL_NET_WINDOW_H

#include "stages/model/net.h"

#include <string.h>

enum {
    NET_STRIDE = 8, // positions that a layer does at once
    NET_AROUND = NET_BATCH + 2 * NET_REACH,
    NET_ROOM = NET_AROUND + NET_STRIDE,
};

// The numbers of positions first, first + 1, … of a layer.
struct net_window {
    _Alignas(64) uint8_t at[NET_ROOM * NET_WIDTH];
};

// Those of NET_AROUND places that are no positions, in order.
struct net_blanks {
    size_t n;
    uint8_t at[NET_AROUND];
};

static inline struct net_blanks net_blanks(const struct linear_sequence *x, long first,
                                           size_t n)
{
    struct net_blanks blanks = {0};
    for (size_t i = 0; i < n; i++) {
        long t = first + (long)i;
        blanks.at[blanks.n] = (uint8_t)i;
        blanks.n += t < 0 || t >= (long)x->n || x->tracks[0][t] == 0;
    }
    return blanks;
}

// The numbers of blanks are zero. The window begins `skip` places after theirs.
static inline void net_blank(const struct net_blanks *blanks, size_t skip,
                             struct net_window *window)
{
    for (size_t i = 0; i < blanks->n; i++)
        if (blanks->at[i] >= skip)
            memset(window->at + (blanks->at[i] - skip) * NET_WIDTH, 0, NET_WIDTH);
}

// The embeddings of n positions from `from` on.
typedef void net_embed(const struct net *net, const struct linear_sequence *x,
                       size_t from, size_t n, uint8_t *to);
// The results of a layer for n positions, rounded up to NET_STRIDE; those of position i
// come of the NET_WINDOW numbers from `from` + i * NET_WIDTH on.
typedef void net_run(const struct net_layer *layer, const uint8_t *from, size_t n,
                     uint8_t *to);

static inline __attribute__((always_inline)) const uint8_t *
net_numbers(const struct net *net, const struct linear_sequence *x, size_t from, size_t n,
            net_embed *embed, net_run *run, struct net_window windows[2])
{
    struct net_window *old = &windows[0], *new = &windows[1];
    long first = (long)from - NET_REACH;
    size_t count = n + 2 * NET_REACH;
    struct net_blanks blanks = net_blanks(x, first, count);
    size_t skip = first < 0 ? (size_t)-first : 0, begin = from + skip - NET_REACH;
    size_t end = from + n + NET_REACH < x->n ? from + n + NET_REACH : x->n;
    embed(net, x, begin, end - begin, old->at + skip * NET_WIDTH);
    net_blank(&blanks, 0, old);
    for (size_t k = 0; k < NET_LAYERS; k++) {
        struct net_window *swap = old;
        count -= 2;
        run(&net->tables->layers[k], old->at, count, new->at);
        net_blank(&blanks, k + 1, new);
        old = new;
        new = swap;
    }
    return old->at;
}

#endif

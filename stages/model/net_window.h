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
    NET_ROOM = NET_BATCH + 2 * NET_REACH + NET_STRIDE,
};

// The numbers of positions first, first + 1, … of a layer.
struct net_window {
    _Alignas(64) uint8_t at[NET_ROOM * NET_WIDTH];
};

// Whether there is a position t (which may be negative).
static inline bool net_stands(const struct linear_sequence *x, long t)
{
    return t >= 0 && t < (long)x->n && x->tracks[0][t] != 0;
}

// Numbers of a layer at places that are no positions: none.
static inline void net_blank(const struct linear_sequence *x, long first, size_t n,
                             struct net_window *window)
{
    for (size_t i = 0; i < n; i++)
        if (!net_stands(x, first + (long)i))
            memset(window->at + i * NET_WIDTH, 0, NET_WIDTH);
}

// The embedding of one position.
typedef void net_embed(const struct net *net, const struct linear_sequence *x, size_t t,
                       uint8_t *to);
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
    for (size_t i = 0; i < count; i++)
        if (net_stands(x, first + (long)i))
            embed(net, x, (size_t)(first + (long)i), old->at + i * NET_WIDTH);
    net_blank(x, first, count, old);
    for (int k = 0; k < NET_LAYERS; k++) {
        struct net_window *swap = old;
        first++;
        count -= 2;
        run(&net->tables->layers[k], old->at, count, new->at);
        net_blank(x, first, count, new);
        old = new;
        new = swap;
    }
    return old->at;
}

#endif

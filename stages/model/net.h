// SPDX-License-Identifier: Apache-2.0
//
// A small convolutional network over the tracks of a linear model (linear.h). Its scores
// are added to the linear ones. Where these add up what each n-gram says by itself, the
// network weighs what stands around a position together: symbols that are used alike get
// rows alike, so that it says something of contexts that training has not shown.
//
//   x_t = r(a + sum over tracks k of row(k, symbol of k at t))       an embedding
//   y_t = r(b + W [x_(t-1) x_t x_(t+1)])                             a layer
//   z_t = r(c + V [y_(t-1) y_t y_(t+1)])                             another
//   scores of t = d + U z_t                                          NET_REACH around t
//
// r(v) is v cut to 0..127; NET_WIDTH numbers each. (Collobert et al. 2011, "Natural
// Language Processing (Almost) from Scratch", JMLR 12, section 3.3; trained with
// net_train.h, as there with the likelihood of whole label sequences.)
//
// All is in integers, so that every processor gives the same scores: 8-bit numbers and
// weights, sums of layers in 32 bits, shifted right at the end (Jacob et al. 2018,
// "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
// Inference", section 2, with powers of two for multipliers). Each of the numbers has a
// unit of its own, chosen in training so that 127 is hardly ever exceeded.
#ifndef FZ_MODEL_NET_H
#define FZ_MODEL_NET_H

#include "stages/model/linear.h"

enum {
    NET_WIDTH = 32, // numbers of a position; whole vectors of 32 bytes
    NET_WINDOW = 3 * NET_WIDTH,
    NET_LAYERS = 2,
    NET_REACH = NET_LAYERS, // positions to either side that have a say in a score
    NET_MOST = 127,         // what numbers are cut to
};

// A layer's tables: a result is its bias and what its inputs say, shifted right, each by
// its own shift; half of what is shifted out is in the bias, so that results are rounded.
// The weights of four
// inputs 4g .. 4g + 3 for one result after another stand together: that of input 4g + i
// for result c is weights[(g * results + c) * 4 + i].
struct net_layer {
    int32_t bias[NET_WIDTH];
    uint32_t shift[NET_WIDTH];
    int8_t weights[NET_WINDOW * NET_WIDTH];
};

struct net_output {
    int32_t bias[LINEAR_LANES];
    uint32_t shift[LINEAR_LANES];
    int8_t weights[NET_WIDTH * LINEAR_LANES];
};

// The section "net" of a model file.
struct net_tables {
    int8_t bias[NET_WIDTH], unused[64 - NET_WIDTH]; // whole lines of the cache
    struct net_layer layers[NET_LAYERS];
    struct net_output output;
};

enum { NET_MOST_SHIFT = 15 };

// Writes the scores of positions [from, from + n), n at most NET_BATCH, into rows of
// LINEAR_LANES, of which there is room for NET_BATCH; those behind the n-th may be
// written too. Positions outside the sequence, and those whose symbol of track 0 is 0,
// which part one text from the next, are all zeros in every layer. Sums of the embedding
// saturate at 8 bits, after each row, scores at 16.
typedef void net_scores(const struct net *net, const struct linear_sequence *x,
                        size_t from, size_t n, int16_t *rows);

enum { NET_BATCH = 128 };

struct net {
    const struct net_tables *tables;
    const int8_t *rows[LINEAR_MAX_TRACKS]; // of each track, NET_WIDTH a symbol
    uint32_t n_tracks;
    net_scores *scores; // for this processor
};

// The network in a model file (sections "net" and "netrows"); NULL in *net where it has
// none. Returns NULL, or what is wrong with it. Free *net with free.
const char *net_read(const struct linear_model *model, struct net **net);

// By the name of an instruction set ("plain", "avx2", "vnni"), NULL where the processor
// or the build has none: for tests and benchmarks.
net_scores *net_named(const char *name);

net_scores net_plain, net_avx2, net_vnni;

#endif

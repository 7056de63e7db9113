// SPDX-License-Identifier: Apache-2.0
//
// A linear-chain model over symbols, and the file that holds it.
//
// A sequence x has T positions and up to LINEAR_MAX_TRACKS tracks. A track gives every
// position a symbol: the character, its class, a word of the lexicon that covers it, a
// label that an earlier stage gave. A template (track, n, from, to) makes features of all
// n-grams of one track that stand near a position t: the n-gram whose first symbol is at
// t + d, for every d in from..to, is one feature for each d. With Y labels and weights w,
//
//   psi(y, x, t) = sum over the features f present at t of w[f][y]
//   score(y, x)  = sum over t of psi(y_t, x, t) + theta[y_(t-1)][y_t]
//
// Trained (stages/model/train.h) as a conditional random field (Lafferty et al. 2001) and
// then compiled: each track's n-grams are patterns of an Aho-Corasick automaton whose
// outputs hold, for the stretch of positions that the n-gram speaks for, one vector of Y
// 8-bit integers each. One pass over each track adds them up (idea: Vaporetto, Akabe et
// al. 2024, arXiv 2406.17185): no feature strings, no hashing, no memory per sentence.
//
// With theta zero and every transition legal this is a classifier of each position.
#ifndef FZ_MODEL_LINEAR_H
#define FZ_MODEL_LINEAR_H

#include "stages/model/automaton.h"

enum {
    LINEAR_MAX_TRACKS = 8,
    LINEAR_MAX_NGRAM = 6,
    LINEAR_MAX_REACH = 15, // |from|, |to| at most
    LINEAR_LANES = 16,     // a score vector's length is a multiple of this
    LINEAR_MAX_LABELS = 64,
    LINEAR_VERSION = 3,
};

struct linear_template {
    uint8_t track, n;
    int8_t from, to;
    uint32_t least; // n-grams seen less often in training are left out
};

struct linear_sequence {
    size_t n;
    const uint16_t *tracks[LINEAR_MAX_TRACKS]; // n symbols each; 0: none
};

// An n-gram that ends at position e speaks for the positions e + first .. e + first +
// count - 1, with count vectors from `vector` on.
struct linear_output {
    uint32_t vector;
    int16_t first, count;
};

struct linear_track {
    struct automaton automaton; // outs' values index outputs
    const struct linear_output *outputs;
    uint32_t n_outputs, alphabet;
    // Made when the model is opened: for each `out` of a state a block of block_size
    // bytes. It holds the sum of the n-grams that end there, as scores of the positions
    // e + first .. e + first + rows - 1, and the number (32 bits) of the block to add too
    // for those that it could not take; 0: none.
    const int8_t *blocks;
    size_t block_size;
    uint32_t rows;
    int first;
};

struct kernels;

struct linear_model {
    uint32_t n_labels, stride; // stride: n_labels rounded up to whole lanes
    uint32_t n_tracks;
    float scale;                // integer scores are the trained ones times this
    const int16_t *transitions; // n_labels rows of stride; INT16_MIN: illegal
    const int8_t *vectors;      // n_vectors of stride
    uint32_t n_vectors;
    struct linear_track tracks[LINEAR_MAX_TRACKS];
    // A model's user may keep tables of its own in the file.
    const struct linear_section *sections;
    uint32_t n_sections;
    const struct kernels *kernels; // the inner loops for this processor
    const char *file;              // its bytes
    size_t file_size;
    bool mapped; // by linear_open
};

// Maps a model file read-only, so that all processes share its pages, and checks magic,
// version, kind and checksum. Returns NULL with a sentence in why (at most why_size
// bytes).
struct linear_model *linear_open(const char *path, const char *kind, char *why,
                                 size_t why_size);
// The same for a model file that is in memory already (aligned to 64 bytes), as another
// model's section is; the bytes must outlive the model.
struct linear_model *linear_read(struct span bytes, const char *kind, char *why,
                                 size_t why_size);
void linear_close(struct linear_model **model);
// The user's section of that name (at most 15 characters); empty where there is none.
// Its address is aligned to 64 bytes.
struct span linear_section(const struct linear_model *model, const char *name);

// psi: adds the scores of all labels at all positions to scores (x->n rows of stride,
// which the caller has zeroed or otherwise set, aligned to 32 bytes). Sums saturate.
void linear_score(const struct linear_model *model, const struct linear_sequence *x,
                  int16_t *scores);

// The best label sequence (Viterbi 1967) of n positions. back is room for n * stride
// bytes. A label with score INT16_MIN is forbidden at its position; where no legal
// sequence exists, label 0 is returned for the positions that cannot be reached.
void linear_best(const struct linear_model *model, const int16_t *scores, size_t n,
                 uint8_t *back, uint8_t *labels);

#endif

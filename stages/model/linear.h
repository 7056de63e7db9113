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
// then compiled: where an n-gram of a track ends, its suffixes end too, so that the
// longest n-gram that ends at a position says which all are. For each n-gram the file
// holds a block, the sum over it and its suffixes of what they say of the positions
// around, as 8-bit integers (idea: Vaporetto, Akabe et al. 2024, arXiv 2406.17185).
// Scoring a position is adding up rows of the few blocks near it: no feature strings, no
// hashing, no memory per sentence.
//
// A network (net.h) may add scores of its own, of all tracks, those without n-grams too.
//
// With theta zero and every transition legal this is a classifier of each position.
#ifndef FZ_MODEL_LINEAR_H
#define FZ_MODEL_LINEAR_H

#include "stages/base/span.h"
#include "stages/model/suffix.h"

enum {
    LINEAR_MAX_TRACKS = 8,
    LINEAR_MAX_NGRAM = 6,
    LINEAR_MAX_REACH = 15,                              // |from|, |to| at most
    LINEAR_REACH = LINEAR_MAX_REACH + LINEAR_MAX_NGRAM, // of a block, to either side
    LINEAR_MAX_LABELS = 16,
    LINEAR_LANES = 16, // scores of a row, those of no label included
    LINEAR_VERSION = 7,
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

struct linear_track {
    struct suffix_trie grams; // their values number blocks
    uint32_t alphabet;        // symbols are below this
    uint32_t longest;         // n of the longest n-gram
    // Block i begins at blocks + i * block_size: rows of LINEAR_LANES bytes, for the
    // positions e + first .. e + first + rows - 1 where the n-gram ends at e, and zeros.
    // Block 0 is that of no n-gram, all zeros.
    const int8_t *blocks;
    uint32_t n_blocks, block_size, rows;
    int first;
    uint32_t newest; // reach - first, for the model's reach
    uint32_t number; // of the track
};

// The block_size for that many rows: with a row of zeros, in whole lines of the cache.
static inline uint32_t linear_block_size(uint32_t rows)
{
    return ((rows + 1) * LINEAR_LANES + 63) / 64 * 64;
}

struct kernels;
struct kernels_ways;
struct net;

struct linear_model {
    uint32_t n_labels, n_tracks;
    uint32_t reach;             // positions to either side that a block speaks for
    float scale;                // integer scores are the trained ones times this
    const int16_t *transitions; // n_labels rows of LINEAR_LANES; INT16_MIN: illegal
    struct linear_track tracks[LINEAR_MAX_TRACKS];
    const struct linear_track *speaking[LINEAR_MAX_TRACKS]; // those that have n-grams
    uint32_t n_speaking;
    // A model's user may keep tables of its own in the file.
    const struct linear_section *sections;
    uint32_t n_sections;
    const struct kernels *kernels; // the inner loops for this processor
    struct kernels_ways *ways;     // transitions as they want them
    struct net *net;               // NULL: none
    const char *file; // its bytes
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

// The best label sequence (Viterbi 1967) of x->n positions, whose symbols are below their
// tracks' alphabets. Labels whose bit is set in barred[t] may not stand at position t;
// where no legal sequence exists, labels are any. back is room for x->n * LINEAR_LANES
// bytes. Sums of scores saturate at 16 bits.
void linear_label(const struct linear_model *model, const struct linear_sequence *x,
                  const uint16_t *barred, uint8_t *back, uint8_t *labels);

#endif

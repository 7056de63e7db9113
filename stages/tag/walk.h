// SPDX-License-Identifier: Apache-2.0
//
// The first steps of lexicon_run, which find the entries of the usual lengths: in plain C
// (lexicon.c) and for AVX-512 (walk_x86.c). Both find the same.
//
// All places of a block take a step before any takes the next one, so that the memory of
// the next one is there by then: the trie is larger than what a processor keeps at hand.
#ifndef FZ_TAG_WALK_H
#define FZ_TAG_WALK_H

#include "stages/tag/trie.h"

// A place in the text from which the trie has been walked, and the base of the node
// there.
struct lexicon_walk {
    uint32_t at, base;
};

enum {
    WALK_BLOCK = 256,
    WALK_BESIDE = 16 // so many places behind the last one may be written as well
};

// Fills in run->places, and run->walks with those that go on; returns their number. There
// must be WALK_BESIDE + LEXICON_USUAL codes of 0 behind the last one.
typedef size_t walk_usual(const struct lexicon *lexicon, const struct lexicon_run *run);

walk_usual walk_plain, walk_avx512;

// The faster one that this processor has.
walk_usual *walk_best(void);

#endif

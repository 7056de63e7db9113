// SPDX-License-Identifier: Apache-2.0
//
// Finds the longest of a set of n-grams that ends at a position: a trie of the n-grams
// read backwards, as a double array (places.h). A look-up waits for none but itself, so
// that those of many positions overlap in the processor; an automaton over the text (Aho
// and Corasick 1975) would do fewer steps, but each would wait for the one before it.
//
// The nodes are a flat array that a model file holds as it is. Symbol 0 is in no n-gram.
#ifndef FZ_MODEL_SUFFIX_H
#define FZ_MODEL_SUFFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct suffix_node {
    uint32_t base;  // the child by symbol c stands at base + c, if its check says so
    uint32_t check; // the parent's base, which nobody shares; SUFFIX_FREE: of no parent
    uint32_t value; // of the longest n-gram that is a suffix of what led here; 0: none
};

enum { SUFFIX_ROOT = 0, SUFFIX_FREE = UINT32_MAX }; // no base is 0 but those of leaves

struct suffix_trie {
    const struct suffix_node *nodes; // every base + symbol is below n_nodes
    uint32_t n_nodes;
};

// A look-up takes one step a symbol, from the last one to those before it.
struct suffix_step {
    uint32_t base, child; // of the node where it stands; where the next one may stand
    uint32_t value;       // of the longest n-gram so far; 0: none
};

static inline struct suffix_step suffix_begin(const struct suffix_trie *trie, uint16_t c)
{
    uint32_t base = trie->nodes[SUFFIX_ROOT].base;
    return (struct suffix_step){base, base + c, 0};
}

// Goes to the child and asks for the memory of the next one, by symbol c, so that the
// steps of other look-ups can be taken while it comes. There are no branches, as none
// could be foreseen.
static inline void suffix_go(const struct suffix_trie *trie, struct suffix_step *at,
                             uint16_t c)
{
    const struct suffix_node *child = &trie->nodes[at->child];
    uint32_t there = -(uint32_t)(child->check == at->base); // all bits or none
    at->value = (child->value & there) | (at->value & ~there);
    at->base = child->base & there; // 0: nowhere, where no child is
    at->child = at->base + c;
    __builtin_prefetch(&trie->nodes[at->child]);
}

// The value of the longest n-gram that ends with *last, of at most n > 0 symbols before
// and with it; 0 where there is none.
static inline uint32_t suffix_longest(const struct suffix_trie *trie,
                                      const uint16_t *last, size_t n)
{
    struct suffix_step at = suffix_begin(trie, *last);
    while (n-- > 1)
        suffix_go(trie, &at, *--last);
    suffix_go(trie, &at, 0);
    return at.value;
}

// True where no index leads out of the array for symbols below alphabet, and no value is
// above most.
bool suffix_sound(const struct suffix_trie *trie, uint32_t alphabet, uint32_t most);

// ---- building -------------------------------------------------------------------------

struct suffix_gram {
    const uint16_t *symbols;
    uint32_t n;     // at least 1
    uint32_t value; // not 0
};

// Builds the trie of n n-grams that differ from one another (their order does not
// matter). Its array is on the heap; free it with suffix_free.
struct suffix_trie suffix_build(const struct suffix_gram *grams, size_t n,
                                uint32_t alphabet);
void suffix_free(struct suffix_trie *trie);

#endif

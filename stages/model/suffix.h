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

enum {
    SUFFIX_ROOT = 0,
    SUFFIX_MOST = 1 << 28,   // nodes
    SUFFIX_FREE = UINT32_MAX // no base; 0 is none either but those of leaves
};

struct suffix_trie {
    const struct suffix_node *nodes; // every base + symbol is below n_nodes
    uint32_t n_nodes;
};

// The value of the longest n-gram that ends with *last, of at most n symbols before and
// with it; 0 where there is none.
static inline uint32_t suffix_longest(const struct suffix_trie *trie,
                                      const uint16_t *last, size_t n)
{
    uint32_t node = SUFFIX_ROOT;
    for (; n > 0; n--, last--) {
        uint32_t base = trie->nodes[node].base, child = base + *last;
        if (trie->nodes[child].check != base) break;
        node = child;
    }
    return trie->nodes[node].value;
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

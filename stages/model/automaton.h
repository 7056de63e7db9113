// SPDX-License-Identifier: Apache-2.0
//
// An Aho-Corasick automaton over 16-bit symbols as a double array (J. Aoe 1989, "An
// efficient digital search algorithm by using a double-array structure"; the layout is
// that of daachorse, Kanda et al. 2022). It finds all patterns of a set that end at each
// position of a sequence in one pass, and serves as a plain trie for longest matches.
//
// States and outputs are flat arrays that a model file holds as they are; nothing here
// allocates once the automaton is built. Symbol 0 is in no pattern.
#ifndef FZ_MODEL_AUTOMATON_H
#define FZ_MODEL_AUTOMATON_H

#include "stages/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct automaton_state {
    uint32_t base;  // the child by symbol c stands at base + c, if its check says so
    uint32_t check; // parent state; AUTOMATON_FREE where nothing stands
    uint32_t fail;  // state of the longest proper suffix that is in the trie
    uint32_t out;   // 1 + index of the longest pattern that ends here; 0: none
};

// What a pattern carries is its owner's; next is the `out` of the next shorter pattern
// that ends at the same place.
struct automaton_out {
    uint32_t value;
    uint32_t next;
    uint32_t length; // symbols
};

enum { AUTOMATON_ROOT = 0, AUTOMATON_FREE = UINT32_MAX };

struct automaton {
    const struct automaton_state *states; // every base + symbol is below n_states
    const struct automaton_out *outs;
    uint32_t n_states, n_outs;
};

// The child of state s by symbol c, or AUTOMATON_FREE.
static inline uint32_t automaton_child(const struct automaton *a, uint32_t s, uint16_t c)
{
    uint32_t t = a->states[s].base + c;
    return a->states[t].check == s ? t : AUTOMATON_FREE;
}

// The state after symbol c has been read in state s.
static inline uint32_t automaton_next(const struct automaton *a, uint32_t s, uint16_t c)
{
    for (;;) {
        uint32_t t = a->states[s].base + c;
        if (a->states[t].check == s) return t;
        if (s == AUTOMATON_ROOT) return AUTOMATON_ROOT;
        s = a->states[s].fail;
    }
}

// True where the arrays hold together: no index leads out of them for symbols below
// alphabet. (Fail links that run in circles are the checksum's business.)
bool automaton_sound(const struct automaton *a, uint32_t alphabet);

// ---- building -------------------------------------------------------------------------

struct automaton_pattern {
    const uint16_t *at;
    uint32_t n;     // at least 1
    uint32_t value;
};

// Builds the automaton of n patterns that differ from one another (their order does not
// matter). Its arrays are on the heap; free them with automaton_free.
struct automaton automaton_build(const struct automaton_pattern *patterns, size_t n,
                                 uint32_t alphabet);
void automaton_free(struct automaton *a);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Full names of bodies: whose 区政府, and what 区政府 is short for.
#ifndef FZ_TAG_BODIES_H
#define FZ_TAG_BODIES_H

#include "stages/tag/home.h"

struct bodies;

// Reads organs.txt under folder. NULL after log_warn.
struct bodies *bodies_open(const char *folder);
void bodies_free(struct bodies **bodies);

// What a body's name comes down to in a document.
struct body {
    struct span name;     // canonical
    struct span division; // the division that it begins with; "" where there is none
    // What follows the division, spelled out (审管办公室 for 审管办); "" where the name
    // is fixed by law.
    struct span tail;
};

// The spans point into the form's text, the lists or the arena.
struct body bodies_resolve(const struct bodies *bodies, const struct lexicon *lexicon,
                           const struct divisions *divisions, const struct home *home,
                           struct arena *arena, const struct form *form);

// Whether `tail` may be short for `full`: they begin and end alike, and `full` has all
// its characters in the same order (`市场监管局`, `市场监督管理局`).
bool bodies_shortens(struct span tail, struct span full);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The division that a document is about: whose 区政府 its 区政府 is.
#ifndef FZ_TAG_HOME_H
#define FZ_TAG_HOME_H

#include "proto/layers.h"
#include "stages/tag/divisions.h"
#include "stages/tag/forms.h"
#include "stages/tag/lexicon.h"

// A division that one character may stand for: home, its city, its province.
struct level {
    struct span name, plain; // its own name, and as bodies bear it
};

struct home {
    struct span name; // 下城区; "" where the document does not say
    uint32_t code; // 0 where the name is nobody's, or several places' and no one can tell
    int64_t year;  // that the document covers; negative where unknown
    struct level levels[3];
    size_t n_levels;
};

// Reads the chain that a name begins with.
struct chain home_chain(const struct lexicon *lexicon, struct span name);

// What a chain that is not empty stands for in this document. A name that many places
// have is the one nearest to home.
struct seat home_seat(const struct divisions *divisions, const struct home *home,
                      struct arena *arena, const struct chain *chain);

struct home home_of(const struct lexicon *lexicon, const struct divisions *divisions,
                    const struct forms *forms);

// The division that `区`, `市`, `县` or `省` (one character) means as the first character
// of an organ's short name; NULL where it cannot be told.
const struct level *home_level(const struct home *home, struct span letter);

#endif

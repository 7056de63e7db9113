// SPDX-License-Identifier: Apache-2.0
//
// The names of a document: each distinct text of its mentions once, with the types that
// it was given, and a way to find every place where one stands.
#ifndef FZ_TAG_NAMES_H
#define FZ_TAG_NAMES_H

#include "stages/tag/pass.h"

enum { NAMES_TYPES = ENTITY_LOC + 1 };

struct name {
    struct span text;                // without white space
    uint32_t length;                 // characters
    uint32_t marked[NAMES_TYPES];    // mentions of each type
    uint32_t cover[COVER_CROSS + 1]; // places by how they are marked (see pass.h)
    int type;                        // of most mentions; the caller's to settle
    bool declared;                   // the text itself says that it is a name
};

struct names;

// A table for at most that many names.
struct names *names_new(struct arena *arena, size_t most);
// Adds a name without a mention, unless it is there; its text, without white space, must
// last as long as the table. NULL where it is none.
struct name *names_add(struct names *names, struct span text, int type);
struct name *names_find(const struct names *names, struct span text);

// Of all mentions of the pass, with room for one name more.
struct names *names_of(const struct pass *pass);

// Makes the table fit for names_next and names_match; no more names are added then.
void names_open(struct names *names);

// The first place at or after byte `at` where a name may begin; text.n where none does.
size_t names_next(const struct names *names, struct span text, size_t at);

struct names_hit {
    struct name *name;
    uint32_t para, from, to;
};

enum { NAMES_HITS = 32 };

// The names that begin at byte `at`, shortest first; a person's name also where one
// or two white spaces, but no tab, part its first two characters. Returns their number
// (at most NAMES_HITS).
size_t names_match(const struct names *names, struct span text, size_t at,
                   struct names_hit *hits);

#endif

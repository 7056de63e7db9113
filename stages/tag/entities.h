// SPDX-License-Identifier: Apache-2.0
//
// Entities: which mentions of a document mean the same, and their full name.
#ifndef FZ_TAG_ENTITIES_H
#define FZ_TAG_ENTITIES_H

#include "stages/tag/bodies.h"

// What entities are resolved with. Made once.
struct entities_data {
    const struct lexicon *lexicon;
    struct divisions *divisions;
    struct bodies *bodies;
};

// Reads the lists under folder. 0, or -1 after log_warn.
int entities_open(struct entities_data *data, const struct lexicon *lexicon,
                  const char *folder) __attribute__((warn_unused_result));
void entities_close(struct entities_data *data);

// Fills mentions->entities and every mention's entity. Entities stand in order of type
// and name. Memory comes from the arena.
void entities_make(const struct entities_data *data, const struct layout *layout,
                   struct arena *arena, struct mentions *mentions);

#endif

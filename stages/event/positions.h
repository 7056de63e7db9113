// SPDX-License-Identifier: Apache-2.0
//
// Positions: a person with the titles that the text gives at that place.
#ifndef FZ_EVENT_POSITIONS_H
#define FZ_EVENT_POSITIONS_H

#include "proto/layers.h"

// The rules, read from the files of a folder (data/positions, see its README). On failure
// says where with log_warn and returns NULL. Not changed by anything after.
struct positions_rules *positions_new(const char *folder);
void positions_free(struct positions_rules **rules);

// Sets events->positions from the persons among the mentions (by paragraph, then `from`),
// and from rosters where the tagger missed the name. Paragraphs that repeat earlier ones
// (dup_of) are left out. What it makes lives in the arena; titles may point into the
// layout. Linear time.
void positions_find(const struct positions_rules *rules, const struct layout *layout,
                    const struct mentions *mentions, struct arena *arena,
                    struct events *events);

#endif

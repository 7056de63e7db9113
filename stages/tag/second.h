// SPDX-License-Identifier: Apache-2.0
//
// The second pass: rereads the mentions that the tagger found paragraph by paragraph in
// the light of the whole document.
#ifndef FZ_TAG_SECOND_H
#define FZ_TAG_SECOND_H

#include "proto/layers.h"
#include "stages/base/memory.h"
#include "stages/tag/lexicon.h"

struct second;

// What the pass asks of the lists at a glance is looked up once.
struct second *second_new(const struct lexicon *lexicon);
void second_free(struct second **second);

// Replaces mentions->mentions; memory comes from the arena. Mentions must be in order and
// must not overlap.
void second_pass(const struct second *second, const struct layout *layout,
                 struct arena *arena, struct mentions *mentions);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The tagger proper: from paragraphs to names, by the linear model alone.
#ifndef FZ_TAG_TAGGER_H
#define FZ_TAG_TAGGER_H

#include "proto/layers.h"
#include "stages/tag/features.h"

struct tagger;

// Opens a model file of kind "tag". The lexicon must outlive the tagger; NULL: no word
// lists. Returns NULL with a sentence in why.
struct tagger *tagger_open(const char *path, const struct lexicon *lexicon, char *why,
                           size_t why_size);
void tagger_close(struct tagger **tagger);

// Finds the names in the paragraphs that are not furniture, in order, without overlap.
// Nothing begins or ends inside 《》, and inside “” only what fills it. Entities are not
// set. In the arena.
void tagger_document(const struct tagger *tagger, const struct layout *layout,
                     struct arena *arena, struct mentions *mentions);

#endif

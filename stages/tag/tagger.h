// SPDX-License-Identifier: Apache-2.0
//
// The tagger proper: from a paragraph's text to names, by the linear model alone.
#ifndef FZ_TAG_TAGGER_H
#define FZ_TAG_TAGGER_H

#include "proto/layers.h"
#include "stages/tag/features.h"

// A name found in a text: bytes [from, to).
struct tagged {
    uint32_t from, to;
    int type; // enum entity_type
};

struct tagger;

// Opens a model file of kind "tag". The lexicon must outlive the tagger. NULL with a
// sentence in why.
struct tagger *tagger_open(const char *path, const struct lexicon *lexicon, char *why,
                           size_t why_size);
void tagger_close(struct tagger **tagger);

// Working memory for texts of up to n bytes, in the arena; used over and over.
struct tagger_room;
struct tagger_room *tagger_room(const struct tagger *tagger, struct arena *arena, size_t n);

// Finds the names of text (at most the n bytes of the room), in order, without overlap.
// Returns their number and sets *found, valid until the room is used again. Nothing begins
// or ends inside 《》, and inside “” only what fills it.
size_t tagger_text(const struct tagger *tagger, struct tagger_room *room,
                   struct span text, const struct tagged **found);

// Replaces the labels' scores at positions that lie inside 《》 so that no name begins or
// ends there: rows of `stride` scores. Used by training and tests as well.
void tagger_forbid(const struct features_text *x, size_t stride, int16_t *scores);

#endif

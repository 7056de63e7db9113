// SPDX-License-Identifier: Apache-2.0
//
// The whole of the tag stage as one function, for the stage itself and for measuring it.
#ifndef FZ_TAG_TAG_H
#define FZ_TAG_TAG_H

#include "stages/tag/tagger.h"

struct tag;

struct tag_options {
    const char *model;   // file
    const char *lexicon; // folder
    bool consistent;     // whether the second pass over the document runs
};

// NULL after log_warn.
struct tag *tag_open(const struct tag_options *options);
void tag_close(struct tag **tag);

// Finds the names of a document. Everything in *mentions lives in the arena.
void tag_document(const struct tag *tag, const struct layout *layout, struct arena *arena,
                  struct mentions *mentions);

#endif

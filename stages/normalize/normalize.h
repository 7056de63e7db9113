// SPDX-License-Identifier: Apache-2.0
//
// The normalize stage as a function: source bytes to text, map and damage.
#ifndef FZ_NORMALIZE_NORMALIZE_H
#define FZ_NORMALIZE_NORMALIZE_H

#include "stages/normalize/detect.h"

struct normalizer;

// The tables; NULL after a warning where iconv lacks a character set.
struct normalizer *normalizer_new(void);
void normalizer_free(struct normalizer **normalizer);

// Normalises a document. *text lives in the arena or in source->bytes. Returns 0, or -1
// with *refusal filled.
int normalize_source(const struct normalizer *normalizer, const struct source *source,
                     struct arena *arena, struct text *text, struct refusal *refusal)
    __attribute__((warn_unused_result));

#endif

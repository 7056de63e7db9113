// SPDX-License-Identifier: Apache-2.0
//
// From bytes in any encoding to UTF-8, with the map back and the list of damage.
#ifndef FZ_NORMALIZE_DECODE_H
#define FZ_NORMALIZE_DECODE_H

#include "stages/normalize/detect.h"
#include "stages/normalize/runs.h"

struct decoded {
    struct span text; // the source's own bytes where they are clean UTF-8
    struct runs runs; // from text to source.bytes; every unit is one character
    LIST(struct damage) damage;
    uint64_t damaged;          // bytes
    uint64_t bytes[ENCODINGS]; // of the source, in each encoding
};

void decode(const struct charsets *sets, const struct source *source,
            const struct detected *detected, struct arena *arena,
            struct decoded *decoded);

#endif

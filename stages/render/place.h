// SPDX-License-Identifier: Apache-2.0
//
// Where a stretch of a paragraph stands: in the source file (bytes) and in the
// paragraph's own text (code points).
#ifndef FZ_RENDER_PLACE_H
#define FZ_RENDER_PLACE_H

#include "proto/layers.h"
#include "proto/map.h"

struct place {
    uint64_t start, end; // bytes of the source file
    uint32_t from, to;   // code points of the paragraph's text
};

struct places {
    struct arena *arena;
    const struct layout *layout;
    struct map map;
    uint64_t base;    // where in the file the document's bytes begin
    uint32_t **marks; // of each paragraph; made by place_of when first asked for
};

struct places places_new(struct arena *arena, const struct layout *layout, struct map map,
                         uint64_t base);

// The stretch [from, to) of a paragraph's text, in bytes; from < to, at character
// boundaries. A stretch that has no source (put in at a join) gets its paragraph's.
struct place place_of(struct places *places, uint32_t para, uint32_t from, uint32_t to);

// A whole paragraph.
struct place place_paragraph(struct places *places, uint32_t para);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Where the characters of a document's paragraphs begin that are not Chinese (utf8.h):
// one walk says for all steps behind it where runs of Chinese characters end, and that a
// name holds nothing else.
#ifndef FZ_TAG_MARKS_H
#define FZ_TAG_MARKS_H

#include "proto/layers.h"
#include "stages/base/bits.h"
#include "stages/base/memory.h"

struct marks {
    const struct layout *layout;
    // Where each paragraph begins in a map of the document's bytes, and where all end.
    size_t *base;
    uint64_t *bits;   // such a map: of the marks
    uint64_t *quotes; // of “ ” 《 and 》 alone
};

// In the arena.
struct marks marks_of(const struct layout *layout, struct arena *arena);

// The first mark of [from, to) of a paragraph; `to` where there is none.
static inline size_t marks_next(const struct marks *marks, uint32_t para, size_t from,
                                size_t to)
{
    size_t base = marks->base[para];
    return bits_next(marks->bits, base + from, base + to) - base;
}

#endif

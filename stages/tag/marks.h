// SPDX-License-Identifier: Apache-2.0
//
// Where the characters of a document's paragraphs begin that are not common Chinese ones
// (U+4E00 to U+9FFF): one walk says for all steps behind it where runs of these end, and
// that a name holds nothing else.
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

// The end of the run of Chinese characters of any kind (utf8_is_han) that begins at byte
// `from` of a paragraph; `from` where none begins there.
size_t marks_skip_han(const struct marks *marks, uint32_t para, size_t from);

#endif

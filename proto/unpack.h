// SPDX-License-Identifier: Apache-2.0
//
// msgpack, read: one value after the other out of bytes that frame_check (frame.h) has
// found sound, so that no length in them is doubted here.
#ifndef FZ_PROTO_UNPACK_H
#define FZ_PROTO_UNPACK_H

#include "stages/base/span.h"

#include <stdint.h>

enum unpack_kind {
    UNPACK_NIL,
    UNPACK_BOOL,
    UNPACK_WHOLE,    // number: not negative, whatever its encoding
    UNPACK_NEGATIVE, // number: as int64_t
    UNPACK_TEXT,     // bytes, which may be no UTF-8
    UNPACK_BYTES,    // bytes
    UNPACK_ARRAY,    // number of values, which come next
    UNPACK_MAP,      // number of pairs, which come next
    UNPACK_OTHER     // a floating point number or an extension
};

struct unpack_value {
    enum unpack_kind kind;
    uint64_t number;
    struct span bytes;
};

// The value behind a head byte from C0 to DF.
struct unpack_value unpack_long(const unsigned char **at, unsigned head);

// The value at *at, which moves behind it, or before the first of what it contains.
static inline struct unpack_value unpack_next(const unsigned char **at)
{
    unsigned head = *(*at)++;
    if (head < 0x80) return (struct unpack_value){UNPACK_WHOLE, head, {0}};
    if (head < 0x90) return (struct unpack_value){UNPACK_MAP, head & 0x0F, {0}};
    if (head < 0xA0) return (struct unpack_value){UNPACK_ARRAY, head & 0x0F, {0}};
    if (head >= 0xE0)
        return (struct unpack_value){UNPACK_NEGATIVE, head | ~UINT64_C(0xFF), {0}};
    if (head >= 0xC0) return unpack_long(at, head);
    struct span text = {(const char *)*at, head & 0x1F};
    *at += text.n;
    return (struct unpack_value){UNPACK_TEXT, 0, text};
}

// Moves *at behind the value there and all that it contains.
void unpack_skip(const unsigned char **at);

#endif

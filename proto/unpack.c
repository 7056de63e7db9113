// SPDX-License-Identifier: Apache-2.0
//
// msgpack format: https://github.com/msgpack/msgpack/blob/master/spec.md. Pure; takes no
// memory.
#include "proto/unpack.h"

static uint64_t take_number(const unsigned char **at, size_t width)
{
    uint64_t number = 0;
    for (size_t i = 0; i < width; i++)
        number = number << 8 | *(*at)++;
    return number;
}

static struct unpack_value take_bytes(const unsigned char **at, enum unpack_kind kind,
                                      uint64_t n)
{
    struct unpack_value value = {kind, 0, {(const char *)*at, (size_t)n}};
    *at += n;
    return value;
}

// A number of `width` bytes whose highest bit is its sign.
static struct unpack_value take_signed(const unsigned char **at, size_t width)
{
    uint64_t number = take_number(at, width), sign = UINT64_C(1) << (8 * width - 1);
    if (!(number & sign)) return (struct unpack_value){UNPACK_WHOLE, number, {0}};
    return (struct unpack_value){UNPACK_NEGATIVE, number | ~(sign - 1), {0}};
}

static struct unpack_value counted(const unsigned char **at, enum unpack_kind kind,
                                   size_t width)
{
    return (struct unpack_value){kind, take_number(at, width), {0}};
}

struct unpack_value unpack_long(const unsigned char **at, unsigned head)
{
    switch (head) {
    case 0xC0:
        return (struct unpack_value){UNPACK_NIL, 0, {0}};
    case 0xC2:
    case 0xC3:
        return (struct unpack_value){UNPACK_BOOL, head & 1, {0}};
    case 0xC4: // lengths of 1, 2 and 4 bytes
    case 0xC5:
    case 0xC6:
        return take_bytes(at, UNPACK_BYTES, take_number(at, (size_t)1 << (head - 0xC4)));
    case 0xC7: // extensions: a byte for their type is not counted
    case 0xC8:
    case 0xC9:
        return take_bytes(at, UNPACK_OTHER,
                          take_number(at, (size_t)1 << (head - 0xC7)) + 1);
    case 0xCA:
    case 0xCB:
        return take_bytes(at, UNPACK_OTHER, head == 0xCA ? 4 : 8);
    case 0xCC:
    case 0xCD:
    case 0xCE:
    case 0xCF:
        return counted(at, UNPACK_WHOLE, (size_t)1 << (head - 0xCC));
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3:
        return take_signed(at, (size_t)1 << (head - 0xD0));
    case 0xD9:
    case 0xDA:
    case 0xDB:
        return take_bytes(at, UNPACK_TEXT, take_number(at, (size_t)1 << (head - 0xD9)));
    case 0xDC:
    case 0xDD:
        return counted(at, UNPACK_ARRAY, head == 0xDC ? 2 : 4);
    case 0xDE:
    case 0xDF:
        return counted(at, UNPACK_MAP, head == 0xDE ? 2 : 4);
    default: // D4 to D8, extensions of 1 to 16 bytes; C1 is in no sound frame
        return take_bytes(at, UNPACK_OTHER, ((uint64_t)1 << (head - 0xD4) % 8) + 1);
    }
}

void unpack_skip(const unsigned char **at)
{
    for (uint64_t left = 1; left > 0; left--) {
        struct unpack_value value = unpack_next(at);
        if (value.kind == UNPACK_ARRAY) left += value.number;
        if (value.kind == UNPACK_MAP) left += 2 * value.number;
    }
}

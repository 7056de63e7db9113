// SPDX-License-Identifier: Apache-2.0
//
// msgpack format: https://github.com/msgpack/msgpack/blob/master/spec.md. A value's head
// is a byte, and behind it a number of one, two, four or eight bytes, the highest first.
// Takes no memory but the buffer's.
#include "proto/pack.h"

enum { HEAD_MOST = 9 }; // bytes

// A head byte and the lowest `width` bytes of number; makes room for `more` bytes behind.
static inline void put(struct buffer *out, unsigned head, uint64_t number, int width,
                       size_t more)
{
    bool fits = out->capacity - out->n >= HEAD_MOST + more;
    char *to = fits ? out->at + out->n : buffer_room(out, HEAD_MOST + more);
    *to++ = (char)head;
    for (int shift = 8 * width - 8; shift >= 0; shift -= 8)
        *to++ = (char)(number >> shift);
    out->n += 1 + (size_t)width;
}

// The head of what has a length: short ones have it in the head itself, others in a
// number of 1 (where there is such a head: `one` is not 0), 2 or 4 bytes.
struct heads {
    unsigned fixed, fixed_most, one, two, four;
};

static inline void put_length(struct buffer *out, struct heads heads, size_t n,
                              size_t more)
{
    if (n < heads.fixed_most)
        put(out, heads.fixed | (unsigned)n, 0, 0, more);
    else if (heads.one && n <= UINT8_MAX)
        put(out, heads.one, n, 1, more);
    else if (n <= UINT16_MAX)
        put(out, heads.two, n, 2, more);
    else
        put(out, heads.four, n, 4, more);
}

static inline void put_span(struct buffer *out, struct heads heads, struct span s)
{
    put_length(out, heads, s.n, s.n);
    if (s.n) memcpy(out->at + out->n, s.at, s.n);
    out->n += s.n;
}

void pack_nil(struct buffer *out)
{
    put(out, 0xC0, 0, 0, 0);
}

void pack_bool(struct buffer *out, bool value)
{
    put(out, value ? 0xC3 : 0xC2, 0, 0, 0);
}

void pack_unsigned(struct buffer *out, uint64_t value)
{
    if (value < 0x80)
        put(out, (unsigned)value, 0, 0, 0);
    else if (value <= UINT8_MAX)
        put(out, 0xCC, value, 1, 0);
    else if (value <= UINT16_MAX)
        put(out, 0xCD, value, 2, 0);
    else if (value <= UINT32_MAX)
        put(out, 0xCE, value, 4, 0);
    else
        put(out, 0xCF, value, 8, 0);
}

void pack_signed(struct buffer *out, int64_t value)
{
    if (value >= 0)
        pack_unsigned(out, (uint64_t)value);
    else if (value >= -32)
        put(out, (unsigned)value & 0xFF, 0, 0, 0);
    else if (value >= INT8_MIN)
        put(out, 0xD0, (uint64_t)value, 1, 0);
    else if (value >= INT16_MIN)
        put(out, 0xD1, (uint64_t)value, 2, 0);
    else if (value >= INT32_MIN)
        put(out, 0xD2, (uint64_t)value, 4, 0);
    else
        put(out, 0xD3, (uint64_t)value, 8, 0);
}

void pack_text(struct buffer *out, struct span s)
{
    put_span(out, (struct heads){0xA0, 32, 0xD9, 0xDA, 0xDB}, s);
}

void pack_bytes(struct buffer *out, struct span s)
{
    put_span(out, (struct heads){0, 0, 0xC4, 0xC5, 0xC6}, s);
}

void pack_array(struct buffer *out, size_t n)
{
    put_length(out, (struct heads){0x90, 16, 0, 0xDC, 0xDD}, n, 0);
}

void pack_map(struct buffer *out, size_t n)
{
    put_length(out, (struct heads){0x80, 16, 0, 0xDE, 0xDF}, n, 0);
}

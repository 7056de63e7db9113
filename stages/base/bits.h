// SPDX-License-Identifier: Apache-2.0
//
// Maps of bits, 64 in a word: which bytes of a text are this or that.
#ifndef FZ_BASE_BITS_H
#define FZ_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Words for n bits, and one that a walk may look into.
static inline size_t bits_words(size_t n)
{
    return n / 64 + 2;
}

static inline bool bits_has(const uint64_t *bits, size_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

static inline void bits_set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << i % 64;
}

static inline void bits_clear(uint64_t *bits, size_t i)
{
    bits[i / 64] &= ~(UINT64_C(1) << i % 64);
}

// The first bit of [from, to) that is set; `to` where none is.
static inline size_t bits_next(const uint64_t *bits, size_t from, size_t to)
{
    uint64_t word = bits[from / 64] & UINT64_MAX << from % 64;
    for (size_t at = from / 64; at * 64 < to; word = bits[++at])
        if (word) {
            size_t i = at * 64 + (size_t)__builtin_ctzll(word);
            return i < to ? i : to;
        }
    return to;
}

// The last bit at or before i that is set. The caller vouches that there is one.
static inline size_t bits_last(const uint64_t *bits, size_t i)
{
    uint64_t word = bits[i / 64] << (63 - i % 64);
    if (word) return i - (size_t)__builtin_clzll(word);
    size_t at = i / 64 - 1;
    while (!bits[at])
        at--;
    return at * 64 + 63 - (size_t)__builtin_clzll(bits[at]);
}

// Behind the last bit of [from, to) that is set; `from` where none is.
static inline size_t bits_behind(const uint64_t *bits, size_t from, size_t to)
{
    while (to > from) {
        uint64_t word = bits[(to - 1) / 64] << (63 - (to - 1) % 64);
        size_t last = word ? to - (size_t)__builtin_clzll(word) : 0;
        if (word) return last > from ? last : from;
        to = (to - 1) / 64 * 64;
    }
    return from;
}

// Sets or clears [from, to).
static inline void bits_fill(uint64_t *bits, size_t from, size_t to, bool set)
{
    while (from < to) {
        size_t end = (from | 63) + 1 < to ? (from | 63) + 1 : to;
        uint64_t mask = UINT64_MAX >> (64 - (end - from)) << from % 64;
        if (set)
            bits[from / 64] |= mask;
        else
            bits[from / 64] &= ~mask;
        from = end;
    }
}

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Short hashes for checksums and ids: FNV-1a, 64 bits (G. Fowler, L. C. Noll,
// K.-P. Vo), not against attackers.
#ifndef FZ_BASE_HASH_H
#define FZ_BASE_HASH_H

#include "stages/base/span.h"

#include <stdint.h>

static const uint64_t hash_start = 0xCBF29CE484222325u;

// Goes on hashing from `hash` over s.
static inline uint64_t hash_add(uint64_t hash, struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        hash = (hash ^ (unsigned char)s.at[i]) * 0x100000001B3u;
    return hash;
}

// Of s, eight bytes at a time: for tables that live in memory alone.
static inline uint64_t hash_words(struct span s)
{
    uint64_t hash = s.n, word = 0;
    for (; s.n >= 8; s = span_cut(s, 8, s.n)) {
        memcpy(&word, s.at, 8);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 32;
    }
    word = 0;
    for (size_t i = 0; i < s.n; i++)
        word = word << 8 | (unsigned char)s.at[i];
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

// Scatters near hashes (the finaliser of MurmurHash3, A. Appleby).
static inline uint64_t hash_finish(uint64_t hash)
{
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
    return hash ^ hash >> 33;
}

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Hashing for ids: FNV-1a, 64 bits (G. Fowler, L. C. Noll, K.-P. Vo), with the finaliser
// of MurmurHash3 so that near inputs lie far apart. Parts are hashed with their lengths,
// so that ("ab", "c") and ("a", "bc") differ.
#include "stages/render/id.h"

static uint64_t add_bytes(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        h = (h ^ p[i]) * 0x100000001B3u;
    return h;
}

static uint64_t add_number(uint64_t h, uint64_t number)
{
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
    return add_bytes(h, bytes, sizeof bytes);
}

static uint64_t add_span(uint64_t h, struct span s)
{
    return add_bytes(add_number(h, s.n), s.at, s.n);
}

static struct id finish(char letter, uint64_t h)
{
    static const char hex[] = "0123456789abcdef";
    h ^= h >> 33;
    h *= 0xFF51AFD7ED558CCDu;
    h ^= h >> 33;
    h *= 0xC4CEB9FE1A85EC53u;
    h ^= h >> 33;
    struct id id = {{letter}};
    for (int i = 0; i < 16; i++)
        id.text[i + 1] = hex[h >> (60 - 4 * i) & 15];
    return id;
}

static const uint64_t basis = 0xCBF29CE484222325u;

struct id id_entity(struct span type, struct span name)
{
    return finish('e', add_span(add_span(basis, type), name));
}

struct id id_found(char letter, struct span document, struct span kind, uint64_t start,
                   uint32_t turn)
{
    uint64_t h = add_span(add_span(basis, document), kind);
    return finish(letter, add_number(add_number(h, start), turn));
}

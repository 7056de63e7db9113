// SPDX-License-Identifier: Apache-2.0
//
// Hashing for ids (stages/base/hash.h). Parts are hashed with their lengths, so that
// ("ab", "c") and ("a", "bc") differ.
#include "stages/render/id.h"

#include "stages/base/hash.h"

static uint64_t add_number(uint64_t hash, uint64_t number)
{
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(number >> 8 * i & 0xFF);
    return hash_add(hash, (struct span){bytes, sizeof bytes});
}

static uint64_t add_text(uint64_t hash, struct span s)
{
    return hash_add(add_number(hash, s.n), s);
}

static struct id finish(char letter, uint64_t hash)
{
    static const char hex[] = "0123456789abcdef";
    struct id id = {{letter}};
    hash = hash_finish(hash);
    for (int i = 0; i < 16; i++)
        id.text[i + 1] = hex[hash >> (60 - 4 * i) & 15];
    return id;
}

struct id id_entity(struct span type, struct span name)
{
    return finish('e', add_text(add_text(hash_start, type), name));
}

struct id id_found(char letter, struct span document, struct span kind, uint64_t start,
                   uint32_t turn)
{
    uint64_t hash = add_text(add_text(hash_start, document), kind);
    return finish(letter, add_number(add_number(hash, start), turn));
}

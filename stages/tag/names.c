// SPDX-License-Identifier: Apache-2.0
//
// Two hash tables, which live in the document's arena: the names by their characters, and
// by the first two characters how long the names are that begin so. Looking from one
// place therefore asks for names of these lengths alone, at most LENGTH_MOST, so that a
// document is read in time linear in its length.
#include "stages/tag/names.h"

#include "stages/base/utf8.h"

enum { LENGTH_MOST = 48 }; // characters; longer names are looked for nowhere
enum { PLANE = 0x10000, FIRST_SLOTS = 256 };

struct slot {
    uint64_t hash;
    struct name *name; // NULL: free
};

struct opening {
    uint64_t key;     // of the first two characters; 0 is free
    uint64_t lengths; // bit n: a name of n characters begins so
};

struct names {
    struct arena *arena;
    struct slot *slots;
    size_t n, mask;
    struct opening *openings;
    size_t n_openings, openings_mask;
    // Bit maps of characters (modulo PLANE): those that names begin with, and those that
    // are names by themselves.
    uint8_t opens[PLANE / 8], alone[PLANE / 8];
};

static bool has_bit(const uint8_t *map, uint32_t c)
{
    return map[c % PLANE / 8] >> c % 8 & 1;
}

static void set_bit(uint8_t *map, uint32_t c)
{
    map[c % PLANE / 8] |= (uint8_t)(1u << c % 8);
}

static uint64_t mix(uint64_t hash, uint32_t c)
{
    return (hash ^ c) * 0x9E3779B97F4A7C15u;
}

// ---- the names by the first two characters --------------------------------------------

static uint64_t key_of(uint32_t a, uint32_t b)
{
    return (uint64_t)a << 32 | b;
}

static struct opening *opening_of(const struct names *names, uint64_t key)
{
    size_t at = (size_t)(mix(0, (uint32_t)(key >> 32) ^ (uint32_t)key << 11) >> 32);
    for (;; at++) {
        struct opening *opening = &names->openings[at & names->openings_mask];
        if (opening->key == key || !opening->key) return opening;
    }
}

static void widen_openings(struct names *names)
{
    struct opening *old = names->openings;
    size_t size = names->openings_mask + 1;
    names->openings_mask = 2 * size - 1;
    names->openings = ARENA_NEW(names->arena, struct opening, 2 * size);
    for (size_t i = 0; i < size; i++)
        if (old[i].key) *opening_of(names, old[i].key) = old[i];
}

static void add_opening(struct names *names, const struct name *name)
{
    size_t at = 0;
    uint32_t a = utf8_next(name->text, &at);
    set_bit(names->opens, a);
    if (name->length == 1) set_bit(names->alone, a);
    if (name->length == 1 || name->length > LENGTH_MOST) return;
    if (2 * names->n_openings > names->openings_mask) widen_openings(names);
    uint64_t key = key_of(a, utf8_next(name->text, &at));
    struct opening *opening = opening_of(names, key);
    names->n_openings += !opening->key;
    opening->key = key;
    opening->lengths |= (uint64_t)1 << name->length;
}

// ---- the names by their characters ----------------------------------------------------

static void widen(struct names *names)
{
    struct slot *old = names->slots;
    size_t size = names->mask + 1;
    names->mask = 2 * size - 1;
    names->slots = ARENA_NEW(names->arena, struct slot, 2 * size);
    for (size_t i = 0; i < size; i++) {
        size_t at = (size_t)(old[i].hash >> 32) & names->mask;
        if (!old[i].name) continue;
        while (names->slots[at].name) at = (at + 1) & names->mask;
        names->slots[at] = old[i];
    }
}

// Where the name with these characters is or belongs: head, then tail.
static struct slot *slot_of(const struct names *names, uint64_t hash, struct span head,
                            struct span tail)
{
    for (size_t at = (size_t)(hash >> 32);; at++) {
        struct slot *slot = &names->slots[at & names->mask];
        if (!slot->name) return slot;
        struct span text = slot->name->text;
        if (slot->hash == hash && text.n == head.n + tail.n && span_starts(text, head) &&
            span_ends(text, tail))
            return slot;
    }
}

// The hash and the number of characters of a text; false where one is U+0000, which no
// name holds.
static bool read_name(struct span text, uint64_t *hash, uint32_t *length)
{
    *hash = 0;
    *length = 0;
    for (size_t i = 0; i < text.n; ++*length) {
        uint32_t c = utf8_next(text, &i);
        if (c == 0) return false;
        *hash = mix(*hash, c);
    }
    return *length > 0;
}

struct name *names_find(const struct names *names, struct span text)
{
    uint64_t hash;
    uint32_t length;
    if (!read_name(text, &hash, &length)) return NULL;
    return slot_of(names, hash, text, (struct span){"", 0})->name;
}

struct name *names_add(struct names *names, struct span text, int type)
{
    uint64_t hash;
    uint32_t length;
    text = pass_squeeze(names->arena, text);
    if (!read_name(text, &hash, &length)) return NULL;
    if (2 * names->n > names->mask) widen(names);
    struct slot *slot = slot_of(names, hash, text, (struct span){"", 0});
    if (slot->name) return slot->name;
    *slot = (struct slot){hash, ARENA_NEW(names->arena, struct name, 1)};
    *slot->name = (struct name){.text = text, .length = length, .type = type};
    names->n++;
    add_opening(names, slot->name);
    return slot->name;
}

struct names *names_of(const struct pass *pass)
{
    struct names *names = ARENA_NEW(pass->arena, struct names, 1);
    names->arena = pass->arena;
    names->mask = names->openings_mask = FIRST_SLOTS - 1;
    names->slots = ARENA_NEW(pass->arena, struct slot, FIRST_SLOTS);
    names->openings = ARENA_NEW(pass->arena, struct opening, FIRST_SLOTS);
    for (size_t i = 0; i < pass->n; i++) {
        const struct mention *mention = &pass->mentions[i];
        if (mention->from == mention->to) continue;
        struct name *name = names_add(names, pass_name(pass, mention), mention->type);
        if (name && ++name->marked[mention->type] > name->marked[name->type])
            name->type = mention->type;
    }
    return names;
}

// ---- looking from one place -----------------------------------------------------------

size_t names_match(const struct names *names, struct span text, size_t at,
                   struct names_hit *hits)
{
    size_t i = at, n = 0;
    uint32_t first = utf8_next(text, &i), second = 0;
    if (!has_bit(names->opens, first)) return 0;
    uint64_t hash = mix(0, first), lengths = 0;
    struct span head = span_cut(text, at, i);
    if (has_bit(names->alone, first)) {
        struct name *name = slot_of(names, hash, head, span_cut(text, i, i))->name;
        if (name) hits[n++] = (struct names_hit){name, 0, (uint32_t)at, (uint32_t)i};
    }
    size_t from = i;
    if (i < text.n) second = utf8_next(text, &i);
    bool parted = utf8_is_space(second) && i < text.n;
    if (parted) {
        from = i;
        second = utf8_next(text, &i);
    }
    lengths = second ? opening_of(names, key_of(first, second))->lengths >> 2 : 0;
    for (hash = mix(hash, second); lengths; lengths >>= 1) {
        if (lengths & 1) {
            struct name *name = slot_of(names, hash, head, span_cut(text, from, i))->name;
            if (name && (!parted || name->type == ENTITY_PER))
                hits[n++] = (struct names_hit){name, 0, (uint32_t)at, (uint32_t)i};
        }
        if (i == text.n || n == NAMES_HITS) break;
        hash = mix(hash, utf8_next(text, &i));
    }
    return n;
}

// SPDX-License-Identifier: Apache-2.0
//
// Two hash tables, which live in the document's arena: the names by their characters, and
// by the first two characters how long the names are that begin so. Looking from one
// place therefore asks for names of these lengths alone, at most LENGTH_MOST, so that a
// document is read in time linear in its length. At most places no name begins: a bit map
// over pairs of characters says so at once.
#include "stages/tag/names.h"

#include "stages/base/utf8.h"

enum { LENGTH_MOST = 48 }; // characters; longer names are looked for nowhere
enum { PLANE = 0x10000 };

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
    struct name *at;
    size_t n;
    struct slot *slots;
    size_t mask;
    struct opening *openings;
    size_t openings_mask;
    uint64_t *pairs; // bit map of the pairs that names begin with, by their hash
    uint32_t pairs_mask;
    // Bit maps of characters (modulo PLANE): those that names begin with, and those that
    // are names by themselves, of which there may be none.
    uint64_t opens[PLANE / 64], alone[PLANE / 64];
    bool any_alone;
};

static bool has_bit(const uint64_t *map, uint32_t c)
{
    return map[c / 64] >> c % 64 & 1;
}

static void set_bit(uint64_t *map, uint32_t c)
{
    map[c / 64] |= UINT64_C(1) << c % 64;
}

// The power of two above n.
static size_t size_above(size_t n)
{
    size_t size = 64;
    while (size <= n)
        size *= 2;
    return size;
}

// ---- the names by their characters ----------------------------------------------------

static uint64_t mix(uint64_t hash, uint32_t c)
{
    return (hash ^ c) * 0x9E3779B97F4A7C15u;
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

struct names *names_new(struct arena *arena, size_t most)
{
    struct names *names = ARENA_NEW(arena, struct names, 1);
    names->arena = arena;
    names->at = arena_raw(arena, most * sizeof *names->at);
    names->mask = size_above(2 * most) - 1;
    names->slots = ARENA_NEW(arena, struct slot, names->mask + 1);
    return names;
}

struct name *names_find(const struct names *names, struct span text)
{
    uint64_t hash;
    uint32_t length;
    size_t next = 0;
    if (!text.n || !has_bit(names->opens, utf8_next(text, &next) % PLANE)) return NULL;
    if (!read_name(text, &hash, &length)) return NULL;
    return slot_of(names, hash, text, (struct span){"", 0})->name;
}

struct name *names_add(struct names *names, struct span text, int type)
{
    uint64_t hash;
    uint32_t length;
    if (!read_name(text, &hash, &length)) return NULL;
    struct slot *slot = slot_of(names, hash, text, (struct span){"", 0});
    if (slot->name) return slot->name;
    *slot = (struct slot){hash, &names->at[names->n++]};
    *slot->name = (struct name){.text = text, .length = length, .type = type};
    size_t next = 0;
    set_bit(names->opens, utf8_next(text, &next) % PLANE);
    return slot->name;
}

// ---- the names by their first characters ----------------------------------------------

static inline uint32_t half_of(uint32_t c)
{
    return c * 0x9E3779B1u;
}

// Of the halves of two characters.
static inline uint32_t pair_of(const struct names *names, uint32_t a, uint32_t b)
{
    return ((a << 11 | a >> 21) + b) >> 8 & names->pairs_mask;
}

static struct opening *opening_of(const struct names *names, uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)a << 32 | b;
    for (size_t at = (size_t)(mix(0, a ^ b << 11) >> 32);; at++) {
        struct opening *opening = &names->openings[at & names->openings_mask];
        if (opening->key == key || !opening->key) return opening;
    }
}

static void add_opening(struct names *names, const struct name *name)
{
    size_t at = 0;
    uint32_t a = utf8_next(name->text, &at);
    if (name->length == 1) {
        set_bit(names->alone, a % PLANE);
        names->any_alone = true;
    }
    if (name->length == 1 || name->length > LENGTH_MOST) return;
    uint32_t b = utf8_next(name->text, &at);
    struct opening *opening = opening_of(names, a, b);
    opening->key = (uint64_t)a << 32 | b;
    opening->lengths |= UINT64_C(1) << name->length;
    set_bit(names->pairs, pair_of(names, half_of(a), half_of(b)));
}

void names_open(struct names *names)
{
    enum { BITS_A_NAME = 64, LEAST = 1 << 14, MOST = 1 << 24 };
    size_t bits = size_above(BITS_A_NAME * names->n);
    bits = bits < LEAST ? LEAST : bits > MOST ? MOST : bits;
    names->pairs_mask = (uint32_t)bits - 1;
    names->pairs = ARENA_NEW(names->arena, uint64_t, bits / 64);
    names->openings_mask = size_above(2 * names->n) - 1;
    names->openings = ARENA_NEW(names->arena, struct opening, names->openings_mask + 1);
    for (size_t i = 0; i < names->n; i++)
        add_opening(names, &names->at[i]);
}

struct names *names_of(const struct pass *pass)
{
    struct names *names = names_new(pass->arena, pass->n + 1);
    for (size_t i = 0; i < pass->n; i++) {
        const struct mention *mention = &pass->mentions[i];
        if (mention->from == mention->to) continue;
        struct name *name = names_add(names, pass_squeezed(pass, mention), mention->type);
        if (name && ++name->marked[mention->type] > name->marked[name->type])
            name->type = mention->type;
    }
    return names;
}

// ---- looking --------------------------------------------------------------------------

size_t names_next(const struct names *names, struct span text, size_t at)
{
    if (at >= text.n) return text.n;
    size_t next = at;
    uint32_t a = utf8_next(text, &next), half = half_of(a);
    while (next < text.n) {
        size_t second = next;
        uint32_t b = utf8_next(text, &next), other = half_of(b);
        if (has_bit(names->pairs, pair_of(names, half, other))) return at;
        if (names->any_alone && has_bit(names->alone, a % PLANE)) return at;
        if (utf8_is_space(b) && has_bit(names->opens, a % PLANE)) return at;
        at = second;
        a = b;
        half = other;
    }
    return has_bit(names->alone, a % PLANE) ? at : text.n;
}

size_t names_match(const struct names *names, struct span text, size_t at,
                   struct names_hit *hits)
{
    size_t i = at, n = 0;
    uint32_t first = utf8_next(text, &i), second = 0;
    uint64_t hash = mix(0, first), lengths = 0;
    struct span head = span_cut(text, at, i);
    if (has_bit(names->alone, first % PLANE)) {
        struct name *name = slot_of(names, hash, head, span_cut(text, i, i))->name;
        if (name) hits[n++] = (struct names_hit){name, 0, (uint32_t)at, (uint32_t)i};
    }
    size_t from = i;
    if (i < text.n) second = utf8_next(text, &i);
    bool parted = second != '\t' && utf8_is_space(second) && i < text.n;
    if (parted) {
        from = i;
        second = utf8_next(text, &i);
        if (second != '\t' && utf8_is_space(second) && i < text.n) { // two of them
            from = i;
            second = utf8_next(text, &i);
        }
    } else {
        head.n = 0;
        from = at;
    }
    if (second) lengths = opening_of(names, first, second)->lengths >> 2;
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

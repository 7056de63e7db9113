// SPDX-License-Identifier: Apache-2.0
//
// A trie over the names of one document, its edges in one hash table. Lives in the
// document's arena. Looking from one place walks at most LENGTH_MOST characters, so that
// a document is read in time linear in its length.
#include "stages/tag/names.h"

#include "stages/base/utf8.h"

enum { LENGTH_MOST = 48 }; // characters; longer names are looked for nowhere
enum { OPENS = 0x10000 };

struct edge {
    uint64_t key; // node << 21 | character; 0 is free (no edge leads out by U+0000)
    uint32_t to;
};

struct names {
    struct arena *arena;
    struct name **at;
    size_t n, capacity;
    struct edge *edges;
    size_t n_edges, edges_mask;
    struct name **of_node;
    size_t n_nodes, nodes_capacity;
    uint8_t *opens; // bit map of the characters (modulo OPENS) that names begin with
};

static size_t slot_of(const struct names *names, uint64_t key)
{
    size_t slot = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & names->edges_mask;
    while (names->edges[slot].key && names->edges[slot].key != key)
        slot = (slot + 1) & names->edges_mask;
    return slot;
}

static uint32_t step(const struct names *names, uint32_t node, uint32_t c)
{
    return names->edges[slot_of(names, (uint64_t)node << 21 | c)].to;
}

static void widen(struct names *names)
{
    struct edge *old = names->edges;
    size_t size = names->edges_mask + 1;
    names->edges_mask = 2 * size - 1;
    names->edges = ARENA_NEW(names->arena, struct edge, 2 * size);
    for (size_t i = 0; i < size; i++)
        if (old[i].key) names->edges[slot_of(names, old[i].key)] = old[i];
}

static uint32_t new_node(struct names *names)
{
    ARENA_PUSH(names->arena, names->of_node, names->n_nodes, names->nodes_capacity) =
        NULL;
    return (uint32_t)names->n_nodes - 1;
}

static uint32_t step_or_make(struct names *names, uint32_t node, uint32_t c)
{
    uint64_t key = (uint64_t)node << 21 | c;
    size_t slot = slot_of(names, key);
    if (names->edges[slot].key) return names->edges[slot].to;
    if (2 * ++names->n_edges > names->edges_mask) {
        widen(names);
        slot = slot_of(names, key);
    }
    names->edges[slot] = (struct edge){key, new_node(names)};
    return names->edges[slot].to;
}

struct name *names_find(const struct names *names, struct span text)
{
    uint32_t node = 0;
    for (size_t i = 0; i < text.n;)
        if (!(node = step(names, node, utf8_next(text, &i)))) return NULL;
    return node ? names->of_node[node] : NULL;
}

struct name *names_add(struct names *names, struct span text, int type)
{
    uint32_t node = 0;
    text = pass_squeeze(names->arena, text);
    size_t length = utf8_count(text);
    if (length == 0) return NULL;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (c == 0) return NULL;
        node = step_or_make(names, node, c);
    }
    if (!names->of_node[node]) {
        size_t first = 0;
        uint32_t c = utf8_next(text, &first) % OPENS;
        names->opens[c / 8] |= (uint8_t)(1u << c % 8);
        struct name *name = ARENA_NEW(names->arena, struct name, 1);
        *name = (struct name){.text = text, .length = (uint32_t)length, .type = type};
        names->of_node[node] = name;
        ARENA_PUSH(names->arena, names->at, names->n, names->capacity) = name;
    }
    return names->of_node[node];
}

struct names *names_of(const struct pass *pass)
{
    struct names *names = ARENA_NEW(pass->arena, struct names, 1);
    names->arena = pass->arena;
    names->edges_mask = 1023;
    names->edges = ARENA_NEW(pass->arena, struct edge, 1024);
    names->opens = ARENA_NEW(pass->arena, uint8_t, OPENS / 8);
    new_node(names);
    for (size_t i = 0; i < pass->n; i++) {
        const struct mention *mention = &pass->mentions[i];
        if (mention->from == mention->to) continue;
        struct name *name = names_add(names, pass_name(pass, mention), mention->type);
        if (name && ++name->marked[mention->type] > name->marked[name->type])
            name->type = mention->type;
    }
    return names;
}

size_t names_count(const struct names *names)
{
    return names->n;
}

struct name *names_get(const struct names *names, size_t i)
{
    return names->at[i];
}

size_t names_match(const struct names *names, struct span text, size_t at,
                   struct names_hit *hits)
{
    uint32_t node = 0, length = 0;
    size_t n = 0, i = at;
    bool parted = false;
    uint32_t first = utf8_next(text, &i) % OPENS;
    if (!(names->opens[first / 8] & 1u << first % 8)) return 0;
    i = at;
    while (i < text.n && n < NAMES_HITS && length < LENGTH_MOST) {
        uint32_t c = utf8_next(text, &i);
        if (length == 1 && !parted && utf8_is_space(c)) {
            parted = true;
            continue;
        }
        node = step(names, node, c);
        if (!node) break;
        length++;
        struct name *name = names->of_node[node];
        if (name && (!parted || name->type == ENTITY_PER))
            hits[n++] = (struct names_hit){name, 0, (uint32_t)at, (uint32_t)i};
    }
    return n;
}

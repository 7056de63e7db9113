// SPDX-License-Identifier: Apache-2.0
//
// Builds the double array. The n-grams are sorted from their last symbols, so that a node
// is a range of n-grams that agree in their last `depth` symbols; nodes are placed in
// breadth-first order, each with a base that leaves all its children on free places.
// Free places are a linked list, and places that were tried in vain are given up after a
// while, so that building takes linear time in practice.
#include "stages/model/suffix.h"

#include "stages/base/memory.h"

#include <stdlib.h>

// Nodes of 1, 2 to 3, 4 to 15 and more children look for room from places of their own,
// which move on when TRIES free places in a row were of no use to one of them.
enum { TRIES = 1 << 15, WIDTHS = 4 };

struct range {
    uint32_t first, last; // n-grams [first, last)
    uint32_t depth, node;
};

struct builder {
    const struct suffix_gram *grams;
    uint32_t alphabet;
    struct suffix_node *nodes;
    uint32_t *next_free; // of free places, ascending
    uint32_t n, capacity, start[WIDTHS];
    struct range *queue;
    size_t queued;
};

static uint16_t symbol(const struct suffix_gram *gram, uint32_t depth)
{
    return gram->symbols[gram->n - 1 - depth];
}

static int compare(const void *left, const void *right)
{
    const struct suffix_gram *a = left, *b = right;
    uint32_t n = a->n < b->n ? a->n : b->n;
    for (uint32_t i = 0; i < n; i++)
        if (symbol(a, i) != symbol(b, i)) return symbol(a, i) < symbol(b, i) ? -1 : 1;
    return a->n < b->n ? -1 : a->n > b->n;
}

// Makes places up to (not including) n.
static void reserve(struct builder *b, uint32_t n)
{
    if (n > b->capacity) {
        b->capacity = n > b->capacity * 2 ? n : b->capacity * 2;
        b->nodes = xrealloc(b->nodes, b->capacity * sizeof *b->nodes);
        b->next_free = xrealloc(b->next_free, b->capacity * sizeof *b->next_free);
    }
    for (; b->n < n; b->n++) {
        b->nodes[b->n] = (struct suffix_node){.check = SUFFIX_FREE};
        b->next_free[b->n] = b->n + 1;
    }
}

// The next free place at or after p; places in use point onwards (path halving).
static uint32_t free_place(struct builder *b, uint32_t p)
{
    while (p < b->n && b->nodes[p].check != SUFFIX_FREE) {
        uint32_t q = b->next_free[p];
        if (q < b->n && b->nodes[q].check != SUFFIX_FREE)
            b->next_free[p] = b->next_free[q];
        p = q;
    }
    if (p >= b->n) reserve(b, p + 1);
    return p;
}

static bool fits(struct builder *b, uint32_t base, const struct range *children,
                 uint32_t n)
{
    reserve(b, base + b->alphabet);
    for (uint32_t i = 0; i < n; i++) {
        uint16_t c = symbol(&b->grams[children[i].first], children[i].depth - 1);
        if (b->nodes[base + c].check != SUFFIX_FREE) return false;
    }
    return true;
}

static uint32_t find_base(struct builder *b, const struct range *children, uint32_t n)
{
    uint16_t c = symbol(&b->grams[children->first], children->depth - 1);
    uint32_t *start = &b->start[n == 1 ? 0 : n < 4 ? 1 : n < 16 ? 2 : 3];
    *start = free_place(b, *start);
    uint32_t place = *start < c ? free_place(b, c) : *start;
    for (int tries = 1; !fits(b, place - c, children, n); tries++) {
        place = free_place(b, place + 1);
        if (tries % TRIES == 0) *start = place;
    }
    return place - c;
}

// The ranges below `range`, written to the end of the queue; returns their number.
static uint32_t split(struct builder *b, const struct range *range)
{
    uint32_t n = 0, i = range->first;
    while (i < range->last && b->grams[i].n == range->depth)
        i++;
    while (i < range->last) {
        uint16_t c = symbol(&b->grams[i], range->depth);
        uint32_t end = i + 1;
        while (end < range->last && symbol(&b->grams[end], range->depth) == c)
            end++;
        b->queue[b->queued + n++] = (struct range){i, end, range->depth + 1, 0};
        i = end;
    }
    return n;
}

static void place_children(struct builder *b, const struct range *range)
{
    struct range *children = b->queue + b->queued;
    uint32_t n = split(b, range);
    if (n == 0) return;
    uint32_t base = find_base(b, children, n);
    b->nodes[range->node].base = base;
    for (uint32_t i = 0; i < n; i++) {
        const struct suffix_gram *first = &b->grams[children[i].first];
        struct suffix_node *child = b->nodes + base + symbol(first, range->depth);
        children[i].node = (uint32_t)(child - b->nodes);
        child->check = range->node;
        child->value =
            first->n == children[i].depth ? first->value : b->nodes[range->node].value;
    }
    b->queued += n;
}

struct suffix_trie suffix_build(const struct suffix_gram *grams, size_t n,
                                uint32_t alphabet)
{
    struct suffix_gram *sorted = xmalloc((n + 1) * sizeof *sorted);
    size_t nodes = 1;
    for (size_t i = 0; i < n; i++)
        nodes += grams[i].n, sorted[i] = grams[i];
    qsort(sorted, n, sizeof *sorted, compare);
    struct builder b = {.grams = sorted, .alphabet = alphabet};
    b.queue = xmalloc((nodes + 1) * sizeof *b.queue);
    reserve(&b, alphabet + 1);
    b.nodes[SUFFIX_ROOT].check = b.nodes[SUFFIX_NOWHERE].check = 0; // taken
    b.queue[b.queued++] = (struct range){0, (uint32_t)n, 0, SUFFIX_ROOT};
    for (size_t head = 0; head < b.queued; head++)
        place_children(&b, &b.queue[head]);
    reserve(&b, b.n + alphabet); // leaves have base 0 or lie at the end
    b.nodes[SUFFIX_ROOT].check = b.nodes[SUFFIX_NOWHERE].check = SUFFIX_FREE;
    free(b.queue);
    free(b.next_free);
    free(sorted);
    return (struct suffix_trie){b.nodes, b.n};
}

void suffix_free(struct suffix_trie *trie)
{
    free((void *)(uintptr_t)trie->nodes);
    *trie = (struct suffix_trie){0};
}

bool suffix_sound(const struct suffix_trie *trie, uint32_t alphabet, uint32_t most)
{
    if (trie->n_nodes < alphabet) return false;
    uint32_t highest = trie->n_nodes - alphabet;
    bool sound = true;
    for (uint32_t i = 0; i < trie->n_nodes; i++)
        sound &= trie->nodes[i].base <= highest && trie->nodes[i].value <= most;
    return sound;
}

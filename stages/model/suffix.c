// SPDX-License-Identifier: Apache-2.0
//
// Builds the trie. The n-grams are sorted from their last symbols, so that a node is a
// range of n-grams that agree in their last `depth` symbols; nodes are placed in
// breadth-first order.
#include "stages/model/suffix.h"

#include "stages/base/memory.h"
#include "stages/model/places.h"

#include <stdlib.h>

struct range {
    uint32_t first, last; // n-grams [first, last)
    uint32_t depth, place;
    struct suffix_node node;
};

struct builder {
    const struct suffix_gram *grams;
    struct places places;
    struct range *queue;
    size_t queued;
    uint16_t *symbols; // of the children at hand
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

// Adds the ranges below `range` to the queue and their symbols to b->symbols; returns
// their number.
static uint32_t split(struct builder *b, const struct range *range)
{
    uint32_t n = 0, i = range->first;
    while (i < range->last && b->grams[i].n == range->depth)
        i++;
    while (i < range->last) {
        const struct suffix_gram *first = &b->grams[i];
        uint16_t c = b->symbols[n++] = symbol(first, range->depth);
        struct range child = {.first = i, .depth = range->depth + 1};
        child.node.value = first->n == child.depth ? first->value : range->node.value;
        while (i < range->last && symbol(&b->grams[i], range->depth) == c)
            i++;
        child.last = i;
        b->queue[b->queued++] = child;
    }
    return n;
}

static void place_children(struct builder *b, struct range *range)
{
    struct range *children = b->queue + b->queued;
    uint32_t n = split(b, range);
    if (n == 0) return;
    range->node.base = places_take(&b->places, b->symbols, n);
    for (uint32_t i = 0; i < n; i++) {
        children[i].place = range->node.base + b->symbols[i];
        children[i].node.check = range->node.base;
    }
}

struct suffix_trie suffix_build(const struct suffix_gram *grams, size_t n,
                                uint32_t alphabet)
{
    struct suffix_gram *sorted = xmalloc((n + 1) * sizeof *sorted);
    size_t most = 1;
    for (size_t i = 0; i < n; i++)
        most += grams[i].n, sorted[i] = grams[i];
    qsort(sorted, n, sizeof *sorted, compare);
    struct builder b = {.grams = sorted, .queued = 1};
    b.queue = xmalloc((most + 1) * sizeof *b.queue);
    b.symbols = xmalloc(alphabet * sizeof *b.symbols);
    b.queue[0] = (struct range){.last = (uint32_t)n, .node.check = SUFFIX_FREE};
    for (size_t head = 0; head < b.queued; head++)
        place_children(&b, &b.queue[head]);
    uint32_t n_nodes = b.places.n + alphabet; // no base is above places.n
    struct suffix_node *nodes = xmalloc(n_nodes * sizeof *nodes);
    for (uint32_t i = 0; i < n_nodes; i++)
        nodes[i] = (struct suffix_node){.check = SUFFIX_FREE};
    for (size_t i = 0; i < b.queued; i++)
        nodes[b.queue[i].place] = b.queue[i].node;
    places_free(&b.places);
    free(b.queue);
    free(b.symbols);
    free(sorted);
    return (struct suffix_trie){nodes, n_nodes};
}

void suffix_free(struct suffix_trie *trie)
{
    free((void *)(uintptr_t)trie->nodes);
    *trie = (struct suffix_trie){0};
}

bool suffix_sound(const struct suffix_trie *trie, uint32_t alphabet, uint32_t most)
{
    if (trie->n_nodes < alphabet || trie->n_nodes > SUFFIX_MOST) return false;
    uint32_t highest = trie->n_nodes - alphabet;
    bool sound = true;
    for (uint32_t i = 0; i < trie->n_nodes; i++)
        sound &= trie->nodes[i].base <= highest && trie->nodes[i].value <= most;
    return sound;
}

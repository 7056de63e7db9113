// SPDX-License-Identifier: Apache-2.0
//
// Builds the double array. The patterns are sorted, so that a trie node is a range of
// patterns that agree in their first `depth` symbols; nodes are placed in breadth-first
// order, each with a base that leaves all its children on free places, and fail links
// follow from the parent's. Free places are a linked list, and places that were tried in
// vain are given up after a while, so that building takes linear time in practice.
#include "stages/model/automaton.h"

#include <stdlib.h>

// Nodes of 1, 2 to 3, 4 to 15 and more children look for room from places of their own,
// which move on when TRIES free places in a row were of no use to one of them.
enum { TRIES = 64, WIDTHS = 4 };

struct node {
    uint32_t first, last; // patterns [first, last)
    uint32_t depth, state;
};

struct builder {
    const struct automaton_pattern *patterns;
    uint32_t alphabet;
    struct automaton_state *states;
    uint32_t *next_free; // of free places, ascending
    uint32_t n, capacity, start[WIDTHS];
    struct automaton_out *outs;
    uint32_t n_outs;
    struct node *queue;
    size_t queued;
};

static int compare(const void *left, const void *right)
{
    const struct automaton_pattern *a = left, *b = right;
    uint32_t n = a->n < b->n ? a->n : b->n;
    for (uint32_t i = 0; i < n; i++)
        if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
    return a->n < b->n ? -1 : a->n > b->n;
}

// Makes places up to (not including) n.
static void reserve(struct builder *b, uint32_t n)
{
    if (n > b->capacity) {
        b->capacity = n > b->capacity * 2 ? n : b->capacity * 2;
        b->states = xrealloc(b->states, b->capacity * sizeof *b->states);
        b->next_free = xrealloc(b->next_free, b->capacity * sizeof *b->next_free);
    }
    for (; b->n < n; b->n++) {
        b->states[b->n] = (struct automaton_state){.check = AUTOMATON_FREE};
        b->next_free[b->n] = b->n + 1;
    }
}

// The next free place at or after p; places in use point onwards (path halving).
static uint32_t free_place(struct builder *b, uint32_t p)
{
    while (p < b->n && b->states[p].check != AUTOMATON_FREE) {
        uint32_t q = b->next_free[p];
        if (q < b->n && b->states[q].check != AUTOMATON_FREE)
            b->next_free[p] = b->next_free[q];
        p = q;
    }
    if (p >= b->n) reserve(b, p + 1);
    return p;
}

static bool fits(struct builder *b, uint32_t base, const struct node *children,
                 uint32_t n)
{
    reserve(b, base + b->alphabet);
    for (uint32_t i = 0; i < n; i++) {
        uint16_t c = b->patterns[children[i].first].at[children[i].depth - 1];
        if (b->states[base + c].check != AUTOMATON_FREE) return false;
    }
    return true;
}

static uint32_t find_base(struct builder *b, const struct node *children, uint32_t n)
{
    uint16_t c = b->patterns[children->first].at[children->depth - 1];
    uint32_t *start = &b->start[n == 1 ? 0 : n < 4 ? 1 : n < 16 ? 2 : 3];
    *start = free_place(b, *start);
    uint32_t place = *start < c ? free_place(b, c) : *start;
    for (int tries = 1; !fits(b, place - c, children, n); tries++) {
        place = free_place(b, place + 1);
        if (tries % TRIES == 0) *start = place;
    }
    return place - c;
}

// The nodes below `node`, written to the end of the queue; returns their number.
static uint32_t split(struct builder *b, const struct node *node)
{
    uint32_t n = 0, i = node->first;
    while (i < node->last && b->patterns[i].n == node->depth) i++;
    while (i < node->last) {
        uint16_t c = b->patterns[i].at[node->depth];
        uint32_t end = i + 1;
        while (end < node->last && b->patterns[end].at[node->depth] == c) end++;
        b->queue[b->queued + n++] = (struct node){i, end, node->depth + 1, 0};
        i = end;
    }
    return n;
}

static uint32_t fail_of(const struct builder *b, uint32_t parent, uint16_t c)
{
    struct automaton a = {.states = b->states};
    if (parent == AUTOMATON_ROOT) return AUTOMATON_ROOT;
    return automaton_next(&a, b->states[parent].fail, c);
}

static void place_children(struct builder *b, const struct node *node)
{
    struct node *children = b->queue + b->queued;
    uint32_t n = split(b, node);
    if (n == 0) return;
    uint32_t base = find_base(b, children, n);
    b->states[node->state].base = base;
    for (uint32_t i = 0; i < n; i++) {
        const struct automaton_pattern *first = &b->patterns[children[i].first];
        uint16_t c = first->at[node->depth];
        uint32_t t = children[i].state = base + c;
        b->states[t].check = node->state;
        b->states[t].fail = fail_of(b, node->state, c);
        b->states[t].out = b->states[b->states[t].fail].out;
        if (first->n == children[i].depth) {
            b->outs[b->n_outs] = (struct automaton_out){first->value, b->states[t].out,
                                                        first->n};
            b->states[t].out = ++b->n_outs;
        }
    }
    b->queued += n;
}

struct automaton automaton_build(const struct automaton_pattern *patterns, size_t n,
                                 uint32_t alphabet)
{
    struct automaton_pattern *sorted = xmalloc((n + 1) * sizeof *sorted);
    size_t nodes = 1;
    for (size_t i = 0; i < n; i++) nodes += patterns[i].n, sorted[i] = patterns[i];
    qsort(sorted, n, sizeof *sorted, compare);
    struct builder b = {.patterns = sorted, .alphabet = alphabet};
    b.outs = xmalloc((n + 1) * sizeof *b.outs);
    b.queue = xmalloc((nodes + 1) * sizeof *b.queue);
    reserve(&b, alphabet + 1);
    b.states[AUTOMATON_ROOT].check = AUTOMATON_ROOT + 1; // taken, and nobody's child
    b.queue[b.queued++] = (struct node){0, (uint32_t)n, 0, AUTOMATON_ROOT};
    for (size_t head = 0; head < b.queued; head++) place_children(&b, &b.queue[head]);
    reserve(&b, b.n + alphabet); // leaves have base 0 or lie at the end
    b.states[AUTOMATON_ROOT].check = AUTOMATON_FREE;
    free(b.queue);
    free(b.next_free);
    free(sorted);
    return (struct automaton){b.states, b.outs, b.n, b.n_outs};
}

void automaton_free(struct automaton *a)
{
    free((void *)(uintptr_t)a->states);
    free((void *)(uintptr_t)a->outs);
    *a = (struct automaton){0};
}

bool automaton_sound(const struct automaton *a, uint32_t alphabet)
{
    if (a->n_states < alphabet) return false;
    for (uint32_t s = 0; s < a->n_states; s++) {
        const struct automaton_state *state = &a->states[s];
        if (state->base > a->n_states - alphabet || state->fail >= a->n_states ||
            state->out > a->n_outs)
            return false;
    }
    for (uint32_t i = 0; i < a->n_outs; i++)
        if (a->outs[i].next > i || a->outs[i].length == 0) return false;
    return true;
}

// SPDX-License-Identifier: Apache-2.0
//
// The score of `fangzhi event --score`. Memory: one document's events.
#include "tools/fangzhi/event_score.h"

static bool agree(const struct event *a, const struct event *b)
{
    return a->para == b->para && a->type == b->type && a->from < b->to && b->from < a->to;
}

void event_score_add(struct event_score *score, const struct events_rules *rules,
                     const struct event_text *document)
{
    struct arena *arena = arena_new();
    struct events found = {0};
    const struct layout *layout = &document->layout;
    struct events_input input = {layout, &document->mentions,
                                 time_read(rules->time, layout, arena),
                                 trigger_plans(&rules->trigger, layout, arena)};
    events_find(rules, &input, arena, &found);
    bool *taken = ARENA_NEW(arena, bool, found.events.n + 1);
    for (size_t i = 0; i < document->marked.events.n; i++) {
        const struct event *marked = &document->marked.events.at[i];
        size_t k = 0;
        while (k < found.events.n && (taken[k] || !agree(&found.events.at[k], marked)))
            k++;
        if (k < found.events.n)
            score->right[marked->type]++, taken[k] = true;
        else
            score->missed[marked->type]++;
    }
    for (size_t k = 0; k < found.events.n; k++)
        if (!taken[k]) score->spurious[found.events.at[k].type]++;
    arena_free(&arena);
}

static void print_line(const char *name, size_t right, size_t spurious, size_t missed,
                       FILE *to)
{
    double p = right + spurious ? (double)right / (double)(right + spurious) : 0;
    double r = right + missed ? (double)right / (double)(right + missed) : 0;
    fprintf(to, "%-12s P %.4f  R %.4f  F1 %.4f  of %zu\n", name, p, r,
            p + r > 0 ? 2 * p * r / (p + r) : 0, right + missed);
}

void event_score_print(const struct event_score *score, FILE *to)
{
    size_t right = 0, spurious = 0, missed = 0;
    for (int t = 0; t < EVENT_TYPES; t++) {
        print_line(event_type_names[t], score->right[t], score->spurious[t],
                   score->missed[t], to);
        right += score->right[t];
        spurious += score->spurious[t];
        missed += score->missed[t];
    }
    print_line("event", right, spurious, missed, to);
}

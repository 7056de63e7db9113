// SPDX-License-Identifier: Apache-2.0
//
// Prints each sentence that has a candidate, the candidates with the scores of their
// types and the features that weighed most, and the events that came of them.
#include "stages/event/explain.h"

#include "stages/event/trigger_features.h"

#include <stdlib.h>

enum { FEATURES_SHOWN = 6 };

struct explaining {
    const struct events_rules *rules;
    const struct events_input *input;
    const struct events *events;
    struct arena *arena;
    FILE *to;
};

struct weighed {
    int32_t weight;
    struct feature_name name;
};

static int heavier(const void *a, const void *b)
{
    int32_t x = abs(((const struct weighed *)a)->weight);
    int32_t y = abs(((const struct weighed *)b)->weight);
    return x < y ? 1 : x > y ? -1 : 0;
}

static void print_type(struct explaining *e, const struct features *features, int type)
{
    struct weighed weighed[TRIGGER_FEATURES];
    int32_t sum = e->rules->trigger.bias;
    for (size_t i = 0; i < features->n; i++) {
        weighed[i].weight = e->rules->weights->at[weights_slot(features->hash[i], type)];
        weighed[i].name = features->names[i];
        sum += weighed[i].weight;
    }
    qsort(weighed, features->n, sizeof *weighed, heavier);
    fprintf(e->to, "    %-10s %+.2f ", event_type_names[type],
            (double)sum / WEIGHTS_UNIT);
    for (size_t i = 0; i < features->n && i < FEATURES_SHOWN; i++) {
        const struct feature_name *name = &weighed[i].name;
        fprintf(e->to, " [%s %.*s%s%.*s %+.2f]", name->template, (int)name->a.n,
                name->a.at, name->b.n ? " " : "", (int)name->b.n, name->b.at,
                (double)weighed[i].weight / WEIGHTS_UNIT);
    }
    fputc('\n', e->to);
}

static void print_arguments(struct explaining *e, const char *role,
                            const struct argument *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct span text = e->input->layout->paragraphs.at[at[i].para].text;
        fprintf(e->to, " %s=%.*s", role, (int)(at[i].to - at[i].from),
                text.at + at[i].from);
    }
}

static void print_event(struct explaining *e, const struct event *event)
{
    fprintf(e->to, "    => %s time=%.*s", event_type_names[event->type],
            (int)event->time.n, event->time.at);
    print_arguments(e, "agent", event->agent.at, event->agent.n);
    print_arguments(e, "object", event->object.at, event->object.n);
    print_arguments(e, "place", event->place.at, event->place.n);
    print_arguments(e, "participant", event->participant.at, event->participant.n);
    if (event->count != NO_NUMBER) fprintf(e->to, " count=%lld", (long long)event->count);
    fputc('\n', e->to);
}

static void print_candidate(struct explaining *e, const struct scene *scene,
                            const struct passage *p, const struct trigger_list *list,
                            size_t number)
{
    const struct hit *hit = list->at[number].hit;
    struct features features = {
        .before = number > 0 ? list->at[number - 1] : (struct trigger){.hit = NULL},
        .names = ARENA_NEW(e->arena, struct feature_name, TRIGGER_FEATURES)};
    trigger_features(&e->rules->trigger, scene, p, hit, &features);
    fprintf(e->to, "  %.*s%s\n", (int)hit->word->text.n, hit->word->text.at,
            scene->planned ? " (under a heading of plans: no event)" : "");
    for (int t = 0; t < EVENT_TYPES; t++)
        if (hit->word->types >> t & 1) print_type(e, &features, t);
    uint32_t from = p->letters.at[hit->from].at;
    for (size_t i = 0; i < e->events->events.n; i++)
        if (e->events->events.at[i].para == p->para &&
            e->events->events.at[i].from == from)
            print_event(e, &e->events->events.at[i]);
}

static void print_sentence(struct explaining *e, const struct passage *p,
                           uint32_t sentence)
{
    size_t first = p->clauses.n, last = 0;
    for (size_t i = 0; i < p->clauses.n; i++) {
        if (p->clauses.at[i].sentence != sentence) continue;
        if (first == p->clauses.n) first = i;
        last = i;
    }
    if (first == p->clauses.n) return;
    struct span text = clause_text(p, p->clauses.at[first].from, p->clauses.at[last].to);
    fprintf(e->to, "%u.%u %.*s\n", p->para, sentence, (int)text.n, text.at);
}

static void explain_paragraph(struct explaining *e, uint32_t para)
{
    struct scene scene =
        trigger_scene(&e->rules->trigger, e->input->layout, e->input->plans, para);
    struct passage *p = clause_passage(e->rules->words, e->input->layout,
                                       e->input->mentions, para, e->arena);
    struct trigger_list list = trigger_find(&e->rules->trigger, &scene, p, e->arena);
    uint32_t shown = NONE;
    for (size_t i = 0; i < list.n; i++) {
        const struct hit *hit = list.at[i].hit;
        uint32_t sentence = p->clauses.at[p->letters.at[hit->from].clause].sentence;
        if (sentence != shown) print_sentence(e, p, sentence);
        shown = sentence;
        print_candidate(e, &scene, p, &list, i);
    }
}

void explain_document(const struct events_rules *rules, const struct layout *layout,
                      const struct mentions *mentions, FILE *to)
{
    struct arena *arena = arena_new();
    struct events events = {0};
    struct events_input input = {layout, mentions, time_read(rules->time, layout, arena),
                                 trigger_plans(&rules->trigger, layout, arena)};
    events_find(rules, &input, arena, &events);
    struct explaining e = {rules, &input, &events, arena, to};
    for (uint32_t i = 0; i < layout->paragraphs.n; i++)
        if (events_told_in(&layout->paragraphs.at[i])) explain_paragraph(&e, i);
    arena_free(&arena);
}

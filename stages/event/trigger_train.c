// SPDX-License-Identifier: Apache-2.0
//
// The trainer of the trigger decision. Memory: 4 bytes a feature of every candidate, some
// 400 bytes a candidate, and three tables of WEIGHTS_SIZE floats.
#include "stages/event/trigger_train.h"

#include "stages/event/trigger_features.h"

#include <math.h>
#include <stdlib.h>

struct example {
    size_t first, n; // its features
    uint32_t types;  // that it may have
    int type;        // that it has, or TRIGGER_NONE
};

struct trainer {
    struct buffer features; // uint32_t
    struct example *examples;
    size_t n, room;
    float *w, *g; // weights and sums of squared gradients
};

struct trainer *trigger_train_new(void)
{
    struct trainer *trainer = xcalloc(1, sizeof *trainer);
    trainer->w = xcalloc(WEIGHTS_SIZE, sizeof *trainer->w);
    trainer->g = xcalloc(WEIGHTS_SIZE, sizeof *trainer->g);
    return trainer;
}

void trigger_train_free(struct trainer **trainer)
{
    if (!*trainer) return;
    buffer_free(&(*trainer)->features);
    free((*trainer)->examples);
    free((*trainer)->w);
    free((*trainer)->g);
    free(*trainer);
    *trainer = NULL;
}

size_t trigger_train_examples(const struct trainer *trainer)
{
    return trainer->n;
}

static void add(struct trainer *trainer, const struct features *features, uint32_t types,
                int type)
{
    if (trainer->n == trainer->room) {
        trainer->room = trainer->room ? trainer->room * 2 : 1 << 12;
        trainer->examples =
            xrealloc(trainer->examples, trainer->room * sizeof *trainer->examples);
    }
    trainer->examples[trainer->n++] = (struct example){
        trainer->features.n / sizeof(uint32_t), features->n, types, type};
    buffer_add(&trainer->features, features->hash, features->n * sizeof(uint32_t));
}

// The type that a hit bears among the paragraph's marked events; counts it as covered.
static int type_marked(const struct passage *p, const struct hit *hit,
                       const struct events *marked, size_t *covered)
{
    uint32_t from = p->letters.at[hit->from].at, to = p->letters.at[hit->to].at;
    for (size_t i = 0; i < marked->events.n; i++) {
        const struct event *event = &marked->events.at[i];
        if (event->para != p->para || event->to <= from || to <= event->from) continue;
        if (!(hit->word->types >> event->type & 1)) continue;
        ++*covered;
        return event->type;
    }
    return TRIGGER_NONE;
}

// Adds the candidates of a paragraph; returns how many marked events they cover.
static size_t add_paragraph(struct trainer *trainer, const struct trigger_rules *rules,
                            const struct scene *scene, const struct passage *p,
                            const struct events *marked)
{
    struct features features = {.n = 0};
    size_t covered = 0;
    for (size_t h = 0; h < p->hits.n; h++) {
        const struct hit *hit = &p->hits.at[h];
        if (!trigger_candidate(p, hit)) continue;
        trigger_features(rules, scene, p, hit, &features);
        int type = type_marked(p, hit, marked, &covered);
        add(trainer, &features, hit->word->types, type);
        features.before = (struct trigger){hit, type, 0};
    }
    return covered;
}

size_t trigger_train_add(struct trainer *trainer, const struct trigger_rules *rules,
                         const struct layout *layout, const struct mentions *mentions,
                         const struct events *marked)
{
    struct arena *arena = arena_new(), *kept = arena_new();
    const bool *plans = trigger_plans(rules, layout, kept);
    size_t covered = 0;
    for (uint32_t i = 0; i < layout->paragraphs.n; i++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[i];
        if (paragraph->role > ROLE_ENTRY || paragraph->dup_of != NONE) continue;
        struct scene scene = trigger_scene(rules, layout, plans, i);
        if (scene.planned) continue;
        struct passage *p = clause_passage(rules->rules, layout, mentions, i, arena);
        covered += add_paragraph(trainer, rules, &scene, p, marked);
        arena_reset(arena);
    }
    arena_free(&arena);
    arena_free(&kept);
    return marked->events.n > covered ? marked->events.n - covered : 0;
}

// ---- descent --------------------------------------------------------------------------

static const float rate = 0.05f, decay = 2e-6f;

static void move(struct trainer *trainer, const struct example *example, int type,
                 float slope)
{
    const uint32_t *features = (const uint32_t *)(const void *)trainer->features.at;
    for (size_t i = 0; i < example->n; i++) {
        uint32_t slot = weights_slot(features[example->first + i], type);
        float gradient = slope + decay * trainer->w[slot];
        trainer->g[slot] += gradient * gradient;
        trainer->w[slot] -= rate * gradient / sqrtf(trainer->g[slot] + 1e-6f);
    }
}

static float score(const struct trainer *trainer, const struct example *example, int type)
{
    const uint32_t *features = (const uint32_t *)(const void *)trainer->features.at;
    float sum = 0;
    for (size_t i = 0; i < example->n; i++)
        sum += trainer->w[weights_slot(features[example->first + i], type)];
    return sum;
}

static void learn(struct trainer *trainer, const struct example *example)
{
    float scores[EVENT_TYPES], top = 0, sum;
    for (int t = 0; t < EVENT_TYPES; t++) {
        if (!(example->types >> t & 1)) continue;
        scores[t] = score(trainer, example, t);
        if (scores[t] > top) top = scores[t];
    }
    sum = expf(-top); // none
    for (int t = 0; t < EVENT_TYPES; t++)
        if (example->types >> t & 1) sum += expf(scores[t] - top);
    for (int t = 0; t < EVENT_TYPES; t++) {
        if (!(example->types >> t & 1)) continue;
        float slope = expf(scores[t] - top) / sum - (t == example->type ? 1.0f : 0.0f);
        if (fabsf(slope) > 1e-3f) move(trainer, example, t, slope);
    }
}

static uint32_t next_random(uint32_t *state) // xorshift32, Marsaglia 2003
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static int16_t whole(float w)
{
    enum {
        LEAST = 8
    }; // smaller ones decide nothing, and zeros take no place in the file
    float scaled = roundf(w * WEIGHTS_UNIT);
    if (fabsf(scaled) < LEAST) return 0;
    return (int16_t)(scaled > INT16_MAX   ? INT16_MAX
                     : scaled < INT16_MIN ? INT16_MIN
                                          : scaled);
}

static void shuffle(size_t *order, size_t n, uint32_t *state)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = next_random(state) % i, kept = order[i - 1];
        order[i - 1] = order[k];
        order[k] = kept;
    }
}

// One descent from nothing; adds the mean of the weights of its later rounds, which is
// steadier than the last ones, to sum.
static void descend(struct trainer *trainer, int rounds, size_t *order, uint32_t *state,
                    float *sum)
{
    memset(trainer->w, 0, WEIGHTS_SIZE * sizeof *trainer->w);
    memset(trainer->g, 0, WEIGHTS_SIZE * sizeof *trainer->g);
    int kept = rounds - rounds / 2;
    for (int round = 0; round < rounds; round++) {
        shuffle(order, trainer->n, state);
        for (size_t i = 0; i < trainer->n; i++)
            learn(trainer, &trainer->examples[order[i]]);
        for (size_t i = 0; i < WEIGHTS_SIZE && round >= rounds / 2; i++)
            sum[i] += trainer->w[i] / (float)kept;
    }
}

void trigger_train_run(struct trainer *trainer, int rounds, struct weights *weights)
{
    enum { DESCENTS = 15 }; // in orders of their own; their mean is steadier than any
    uint32_t state = 2463534242u;
    size_t *order = xcalloc(trainer->n, sizeof *order);
    float *sum = xcalloc(WEIGHTS_SIZE, sizeof *sum);
    for (size_t i = 0; i < trainer->n; i++)
        order[i] = i;
    for (int i = 0; i < DESCENTS; i++)
        descend(trainer, rounds, order, &state, sum);
    for (size_t i = 0; i < WEIGHTS_SIZE; i++)
        weights->at[i] = whole(sum[i] / DESCENTS);
    free(sum);
    free(order);
}

// SPDX-License-Identifier: Apache-2.0
//
// The event stage: finds events, positions and statistics.
//
// Reads the layers layout and mentions, writes events; rejects nothing of its own. Long-
// lived: word lists, weights and rules from the data folder, some 2 MB. Not done here:
// finding names (tag) and joining what several documents say of one happening.
#include "stages/skeleton/stage.h"
#include "proto/simplified.h"
#include "proto/vet.h"
#include "stages/event/events.h"
#include "stages/event/positions.h"
#include "stages/event/statistics.h"

#include <stdlib.h>

struct settings {
    const char *rules, *weights, *time, *positions, *statistics;
    int64_t bias;
};

static const struct option_row options[] = {
    {"rules", OPTION_PATH, offsetof(struct settings, rules), "events",
     "folder of triggers.txt and words.txt", 0, 0},
    {"weights", OPTION_PATH, offsetof(struct settings, weights), "events/weights.bin",
     "weights of the trigger decision", 0, 0},
    {"time", OPTION_PATH, offsetof(struct settings, time), "time",
     "folder of the rules for times", 0, 0},
    {"positions", OPTION_PATH, offsetof(struct settings, positions), "positions",
     "folder of the rules for positions", 0, 0},
    {"statistics", OPTION_PATH, offsetof(struct settings, statistics), "statistics",
     "folder of the rules for statistics", 0, 0},
    {"bias", OPTION_NUMBER, offsetof(struct settings, bias), EVENTS_BIAS,
     "thousandths added to every event's score: more finds more, and more that is none",
     -10000, 10000},
};

struct state {
    struct events_rules events;
    struct positions_rules *positions;
    struct statistics_rules *statistics;
};

static void close_stage(void **kept)
{
    struct state *state = *kept;
    if (!state) return;
    events_close(&state->events);
    positions_free(&state->positions);
    statistics_free(&state->statistics);
    free(state);
    *kept = NULL;
}

static int init(void **kept, const void *values)
{
    const struct settings *settings = values;
    struct state *state = xcalloc(1, sizeof *state);
    struct events_options wanted = {.rules = settings->rules,
                                    .weights = settings->weights,
                                    .time = settings->time,
                                    .bias = settings->bias};
    *kept = state;
    int failed = events_open(&state->events, &wanted);
    if (!failed) state->positions = positions_new(settings->positions);
    if (state->positions) state->statistics = statistics_new(settings->statistics);
    if (state->statistics) return 0;
    close_stage(kept);
    return -1;
}

// What was read in simplified characters is given as it stands in the text.
static void restore(const struct layout *layout, const struct layout *read,
                    struct events *events)
{
    for (size_t i = 0; i < events->positions.n; i++) {
        struct position *p = &events->positions.at[i];
        for (size_t k = 0; k < p->titles.n; k++)
            p->titles.at[k] = simplified_restore(layout, read, p->para, p->titles.at[k]);
    }
    for (size_t i = 0; i < events->statistics.n; i++) {
        struct statistic *s = &events->statistics.at[i];
        s->indicator = simplified_restore(layout, read, s->para, s->indicator);
        s->unit = simplified_restore(layout, read, s->para, s->unit);
    }
}

static int process(void *kept, const struct document *document, struct output *output)
{
    const struct state *state = kept;
    struct arena *arena = output_arena(output);
    struct layout given;
    struct mentions mentions;
    if (output_read(output, document, &layout_record, &given) ||
        output_read(output, document, &mentions_record, &mentions))
        return -1;
    const char *wrong = vet_mentions(&mentions, &given);
    if (wrong)
        return output_reject(output, "malformed", NO_NUMBER, "mentions: %s", wrong);
    const struct layout *layout = simplified_layout(&given, arena);
    struct events events = {0};
    struct times *times = time_read(state->events.time, layout, arena);
    struct events_input input = {layout, &mentions, times,
                                 trigger_plans(&state->events.trigger, layout, arena)};
    events_find(&state->events, &input, arena, &events);
    positions_find(state->positions, layout, &mentions, arena, &events);
    struct statistics_input figures = {layout, &mentions, times};
    statistics_find(state->statistics, &figures, arena, &events);
    if (layout != &given) restore(&given, layout, &events);
    output_layer(output, &events_record, &events);
    return 0;
}

static const char *const reads[] = {"layout", "mentions", NULL};

static const struct stage event = {
    .name = "event",
    .summary = "finds events, positions and statistics",
    .reads = reads,
    .writes = "events",
    .options = options,
    .n_options = sizeof options / sizeof options[0],
    .options_size = sizeof(struct settings),
    .init = init,
    .process = process,
    .close = close_stage,
};

STAGE_MAIN(event)

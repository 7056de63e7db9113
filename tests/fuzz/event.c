// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the event stage with a layout and mentions read from lines (lines.h). Whatever
// the text, what is found is sound: offsets at character boundaries, in order, times that
// are dates or intervals, values that are decimal numbers.
#include "proto/simplified.h"
#include "stages/base/options.h"
#include "stages/event/events.h"
#include "stages/event/positions.h"
#include "stages/event/statistics.h"
#include "tests/fuzz/lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct shipped {
    struct events_rules events;
    struct positions_rules *positions;
    struct statistics_rules *statistics;
};

static void check(bool holds)
{
    if (!holds) abort();
}

static void open_shipped(struct shipped *to)
{
    const char *data = options_data_folder();
    const char *const names[] = {"events", "events/weights.bin", "time", "positions",
                                 "statistics"};
    char *paths[5];
    for (size_t i = 0; i < 5; i++)
        paths[i] = xprintf("%s/%s", data, names[i]);
    struct events_options options = {.rules = paths[0],
                                     .weights = paths[1],
                                     .time = paths[2],
                                     .bias = strtol(EVENTS_BIAS, NULL, 10)};
    check(events_open(&to->events, &options) == 0);
    to->positions = positions_new(paths[3]);
    to->statistics = statistics_new(paths[4]);
    check(to->positions && to->statistics);
    for (size_t i = 0; i < 5; i++)
        free(paths[i]);
}

// Every character of s is among these.
static void check_only(struct span s, const char *characters)
{
    for (size_t i = 0; i < s.n; i++)
        check(s.at[i] && strchr(characters, s.at[i]));
}

static void check_found(const struct events *found)
{
    for (size_t i = 0; i < found->events.n; i++) {
        const struct event *event = &found->events.at[i];
        check_only(event->time, "0123456789-/");
        if (i == 0) continue;
        check(event[-1].para < event->para ||
              (event[-1].para == event->para && event[-1].from <= event->from));
    }
    for (size_t i = 0; i < found->positions.n; i++) {
        const struct position *position = &found->positions.at[i];
        check(position->titles.n > 0);
        for (size_t k = 0; k < position->titles.n; k++)
            check(position->titles.at[k].n > 0 && utf8_valid(position->titles.at[k]));
    }
    for (size_t i = 0; i < found->statistics.n; i++) {
        const struct statistic *statistic = &found->statistics.at[i];
        check(utf8_valid(statistic->indicator) && utf8_valid(statistic->unit));
        check_only(statistic->value, "0123456789.-");
        check_only(statistic->time, "0123456789-/");
        check_only(statistic->base, "0123456789-/");
    }
}

// As the stage does.
static void find(const struct shipped *rules, const struct lines_read *read,
                 struct events *found)
{
    const struct layout *layout = simplified_layout(&read->layout, read->arena);
    struct times *times = time_read(rules->events.time, layout, read->arena);
    struct events_input input = {
        layout, &read->mentions, times,
        trigger_plans(&rules->events.trigger, layout, read->arena)};
    events_find(&rules->events, &input, read->arena, found);
    positions_find(rules->positions, layout, &read->mentions, read->arena, found);
    struct statistics_input figures = {layout, &read->mentions, times};
    statistics_find(rules->statistics, &figures, read->arena, found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct shipped shipped;
    if (!shipped.statistics) open_shipped(&shipped);
    struct span input = {(const char *)data, size};
    if (!utf8_valid(input)) return -1;
    struct lines_read read;
    struct events found = {0};
    lines_read(&read, input);
    find(&shipped, &read, &found);
    check(vet_layer(&events_record, &found) == NULL);
    check(vet_events(&found, &read.layout, &read.mentions) == NULL);
    check_found(&found);
    lines_free(&read);
    return 0;
}

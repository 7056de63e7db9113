// SPDX-License-Identifier: Apache-2.0
//
// From layout and mentions to events: what the stage does with a document, apart from the
// stage itself, for the commands that explain, train and measure.
#ifndef FZ_EVENT_EVENTS_H
#define FZ_EVENT_EVENTS_H

#include "stages/event/time.h"
#include "stages/event/trigger.h"

struct events_rules {
    struct rules *words;
    struct weights *weights;
    struct trigger_rules trigger;
    struct time_rules *time;
};

// The weights are trained in steps so small that they hold back; at this bias as many
// events are missed as there are found that are none, on documents not trained on.
#define EVENTS_BIAS "250"

struct events_options {
    const char *rules;   // folder of triggers.txt and words.txt
    const char *weights; // file; NULL while training
    const char *time;    // folder of the time rules
    int64_t bias;        // added to every type's score, in thousandths
};

// Loads everything. On failure says why with log_warn and returns -1, with nothing held.
int events_open(struct events_rules *rules, const struct events_options *options)
    __attribute__((warn_unused_result));
void events_close(struct events_rules *rules);

// A document in work.
struct events_input {
    const struct layout *layout;
    const struct mentions *mentions;
    const struct times *times;
    const bool *plans; // by paragraph (trigger_plans)
};

// Sets events->events. What it makes lives in the arena.
void events_find(const struct events_rules *rules, const struct events_input *input,
                 struct arena *arena, struct events *events);

// True where a paragraph may tell of events: running text, and no copy of an earlier one.
bool events_told_in(const struct paragraph *paragraph);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// How fast the event stage is, part by part, on one core.
#ifndef FZ_FANGZHI_EVENT_BENCH_H
#define FZ_FANGZHI_EVENT_BENCH_H

#include "stages/event/events.h"
#include "tools/fangzhi/event_text.h"

#include <stdio.h>

struct event_bench {
    double time, events; // CPU seconds: of the times, of the events
    size_t sentences, bytes, documents;
};

// Runs the stage's parts over a document a few times and adds the best of each.
void event_bench_add(struct event_bench *bench, const struct events_rules *rules,
                     const struct event_text *document);
void event_bench_print(const struct event_bench *bench, FILE *to);

#endif

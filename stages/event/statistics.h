// SPDX-License-Identifier: Apache-2.0
//
// Statistics: indicators with their value and change. STATISTICS.md defines the records.
#ifndef FZ_EVENT_STATISTICS_H
#define FZ_EVENT_STATISTICS_H

#include "proto/layers.h"
#include "stages/event/time.h"

// The rules, read from the files of a folder (data/statistics, see its README). On
// failure says where with log_warn and returns NULL. Not changed by anything after.
struct statistics_rules *statistics_new(const char *folder);
void statistics_free(struct statistics_rules **rules);

// What the statistics are read from.
struct statistics_input {
    const struct layout *layout;
    const struct mentions *mentions; // for places
    const struct times *times;       // of the same layout
};

// Sets events->statistics, by paragraph, then `from`. Paragraphs that repeat earlier ones
// (dup_of) are left out. What it makes lives in the arena; texts may point into the
// layout. Linear time.
void statistics_find(const struct statistics_rules *rules,
                     const struct statistics_input *input, struct arena *arena,
                     struct events *events);

#endif

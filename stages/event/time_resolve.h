// SPDX-License-Identifier: Apache-2.0
//
// What a point of time means where it stands. Private to stages/event/time*.c.
#ifndef FZ_EVENT_TIME_RESOLVE_H
#define FZ_EVENT_TIME_RESOLVE_H

#include "stages/base/memory.h"
#include "stages/event/time_point.h"

// The place in the text: years and dates that hold there; 0 stands for unknown.
struct time_here {
    int now;          // the year in which the text speaks
    int year;         // the year that is being told of
    struct date said; // the date last named, as far as it was named
};

struct time_moment {
    struct date first, last; // month and day 0: of the whole year, of the whole month
    bool impossible;         // such a date never was
};

// True where the point says something that is known (or impossible) here. `until` means
// that 至 or the like stands in front of it.
bool time_resolve(const struct time_rules *rules, const struct time_point *point,
                  const struct time_here *here, bool until, struct time_moment *moment);

// The stretch from the one to the other, which take parts from each other
// (5月28日至6月3日).
bool time_resolve_range(const struct time_rules *rules, const struct time_point ends[2],
                        const struct time_here *here, struct time_moment *moment);

// ISO 8601, as in time.h. "" where it is impossible.
struct span time_resolve_iso(const struct time_moment *moment, struct arena *arena);

// enum time_grain
int time_resolve_grain(const struct time_moment *moment);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The state of reading one paragraph for statistics. Private to
// stages/event/statistics*.c.
#ifndef FZ_EVENT_STATISTICS_FIND_H
#define FZ_EVENT_STATISTICS_FIND_H

#include "stages/event/statistics.h"
#include "stages/event/statistics_rules.h"

struct statistics_found {
    struct statistic *at;
    size_t n, capacity;
};

struct statistics_line {
    const struct statistics_rules *rules;
    const struct times *times;
    struct arena *arena;
    uint32_t para;
    struct span text;
    const struct mention *mentions; // of the paragraph
    size_t n_mentions;
    uint32_t first_mention; // index of the first among all
    const struct time_expression *times_at;
    size_t n_times;
    struct statistics_found *found;
    size_t sentence; // index in found of the sentence's first statistic
    size_t clause;   // byte where the clause begins
    size_t left;     // byte where what may name an indicator begins
};

// What stands in [from, to) when times, places, bodies and words like 全年 and 实现 at
// its head and words like 达到 at its end are taken off.
enum { PLACES = 8 };

struct indicator {
    size_t from, to;
    struct argument places[PLACES]; // that stood at its head
    size_t n_places;
};

struct indicator statistics_indicator(const struct statistics_line *line, size_t from,
                                      size_t to);

// True where the indicator names something: not empty, no number, no stray character.
bool statistics_names(const struct statistics_line *line, const struct indicator *name);

// The time expression that holds byte `at`, or NULL.
const struct time_expression *statistics_time_at(const struct statistics_line *line,
                                                 size_t at);

// A rise or fall whose figure begins at byte `at`: 增长8.5%.
struct change {
    int sign;    // 0: none
    size_t from; // where the comparison begins (比上年), or the verb where there is none
    struct span base; // the time that it is measured against where the text names it
    bool rate;        // told by a noun: 增幅, 增长率
    bool other;       // measured against something that is no time of the year before
};

struct change statistics_change(const struct statistics_line *line, size_t at);

// Adds what the quantity tells, one or (分别) several statistics. Returns the byte behind
// what has been read.
size_t statistics_add(struct statistics_line *line, const struct quantity *quantity);

#endif

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
    int64_t year; // of the entry, else of the document, or NO_NUMBER
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
    size_t barred_from,
        barred_to; // the part of a clause that has been looked at for bars
    bool barred;   // one stands there
    size_t risen;  // number found when the last old value was told with its new one
    struct span risen_from; // the time of that old value, "" where none is named
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

// True where places or bodies are all of the indicator (其中沙河乡3600亩); the places are
// then among its own.
bool statistics_alone(const struct statistics_line *line, struct indicator *name);

// True where the indicator is measured in days or hours: 空气质量优良天数.
bool statistics_lasts(const struct statistics_line *line, const struct indicator *name);

// The time expression that holds byte `at`, or NULL.
const struct time_expression *statistics_time_at(const struct statistics_line *line,
                                                 size_t at);

// A rise or fall whose figure begins at byte `at`: 增长8.5%.
struct change {
    int sign;    // 0: none
    size_t from; // where the comparison begins (比上年), or the verb where there is none
    struct span base; // the time that it is measured against where the text names it
    bool rate;        // told by a noun: 增幅, 增长率
    bool bare;        // nothing says what it is measured against
    bool other;       // measured against something that is no time of the year before
};

struct change statistics_change(const struct statistics_line *line, size_t at);

// True where the quantity stands by itself, and is not counting the noun behind it
// (67家企业, 80%的企业).
bool statistics_stands(const struct statistics_line *line, const struct quantity *q);

// True where the time begins behind the year of the document.
bool statistics_later(const struct statistics_line *line, struct span iso);

// Adds a statistic of that name, without a value yet, up to the end of the quantity.
struct statistic *statistics_push(struct statistics_line *line,
                                  const struct indicator *name, const struct quantity *q);

// True where the quantity is an old value and a new one follows (由5.2天缩短至3.1天):
// both are added, and *end is the byte behind them.
bool statistics_past(struct statistics_line *line, const struct quantity *q, size_t *end);

// Adds what the quantity tells, one or (分别) several statistics. Returns the byte behind
// what has been read.
size_t statistics_add(struct statistics_line *line, const struct quantity *quantity);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Time: expressions in the text and the time of a clause. The base of whatever is
// relative or incomplete is the document's own (its year, the heading above, the entry's
// first date, what was said before); never the clock.
//
// Values are ISO 8601: `2018`, `2018-02`, `2018-02-24`, or an interval of two of the same
// kind, `2018-11-19/2018-11-21`, `2018-01/2018-06` (a half), `2011/2015` (a plan period),
// `2018-09/2019-08` (a school year).
#ifndef FZ_EVENT_TIME_H
#define FZ_EVENT_TIME_H

#include "proto/layers.h"

enum time_grain {
    TIME_DAY,   // 2月24日; also an interval of days: 11月19—21日, 上旬
    TIME_MONTH, // 3月; also 3—5月, 第三季度, 上半年
    TIME_YEAR,  // 2018年, 全年, 年内
    TIME_YEARS  // “十二五”期间, 90年代, 2001～2005年
};

struct time_expression {
    uint32_t from, to; // in the paragraph's text
    struct span iso;   // "" where the date is impossible or nothing says its year
    int grain;         // enum time_grain
    bool impossible;   // 6月31日: stays text, never a guess
    bool attributive;  // does not date its clause: 2019年计划, 《…（2018年）》,
                       // 在2017年的基础上
};

// The times of one document. Lives in the arena that it was made in.
struct times;

// What governs a clause.
struct time_value {
    struct span iso; // "" where nothing says when
    bool impossible; // the expression that governs is an impossible date (iso is "")
    uint32_t para, from,
        to; // the expression it was read from; all NONE where there is none
};

// The rules, read from the files of a folder (data/time, see its README). On failure says
// where with log_warn and returns NULL. Not changed by anything after.
struct time_rules *time_new(const char *folder);
void time_free(struct time_rules **rules);

// Finds all time expressions of a document. Linear time; layout must outlive the result.
struct times *time_read(const struct time_rules *rules, const struct layout *layout,
                        struct arena *arena);

// The expressions of a paragraph in order of `from`; they do not overlap. Sets *n.
const struct time_expression *time_expressions(const struct times *times, uint32_t para,
                                               size_t *n);

// The time of what a word at byte `at` of a paragraph says happened: its own clause's, or
// the one that it inherits (annotation standard, sections 3 and 5). `type` is the event's
// enum event_type, or -1 where it is no event. Takes time in proportion to the sentence.
struct time_value time_govern(const struct times *times, uint32_t para, uint32_t at,
                              int type);

// True where the paragraph stands in the part of a work report that tells what is
// planned.
bool time_is_outlook(const struct times *times, uint32_t para);

// The year before `iso` at the same grain: "2018" -> "2017", "2018-01/2018-06" ->
// "2017-01/2017-06". "" for "".
struct span time_year_before(struct span iso, struct arena *arena);

#endif

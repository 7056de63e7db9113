// SPDX-License-Identifier: Apache-2.0
//
// A point of time (or a stretch that one word or number tells) as the text writes it,
// before anything around it has been consulted. Private to stages/event/time*.c.
#ifndef FZ_EVENT_TIME_POINT_H
#define FZ_EVENT_TIME_POINT_H

#include "stages/event/time_rules.h"

enum year_ref {
    YEAR_NONE,
    YEAR_GIVEN, // year to year_last
    YEAR_NOW,   // `year` years from the one in which the text speaks
    YEAR_TOLD,  // `year` years from the one that is being told of
    YEAR_SAID,  // `year` years from the one last named
    YEAR_HERE,  // the year that is being told of
    YEAR_VAGUE  // none that anybody could name: 清末, 解放后
};

// MONTH_SAID, DAY_SAID: `month`, `day` is counted from the one last named.
enum month_ref { MONTH_NONE, MONTH_GIVEN, MONTH_SAID };
enum day_ref { DAY_NONE, DAY_GIVEN, DAY_SAID };

enum { DAY_LAST = 99 }; // the last day of the month

struct time_point {
    size_t end; // byte behind it
    int year_ref, year, year_last;
    int month_ref, month, month_last;
    int day_ref, day, day_last;
    const struct time_era *era;
    const struct time_feast *feast;
    bool lunar, leap;
    bool close;   // 年底, 5月底: with 至 in front its last day
    bool school;  // 学年
    bool named;   // a plan period or a feast: a time only where `period` says so
    bool period;  // 期间, 时期 … stands behind it
    bool chinese; // a bare day in Chinese numerals
};

// Reads the longest point that begins at byte `at`. `before` is the point that a range
// began with (its era holds on: 民国二十三年至二十六年), else NULL. False where none
// begins.
bool time_point_read(const struct time_rules *rules, struct span text, size_t at,
                     const struct time_point *before, struct time_point *point);

// Bytes of what joins the two ends of a range at byte `at` (with spaces around it); 0
// where nothing does.
size_t time_point_join(struct span text, size_t at);

// Bytes of the number at byte `at`, so that a scan need not begin in its middle.
size_t time_point_number(struct span text, size_t at);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The solar and the lunar calendar. Months are 1 to 12, days 1 to 31; year 0 is 1 BC.
#ifndef FZ_EVENT_CALENDAR_H
#define FZ_EVENT_CALENDAR_H

#include <stdbool.h>

struct date {
    int year, month, day;
};

int calendar_days(int year, int month);
bool calendar_valid(struct date date);
// The date that many days on (or back).
struct date calendar_add(struct date date, int days);
// Earlier: negative; the same: 0; later: positive.
int calendar_cmp(struct date a, struct date b);

// The lunar calendar from a table of years.
struct calendar;

// Reads lunar.txt of the folder. On failure says where and returns NULL.
struct calendar *calendar_new(const char *folder);
void calendar_free(struct calendar **calendar);

// The solar date of a lunar one (day 0 stands for the last of its month). False where the
// table does not hold the year, or the month has no such day.
bool calendar_lunar(const struct calendar *calendar, struct date lunar, bool leap,
                    struct date *solar);

#endif

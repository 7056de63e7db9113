// SPDX-License-Identifier: Apache-2.0
//
// Day arithmetic (H. F. Fliegel and T. C. van Flandern, CACM 11, 1968) and the lunar
// calendar by table: a row gives a year's first day and the lengths of its months.
// Memory: the table, made once.
#include "stages/event/calendar.h"

#include "stages/base/rows.h"
#include "stages/base/utf8.h"

#include <stdlib.h>

enum { FIRST_YEAR = 1800, LAST_YEAR = 2200, MONTHS = 13 };

struct lunar_year {
    int month, day; // its first day; month 0 where the table lacks the year
    int length[MONTHS];
    int leap; // the month that a leap month follows; 0: none
};

struct calendar {
    struct lunar_year years[LAST_YEAR - FIRST_YEAR + 1];
};

int calendar_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

bool calendar_valid(struct date date)
{
    return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= calendar_days(date.year, date.month);
}

static int day_number(struct date d)
{
    int a = (d.month - 14) / 12;
    return 1461 * (d.year + 4800 + a) / 4 + 367 * (d.month - 2 - 12 * a) / 12 -
           3 * ((d.year + 4900 + a) / 100) / 4 + d.day - 32075;
}

static struct date day_date(int number)
{
    int l = number + 68569;
    int n = 4 * l / 146097;
    l -= (146097 * n + 3) / 4;
    int i = 4000 * (l + 1) / 1461001;
    l = l - 1461 * i / 4 + 31;
    int j = 80 * l / 2447;
    return (struct date){100 * (n - 49) + i + j / 11, j + 2 - 12 * (j / 11),
                         l - 2447 * j / 80};
}

struct date calendar_add(struct date date, int days)
{
    return day_date(day_number(date) + days);
}

int calendar_cmp(struct date a, struct date b)
{
    if (a.year != b.year) return a.year < b.year ? -1 : 1;
    if (a.month != b.month) return a.month < b.month ? -1 : 1;
    return a.day < b.day ? -1 : a.day > b.day;
}

// 大小小大…: the lengths of 12 or 13 months. Returns how many, or 0.
static size_t read_lengths(struct span column, int length[MONTHS])
{
    size_t n = 0;
    for (size_t i = 0; i < column.n; n++) {
        uint32_t c = utf8_next(column, &i);
        if (n == MONTHS || (c != 0x5927 && c != 0x5C0F)) return 0;
        length[n] = c == 0x5927 ? 30 : 29;
    }
    return n;
}

static void read_year(struct calendar *calendar, struct rows *rows, const struct row *row)
{
    int64_t year, month = 0, day = 0, leap;
    struct span first = row->column[1];
    bool good = rows_number(row->column[0], &year) && year >= FIRST_YEAR &&
                year <= LAST_YEAR && first.n == 5 && first.at[2] == '-' &&
                rows_number(span_cut(first, 0, 2), &month) &&
                rows_number(span_cut(first, 3, 5), &day) &&
                rows_number(row->column[3], &leap) && leap >= 0 && leap <= 12;
    struct lunar_year *at = good ? &calendar->years[year - FIRST_YEAR] : NULL;
    if (!good || !calendar_valid((struct date){(int)year, (int)month, (int)day}) ||
        read_lengths(row->column[2], at->length) != (leap ? 13u : 12u)) {
        rows_error(rows, "not of the form: 2018, 02-16, 12 or 13 of 大 and 小, 0");
        return;
    }
    at->month = (int)month, at->day = (int)day, at->leap = (int)leap;
}

struct calendar *calendar_new(const char *folder)
{
    struct rows *rows = rows_open(folder, "lunar.txt");
    if (!rows) return NULL;
    struct calendar *calendar = xcalloc(1, sizeof *calendar);
    struct row row;
    while (rows_next(rows, &row))
        read_year(calendar, rows, &row);
    if (rows_close(&rows, NULL)) calendar_free(&calendar);
    return calendar;
}

void calendar_free(struct calendar **calendar)
{
    free(*calendar);
    *calendar = NULL;
}

bool calendar_lunar(const struct calendar *calendar, struct date lunar, bool leap,
                    struct date *solar)
{
    if (lunar.year < FIRST_YEAR || lunar.year > LAST_YEAR) return false;
    const struct lunar_year *year = &calendar->years[lunar.year - FIRST_YEAR];
    if (!year->month || lunar.month < 1 || lunar.month > 12) return false;
    if (leap && year->leap != lunar.month) return false;
    int index = lunar.month - 1 + (leap || (year->leap && lunar.month > year->leap));
    int days = 0;
    for (int i = 0; i < index; i++)
        days += year->length[i];
    int day = lunar.day ? lunar.day : year->length[index];
    if (day > year->length[index]) return false;
    struct date first = {lunar.year, year->month, year->day};
    *solar = calendar_add(first, days + day - 1);
    return true;
}

// SPDX-License-Identifier: Apache-2.0
//
// From points to moments: fills in what a point leaves open from the place where it
// stands, converts lunar dates, and refuses dates that never were. Pure.
#include "stages/event/time_resolve.h"

#include "stages/event/time.h"

static struct date month_add(struct date date, int months)
{
    int n = date.year * 12 + date.month - 1 + months;
    return (struct date){n / 12, n % 12 + 1, 0};
}

static struct time_moment whole_years(int first, int last)
{
    return (struct time_moment){{first, 0, 0}, {last, 0, 0}, false};
}

static bool fill_year(const struct time_point *point, const struct time_here *here,
                      struct time_moment *m)
{
    int base = 0;
    switch (point->year_ref) {
    case YEAR_GIVEN:
        *m = whole_years(point->year, point->year_last);
        return true;
    case YEAR_VAGUE:
        *m = whole_years(0, 0);
        return true;
    case YEAR_NOW:
        base = here->now ? here->now : here->year;
        break;
    case YEAR_SAID:
        base = here->said.year ? here->said.year : here->year;
        break;
    default:
        base = here->year;
    }
    if (!base) return false;
    int offset =
        point->year_ref == YEAR_NONE || point->year_ref == YEAR_HERE ? 0 : point->year;
    *m = whole_years(base + offset, base + offset);
    return true;
}

// 清明, the one solar term that is a feast: by the usual formula, right for 1901 to 2099.
static int clear_and_bright(int year)
{
    int y = year % 100;
    int tenths = year < 2000 ? 559 : 481;
    return (y * 2422 + tenths * 100) / 10000 - y / 4;
}

static bool fill_feast(const struct time_rules *rules, const struct time_feast *feast,
                       struct time_moment *m)
{
    struct date date = {m->first.year, feast->month, feast->day};
    if (feast->calendar == FEAST_TERM) date.day = clear_and_bright(date.year);
    if (feast->calendar == FEAST_LUNAR) {
        // 除夕 and 腊八 of a solar year close the lunar year before.
        if (date.month == 12) date.year--;
        if (!calendar_lunar(rules->calendar, date, false, &date))
            return true; // the year is all that is known
    }
    m->first = m->last = date;
    return true;
}

// Lunar months and days; where the table ends, the year is all that is known.
static void fill_lunar(const struct time_rules *rules, const struct time_point *point,
                       struct time_moment *m)
{
    struct date first = {m->first.year, point->month, point->day};
    struct date last = {m->first.year, point->month_last, point->day_last};
    if (point->day_ref != DAY_GIVEN) first.day = 1, last.day = 0;
    if (last.day == DAY_LAST) last.day = 0;
    m->impossible = point->month > 12 || first.day > 30 || last.day > 30;
    struct date from, to;
    if (m->impossible || !calendar_lunar(rules->calendar, first, point->leap, &from) ||
        !calendar_lunar(rules->calendar, last, point->leap, &to))
        return;
    m->first = from, m->last = to;
}

static bool fill_month(const struct time_point *point, const struct time_here *here,
                       struct time_moment *m)
{
    if (point->month_ref == MONTH_SAID) {
        if (!here->said.year || !here->said.month) return false;
        m->first = m->last = month_add(here->said, point->month);
        return true;
    }
    m->first.month = point->month;
    m->last.month = point->month_last;
    if (point->month < 1 || point->month > 12 || point->month_last < 1 ||
        point->month_last > 12)
        m->impossible = true;
    else if (point->month_last < point->month)
        m->last.year++; // 11—2月
    return true;
}

static void fill_days(const struct time_point *point, struct time_moment *m)
{
    if (m->impossible) return;
    m->first.day = point->day;
    m->last.day = point->day_last;
    if (m->last.day == DAY_LAST) m->last.day = calendar_days(m->last.year, m->last.month);
    m->impossible = !calendar_valid(m->first) || !calendar_valid(m->last) ||
                    calendar_cmp(m->first, m->last) > 0;
}

// 24日, 次日: counted from the date last named.
static bool resolve_day(const struct time_point *point, const struct time_here *here,
                        struct time_moment *m)
{
    struct date said = here->said;
    if (!said.year || !said.month) return false;
    *m = (struct time_moment){said, said, false};
    if (point->day_ref == DAY_GIVEN) return fill_days(point, m), true;
    if (!said.day) return point->day == 0; // 当日 in a month: no more is known than that
    m->first = m->last = calendar_add(said, point->day);
    return true;
}

static void close_month(struct time_moment *m)
{
    if (m->impossible || m->last.day) return;
    m->last.day = calendar_days(m->last.year, m->last.month);
    m->first = m->last;
}

// Where the year is unknown: 6月31日 is impossible in any year.
static bool never_was(const struct time_point *point, struct time_moment *m)
{
    if (point->month_ref != MONTH_GIVEN || point->lunar) return false;
    struct time_here any_leap_year = {.year = 2000};
    *m = whole_years(2000, 2000);
    fill_month(point, &any_leap_year, m);
    if (point->day_ref == DAY_GIVEN) fill_days(point, m);
    return m->impossible;
}

bool time_resolve(const struct time_rules *rules, const struct time_point *point,
                  const struct time_here *here, bool until, struct time_moment *m)
{
    *m = (struct time_moment){.impossible = false};
    if (point->year_ref == YEAR_NONE && point->month_ref == MONTH_NONE && !point->feast)
        return resolve_day(point, here, m);
    if (point->month_ref != MONTH_SAID && !fill_year(point, here, m))
        return never_was(point, m);
    if (point->school) {
        m->first.month = 9, m->last.month = 8;
        return true;
    }
    if (point->feast) return fill_feast(rules, point->feast, m);
    if (point->month_ref == MONTH_NONE) return true;
    if (point->lunar) return fill_lunar(rules, point, m), true;
    if (!fill_month(point, here, m)) return false;
    if (point->day_ref == DAY_GIVEN) fill_days(point, m);
    if (point->close && until) close_month(m);
    return true;
}

// The second end of a range takes from the first what it leaves open.
static struct time_here place_behind(const struct time_here *here,
                                     const struct time_moment *first,
                                     const struct time_point *second)
{
    struct time_here place = *here;
    place.said = first->last;
    place.year = first->last.year;
    bool sooner = second->month_ref == MONTH_GIVEN && first->last.month &&
                  second->month < first->last.month;
    if (second->year_ref == YEAR_NONE && sooner) place.year++; // 12月31日—1月3日
    return place;
}

bool time_resolve_range(const struct time_rules *rules, const struct time_point ends[2],
                        const struct time_here *here, struct time_moment *m)
{
    struct time_moment first, last;
    if (ends[0].year_ref == YEAR_VAGUE || ends[1].year_ref == YEAR_VAGUE) return false;
    if (!time_resolve(rules, &ends[0], here, false, &first)) return false;
    struct time_here place = place_behind(here, &first, &ends[1]);
    if (!time_resolve(rules, &ends[1], &place, first.first.day > 0, &last)) return false;
    *m =
        (struct time_moment){first.first, last.last, first.impossible || last.impossible};
    if (m->impossible) return true;
    bool even = !m->first.month == !m->last.month && !m->first.day == !m->last.day;
    if (!even) return false;
    if (calendar_cmp(m->first, m->last) > 0) m->impossible = true;
    return true;
}

static char *put_digits(char *to, int value, int digits)
{
    for (int i = digits; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
    return to + digits;
}

// Writes YYYY, YYYY-MM or YYYY-MM-DD.
static char *put_date(char *to, struct date d)
{
    to = put_digits(to, d.year, 4);
    if (d.month || d.day) *to++ = '-', to = put_digits(to, d.month, 2);
    if (d.day) *to++ = '-', to = put_digits(to, d.day, 2);
    return to;
}

struct span time_resolve_iso(const struct time_moment *m, struct arena *arena)
{
    if (m->impossible || !m->first.year) return SPAN("");
    char *at = ARENA_NEW(arena, char, sizeof "YYYY-MM-DD/YYYY-MM-DD");
    char *end = put_date(at, m->first);
    if (calendar_cmp(m->first, m->last) != 0) *end++ = '/', end = put_date(end, m->last);
    return (struct span){at, (size_t)(end - at)};
}

int time_resolve_grain(const struct time_moment *m)
{
    if (m->first.day) return TIME_DAY;
    if (m->first.month) return TIME_MONTH;
    return m->first.year && m->first.year == m->last.year ? TIME_YEAR : TIME_YEARS;
}

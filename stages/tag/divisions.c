// SPDX-License-Identifier: Apache-2.0
//
// Two tables in memory: divisions of the three upper levels in order of their names (and
// an index in order of their codes), and townships in order of theirs; for both, where
// those of each first character begin. Both point into the files as read.
#include "stages/tag/divisions.h"

#include "stages/base/rows.h"
#include "stages/base/utf8.h"

#include <stdlib.h>

struct town {
    struct span name;
    uint32_t code;
};

struct divisions {
    char *files[2];
    struct division *at;
    size_t n;
    const struct division **by_code;
    struct town *towns;
    size_t n_towns;
    // By the first character of a name: the first of each table not before it.
    uint32_t *from, *town_from;
};

enum { PLANE = 0x10000 };

// ---- reading -------------------------------------------------------------------------

static int by_code(const void *a, const void *b)
{
    const struct division *x = *(const struct division *const *)a;
    const struct division *y = *(const struct division *const *)b;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

static int64_t number(struct span column, int64_t none)
{
    int64_t value;
    return rows_number(column, &value) && value >= 0 ? value : none;
}

static void read_division(const struct row *row, struct division *division)
{
    struct span level = row->column[1];
    division->name = row->column[0];
    division->level = span_eq(level, SPAN("province")) ? DIVISION_PROVINCE
                      : span_eq(level, SPAN("city"))   ? DIVISION_CITY
                                                       : DIVISION_COUNTY;
    division->code = (uint32_t)number(row->column[2], 0);
    division->first = (uint16_t)number(row->column[3], 0);
    division->last = (uint16_t)number(row->column[4], UINT16_MAX);
}

// The first character of a name; the last ones of the table share a place.
static uint32_t first_of(struct span name)
{
    size_t next = 0;
    uint32_t c = name.n ? utf8_next(name, &next) : 0;
    return c < PLANE ? c : PLANE - 1;
}

// The index of n records of that many bytes, each of which begins with its name.
static uint32_t *index_names(const void *records, size_t n, size_t size)
{
    uint32_t *from = xmalloc((PLANE + 1) * sizeof *from);
    size_t i = 0;
    for (uint32_t c = 0; c < PLANE; c++) {
        while (i < n &&
               first_of(*(const struct span *)((const char *)records + i * size)) < c)
            i++;
        from[c] = (uint32_t)i;
    }
    from[PLANE] = (uint32_t)n;
    return from;
}

static int read_divisions(struct divisions *d, const char *folder)
{
    struct rows *rows = rows_open(folder, "divisions.txt");
    struct row row;
    size_t capacity = 0;
    if (!rows) return -1;
    while (rows_next(rows, &row)) {
        if (d->n == capacity) {
            capacity = capacity ? 2 * capacity : 8192;
            d->at = xrealloc(d->at, capacity * sizeof *d->at);
        }
        if (row.n != 5 || (d->n && span_cmp(d->at[d->n - 1].name, row.column[0]) > 0))
            rows_error(rows, "has not five columns, or is out of order");
        else
            read_division(&row, &d->at[d->n++]);
    }
    d->by_code = xmalloc((d->n + 1) * sizeof *d->by_code);
    for (size_t i = 0; i < d->n; i++)
        d->by_code[i] = &d->at[i];
    if (d->n) qsort(d->by_code, d->n, sizeof *d->by_code, by_code);
    d->from = index_names(d->at, d->n, sizeof *d->at);
    return rows_close(&rows, &d->files[0]) ? -1 : 0;
}

static int read_towns(struct divisions *d, const char *folder)
{
    struct rows *rows = rows_open(folder, "townships.txt");
    struct row row;
    size_t capacity = 0;
    if (!rows) return -1;
    while (rows_next(rows, &row)) {
        if (d->n_towns == capacity) {
            capacity = capacity ? 2 * capacity : 65536;
            d->towns = xrealloc(d->towns, capacity * sizeof *d->towns);
        }
        struct town town = {row.column[0], (uint32_t)number(row.column[1], 0)};
        if (d->n_towns && span_cmp(d->towns[d->n_towns - 1].name, town.name) > 0)
            rows_error(rows, "is out of order");
        else
            d->towns[d->n_towns++] = town;
    }
    d->town_from = index_names(d->towns, d->n_towns, sizeof *d->towns);
    return rows_close(&rows, &d->files[1]) ? -1 : 0;
}

struct divisions *divisions_open(const char *folder)
{
    struct divisions *d = xcalloc(1, sizeof *d);
    if (read_divisions(d, folder) < 0 || read_towns(d, folder) < 0) divisions_free(&d);
    return d;
}

void divisions_free(struct divisions **divisions)
{
    if (!*divisions) return;
    free((*divisions)->files[0]);
    free((*divisions)->files[1]);
    free((*divisions)->at);
    free((*divisions)->by_code);
    free((*divisions)->towns);
    free((*divisions)->from);
    free((*divisions)->town_from);
    free(*divisions);
    *divisions = NULL;
}

// ---- looking up ----------------------------------------------------------------------

static bool is_in(const struct division *division, int64_t year)
{
    return year < 0 || (division->first <= year && year <= division->last);
}

// The first division whose name is not before `name`.
static size_t lower(const struct divisions *d, struct span name)
{
    uint32_t first = first_of(name);
    size_t from = d->from[first], to = d->from[first + 1];
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (span_cmp(d->at[middle].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

// Keeps those of the year where there are any; one name under several codes of the same
// place in its history counts once, the latest.
static size_t keep_year(const struct division **found, size_t n, int64_t year)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (is_in(found[i], year)) found[kept++] = found[i];
    return kept ? kept : n;
}

size_t divisions_named(const struct divisions *d, struct span name, int64_t year,
                       const struct division **found)
{
    size_t n = 0;
    for (size_t i = lower(d, name); i < d->n && n < DIVISIONS_MOST; i++) {
        if (!span_eq(d->at[i].name, name)) break;
        found[n++] = &d->at[i];
    }
    return keep_year(found, n, year);
}

// Whether what is left of a full name behind its short form is only suffix.
static bool is_suffix(struct span rest)
{
    static const char *const suffixes[] = {"省", "市", "区",   "县",   "旗",
                                           "盟", "州", "地区", "林区", "特别行政区"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (span_eq(rest, span_of(suffixes[i]))) return true;
    struct span autonomous = SPAN("自治");
    return span_find(rest, autonomous, 0) < rest.n;
}

size_t divisions_short(const struct divisions *d, struct span name, int64_t year,
                       const struct division **found)
{
    size_t n = 0;
    for (size_t i = lower(d, name); i < d->n && n < DIVISIONS_MOST; i++) {
        if (!span_starts(d->at[i].name, name)) break;
        if (is_suffix(span_cut(d->at[i].name, name.n, d->at[i].name.n)))
            found[n++] = &d->at[i];
    }
    return keep_year(found, n, year);
}

const struct division *divisions_coded(const struct divisions *d, uint32_t code,
                                       int64_t year)
{
    size_t from = 0, to = d->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (d->by_code[middle]->code < code)
            from = middle + 1;
        else
            to = middle;
    }
    const struct division *last = NULL;
    for (; from < d->n && d->by_code[from]->code == code; from++) {
        last = d->by_code[from];
        if (is_in(last, year) && year >= 0) return last;
    }
    return last;
}

size_t divisions_of_town(const struct divisions *d, struct span name, uint32_t *codes)
{
    uint32_t first = first_of(name);
    size_t from = d->town_from[first], to = d->town_from[first + 1], n = 0;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (span_cmp(d->towns[middle].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < d->n_towns && n < DIVISIONS_MOST && span_eq(d->towns[from].name, name);
         from++)
        codes[n++] = d->towns[from].code;
    return n;
}

struct span divisions_chain(const struct divisions *d, struct arena *arena, uint32_t code,
                            int64_t year)
{
    uint32_t codes[3] = {divisions_province(code), divisions_city(code), code};
    struct span chain = {"", 0};
    for (int i = 0; i < 3; i++) {
        if (i > 0 && codes[i] == codes[i - 1]) break;
        const struct division *part = divisions_coded(d, codes[i], year);
        if (part) chain = arena_join(arena, (struct span[]){chain, part->name}, 2);
    }
    return chain;
}

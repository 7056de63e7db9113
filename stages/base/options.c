// SPDX-License-Identifier: Apache-2.0
//
// Parsing, documenting and suggesting options. Values live in the caller's struct; texts
// are heap copies that options_free gives back.
#include "stages/base/options.h"

#include "stages/base/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <unistd.h>

// Reads a whole number at the start of value; *rest is what follows it.
static bool number_of(struct span value, int64_t *number, struct span *rest)
{
    size_t i = value.n && value.at[0] == '-';
    size_t first = i;
    int64_t n = 0;
    for (; i < value.n && value.at[i] >= '0' && value.at[i] <= '9'; i++)
        if (__builtin_mul_overflow(n, 10, &n) ||
            __builtin_add_overflow(n, value.at[i] - '0', &n))
            return false;
    *number = first ? -n : n;
    *rest = span_cut(value, i, value.n);
    return i > first;
}

struct unit {
    const char *name;
    int64_t factor;
};
static const struct unit bytes[] = {{"", 1},         {"K", 1 << 10},  {"KB", 1 << 10},
                                    {"M", 1 << 20},  {"MB", 1 << 20}, {"G", 1 << 30},
                                    {"GB", 1 << 30}, {NULL, 0}};
static const struct unit times[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {NULL, 0}};
static const struct unit none[] = {{"", 1}, {NULL, 0}};

static bool quantity_of(struct span value, const struct unit *units, int64_t *quantity)
{
    struct span rest;
    if (!number_of(value, quantity, &rest)) return false;
    for (; units->name; units++)
        if (span_eq(rest, span_of(units->name)))
            return !__builtin_mul_overflow(*quantity, units->factor, quantity);
    return false;
}

static bool bool_of(struct span value, bool *to)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!span_eq(value, span_of(words[i]))) continue;
        *to = i % 2;
        return true;
    }
    return false;
}

const char *options_data_folder(void)
{
    static char *folder;
    if (folder) return folder;
    const char *named = getenv("FANGZHI_DATA");
    if (named) return folder = xstrdup(named);
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    for (ssize_t i = n; i > 0 && !folder; i--) {
        if (self[i - 1] != '/') continue;
        char *beside = xprintf("%.*sdata", (int)i, self);
        char *shared = xprintf("%.*s../share/fangzhi", (int)i, self);
        folder = access(beside, R_OK) == 0 ? xstrdup(beside) : xstrdup(shared);
        free(beside);
        free(shared);
    }
    return folder ? folder : (folder = xstrdup("data"));
}

static char *path_of(struct span value)
{
    if (value.n == 0 || value.at[0] == '/') return xstrndup(value.at, value.n);
    return xprintf("%s/%.*s", options_data_folder(), (int)value.n, value.at);
}

static const char *store(const struct option_row *row, struct span value, void *to)
{
    const struct unit *units = row->kind == OPTION_SIZE       ? bytes
                               : row->kind == OPTION_DURATION ? times
                                                              : none;
    switch (row->kind) {
    case OPTION_TEXT:
    case OPTION_PATH:
        free(*(char **)to);
        *(char **)to =
            row->kind == OPTION_PATH ? path_of(value) : xstrndup(value.at, value.n);
        return NULL;
    case OPTION_BOOL:
        return bool_of(value, to) ? NULL : "is yes or no";
    case OPTION_NUMBER:
    case OPTION_SIZE:
    case OPTION_DURATION:
        break;
    }
    int64_t quantity;
    if (!quantity_of(value, units, &quantity))
        return row->kind == OPTION_SIZE       ? "is a size such as 4096, 64K, 8M or 2G"
               : row->kind == OPTION_DURATION ? "is a time such as 500ms, 30s or 5m"
                                              : "is a whole number";
    if ((row->least || row->most) && (quantity < row->least || quantity > row->most))
        return "is out of its range";
    *(int64_t *)to = quantity;
    return NULL;
}

void options_defaults(const struct option_row *rows, size_t n, void *values)
{
    for (size_t i = 0; i < n; i++) {
        const char *fault =
            store(&rows[i], span_of(rows[i].value), (char *)values + rows[i].offset);
        assert(!fault);
        (void)fault;
    }
}

int options_set(const struct option_row *rows, size_t n, void *values, struct span key,
                struct span value, char *why, size_t why_size)
{
    const char **names = xcalloc(n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = rows[i].name;
        if (!span_eq(key, span_of(rows[i].name))) continue;
        free(names);
        const char *fault = store(&rows[i], value, (char *)values + rows[i].offset);
        if (fault)
            snprintf(why, why_size, "'%s' %s, not '%.*s'", rows[i].name, fault,
                     (int)value.n, value.at);
        return fault ? -1 : 0;
    }
    const char *near = options_nearest(key, names, n);
    snprintf(why, why_size, "there is no option '%.*s'%s%s%s", (int)key.n, key.at,
             near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    free(names);
    return -1;
}

void options_free(const struct option_row *rows, size_t n, void *values)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].kind != OPTION_TEXT && rows[i].kind != OPTION_PATH) continue;
        char **text = (void *)((char *)values + rows[i].offset);
        free(*text);
        *text = NULL;
    }
}

void options_help(const struct option_row *rows, size_t n, FILE *to)
{
    for (size_t i = 0; i < n; i++)
        fprintf(to, "  %-14s %s (default: %s)\n", rows[i].name, rows[i].help,
                rows[i].value[0] ? rows[i].value : "none");
}

enum { LONGEST_NAME = 40 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t distance(struct span a, struct span b)
{
    size_t d[LONGEST_NAME + 1][LONGEST_NAME + 1];
    for (size_t i = 0; i <= a.n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= b.n; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= a.n; i++)
        for (size_t j = 1; j <= b.n; j++) {
            size_t same = a.at[i - 1] == b.at[j - 1];
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + !same);
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
                a.at[i - 2] == b.at[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.n][b.n];
}

const char *options_nearest(struct span typed, const char *const *names, size_t n)
{
    const char *nearest = NULL;
    size_t best = typed.n / 3 + 1;
    if (typed.n > LONGEST_NAME) return NULL;
    for (size_t i = 0; i < n; i++) {
        struct span name = span_of(names[i]);
        if (name.n > LONGEST_NAME) continue;
        size_t d = distance(typed, name);
        if (d > best || (nearest && d == best)) continue;
        best = d;
        nearest = names[i];
    }
    return nearest;
}

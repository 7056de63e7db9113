// SPDX-License-Identifier: Apache-2.0
//
// Reads the rules of data/statistics. One mistake, said with file and line, and there are
// no rules. Memory: the words, made once.
#include "stages/event/statistics_rules.h"

#include "stages/base/rows.h"
#include "stages/base/utf8.h"
#include "stages/event/statistics.h"

#include <stdlib.h>

// Reads a file of words and kinds into one set a kind, or (one set given) into that with
// the kind as value.
static int read_words(const char *folder, const char *name, const char *const *kinds,
                      size_t n, struct words **sets)
{
    struct rows *rows = rows_open(folder, name);
    if (!rows) return -1;
    struct row row;
    while (rows_next(rows, &row)) {
        size_t kind = 0;
        while (kind < n && !span_eq(row.column[1], span_of(kinds[kind])))
            kind++;
        if (kind == n || row.n != 2)
            rows_error(rows, "not of the form: word, kind (the kinds: first lines)");
        else if (!words_add(sets[kind], row.column[0], (uint32_t)kind))
            rows_error(rows, "'%.*s' stands here for the second time",
                       (int)row.column[0].n, row.column[0].at);
    }
    return rows_close(&rows, NULL) ? -1 : 0;
}

// The rows of context.txt that decide whether a clause is barred, as one set. Where a
// word is of both kinds it bars nothing.
static int read_bars(const char *folder, struct words *bars)
{
    for (uint32_t bar = 0; bar < 2; bar++) {
        struct rows *rows = rows_open(folder, "context.txt");
        if (!rows) return -1;
        struct row row;
        while (rows_next(rows, &row)) {
            bool noun = span_eq(row.column[1], SPAN("no-noun"));
            bool barring = span_eq(row.column[1], SPAN("modal")) ||
                           span_eq(row.column[1], SPAN("beyond"));
            if (bar ? barring : noun) words_add(bars, row.column[0], bar);
        }
        rows_close(&rows, NULL);
    }
    return 0;
}

static void mark(struct statistics_rules *rules, struct span chars, uint8_t what)
{
    for (size_t i = 0; i < chars.n;)
        rules->chars[utf8_next(chars, &i)] |= what;
}

static void mark_all(struct statistics_rules *rules)
{
    mark(rules, SPAN("一二两三四五六七八九十"), CHAR_NUMERAL);
    // 第3, 2.0, 〔2017〕, 1+7, 3—5, 前3名
    mark(rules, SPAN("0123456789.-—–~～+×*/〔[第前№#＋·‘“《:"), CHAR_JOINS);
    mark(rules, SPAN("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), CHAR_JOINS); // G4
    mark(rules, SPAN("abcdefghijklmnopqrstuvwxyz"), CHAR_JOINS);
    mark(rules, SPAN("后初统唯每同某这那各如两二三四五六七八九十百千万亿零〇一"),
         CHAR_SAYS);
    mark(rules, SPAN("数几好上"), CHAR_VAGUE);
    mark(rules, SPAN("《》“”【】()（）。！？!?\n,，;；:："), CHAR_BREAKS);
}

struct statistics_rules *statistics_new(const char *folder)
{
    static const char *const units[] = {"ratio", "money", "count", "time"};
    static const char *const kinds[] = {
        "lead",    "link",   "up",      "down",   "filler",  "compare",
        "modal",   "behind", "goes-on", "verb",   "rate",    "beyond",
        "no-noun", "place",  "former",  "manner", "lasting", "rank"};
    struct statistics_rules *rules = xcalloc(1, sizeof *rules);
    mark_all(rules);
    rules->units = words_new();
    for (size_t i = 0; i < BESIDES; i++)
        rules->beside[i] = words_new();
    struct words *unit_sets[UNIT_KINDS] = {rules->units, rules->units, rules->units,
                                           rules->units};
    int failed = read_words(folder, "units.txt", units, UNIT_KINDS, unit_sets);
    failed |= read_words(folder, "context.txt", kinds, BESIDES, rules->beside);
    rules->bars = words_new();
    failed |= read_bars(folder, rules->bars);
    if (failed) statistics_free(&rules);
    return rules;
}

void statistics_free(struct statistics_rules **rules)
{
    if (!*rules) return;
    words_free(&(*rules)->units);
    words_free(&(*rules)->bars);
    for (size_t i = 0; i < BESIDES; i++)
        words_free(&(*rules)->beside[i]);
    free(*rules);
    *rules = NULL;
}

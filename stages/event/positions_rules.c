// SPDX-License-Identifier: Apache-2.0
//
// Reads the rules of data/positions. One mistake, said with file and line, and there are
// no rules. Memory: the words, made once.
#include "stages/event/positions_rules.h"

#include "stages/base/rows.h"
#include "stages/event/positions.h"

#include <stdlib.h>

static void add(struct rows *rows, struct words *words, struct span word, uint32_t value)
{
    if (!words_add(words, word, value))
        rows_error(rows, "'%.*s' stands here for the second time", (int)word.n, word.at);
}

static int read_titles(struct positions_rules *rules, const char *folder)
{
    struct rows *rows = rows_open(folder, "titles.txt");
    if (!rows) return -1;
    struct row row;
    while (rows_next(rows, &row)) {
        bool job = span_eq(row.column[1], SPAN("job"));
        bool before = span_eq(row.column[2], SPAN("before"));
        bool good = (job || span_eq(row.column[1], SPAN("title"))) &&
                    (before || row.column[2].n == 0) && row.n <= 3;
        uint32_t value = (job ? TITLE_JOB : 0u) | (before ? TITLE_BEFORE : 0u);
        if (good)
            add(rows, rules->titles, row.column[0], value);
        else
            rows_error(rows, "not of the form: word, title or job, nothing or before");
    }
    return rows_close(&rows, NULL) ? -1 : 0;
}

static int read_context(struct positions_rules *rules, const char *folder)
{
    static const char *const names[AROUNDS] = {
        "stop", "keep", "link", "filler", "modifier", "name-column", "post-column"};
    struct rows *rows = rows_open(folder, "context.txt");
    if (!rows) return -1;
    struct row row;
    while (rows_next(rows, &row)) {
        size_t kind = 0;
        while (kind < AROUNDS && !span_eq(row.column[1], span_of(names[kind])))
            kind++;
        if (kind == AROUNDS || row.n != 2)
            rows_error(rows, "not of the form: word, kind (the kinds: first lines)");
        else
            add(rows, rules->around[kind], row.column[0], (uint32_t)kind);
    }
    return rows_close(&rows, NULL) ? -1 : 0;
}

struct positions_rules *positions_new(const char *folder)
{
    struct positions_rules *rules = xcalloc(1, sizeof *rules);
    rules->titles = words_new();
    for (size_t i = 0; i < AROUNDS; i++)
        rules->around[i] = words_new();
    int failed = read_titles(rules, folder);
    failed |= read_context(rules, folder);
    if (failed) positions_free(&rules);
    return rules;
}

void positions_free(struct positions_rules **rules)
{
    if (!*rules) return;
    words_free(&(*rules)->titles);
    for (size_t i = 0; i < AROUNDS; i++)
        words_free(&(*rules)->around[i]);
    free(*rules);
    *rules = NULL;
}

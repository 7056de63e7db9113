// SPDX-License-Identifier: Apache-2.0
//
// External merge sort of key TAB value lines. Up to SORT_FAN runs are merged at once;
// when there are more, the oldest SORT_FAN become one, so that the order of equal keys is
// kept.
#include "tools/fangzhi/sort.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct line {
    struct span key, value;
    size_t turn; // orders equal keys
};

// A sorted run that is being read.
struct source {
    FILE *from;
    char *text;
    size_t room;
    struct line line;
    bool over;
};

struct run {
    char *path;
};

struct sort {
    char *folder;
    size_t memory, made; // runs ever made, for their names
    struct buffer text;  // of the lines in memory
    struct line *lines;  // with offsets instead of pointers until they are sorted
    size_t n, capacity;
    struct run *runs;
    size_t n_runs;
    struct source sources[SORT_FAN];
    size_t n_sources, last; // `last`: source of the line that is handed out
};

struct sort *sort_open(const char *folder, size_t memory)
{
    struct sort *sort = xcalloc(1, sizeof *sort);
    sort->folder = xstrdup(folder);
    sort->memory = memory;
    return sort;
}

static int by_key(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int order = span_cmp(x->key, y->key);
    if (order != 0) return order;
    return x->turn < y->turn ? -1 : x->turn > y->turn;
}

static int write_line(FILE *to, const struct line *line)
{
    bool fine = fwrite(line->key.at, 1, line->key.n, to) == line->key.n &&
                putc('\t', to) != EOF &&
                fwrite(line->value.at, 1, line->value.n, to) == line->value.n &&
                putc('\n', to) != EOF;
    return fine ? 0 : -1;
}

static FILE *new_run(struct sort *sort)
{
    char *path = xprintf("%s/sort-%zu", sort->folder, sort->made++);
    sort->runs = xrealloc(sort->runs, (sort->n_runs + 1) * sizeof *sort->runs);
    sort->runs[sort->n_runs++] = (struct run){path};
    return fopen(path, "we");
}

static int end_run(FILE *run, int failed)
{
    if (!run) return -1;
    int error = errno;
    if (fclose(run)) return -1;
    errno = error;
    return failed;
}

// Writes the lines in memory as a run.
static int spill(struct sort *sort)
{
    if (sort->n == 0) return 0;
    const char *base = sort->text.at;
    size_t at = 0;
    for (size_t i = 0; i < sort->n; i++) {
        struct line *line = &sort->lines[i];
        line->key.at = base + at;
        line->value.at = base + at + line->key.n;
        at += line->key.n + line->value.n;
    }
    qsort(sort->lines, sort->n, sizeof *sort->lines, by_key);
    FILE *run = new_run(sort);
    int failed = 0;
    for (size_t i = 0; run && !failed && i < sort->n; i++)
        failed = write_line(run, &sort->lines[i]);
    sort->n = sort->text.n = 0;
    return end_run(run, failed);
}

int sort_add(struct sort *sort, struct span key, struct span value)
{
    size_t used = sort->text.n + sort->n * sizeof *sort->lines;
    if (used + key.n + value.n > sort->memory && spill(sort)) return -1;
    if (sort->n == sort->capacity) {
        sort->capacity = sort->capacity ? sort->capacity * 2 : 1024;
        sort->lines = xrealloc(sort->lines, sort->capacity * sizeof *sort->lines);
    }
    sort->lines[sort->n] = (struct line){{NULL, key.n}, {NULL, value.n}, sort->n};
    sort->n++;
    buffer_add_span(&sort->text, key);
    buffer_add_span(&sort->text, value);
    return 0;
}

// Reads the source's next line. Returns -1 with errno.
static int advance(struct source *source)
{
    ssize_t got = getline(&source->text, &source->room, source->from);
    if (got <= 0) {
        source->over = true;
        return ferror(source->from) ? -1 : 0;
    }
    struct span text = {source->text, (size_t)got - 1};
    size_t tab = span_find(text, SPAN("\t"), 0);
    if (tab == text.n) { // not a run of ours
        errno = EBADMSG;
        return -1;
    }
    source->line.key = span_cut(text, 0, tab);
    source->line.value = span_cut(text, tab + 1, text.n);
    return 0;
}

static void close_sources(struct sort *sort)
{
    for (size_t i = 0; i < sort->n_sources; i++) {
        if (sort->sources[i].from) fclose(sort->sources[i].from);
        free(sort->sources[i].text);
    }
    sort->n_sources = 0;
}

// Opens the first n runs for merging.
static int open_sources(struct sort *sort, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct source *source = &sort->sources[i];
        *source = (struct source){.from = fopen(sort->runs[i].path, "re")};
        sort->n_sources = i + 1;
        if (!source->from || advance(source)) return -1;
    }
    return 0;
}

// The source with the least key, the earliest of several; n_sources where all are over.
static size_t least_source(const struct sort *sort)
{
    size_t best = sort->n_sources;
    for (size_t i = 0; i < sort->n_sources; i++) {
        const struct source *source = &sort->sources[i];
        if (source->over) continue;
        if (best == sort->n_sources ||
            span_cmp(source->line.key, sort->sources[best].line.key) < 0)
            best = i;
    }
    return best;
}

static void forget_run(struct sort *sort, size_t i)
{
    unlink(sort->runs[i].path);
    free(sort->runs[i].path);
}

// Makes the first SORT_FAN runs into one, which takes their place.
static int merge_first(struct sort *sort)
{
    int failed = open_sources(sort, SORT_FAN);
    FILE *merged = failed ? NULL : new_run(sort);
    size_t from;
    while (merged && !failed && (from = least_source(sort)) < sort->n_sources)
        failed = write_line(merged, &sort->sources[from].line) ||
                 advance(&sort->sources[from]);
    failed = end_run(merged, failed);
    close_sources(sort);
    if (failed) return -1;
    struct run whole = sort->runs[--sort->n_runs];
    for (size_t i = 0; i < SORT_FAN; i++)
        forget_run(sort, i);
    sort->runs[0] = whole;
    sort->n_runs -= SORT_FAN - 1;
    memmove(sort->runs + 1, sort->runs + SORT_FAN,
            (sort->n_runs - 1) * sizeof *sort->runs);
    return 0;
}

int sort_start(struct sort *sort)
{
    if (spill(sort)) return -1;
    while (sort->n_runs > SORT_FAN)
        if (merge_first(sort)) return -1;
    sort->last = SORT_FAN;
    return open_sources(sort, sort->n_runs);
}

int sort_next(struct sort *sort, struct span *key, struct span *value)
{
    if (sort->last < sort->n_sources && advance(&sort->sources[sort->last])) return -1;
    sort->last = least_source(sort);
    if (sort->last == sort->n_sources) return 0;
    *key = sort->sources[sort->last].line.key;
    *value = sort->sources[sort->last].line.value;
    return 1;
}

void sort_close(struct sort **sort)
{
    struct sort *s = *sort;
    if (!s) return;
    close_sources(s);
    for (size_t i = 0; i < s->n_runs; i++)
        forget_run(s, i);
    free(s->runs);
    free(s->lines);
    free(s->folder);
    buffer_free(&s->text);
    free(s);
    *sort = NULL;
}

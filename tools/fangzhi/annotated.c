// SPDX-License-Identifier: Apache-2.0
//
// Reads annotated text. This file: telling formats apart, and the inline format. A mark
// that is not closed, or of an unknown type, ends the program with file and line.
#include "tools/fangzhi/annotated.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct annotated *annotated_add(struct annotated_set *set, const char *name)
{
    if (!set->arena) set->arena = arena_new();
    if (set->n == set->capacity) {
        set->capacity = set->capacity ? set->capacity * 2 : 64;
        set->at = xrealloc(set->at, set->capacity * sizeof *set->at);
    }
    struct annotated *document = &set->at[set->n++];
    *document = (struct annotated){0};
    document->name = arena_copy(set->arena, span_of(name));
    return document;
}

// The capacity of a list that has grown through ARENA_PUSH from nothing.
static size_t capacity_of(size_t n)
{
    size_t capacity = n ? 16 : 0;
    while (capacity < n) capacity *= 2;
    return capacity;
}

void annotated_paragraph(struct annotated_set *set, struct annotated *document, int role,
                         struct span text)
{
    size_t capacity = capacity_of(document->layout.paragraphs.n);
    ARENA_PUSH(set->arena, document->layout.paragraphs.at, document->layout.paragraphs.n,
               capacity) = (struct paragraph){
        .role = role, .text = text, .entry = NONE, .dup_of = NONE};
}

void annotated_mark(struct annotated_set *set, struct annotated *document,
                    struct annotated_mark mark)
{
    size_t capacity = capacity_of(document->marks.n);
    ARENA_PUSH(set->arena, document->marks.at, document->marks.n, capacity) = mark;
}

int annotated_type(const char *const *names, struct span name)
{
    for (int i = 0; names[i]; i++)
        if (span_eq(name, span_of(names[i]))) return i;
    return -1;
}

struct span annotated_slurp(struct annotated_set *set, const char *path)
{
    if (!set->arena) set->arena = arena_new();
    FILE *from = fopen(path, "rb");
    if (!from) log_die(EXIT_FAILED, "%s: %s", path, strerror(errno));
    struct buffer bytes = {0};
    for (size_t got = 1; got;) {
        got = fread(buffer_room(&bytes, 1 << 16), 1, 1 << 16, from);
        bytes.n += got;
    }
    if (ferror(from)) log_die(EXIT_FAILED, "%s: cannot be read", path);
    fclose(from);
    struct span text = arena_copy(set->arena, buffer_span(&bytes));
    buffer_free(&bytes);
    if (!utf8_valid(text)) log_die(EXIT_FAILED, "%s: is not UTF-8", path);
    return text;
}

static int guess_role(struct span text)
{
    if (span_starts(text, SPAN("【"))) return ROLE_ENTRY;
    bool bracketed = (span_starts(text, SPAN("（")) && span_ends(text, SPAN("）"))) ||
                     (span_starts(text, SPAN("(")) && span_ends(text, SPAN(")")));
    if (bracketed && utf8_count(text) < 20) return ROLE_BYLINE;
    if (utf8_count(text) < 25 && span_find(text, SPAN("。"), 0) == text.n)
        return ROLE_HEADING2;
    return ROLE_BODY;
}

// The mark at `at` of line, or length 0 where none begins there.
struct inline_mark {
    struct span type, text;
    size_t length;
};

static struct inline_mark mark_at(struct span line, size_t at)
{
    struct inline_mark mark = {{"", 0}, {"", 0}, 0};
    size_t bar = at + 1;
    while (bar < line.n && ((line.at[bar] >= 'a' && line.at[bar] <= 'z') ||
                            (line.at[bar] >= 'A' && line.at[bar] <= 'Z')))
        bar++;
    if (line.at[at] != '{' || bar == at + 1 || bar >= line.n || line.at[bar] != '|')
        return mark;
    size_t end = span_find(line, SPAN("}"), bar);
    mark.type = span_cut(line, at + 1, bar);
    mark.text = end < line.n ? span_cut(line, bar + 1, end) : (struct span){"", 0};
    mark.length = end + 1 - at;
    return mark;
}

static void read_line(struct annotated_set *set, struct annotated *document,
                      struct span line, const char *where)
{
    char *text = arena_alloc(set->arena, line.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < line.n;) {
        struct inline_mark mark = mark_at(line, i);
        if (!mark.length) {
            text[n++] = line.at[i++];
            continue;
        }
        struct annotated_mark made = {
            .para = (uint32_t)document->layout.paragraphs.n, .from = (uint32_t)n,
            .to = (uint32_t)(n + mark.text.n),
            .entity = annotated_type(entity_type_names, mark.type),
            .trigger = annotated_type(event_type_names, mark.type)};
        if ((made.entity < 0 && made.trigger < 0) || mark.text.n == 0)
            log_die(EXIT_FAILED, "%s: '%.*s' is no mark", where, (int)mark.length,
                    line.at + i);
        memcpy(text + n, mark.text.at, mark.text.n);
        n += mark.text.n;
        annotated_mark(set, document, made);
        i += mark.length;
    }
    struct span made = {text, n};
    annotated_paragraph(set, document, guess_role(made), made);
}

static void read_inline(struct annotated_set *set, const char *path)
{
    struct annotated *document = annotated_add(set, path);
    struct span text = annotated_slurp(set, path);
    size_t number = 1;
    for (size_t at = 0; at < text.n; number++) {
        size_t end = span_find(text, SPAN("\n"), at);
        struct span line = span_cut(text, at, end);
        char *where = xprintf("%s:%zu", path, number);
        if (utf8_trim(line).n) read_line(set, document, line, where);
        free(where);
        at = end + 1;
    }
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void read_folder(struct annotated_set *set, const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, by_name);
    if (n < 0) log_die(EXIT_FAILED, "%s: %s", path, strerror(errno));
    for (int i = 0; i < n; i++) {
        struct span name = span_of(entries[i]->d_name);
        bool known = span_ends(name, SPAN(".txt")) || span_ends(name, SPAN(".json")) ||
                     span_ends(name, SPAN(".iob2")) || span_ends(name, SPAN(".conll"));
        char *full = xprintf("%s/%s", path, entries[i]->d_name);
        if (known && name.at[0] != '.') annotated_read(set, full);
        free(full);
        free(entries[i]);
    }
    free(entries);
}

void annotated_read(struct annotated_set *set, const char *path)
{
    struct stat status;
    struct span name = span_of(path);
    if (stat(path, &status) < 0)
        log_die(EXIT_USAGE, "%s: %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode)) {
        char *mentions = xprintf("%s/mentions.jsonl", path);
        bool output = stat(mentions, &status) == 0;
        free(mentions);
        if (output) annotated_read_output(set, path);
        else read_folder(set, path);
    } else if (span_ends(name, SPAN(".json"))) {
        annotated_read_json(set, path);
    } else if (span_ends(name, SPAN(".iob2")) || span_ends(name, SPAN(".conll"))) {
        annotated_read_iob(set, path);
    } else {
        read_inline(set, path);
    }
}

void annotated_free(struct annotated_set *set)
{
    arena_free(&set->arena);
    free(set->at);
    *set = (struct annotated_set){0};
}

// SPDX-License-Identifier: Apache-2.0
//
// The fold: an external sort by id brings the lines of an entity together; what is held
// in memory is one entity. The name and type are those of the first document that has the
// entity; another document's other name becomes an alias.
#include "tools/fangzhi/entities.h"

#include "stages/base/json.h"
#include "tools/fangzhi/folder.h"
#include "tools/fangzhi/sort.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct fold {
    struct buffer id;
    char *type, *name;
    json_t *aliases; // an object; its keys are the aliases
    uint64_t mentions, documents;
};

static void fold_clear(struct fold *fold)
{
    free(fold->type);
    free(fold->name);
    json_decref(fold->aliases);
    fold->type = fold->name = NULL;
    fold->aliases = NULL;
    fold->mentions = fold->documents = 0;
    fold->id.n = 0;
}

static void add_alias(struct fold *fold, const char *alias)
{
    if (alias && strcmp(alias, fold->name) != 0)
        json_object_set_new(fold->aliases, alias, json_null());
}

// Adds one document's line to the entity.
static void fold_line(struct fold *fold, struct span id, json_t *line)
{
    const char *type = json_string_value(json_object_get(line, "type"));
    const char *name = json_string_value(json_object_get(line, "name"));
    if (!fold->name) {
        buffer_add_span(&fold->id, id);
        fold->type = xstrdup(type ? type : "");
        fold->name = xstrdup(name ? name : "");
        fold->aliases = json_object();
    }
    add_alias(fold, name);
    size_t i;
    json_t *alias, *aliases = json_object_get(line, "aliases");
    json_array_foreach(aliases, i, alias) add_alias(fold, json_string_value(alias));
    json_int_t mentions = json_integer_value(json_object_get(line, "mentions"));
    json_int_t documents = json_integer_value(json_object_get(line, "documents"));
    fold->mentions += mentions > 0 ? (uint64_t)mentions : 0;
    fold->documents += documents > 0 ? (uint64_t)documents : 0;
}

static int by_bytes(const void *a, const void *b)
{
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

static void render(const struct fold *fold, struct buffer *out)
{
    size_t n = 0, room = json_object_size(fold->aliases);
    struct span *aliases = xcalloc(room, sizeof *aliases);
    const char *alias;
    json_t *ignored;
    json_object_foreach(fold->aliases, alias, ignored) aliases[n++] = span_of(alias);
    qsort(aliases, n, sizeof *aliases, by_bytes);
    out->n = 0;
    json_open(out, '{');
    json_field_text(out, "entity", buffer_span(&fold->id));
    json_field_text(out, "type", span_of(fold->type));
    json_field_text(out, "name", span_of(fold->name));
    json_name(out, "aliases");
    json_texts(out, (struct spans){aliases, n});
    json_field_size(out, "mentions", fold->mentions);
    json_field_size(out, "documents", fold->documents);
    json_close(out, '}');
    buffer_add(out, "\n", 1);
    free(aliases);
}

static int write_fold(struct fold *fold, FILE *to, struct buffer *line, uint64_t *lines)
{
    if (!fold->name) return 0;
    render(fold, line);
    fold_clear(fold);
    ++*lines;
    return fwrite(line->at, 1, line->n, to) == line->n ? 0 : -1;
}

// Adds a line under its id. Lines as render writes them begin with it; others are parsed.
static int sort_line(struct sort *sort, struct span line)
{
    static const struct span start = {"{\"entity\":\"", 11};
    if (span_starts(line, start)) {
        size_t end = span_find(line, SPAN("\""), start.n);
        struct span id = span_cut(line, start.n, end);
        if (end < line.n && id.n > 0 && !memchr(id.at, '\\', id.n) &&
            !memchr(id.at, '\t', id.n))
            return sort_add(sort, id, line);
    }
    json_t *parsed = json_loadb(line.at, line.n, 0, NULL);
    const char *id = json_string_value(json_object_get(parsed, "entity"));
    // A line without an id is a foreign stage's fault and stands for no entity.
    int failed =
        id && *id && !strpbrk(id, "\t\n") ? sort_add(sort, span_of(id), line) : 0;
    json_decref(parsed);
    return failed;
}

static int sort_lines(const char *from, struct sort *sort)
{
    FILE *file = fopen(from, "re");
    if (!file) return -1;
    char *text = NULL;
    size_t room = 0;
    ssize_t got;
    int failed = 0;
    while (!failed && (got = getline(&text, &room, file)) > 0)
        failed = sort_line(sort, (struct span){text, (size_t)got - 1});
    failed = failed || ferror(file);
    free(text);
    fclose(file);
    return failed ? -1 : sort_start(sort);
}

static int merge(struct sort *sort, FILE *to, uint64_t *lines)
{
    struct fold fold = {0};
    struct buffer text = {0};
    struct span id, value;
    int got, failed = 0;
    while (!failed && (got = sort_next(sort, &id, &value)) == 1) {
        if (fold.name && !span_eq(id, buffer_span(&fold.id)))
            failed = write_fold(&fold, to, &text, lines);
        json_t *line = json_loadb(value.at, value.n, 0, NULL);
        if (line) fold_line(&fold, id, line);
        json_decref(line);
    }
    failed = failed || got < 0 || write_fold(&fold, to, &text, lines);
    fold_clear(&fold);
    buffer_free(&fold.id);
    buffer_free(&text);
    return failed ? -1 : 0;
}

int entities_fold(const char *from, const char *to, const char *folder, uint64_t *lines)
{
    char *fresh = xprintf("%s/folding", folder);
    struct sort *sort = sort_open(folder, SORT_MEMORY);
    FILE *file = fopen(fresh, "we");
    *lines = 0;
    bool failed = !file || sort_lines(from, sort) || merge(sort, file, lines) ||
                  fflush(file) || fdatasync(fileno(file));
    int error = errno;
    if (file && fclose(file) && !failed) failed = true;
    if (!failed && rename(fresh, to)) {
        failed = true;
        error = errno;
    }
    errno = error;
    if (failed) folder_fault("write", to);
    sort_close(&sort);
    free(fresh);
    return failed ? -1 : 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Reads reference annotation (one JSON file a document; marks are bytes of the source,
// and every paragraph lists the source offset of each of its characters) and the output
// folder of fangzhi run (marks are characters of the paragraph).
#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "tools/fangzhi/annotated.h"

#include <jansson.h>
#include <stdlib.h>

static struct span text_of(struct annotated_set *set, const json_t *value)
{
    const char *text = json_string_value(value);
    return arena_copy(set->arena,
                      (struct span){text, text ? json_string_length(value) : 0});
}

// Byte offset of character `index` of text.
static uint32_t byte_of(struct span text, size_t index)
{
    size_t i = 0;
    while (index-- && i < text.n) i += utf8_width(text.at[i]);
    return (uint32_t)(i < text.n ? i : text.n);
}

// The mark of reference bytes [start, end) in the paragraph with these offsets.
static bool locate(const json_t *offsets, struct span text, json_int_t start,
                   json_int_t end, struct annotated_mark *mark)
{
    size_t n = json_array_size(offsets), from = n, to = 0;
    for (size_t i = 0; i < n; i++) {
        json_int_t at = json_integer_value(json_array_get(offsets, i));
        if (at < start || at >= end) continue;
        if (from == n) from = i;
        to = i + 1;
    }
    mark->from = byte_of(text, from);
    mark->to = byte_of(text, to);
    return mark->from < mark->to;
}

static int compare(const void *left, const void *right)
{
    const struct annotated_mark *a = left, *b = right;
    if (a->para != b->para) return a->para < b->para ? -1 : 1;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return a->to > b->to ? -1 : a->to < b->to;
}

// Sorts the marks and drops those inside another of their kind.
static void settle(struct annotated *document)
{
    size_t n = 0;
    struct annotated_mark *at = document->marks.at;
    if (document->marks.n == 0) return;
    qsort(at, document->marks.n, sizeof *at, compare);
    for (size_t i = 0; i < document->marks.n; i++) {
        bool inside = n && at[n - 1].para == at[i].para && at[i].from < at[n - 1].to &&
                      (at[n - 1].entity >= 0) == (at[i].entity >= 0);
        if (!inside) at[n++] = at[i];
    }
    document->marks.n = n;
}

static void read_marks(struct annotated_set *set, struct annotated *document,
                       const json_t *paragraphs, const json_t *marks, bool triggers)
{
    for (size_t i = 0; i < json_array_size(marks); i++) {
        const json_t *one = json_array_get(marks, i);
        struct span type = text_of(set, json_object_get(one, "type"));
        struct annotated_mark mark = {
            .para = (uint32_t)json_integer_value(json_object_get(one, "para")),
            .entity = triggers ? -1 : annotated_type(entity_type_names, type),
            .trigger = triggers ? annotated_type(event_type_names, type) : -1};
        if (mark.para >= document->layout.paragraphs.n) continue;
        if (mark.entity < 0 && mark.trigger < 0) continue;
        const json_t *offsets =
            json_object_get(json_array_get(paragraphs, mark.para), "offsets");
        if (locate(offsets, document->layout.paragraphs.at[mark.para].text,
                   json_integer_value(json_object_get(one, "start")),
                   json_integer_value(json_object_get(one, "end")), &mark))
            annotated_mark(set, document, mark);
    }
}

void annotated_read_json(struct annotated_set *set, const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, 0, &error);
    if (!root) log_die(EXIT_FAILED, "%s:%d: %s", path, error.line, error.text);
    struct annotated *document = annotated_add(set, path);
    const json_t *paragraphs = json_object_get(root, "paragraphs");
    const json_t *year = json_object_get(root, "year");
    document->layout.year = json_is_integer(year) ? json_integer_value(year) : NO_NUMBER;
    for (size_t i = 0; i < json_array_size(paragraphs); i++) {
        const json_t *one = json_array_get(paragraphs, i);
        int role = annotated_type(role_names, text_of(set, json_object_get(one, "role")));
        annotated_paragraph(set, document, role < 0 ? ROLE_BODY : role,
                            text_of(set, json_object_get(one, "text")));
    }
    read_marks(set, document, paragraphs, json_object_get(root, "mentions"), false);
    read_marks(set, document, paragraphs, json_object_get(root, "events"), true);
    settle(document);
    json_decref(root);
}

// The next line of an output file as JSON, or NULL at its end.
static json_t *next_line(const char *path, struct span file, size_t *at)
{
    if (*at >= file.n) return NULL;
    size_t end = span_find(file, SPAN("\n"), *at);
    json_error_t error;
    json_t *line = json_loadb(file.at + *at, end - *at, 0, &error);
    if (!line) log_die(EXIT_FAILED, "%s: byte %zu: %s", path, *at, error.text);
    *at = end + 1;
    return line;
}

// The document with that id among those from `first` on, or NULL.
static struct annotated *find(struct annotated_set *set, size_t first, struct span id)
{
    for (size_t i = set->n; i > first; i--)
        if (span_eq(set->at[i - 1].name, id)) return &set->at[i - 1];
    return NULL;
}

static void read_output_paragraphs(struct annotated_set *set, const char *path,
                                   size_t first)
{
    struct span file = annotated_slurp(set, path);
    json_t *line;
    for (size_t at = 0; (line = next_line(path, file, &at)); json_decref(line)) {
        struct span id = text_of(set, json_object_get(line, "doc"));
        struct annotated *document = find(set, first, id);
        if (!document) {
            char *name = xstrndup(id.at, id.n);
            document = annotated_add(set, name);
            document->layout.year = NO_NUMBER;
            free(name);
        }
        int role =
            annotated_type(role_names, text_of(set, json_object_get(line, "role")));
        annotated_paragraph(set, document, role < 0 ? ROLE_BODY : role,
                            text_of(set, json_object_get(line, "text")));
    }
}

static void read_output_marks(struct annotated_set *set, const char *path, size_t first,
                              bool triggers)
{
    struct span file = annotated_slurp(set, path);
    json_t *line;
    for (size_t at = 0; (line = next_line(path, file, &at)); json_decref(line)) {
        struct annotated *document =
            find(set, first, text_of(set, json_object_get(line, "doc")));
        struct span type = text_of(set, json_object_get(line, "type"));
        struct annotated_mark mark = {
            .para = (uint32_t)json_integer_value(json_object_get(line, "para")),
            .entity = triggers ? -1 : annotated_type(entity_type_names, type),
            .trigger = triggers ? annotated_type(event_type_names, type) : -1};
        if (!document || mark.para >= document->layout.paragraphs.n) continue;
        struct span text = document->layout.paragraphs.at[mark.para].text;
        const json_t *from = json_object_get(line, "from");
        const json_t *to = json_object_get(line, "to");
        mark.from = byte_of(text, (size_t)json_integer_value(from));
        mark.to = byte_of(text, (size_t)json_integer_value(to));
        if (mark.from < mark.to) annotated_mark(set, document, mark);
    }
}

void annotated_read_output(struct annotated_set *set, const char *folder)
{
    size_t first = set->n;
    char *paragraphs = xprintf("%s/paragraphs.jsonl", folder);
    char *mentions = xprintf("%s/mentions.jsonl", folder);
    char *events = xprintf("%s/events.jsonl", folder);
    read_output_paragraphs(set, paragraphs, first);
    read_output_marks(set, mentions, first, false);
    read_output_marks(set, events, first, true);
    for (size_t i = first; i < set->n; i++) settle(&set->at[i]);
    free(paragraphs);
    free(mentions);
    free(events);
}

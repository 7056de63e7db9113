// SPDX-License-Identifier: Apache-2.0
//
// Reading JSON lines. Empty lines are passed over; a line that is no JSON, or no object
// with the texts "path" and "text", is a reject that names the line. A line may have 64
// MB. The document's bytes are the text as UTF-8, and offsets count in it.
#include "tools/fangzhi/jsonl.h"

#include "stages/base/utf8.h"
#include "tools/fangzhi/name.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINE_MOST = 64 << 20 };

struct jsonl {
    FILE *file;
    uint64_t number; // of the line, from 1
    uint64_t position;
    struct buffer line, path, detail;
    struct span text; // what is left for the cutter
    bool ended;
};

struct jsonl *jsonl_open(const char *path)
{
    FILE *file = fopen(path, "rbe");
    if (!file) return NULL;
    struct jsonl *jsonl = xcalloc(1, sizeof *jsonl);
    jsonl->file = file;
    return jsonl;
}

void jsonl_close(struct jsonl **jsonl)
{
    if (!*jsonl) return;
    fclose((*jsonl)->file);
    buffer_free(&(*jsonl)->line);
    buffer_free(&(*jsonl)->path);
    buffer_free(&(*jsonl)->detail);
    free(*jsonl);
    *jsonl = NULL;
}

uint64_t jsonl_position(const struct jsonl *jsonl)
{
    return jsonl->position;
}

// Reads a line without its end. Returns 1, 0 at the end of the file, -1 on failure, -2
// where it is too long (it has then been passed over).
static int read_line(struct jsonl *jsonl)
{
    jsonl->line.n = 0;
    bool long_line = false;
    int c = EOF;
    while ((c = getc_unlocked(jsonl->file)) != EOF) {
        jsonl->position++;
        if (c == '\n') break;
        if (jsonl->line.n == LINE_MOST) {
            long_line = true;
            continue;
        }
        *buffer_room(&jsonl->line, 1) = (char)c;
        jsonl->line.n++;
    }
    if (ferror(jsonl->file)) return -1;
    if (c == EOF && jsonl->line.n == 0) return 0;
    jsonl->number++;
    return long_line ? -2 : 1;
}

static enum input_result reject(struct jsonl *jsonl, struct input_item *item,
                                const char *what)
{
    jsonl->detail.n = 0;
    buffer_printf(&jsonl->detail, "line %llu: ", (unsigned long long)jsonl->number);
    name_append(&jsonl->detail, span_of(what)); // jansson quotes the line, valid or not
    item->reason = SPAN("jsonl");
    item->detail = buffer_span(&jsonl->detail);
    return INPUT_REJECT;
}

static ssize_t read_text(void *from, char *to, size_t n)
{
    struct jsonl *jsonl = from;
    if (n > jsonl->text.n) n = jsonl->text.n;
    if (n) memcpy(to, jsonl->text.at, n);
    jsonl->text = span_cut(jsonl->text, n, jsonl->text.n);
    return (ssize_t)n;
}

static const char *why_text(void *from)
{
    (void)from;
    return "";
}

static enum input_result load(struct jsonl *jsonl, struct cutter *cutter, json_t *object,
                              struct span *name, struct input_item *item)
{
    json_t *path = json_object_get(object, "path"),
           *text = json_object_get(object, "text");
    if (!json_is_string(path) || !json_is_string(text))
        return reject(jsonl, item,
                      "it is no object with the texts \"path\" and \"text\"");
    jsonl->path.n = 0;
    buffer_add(&jsonl->path, json_string_value(path), json_string_length(path));
    *name = buffer_span(&jsonl->path);
    jsonl->text = (struct span){json_string_value(text), json_string_length(text)};
    struct reader reader = {read_text, jsonl, -1, 0, why_text};
    return cutter_load(cutter, &reader, item) ? INPUT_REJECT : INPUT_DOCUMENT;
}

static struct span without_mark(struct span line)
{
    return span_starts(line, SPAN("\xEF\xBB\xBF")) ? span_cut(line, 3, line.n) : line;
}

enum input_result jsonl_next(struct jsonl *jsonl, struct cutter *cutter,
                             struct span *name, struct input_item *item)
{
    struct span line = {0};
    *name = SPAN("");
    do {
        int read = jsonl->ended ? 0 : read_line(jsonl);
        if (read == 0) return INPUT_END;
        if (read == -2) return reject(jsonl, item, "it is longer than 64 MB");
        if (read == -1) {
            jsonl->ended = true;
            return reject(jsonl, item, strerror(errno));
        }
        line = without_mark(buffer_span(&jsonl->line));
    } while (utf8_valid(line) && utf8_trim(line).n == 0);
    json_error_t error;
    json_t *object = json_loadb(line.at, line.n, JSON_ALLOW_NUL, &error);
    if (!object) return reject(jsonl, item, error.text);
    enum input_result result = load(jsonl, cutter, object, name, item);
    json_decref(object);
    return result;
}

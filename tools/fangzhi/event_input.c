// SPDX-License-Identifier: Apache-2.0
//
// Reads captures and text for `fangzhi event`. Memory: one capture document or one text
// file at a time.
#include "tools/fangzhi/event_input.h"

#include "proto/document.h"
#include "proto/vet.h"
#include "stages/base/log.h"

#include <errno.h>

static int wrong(const char *path, const char *why, size_t n)
{
    log_warn("%s: %.*s", path, (int)n, why);
    return -1;
}

static int take(const char *path, const struct document *captured, struct arena *arena,
                struct event_text *document)
{
    struct span why = {0};
    *document = (struct event_text){.layout = {.year = NO_NUMBER}};
    if (document_read(captured, &layout_record, arena, &document->layout, &why) ||
        document_read(captured, &mentions_record, arena, &document->mentions, &why))
        return wrong(path, why.at, why.n);
    const char *fault = vet_mentions(&document->mentions, &document->layout);
    if (fault) return wrong(path, fault, strlen(fault));
    if (!document_find(captured, SPAN("events"))) return 0;
    if (document_read(captured, &events_record, arena, &document->marked, &why))
        return wrong(path, why.at, why.n);
    fault = vet_events(&document->marked, &document->layout, &document->mentions);
    return fault ? wrong(path, fault, strlen(fault)) : 0;
}

static int captures(const char *path, FILE *file, event_input_function *each, void *held)
{
    struct arena *arena = arena_new();
    struct document captured;
    struct event_text document;
    struct span why = {0};
    int failed = 0;
    enum capture_result result = CAPTURE_END;
    while (!failed &&
           (result = capture_read(file, arena, &captured, &why)) == CAPTURE_DOCUMENT) {
        failed = take(path, &captured, arena, &document);
        if (!failed) each(held, &document);
        arena_reset(arena);
    }
    if (result == CAPTURE_BROKEN) failed = wrong(path, why.at, why.n);
    arena_free(&arena);
    return failed;
}

static int text(const char *path, FILE *file, event_input_function *each, void *held)
{
    enum { STEP = 1 << 16 };
    struct arena *arena = arena_new();
    struct buffer bytes = {0};
    struct event_text document;
    size_t got;
    while ((got = fread(buffer_room(&bytes, STEP), 1, STEP, file)) > 0)
        bytes.n += got;
    int failed = event_text_read(path, buffer_span(&bytes), arena, &document);
    if (!failed) each(held, &document);
    buffer_free(&bytes);
    arena_free(&arena);
    return failed;
}

static int each_of(const char *path, event_input_function *each, void *held)
{
    char magic[4] = "";
    FILE *file = fopen(path, "rb");
    if (!file) return wrong(path, strerror(errno), strlen(strerror(errno)));
    size_t n = fread(magic, 1, sizeof magic, file);
    rewind(file);
    bool capture = n == sizeof magic && memcmp(magic, "FZD1", sizeof magic) == 0;
    int failed =
        capture ? captures(path, file, each, held) : text(path, file, each, held);
    fclose(file);
    return failed;
}

int event_input_each(char **paths, size_t n, event_input_function *each, void *held)
{
    for (size_t i = 0; i < n; i++)
        if (each_of(paths[i], each, held)) return -1;
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// A stage alone: documents from a capture file (or made from plain files) through
// `process` to a capture file. A rejected document is named on stderr and left out; the
// exit status is then 3.
#include "stages/skeleton/run.h"

#include "stages/base/log.h"

#include <errno.h>
#include <stdlib.h>

// Processes and writes one document. Returns the exit status so far.
static int pass(struct runner *runner, struct document *document, FILE *to)
{
    runner_process(runner, document);
    const struct reject *reject = &runner->output.reject;
    if (reject->reason) {
        log_warn("document %.*s rejected: %s: %.*s", (int)document->id.n, document->id.at,
                 reject->reason, (int)reject->detail.n, reject->detail.at);
        return EXIT_REJECTS;
    }
    const char *why;
    if (document_add(document, buffer_span(&runner->output.frame), &why))
        log_die(EXIT_FAILED, "%s", why);
    if (capture_write(to, document)) log_die(EXIT_FAILED, "cannot write the capture");
    return EXIT_DONE;
}

int pipe_captures(struct runner *runner, FILE *from, FILE *to)
{
    struct arena *arena = arena_new();
    struct document document;
    struct span why = {0};
    int status = EXIT_DONE;
    enum capture_result result;
    while ((result = capture_read(from, arena, &document, &why)) == CAPTURE_DOCUMENT) {
        int one = pass(runner, &document, to);
        if (one > status) status = one;
        arena_reset(arena);
    }
    if (result == CAPTURE_BROKEN) {
        log_warn("the input is broken: %.*s", (int)why.n, why.at);
        status = EXIT_FAILED;
    }
    arena_free(&arena);
    return fflush(to) ? EXIT_FAILED : status;
}

static int read_file(const char *path, struct buffer *bytes)
{
    enum { STEP = 1 << 16 };
    FILE *file = fopen(path, "rb");
    if (!file) return -1;
    size_t got;
    while ((got = fread(buffer_room(bytes, STEP), 1, STEP, file)) > 0)
        bytes->n += got;
    int failed = ferror(file);
    fclose(file);
    return failed ? -1 : 0;
}

int pipe_sources(struct runner *runner, char **paths, size_t n, FILE *to)
{
    int status = EXIT_DONE;
    for (size_t i = 0; i < n; i++) {
        struct buffer bytes = {0}, frame = {0};
        if (read_file(paths[i], &bytes))
            log_die(EXIT_FAILED, "cannot read %s: %s", paths[i], strerror(errno));
        struct source source = {
            .path = span_of(paths[i]),
            .size = bytes.n,
            .part = NONE,
            .head = span_cut(buffer_span(&bytes), 0, bytes.n < 4 ? bytes.n : 4),
            .bytes = buffer_span(&bytes)};
        layer_pack(&source_record, &source, &frame);
        struct document document = {
            .id = SPAN("0000000000000000"), .run = SPAN("pipe"), .attempt = 1};
        const char *why;
        if (document_add(&document, buffer_span(&frame), &why))
            log_die(EXIT_FAILED, "%s", why);
        int one = pass(runner, &document, to);
        if (one > status) status = one;
        buffer_free(&bytes);
        buffer_free(&frame);
    }
    return fflush(to) ? EXIT_FAILED : status;
}

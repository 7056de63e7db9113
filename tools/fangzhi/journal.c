// SPDX-License-Identifier: Apache-2.0
//
// Formatting and parsing the journal's lines. Rejects a line whose checksum does not
// follow from the line before it, and any line that is not of the grammar.
#include "tools/fangzhi/journal.h"

#include "proto/schema.h"
#include "stages/base/hash.h"

#include <inttypes.h>
#include <stdlib.h>

static void add_path(struct buffer *out, struct span path)
{
    for (size_t i = 0; i < path.n; i++) {
        char c = path.at[i];
        if (c == '\n')
            buffer_add(out, "\\n", 2);
        else if (c == '\\')
            buffer_add(out, "\\\\", 2);
        else
            buffer_add(out, &c, 1);
    }
}

static void add_files(struct buffer *out, const struct journal_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        buffer_printf(out, "%s%s=%" PRIu64 "/%" PRIu64, i ? "," : "", files->at[i].name,
                      files->at[i].length, files->at[i].lines);
    if (files->n == 0) buffer_add(out, "-", 1);
}

static void add_document(struct buffer *out, const struct journal_line *line)
{
    buffer_printf(out, "%s %" PRIu64 " %s %" PRIu64 " ",
                  line->rejected ? "rejected" : "done", line->sequence,
                  line->sha256[0] ? line->sha256 : "-", line->size);
    if (line->part == NONE)
        buffer_add(out, "-", 1);
    else
        buffer_printf(out, "%" PRIu32, line->part);
    buffer_printf(out, " %" PRIu64 " %" PRIu64 " ", line->bytes, line->ms);
    add_files(out, &line->files);
    buffer_add(out, " ", 1);
    add_path(out, line->path);
}

void journal_format(const struct journal_line *line, uint64_t *chain, struct buffer *out)
{
    struct buffer text = {0};
    switch (line->kind) {
    case JOURNAL_HEADER:
        buffer_printf(&text, "fangzhi-journal %d %s %s", JOURNAL_VERSION, line->run,
                      line->fingerprint);
        break;
    case JOURNAL_DOCUMENT:
        add_document(&text, line);
        break;
    case JOURNAL_COMPLETE:
        buffer_printf(&text, "complete %" PRIu64, line->ms);
        break;
    }
    *chain = hash_finish(hash_add(hash_start ^ *chain, buffer_span(&text)));
    buffer_printf(out, "%016" PRIx64 " ", *chain);
    buffer_add_span(out, buffer_span(&text));
    buffer_add(out, "\n", 1);
    buffer_free(&text);
}

int journal_open(struct journal_reader *reader, const char *path)
{
    *reader = (struct journal_reader){.from = fopen(path, "re")};
    return reader->from ? 0 : -1;
}

void journal_close(struct journal_reader *reader)
{
    if (reader->from) fclose(reader->from);
    free(reader->text);
    buffer_free(&reader->path);
    *reader = (struct journal_reader){0};
}

// The next word of *rest, up to a space.
static struct span word(struct span *rest)
{
    size_t end = span_find(*rest, SPAN(" "), 0);
    struct span found = span_cut(*rest, 0, end);
    *rest = span_cut(*rest, end < rest->n ? end + 1 : end, rest->n);
    return found;
}

static bool number(struct span text, uint64_t *to)
{
    *to = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(*to, 10u, to) ||
            __builtin_add_overflow(*to, (uint64_t)(c - '0'), to))
            return false;
    }
    return text.n > 0;
}

// Copies a word of at most room - 1 bytes; "-" stands for none.
static bool copy_word(struct span text, char *to, size_t room)
{
    if (text.n == 0 || text.n >= room) return false;
    if (span_eq(text, SPAN("-"))) text.n = 0;
    if (text.n) memcpy(to, text.at, text.n);
    to[text.n] = '\0';
    return true;
}

static bool parse_file(struct span text, struct journal_file *file)
{
    size_t equals = span_find(text, SPAN("="), 0),
           slash = span_find(text, SPAN("/"), equals);
    return slash < text.n &&
           copy_word(span_cut(text, 0, equals), file->name, sizeof file->name) &&
           number(span_cut(text, equals + 1, slash), &file->length) &&
           number(span_cut(text, slash + 1, text.n), &file->lines);
}

static bool parse_files(struct span text, struct journal_files *files)
{
    files->n = 0;
    if (span_eq(text, SPAN("-"))) return true;
    for (size_t from = 0; from <= text.n;) {
        size_t to = span_find(text, SPAN(","), from);
        if (files->n == JOURNAL_MAX_FILES ||
            !parse_file(span_cut(text, from, to), &files->at[files->n++]))
            return false;
        from = to + 1;
    }
    return true;
}

static bool parse_path(struct span text, struct buffer *to)
{
    to->n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.at[i];
        if (c == '\\') {
            if (++i == text.n || (text.at[i] != 'n' && text.at[i] != '\\')) return false;
            c = text.at[i] == 'n' ? '\n' : '\\';
        }
        buffer_add(to, &c, 1);
    }
    return true;
}

static bool parse_document(struct span rest, struct journal_line *line,
                           struct buffer *path)
{
    uint64_t part = NONE;
    struct span state = word(&rest), sequence = word(&rest), sha256 = word(&rest),
                size = word(&rest), part_word = word(&rest), bytes = word(&rest),
                ms = word(&rest), files = word(&rest);
    line->rejected = span_eq(state, SPAN("rejected"));
    if (!span_eq(part_word, SPAN("-")) && (!number(part_word, &part) || part >= NONE))
        return false;
    line->part = (uint32_t)part;
    if (!number(sequence, &line->sequence) || !number(size, &line->size) ||
        !number(bytes, &line->bytes) || !number(ms, &line->ms) ||
        !copy_word(sha256, line->sha256, sizeof line->sha256) ||
        !parse_files(files, &line->files) || !parse_path(rest, path))
        return false;
    line->path = buffer_span(path);
    return true;
}

static bool parse_header(struct span rest, struct journal_line *line)
{
    uint64_t version;
    word(&rest);
    struct span version_word = word(&rest), run = word(&rest);
    return number(version_word, &version) && version == JOURNAL_VERSION &&
           copy_word(run, line->run, sizeof line->run) &&
           copy_word(rest, line->fingerprint, sizeof line->fingerprint);
}

static bool parse(struct span text, struct journal_line *line, struct buffer *path)
{
    struct span rest = text, first = word(&rest);
    *line = (struct journal_line){.part = NONE};
    if (span_eq(first, SPAN("fangzhi-journal"))) {
        line->kind = JOURNAL_HEADER;
        return parse_header(text, line);
    }
    if (span_eq(first, SPAN("complete"))) {
        line->kind = JOURNAL_COMPLETE;
        return number(rest, &line->ms);
    }
    line->kind = JOURNAL_DOCUMENT;
    return (span_eq(first, SPAN("done")) || span_eq(first, SPAN("rejected"))) &&
           parse_document(text, line, path);
}

bool journal_next(struct journal_reader *reader, struct journal_line *line)
{
    enum { CHECKSUM = 17 }; // 16 digits and a space
    ssize_t got = getline(&reader->text, &reader->room, reader->from);
    // At the end of the file getline leaves in its buffer whatever was there.
    if (got < 0 && reader->text) reader->text[0] = '\0';
    if (got <= CHECKSUM || reader->text[got - 1] != '\n') return false;
    struct span text = {reader->text + CHECKSUM, (size_t)got - CHECKSUM - 1};
    char sum[CHECKSUM + 1];
    uint64_t chain = hash_finish(hash_add(hash_start ^ reader->chain, text));
    snprintf(sum, sizeof sum, "%016" PRIx64 " ", chain);
    if (memcmp(sum, reader->text, CHECKSUM) != 0 || !parse(text, line, &reader->path))
        return false;
    reader->chain = chain;
    reader->offset += (uint64_t)got;
    return true;
}

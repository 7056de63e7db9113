// SPDX-License-Identifier: Apache-2.0
//
// Headers, layer frames and capture files. Everything read here is vetted: versions,
// lengths, names. Rejects what does not fit with a sentence for the log.
#include "proto/document.h"

#include "proto/frame.h"
#include "proto/pack.h"
#include "proto/vet.h"

struct header {
    uint64_t version;
    struct span doc;
    struct span run;
    uint64_t attempt;
};

static const struct field header_fields[] = {
    {"version", FIELD_SIZE, offsetof(struct header, version), NULL, NULL},
    {"doc", FIELD_TEXT, offsetof(struct header, doc), NULL, NULL},
    {"run", FIELD_TEXT, offsetof(struct header, run), NULL, NULL},
    {"attempt", FIELD_SIZE, offsetof(struct header, attempt), NULL, NULL},
};
RECORD(header_record, "header", struct header, header_fields);

void document_pack_header(const struct document *document, struct buffer *out)
{
    struct header header = {PROTOCOL_VERSION, document->id, document->run,
                            document->attempt};
    schema_pack(&header_record, &header, out);
}

int document_unpack_header(struct span frame, struct arena *arena,
                           struct document *document, struct span *why)
{
    struct header header;
    if (schema_unpack(&header_record, frame, arena, &header, why)) return -1;
    if (header.version != PROTOCOL_VERSION) {
        *why = arena_printf(arena, "the document has protocol version %llu, this is %d",
                            (unsigned long long)header.version, PROTOCOL_VERSION);
        return -1;
    }
    document->id = header.doc;
    document->run = header.run;
    document->attempt = header.attempt;
    return 0;
}

int document_add(struct document *document, struct span frame, const char **why)
{
    struct layer layer = {.frame = frame};
    *why = frame_split(frame, &layer.name, &layer.body);
    if (*why) return -1;
    for (size_t i = 0; i < document->n_layers; i++) {
        if (!span_eq(document->layers[i].name, layer.name)) continue;
        document->layers[i] = layer;
        return 0;
    }
    if (document->n_layers == DOCUMENT_MAX_LAYERS) {
        *why = "the document has more than 64 layers";
        return -1;
    }
    document->layers[document->n_layers++] = layer;
    return 0;
}

const struct layer *document_find(const struct document *document, struct span name)
{
    for (size_t i = 0; i < document->n_layers; i++)
        if (span_eq(document->layers[i].name, name)) return &document->layers[i];
    return NULL;
}

void layer_pack(const struct record *record, const void *value, struct buffer *frame)
{
    pack_text(frame, span_of(record->name));
    schema_pack(record, value, frame);
}

int document_read(const struct document *document, const struct record *record,
                  struct arena *arena, void *value, struct span *why)
{
    const struct layer *layer = document_find(document, span_of(record->name));
    if (!layer) {
        *why = arena_printf(arena, "the document has no %s layer", record->name);
        return -1;
    }
    if (schema_unpack(record, layer->body, arena, value, why)) return -1;
    const char *fault = vet_layer(record, value);
    if (!fault) return 0;
    *why =
        arena_printf(arena, "the %s layer contradicts itself: %s", record->name, fault);
    return -1;
}

static const char magic[4] = {'F', 'Z', 'D', '1'};

static int write_length(FILE *to, size_t n)
{
    for (int i = 0; i < 4; i++)
        if (putc((int)(n >> 8 * i & 0xFF), to) == EOF) return -1;
    return 0;
}

static int write_frame(FILE *to, struct span frame)
{
    if (write_length(to, frame.n)) return -1;
    return fwrite(frame.at, 1, frame.n, to) == frame.n ? 0 : -1;
}

int capture_write(FILE *to, const struct document *document)
{
    struct buffer header = {0};
    document_pack_header(document, &header);
    int failed = fwrite(magic, 1, sizeof magic, to) != sizeof magic ||
                 write_length(to, document->n_layers + 1) ||
                 write_frame(to, buffer_span(&header));
    buffer_free(&header);
    for (size_t i = 0; i < document->n_layers && !failed; i++)
        failed = write_frame(to, document->layers[i].frame);
    return failed ? -1 : 0;
}

static bool read_length(FILE *from, size_t *n)
{
    unsigned char bytes[4];
    if (fread(bytes, 1, sizeof bytes, from) != sizeof bytes) return false;
    *n = (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 |
         (size_t)bytes[3] << 24;
    return true;
}

// Reads a long frame in steps, so that a length that the file does not keep costs no
// memory.
static bool read_frame(FILE *from, struct arena *arena, struct span *frame)
{
    enum { STEP = 1 << 20 };
    size_t length;
    if (!read_length(from, &length) || length > CAPTURE_MAX_FRAME) return false;
    if (length <= STEP) {
        char *bytes = arena_raw(arena, length);
        *frame = (struct span){bytes, length};
        return fread(bytes, 1, length, from) == length;
    }
    struct buffer bytes = {0};
    while (bytes.n < length) {
        size_t want = length - bytes.n < STEP ? length - bytes.n : STEP;
        size_t got = fread(buffer_room(&bytes, want), 1, want, from);
        bytes.n += got;
        if (got < want) break;
    }
    bool whole = bytes.n == length;
    if (whole) *frame = arena_copy(arena, buffer_span(&bytes));
    buffer_free(&bytes);
    return whole;
}

enum capture_result capture_read(FILE *from, struct arena *arena,
                                 struct document *document, struct span *why)
{
    char start[sizeof magic];
    size_t got = fread(start, 1, sizeof start, from), frames;
    if (got == 0 && feof(from)) return CAPTURE_END;
    *why = SPAN("this is not a capture file, or it is cut off");
    if (got != sizeof start || memcmp(start, magic, sizeof magic) != 0)
        return CAPTURE_BROKEN;
    if (!read_length(from, &frames) || frames < 1 || frames > DOCUMENT_MAX_LAYERS + 1)
        return CAPTURE_BROKEN;
    *document = (struct document){0};
    for (size_t i = 0; i < frames; i++) {
        struct span frame;
        const char *fault = NULL;
        if (!read_frame(from, arena, &frame)) return CAPTURE_BROKEN;
        if (i == 0) {
            if (document_unpack_header(frame, arena, document, why))
                return CAPTURE_BROKEN;
        } else if (document_add(document, frame, &fault)) {
            *why = span_of(fault);
            return CAPTURE_BROKEN;
        }
    }
    return CAPTURE_DOCUMENT;
}

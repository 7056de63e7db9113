// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes everything that reads bytes from a socket or a capture file. The first byte
// picks what the rest is read as: a capture file, a layer of each kind, a message's map,
// a frame. Whatever is accepted must be sound: it packs again to something that is
// accepted and equal, and its offsets and indexes can be followed.
#include "proto/document.h"
#include "proto/frame.h"
#include "proto/map.h"
#include "proto/message.h"
#include "proto/vet.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

static const struct record *const records[] = {
    &source_record,  &text_record,     &layout_record, &mentions_record,
    &events_record,  &records_record,  &hello_record,  &welcome_record,
    &refusal_record, &farewell_record, &header_record,
};
enum { RECORDS = sizeof records / sizeof *records };

static void use_map(const struct text *text, struct arena *arena)
{
    struct map map;
    const char *why;
    uint64_t from = 0, to = 0;
    size_t length = text->text.n;
    if (map_unpack(text->map, length, 1 << 20, arena, &map, &why)) return;
    for (uint32_t i = 0; i < length && i < 64; i++)
        if (map_source(map, i, (uint32_t)length, &from, &to) == 0)
            assert(from < to && to <= 1 << 20);
}

// What was accepted packs to the same bytes as what is read from those bytes.
static void round_trip(const struct record *record, const void *value,
                       struct arena *arena)
{
    struct buffer once = {0}, twice = {0};
    struct span why;
    void *again = arena_alloc(arena, 1, record->size);
    schema_pack(record, value, &once);
    if (schema_unpack(record, buffer_span(&once), arena, again, &why) == 0) {
        schema_pack(record, again, &twice);
        assert(span_eq(buffer_span(&once), buffer_span(&twice)));
    }
    buffer_free(&once);
    buffer_free(&twice);
}

static void try_record(const struct record *record, struct span body, struct arena *arena)
{
    struct span why = {0};
    void *value = arena_alloc(arena, 1, record->size);
    if (schema_unpack(record, body, arena, value, &why)) {
        assert(why.n > 0);
        return;
    }
    const char *fault = vet_layer(record, value);
    if (record == &text_record) use_map(value, arena);
    if (record == &hello_record) fault = message_vet_hello(value);
    if (record == &records_record) fault = message_vet_records(value);
    if (!fault) round_trip(record, value, arena);
}

// Reads every layer of a document that it knows, and vets them against one another.
static void try_document(const struct document *document, struct arena *arena)
{
    struct text text;
    struct layout layout;
    struct mentions mentions;
    struct events events;
    struct span why;
    if (document_read(document, &text_record, arena, &text, &why) ||
        document_read(document, &layout_record, arena, &layout, &why) ||
        vet_layout(&layout, &text) ||
        document_read(document, &mentions_record, arena, &mentions, &why) ||
        vet_mentions(&mentions, &layout) ||
        document_read(document, &events_record, arena, &events, &why))
        return;
    if (vet_events(&events, &layout, &mentions) == NULL)
        round_trip(&events_record, &events, arena);
}

static void try_capture(struct span bytes, struct arena *arena)
{
    if (bytes.n == 0) return;
    FILE *file = fmemopen((void *)(uintptr_t)bytes.at, bytes.n, "r");
    struct document document;
    struct span why;
    while (file && capture_read(file, arena, &document, &why) == CAPTURE_DOCUMENT)
        try_document(&document, arena);
    if (file) fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    struct arena *arena = arena_new();
    struct span rest = {(const char *)data + 1, size - 1}, name, body;
    size_t choice = data[0] % (RECORDS + 2);
    if (choice < RECORDS)
        try_record(records[choice], rest, arena);
    else if (choice == RECORDS)
        try_capture(rest, arena);
    else if (frame_split(rest, &name, &body) == NULL)
        frame_check(body);
    arena_free(&arena);
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// How a C struct becomes a layer on the wire and back. Each layer's struct is described
// by a table of fields (one `struct record`); packing, unpacking and vetting are generic
// over that table: pack.c writes msgpack, msgpack-c reads it. A frame is vetted by
// frame_check (proto/frame.h) before anything here believes a length in it.
//
// On the wire a record is a map from field name to value. Unknown keys are skipped; a
// missing key or nil leaves the field's default: empty text, empty list, NONE, NO_NUMBER,
// false, the first name of an enumeration. So fields can be added without a new version.
#ifndef FZ_PROTO_SCHEMA_H
#define FZ_PROTO_SCHEMA_H

#include "stages/base/memory.h"
#include "stages/base/span.h"

#include <stdint.h>

#define NONE UINT32_MAX     // no index; nil on the wire
#define NO_NUMBER INT64_MIN // no number; nil on the wire

enum field_kind {
    FIELD_TEXT,   // struct span, validated UTF-8
    FIELD_BYTES,  // struct span, any bytes
    FIELD_INDEX,  // uint32_t or NONE
    FIELD_NUMBER, // int64_t or NO_NUMBER
    FIELD_SIZE,   // uint64_t
    FIELD_BOOL,   // bool
    FIELD_ENUM,   // int, by its name in `names`
    FIELD_LIST,   // LIST(struct) of `of`
    FIELD_TEXTS,  // struct spans
    FIELD_INDEXES // LIST(uint32_t)
};

struct record;

struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    const struct record *of;  // FIELD_LIST
    const char *const *names; // FIELD_ENUM, ends with NULL
};

struct record {
    const char *name; // for error messages and, of a layer's outermost record, its name
    size_t size;      // sizeof the struct
    const struct field *fields;
    size_t n_fields;
};

#define RECORD(symbol, layer_name, type, table)                                          \
    const struct record symbol = {layer_name, sizeof(type), table,                       \
                                  sizeof(table) / sizeof(table)[0]}

// Packs *value as the body of a layer and appends it to out.
void schema_pack(const struct record *record, const void *value, struct buffer *out);

// Unpacks a body into *value. Texts point into body; lists live in the arena. Returns 0,
// or -1 with a sentence in *why (in the arena) when the body is not what the table says.
int schema_unpack(const struct record *record, struct span body, struct arena *arena,
                  void *value, struct span *why) __attribute__((warn_unused_result));

#endif

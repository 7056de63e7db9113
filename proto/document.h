// SPDX-License-Identifier: Apache-2.0
//
// A document as it travels: a header and one frame a layer. The same frames go over a
// socket (one ZeroMQ frame each) and into a capture file, which is how a stage runs
// alone.
#ifndef FZ_PROTO_DOCUMENT_H
#define FZ_PROTO_DOCUMENT_H

#include "proto/layers.h"

#include <stdio.h>

enum { PROTOCOL_VERSION = 1 };

struct layer {
    struct span name;
    struct span body;  // msgpack
    struct span frame; // name and body, as it travels
};

enum { DOCUMENT_MAX_LAYERS = 64 };

struct document {
    struct span id;   // 16 hex digits
    struct span run;  // id of the run
    uint64_t attempt; // 1 for the first
    struct layer layers[DOCUMENT_MAX_LAYERS];
    size_t n_layers;
};

// The header frame.
extern const struct record header_record;
void document_pack_header(const struct document *document, struct buffer *out);
int document_unpack_header(struct span frame, struct arena *arena,
                           struct document *document, struct span *why)
    __attribute__((warn_unused_result));

// Adds a layer by its frame, which must outlive the document; a layer of the same name is
// replaced. Returns 0, or -1 with what is wrong.
int document_add(struct document *document, struct span frame, const char **why)
    __attribute__((warn_unused_result));

// The layer of that name, or NULL.
const struct layer *document_find(const struct document *document, struct span name);

// Packs a layer's frame: its name and *value by the record's table.
void layer_pack(const struct record *record, const void *value, struct buffer *frame);

// Finds, unpacks and vets a layer (its inner indexes and offsets, see proto/vet.h), so
// that a stage may use what it gets without further checks. Returns 0, or -1 with a
// sentence in *why.
int document_read(const struct document *document, const struct record *record,
                  struct arena *arena, void *value, struct span *why)
    __attribute__((warn_unused_result));

// Capture files: documents one after the other, each `FZD1`, a 32-bit number of frames,
// and for each frame a 32-bit length and its bytes (little-endian); frame 0 is the
// header.
enum capture_result { CAPTURE_DOCUMENT, CAPTURE_END, CAPTURE_BROKEN };
enum { CAPTURE_MAX_FRAME = 1 << 30 };

int capture_write(FILE *to, const struct document *document)
    __attribute__((warn_unused_result));
// Reads the next document; all its bytes live in the arena.
enum capture_result capture_read(FILE *from, struct arena *arena,
                                 struct document *document, struct span *why)
    __attribute__((warn_unused_result));

#endif

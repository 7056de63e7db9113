// SPDX-License-Identifier: Apache-2.0
//
// The offset map of the text layer: from characters of the normalised text back to source
// bytes. On the wire it is a binary string of 16-byte runs, little-endian: text, source,
// length (32 bits each), text_width, source_width (16 bits each), ascending in `text` and
// in `source`, without overlap.
#ifndef FZ_PROTO_MAP_H
#define FZ_PROTO_MAP_H

#include "proto/layers.h"

struct map {
    const struct run *runs;
    size_t n;
};

enum { MAP_RUN_BYTES = 16 };

void map_pack(const struct run *runs, size_t n, struct buffer *out);

// The runs packed: on a little-endian machine they are it as they stand, elsewhere a copy
// is made in the arena.
struct span map_packed(const struct run *runs, size_t n, struct arena *arena);

// Unpacks and vets: ascending runs, whole characters, inside text_length and
// source_length. Returns 0, or -1 with a phrase in *why.
int map_unpack(struct span packed, size_t text_length, size_t source_length,
               struct arena *arena, struct map *map, const char **why)
    __attribute__((warn_unused_result));

// The source bytes [*from, *to) behind the text bytes [text_from, text_to), text_from <
// text_to: from the first byte of the first mapped character to the last byte of the last
// one. Returns 0, or -1 where no character of the stretch is mapped.
int map_source(struct map map, uint32_t text_from, uint32_t text_to, uint64_t *from,
               uint64_t *to);

#endif

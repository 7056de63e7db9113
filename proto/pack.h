// SPDX-License-Identifier: Apache-2.0
//
// msgpack, written: each value in its shortest form, straight into a buffer.
#ifndef FZ_PROTO_PACK_H
#define FZ_PROTO_PACK_H

#include "stages/base/memory.h"

#include <stdint.h>

void pack_nil(struct buffer *out);
void pack_bool(struct buffer *out, bool value);
void pack_unsigned(struct buffer *out, uint64_t value);
void pack_signed(struct buffer *out, int64_t value);
void pack_text(struct buffer *out, struct span s);
void pack_bytes(struct buffer *out, struct span s);
// The heads of an array of n values and of a map of n pairs, which the caller packs next.
void pack_array(struct buffer *out, size_t n);
void pack_map(struct buffer *out, size_t n);

#endif

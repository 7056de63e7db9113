// SPDX-License-Identifier: Apache-2.0
//
// Vetting of bytes from a socket or a file before anything takes memory for them.
#ifndef FZ_PROTO_FRAME_H
#define FZ_PROTO_FRAME_H

#include "stages/base/span.h"

enum { FRAME_MAX_DEPTH = 16 };

// Checks that body is exactly one well-formed msgpack value: nested at most
// FRAME_MAX_DEPTH deep, and every claimed length backed by bytes that are there (an
// element takes at least one byte, so a count can never exceed what is left). After this
// msgpack-c takes at most some 50 bytes of memory for a byte of frame. Returns NULL, or
// what is wrong as a phrase.
const char *frame_check(struct span body);

// True for a name that a layer may have: 1 to 63 characters out of a-z, 0-9, '_' and '/'.
bool frame_name(struct span name);

// A layer's frame is its name (a msgpack string of 1 to 63 characters out of a-z, 0-9,
// '_' and '/') with its body behind it. Splits one; returns NULL or what is wrong. The
// body is not looked at.
const char *frame_split(struct span frame, struct span *name, struct span *body);

#endif

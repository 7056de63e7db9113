// SPDX-License-Identifier: Apache-2.0
//
// Layers as readable text, in a format that stays as it is: golden tests compare it.
#ifndef FZ_FANGZHI_SHOW_H
#define FZ_FANGZHI_SHOW_H

#include "proto/document.h"

// Prints one layer of a document. A layer that nobody here knows, or one that contradicts
// itself or the layer that it speaks of, is dumped as it is on the wire, the fault first.
void show_layer(const struct document *document, const struct layer *layer,
                struct arena *arena, FILE *to);

// Any msgpack value, indented.
void show_value(struct span body, FILE *to);

#endif

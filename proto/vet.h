// SPDX-License-Identifier: Apache-2.0
//
// What the field tables cannot say: that the indexes and offsets inside a layer are sound
// in themselves, so that no stage needs to distrust what it reads.
#ifndef FZ_PROTO_VET_H
#define FZ_PROTO_VET_H

#include "proto/layers.h"

// Vets an unpacked layer by itself. Returns NULL, or what is wrong as a phrase. Layers it
// does not know are fine.
const char *vet_layer(const struct record *record, const void *value);

// Vets what one layer says of another: paragraph numbers, offsets at character boundaries
// of the paragraph's text, indexes of mentions. Call after reading both.
const char *vet_layout(const struct layout *layout, const struct text *text);
const char *vet_mentions(const struct mentions *mentions, const struct layout *layout);
const char *vet_events(const struct events *events, const struct layout *layout,
                       const struct mentions *mentions);

#endif

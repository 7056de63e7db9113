// SPDX-License-Identifier: Apache-2.0
//
// A layout in traditional characters, read as if it were in simplified ones. Stages whose
// word lists and models are simplified work on such a reading; as every character keeps
// its width, what they find by offset holds for the text as it stands.
#ifndef FZ_PROTO_SIMPLIFIED_H
#define FZ_PROTO_SIMPLIFIED_H

#include "proto/layers.h"

// The layout to work on: where its text is traditional a copy with simplified texts,
// titles and headings (in the arena; the rest is shared), else the layout itself.
const struct layout *simplified_layout(const struct layout *layout, struct arena *arena);

// found, a part of paragraph para's text in `read`, as it stands in `layout`; any other
// span as it is.
struct span simplified_restore(const struct layout *layout, const struct layout *read,
                               uint32_t para, struct span found);

#endif

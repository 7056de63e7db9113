// SPDX-License-Identifier: Apache-2.0
//
// Stable ids: one letter and 16 hex digits, a hash of what the thing is. The same input
// gives the same id on every machine and in every run; an entity has the same id in every
// document that names it.
#ifndef FZ_RENDER_ID_H
#define FZ_RENDER_ID_H

#include "stages/base/span.h"

#include <stdint.h>

enum { ID_LENGTH = 17 };

struct id {
    char text[ID_LENGTH];
};

static inline struct span id_span(const struct id *id)
{
    return (struct span){id->text, ID_LENGTH};
}

// An entity: its type and canonical name.
struct id id_entity(struct span type, struct span name);
// Something found at a place: an entry ("n") or an event ("v"). `turn` tells apart those
// of one kind at one place, from 0.
struct id id_found(char letter, struct span document, struct span kind, uint64_t start,
                   uint32_t turn);

#endif

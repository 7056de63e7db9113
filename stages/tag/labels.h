// SPDX-License-Identifier: Apache-2.0
//
// Labels of positions: outside, or at the beginning, in the middle, at the end of a name
// of a type, or a name by itself (BMES).
#ifndef FZ_TAG_LABELS_H
#define FZ_TAG_LABELS_H

#include <stdbool.h>
#include <stdint.h>

// Of type k (enum entity_type) the labels are LABEL_B + 4 * k and so on.
enum { LABEL_O, LABEL_B, LABEL_M, LABEL_E, LABEL_S, LABELS = 13 };

extern const char *const labels_names[LABELS];

static inline int labels_type(uint8_t label)
{
    return (label - 1) / 4;
}

// LABEL_B, LABEL_M, LABEL_E or LABEL_S; LABEL_O.
static inline int labels_part(uint8_t label)
{
    return label ? (label - 1) % 4 + 1 : LABEL_O;
}

// Whether `to` may follow `from`.
bool labels_legal(uint8_t from, uint8_t to);

#endif

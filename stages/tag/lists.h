// SPDX-License-Identifier: Apache-2.0
//
// Lists of the same kind: `长木、草庵、沈家3个村`, `迎宾、胜利、古林等街道`.
#ifndef FZ_TAG_LISTS_H
#define FZ_TAG_LISTS_H

#include "stages/tag/pass.h"

// Marks what stands beside a place in a list and is a place by the word lists, or stands
// between two places.
void lists_mark(struct pass *pass);

#endif

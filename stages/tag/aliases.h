// SPDX-License-Identifier: Apache-2.0
//
// Names that a text declares to be others' names:
// `消防救援支队下城区大队(简称消防下城大队)`,
// `(以下简称“区城改办”)`, `原名…`, `又称…`.
#ifndef FZ_TAG_ALIASES_H
#define FZ_TAG_ALIASES_H

#include "stages/base/span.h"

// Looks for a declaration right behind a name that ends at byte `at` of text. Returns
// true and the declared name's bytes.
bool aliases_behind(struct span text, size_t at, size_t *from, size_t *to);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// One name, one reading: a name that the tagger found in one place is looked for in all.
#ifndef FZ_TAG_CONSISTENCY_H
#define FZ_TAG_CONSISTENCY_H

#include "stages/tag/names.h"

// Adds, retypes, joins and drops mentions by the votes of all places where a name stands.
void consistency_apply(struct pass *pass);

#endif

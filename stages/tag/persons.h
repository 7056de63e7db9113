// SPDX-License-Identifier: Apache-2.0
//
// Persons' names where their surroundings say so: bylines, lists, titles before them.
#ifndef FZ_TAG_PERSONS_H
#define FZ_TAG_PERSONS_H

#include "stages/tag/pass.h"

void persons_mark(struct pass *pass);

#endif

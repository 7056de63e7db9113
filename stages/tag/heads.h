// SPDX-License-Identifier: Apache-2.0
//
// Verbs and particles that the tagger took for the beginning of a name.
#ifndef FZ_TAG_HEADS_H
#define FZ_TAG_HEADS_H

#include "stages/tag/pass.h"

// Cuts them off.
void heads_trim(struct pass *pass);

#endif

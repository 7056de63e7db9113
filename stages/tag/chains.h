// SPDX-License-Identifier: Apache-2.0
//
// Which neighbouring places are one mention and which are several.
#ifndef FZ_TAG_CHAINS_H
#define FZ_TAG_CHAINS_H

#include "stages/tag/pass.h"

// Joins and cuts the places of the document.
void chains_repair(struct pass *pass);

#endif

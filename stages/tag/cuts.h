// SPDX-License-Identifier: Apache-2.0
//
// What stands in one mention, but does not belong in one: cells of a table, two names
// with a verb between them, a count, a mark.
#ifndef FZ_TAG_CUTS_H
#define FZ_TAG_CUTS_H

#include "stages/tag/pass.h"

// Cuts or drops such mentions of the document.
void cuts_apply(struct pass *pass);

#endif

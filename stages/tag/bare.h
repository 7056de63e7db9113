// SPDX-License-Identifier: Apache-2.0
//
// What looks like a name by itself, and is none by what stands beside it.
#ifndef FZ_TAG_BARE_H
#define FZ_TAG_BARE_H

#include "stages/tag/pass.h"

// Drops such mentions of the document.
void bare_drop(struct pass *pass);

#endif

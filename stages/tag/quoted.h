// SPDX-License-Identifier: Apache-2.0
#ifndef FZ_TAG_QUOTED_H
#define FZ_TAG_QUOTED_H

#include "stages/tag/pass.h"

// Marks bodies whose own name stands in quotes before what they are:
// `“同心”服务基地`, `“和事佬”协会`.
void quoted_mark(struct pass *pass);

#endif

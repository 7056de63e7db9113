// SPDX-License-Identifier: Apache-2.0
//
// A division with what stands behind it may be a body: `卢湾区` + `水务和湖泊局`.
#ifndef FZ_TAG_ORGANS_H
#define FZ_TAG_ORGANS_H

#include "stages/tag/pass.h"

// Makes bodies of divisions that an organ's name follows at once.
void organs_mark(struct pass *pass);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Finding back into step after a lost or foreign byte in a set of two-byte characters.
#ifndef FZ_NORMALIZE_RESYNC_H
#define FZ_NORMALIZE_RESYNC_H

#include "stages/normalize/charset.h"

enum { RESYNC_LIMIT = 4096 };

// The bounds of what one lost byte can spoil around `at`: bytes below 0x30 belong to no
// longer character and end it. False where that is more than RESYNC_LIMIT bytes.
bool resync_bounds(struct span bytes, size_t at, size_t bounds[2]);

// The best reading of s (at most RESYNC_LIMIT bytes): steps[i] is the number of bytes of
// the character at i, 0 where the byte at i is damage; read it from i = 0 on. Returns the
// sum of its weights.
int64_t resync(const struct charsets *sets, const struct charset *set, struct span s,
               uint8_t steps[RESYNC_LIMIT]);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// UTF-8 that was taken for Latin-1 or Windows-1252 and encoded a second time: `æ¥å¿—`.
#ifndef FZ_NORMALIZE_TWICE_H
#define FZ_NORMALIZE_TWICE_H

#include "stages/base/span.h"

#include <stdint.h>

struct twice {
    char utf8[4]; // the character that was meant
    size_t width; // its bytes
    size_t used;  // bytes of the text that stand for it; 0 where there is none
};

// The character that the letters at byte `at` of s (valid UTF-8) spell. Three letters
// that spell a character of Chinese text are certain; with `sure` (the document is known
// to hold such) two and four are taken as well.
struct twice twice_at(struct span s, size_t at, bool sure);

// True where s holds so many of the certain ones that the shorter ones are certain too.
bool twice_sure(struct span s);

#endif

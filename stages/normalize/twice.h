// SPDX-License-Identifier: Apache-2.0
//
// UTF-8 that was taken for Latin-1 or Windows-1252 and encoded a second time: `æ¥å¿—`.
#ifndef FZ_NORMALIZE_TWICE_H
#define FZ_NORMALIZE_TWICE_H

#include "stages/normalize/runs.h"

// Puts the characters that were meant in the place of the letters that spell them.
// Returns how many bytes of the text were such letters; where that is 0, *writer is not
// touched, else it holds the new text and its runs map to the old one.
size_t twice_undo(struct span text, struct arena *arena, struct writer *writer);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The fast walk over a document to the next character that normalisation has to look at.
// On x86 with AVX2 it works on 32 bytes at a time; the same answers come from plain C
// elsewhere.
#ifndef FZ_NORMALIZE_SCAN_H
#define FZ_NORMALIZE_SCAN_H

#include "stages/base/span.h"

// Length of the ASCII prefix of s.
size_t scan_ascii(struct span s);

// The first byte of the first character at or after `from` (a boundary) that may be
// anything but plain: controls other than tab, newline and form feed; spaces other than
// U+0020 and U+3000; everything that NFC or folding may change or that composes. May name
// a plain character, never misses one that is not. s.n where there is none. s is valid
// UTF-8.
size_t scan_trouble(struct span s, size_t from);

// The same by plain C, for the tests that compare.
size_t scan_trouble_plain(struct span s, size_t from);

#endif

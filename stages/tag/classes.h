// SPDX-License-Identifier: Apache-2.0
//
// Classes of characters, as the tagger sees them: kinds of marks, digits and numerals,
// and Chinese characters by what names and titles are made of.
#ifndef FZ_TAG_CLASSES_H
#define FZ_TAG_CLASSES_H

#include <stdint.h>

enum { CLASSES_EDGE = 1, CLASSES_MAX = 64 };

// The class of a folded character (features_fold), CLASSES_EDGE + 1 .. CLASSES_MAX - 1.
uint8_t classes_of(uint32_t folded);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Traditional characters read as simplified ones, so that word lists and models made for
// the one serve both. Only characters of U+4E00 to U+9FFF take part, each for one of the
// same range: a text keeps its length and every offset its meaning.
#ifndef FZ_BASE_SIMPLIFY_H
#define FZ_BASE_SIMPLIFY_H

#include "stages/base/span.h"

#include <stdint.h>

struct simplify_count {
    size_t han;         // characters of U+4E00 to U+9FFF
    size_t traditional; // of these, the ones that have another simplified form
};

// Adds the characters of text, which is valid UTF-8.
void simplify_add(struct simplify_count *count, struct span text);

// Whether what was counted is traditional text: some two fifths of its characters have a
// simplified form. In simplified text some in a thousand do (surnames, quotations), and
// those must stay as they are.
bool simplify_wanted(const struct simplify_count *count);

// Writes text with simplified characters to out, which has room for text.n bytes.
void simplify_write(struct span text, char *out);

// The generated table: bit c - FIRST of simplify_bits is set where c has a simplified
// form, and that stands in simplify_forms at the place that counts the bits before it;
// simplify_before counts those of all earlier words.
enum { SIMPLIFY_FIRST = 0x4E00, SIMPLIFY_WORDS = 328 };
extern const uint64_t simplify_bits[SIMPLIFY_WORDS];
extern const uint16_t simplify_before[SIMPLIFY_WORDS];
extern const uint16_t simplify_forms[];

#endif

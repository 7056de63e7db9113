// SPDX-License-Identifier: Apache-2.0
//
// A set of words with a value each, and the longest of them that stands at a place of a
// text. Made once, read by many; for some thousand words of a few characters.
#ifndef FZ_BASE_WORDS_H
#define FZ_BASE_WORDS_H

#include "stages/base/span.h"

#include <stdint.h>

struct words;

struct words *words_new(void);
void words_free(struct words **words);

// Adds a word (copied). Returns false where it is empty or there already.
bool words_add(struct words *words, struct span word, uint32_t value);

// Bytes of the longest word that begins at byte `at` of text; 0 where none does. Sets
// *value (which may be NULL).
size_t words_at(const struct words *words, struct span text, size_t at, uint32_t *value);

// Bytes of the longest word that ends at byte `end` of text; 0 where none does.
size_t words_before(const struct words *words, struct span text, size_t end,
                    uint32_t *value);

// True where some word begins with character c (or one that hashes like it).
bool words_opens(const struct words *words, uint32_t c);

// True where s is a word.
bool words_has(const struct words *words, struct span s, uint32_t *value);

#endif

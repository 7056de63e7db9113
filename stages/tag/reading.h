// SPDX-License-Identifier: Apache-2.0
//
// From a text to what the tagger knows of each of its characters, by a table: in plain C
// (reading.c) and for AVX-512 (reading_x86.c). Both read the same.
#ifndef FZ_TAG_READING_H
#define FZ_TAG_READING_H

#include "stages/base/span.h"

#include <stdint.h>

struct reading_character {
    uint16_t folded, symbol, code; // see features.h; its code in the lexicon
    uint8_t class;
    uint8_t mark; // 1: a quote, a mark of a title, or a blank
};

// A character's row in the table: its code point, or one of two beyond the first plane.
enum {
    READING_PLANE = 0x10000,
    READING_HAN = READING_PLANE, // a Chinese character beyond it
    READING_OTHER,               // any other one
    READING_TABLE
};

enum { READING_BESIDE = 16 }; // so many elements behind the last may be written as well

// Where it goes, one element a character.
struct reading {
    uint32_t *at; // byte offset in the text
    uint16_t *folded, *symbols, *classes, *codes;
};

// Reads a text; returns how many characters it has. Sets *marked to whether one of them
// is a mark.
typedef size_t reading_text(const struct reading_character *table, struct span text,
                            const struct reading *to, bool *marked);

reading_text reading_plain, reading_avx512;

// The faster one that this processor has.
reading_text *reading_best(void);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// What a character is to the layout of a page: its class, its width in print, and whether
// a line may begin or end with it. Half-width and full-width forms are the same class,
// for one document writes `,` and the next `，`.
#ifndef FZ_SEGMENT_GLYPH_H
#define FZ_SEGMENT_GLYPH_H

#include "stages/base/utf8.h"

enum glyph {
    GLYPH_OTHER = 0,
    GLYPH_HAN = 1 << 0,
    GLYPH_DIGIT = 1 << 1,
    GLYPH_LATIN = 1 << 2,
    GLYPH_SPACE = 1 << 3,
    GLYPH_OPEN = 1 << 4,  // （ 《 “ 【 …: a line does not end with it
    GLYPH_CLOSE = 1 << 5, // ） 》 ” 】 …: a line does not begin with it
    GLYPH_STOP = 1 << 6,  // 。 ！ ？ …
    GLYPH_PAUSE = 1 << 7, // ， 、
    GLYPH_SEMI = 1 << 8,  // ；
    GLYPH_COLON = 1 << 9, // ：
    GLYPH_DASH = 1 << 10,
    GLYPH_BULLET = 1 << 11, // ● ■ ◆ ▲ ★ · …
    GLYPH_LOST = 1 << 12,   // U+FFFD
    GLYPH_SIGN = 1 << 13,   // % + ℃ …
};

// Ends a sentence, or at least a clause.
enum { GLYPH_ENDS = GLYPH_STOP | GLYPH_SEMI | GLYPH_COLON };
// May not begin a line.
enum { GLYPH_HANGS = GLYPH_CLOSE | GLYPH_STOP | GLYPH_PAUSE | GLYPH_SEMI | GLYPH_COLON };

extern const uint16_t glyph_ascii[128];
unsigned glyph_class_slow(uint32_t c);

static inline unsigned glyph_class(uint32_t c)
{
    if (c >= 0x4E00 && c <= 0x9FFF) return GLYPH_HAN;
    return c < 0x80 ? glyph_ascii[c] : glyph_class_slow(c);
}

// Half-width in print: an ASCII character, in the usual Chinese fonts.
static inline bool glyph_is_half(uint32_t c)
{
    return c < 0x100 && c != 0xB7 && c != 0xD7;
}

bool glyph_is_numeral_slow(uint32_t c);

// True for Arabic digits and Chinese numerals (十百千 count).
static inline bool glyph_is_numeral(uint32_t c)
{
    if (c < 0x3007) return c >= '0' && c <= '9';
    return glyph_is_numeral_slow(c);
}

#endif

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
    GLYPH_COMMA = 1 << 7, // ，
    GLYPH_SEMI = 1 << 8,  // ；
    GLYPH_COLON = 1 << 9, // ：
    GLYPH_DASH = 1 << 10,
    GLYPH_BULLET = 1 << 11, // ● ■ ◆ ▲ ★ · …
    GLYPH_LOST = 1 << 12,   // U+FFFD
    GLYPH_SIGN = 1 << 13,   // % + ℃ …
    GLYPH_LIST = 1 << 14,   // 、
    GLYPH_PAUSE = GLYPH_COMMA | GLYPH_LIST,
};

// Ends a sentence, or at least a clause.
enum { GLYPH_ENDS = GLYPH_STOP | GLYPH_SEMI | GLYPH_COLON };
// May not begin a line.
enum { GLYPH_HANGS = GLYPH_CLOSE | GLYPH_STOP | GLYPH_PAUSE | GLYPH_SEMI | GLYPH_COLON };

// Classes of the characters of a page of Unicode (256 of them), or NULL.
extern const uint16_t *const glyph_pages[256];
unsigned glyph_class_slow(uint32_t c);

static inline unsigned glyph_class(uint32_t c)
{
    const uint16_t *page = c < 0x10000 ? glyph_pages[c >> 8] : NULL;
    return page ? page[c & 0xFF] : glyph_class_slow(c);
}

// Whether a Chinese character of the basic block, nearly every one, stands at byte i.
static inline bool glyph_han_at(struct span s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.at + i;
    return p[0] >= 0xE4 && ((unsigned)p[0] << 8 | p[1]) - 0xE4B8u <= 0xE9BFu - 0xE4B8u;
}

// That character.
static inline uint16_t glyph_han(struct span s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.at + i;
    return (uint16_t)(p[0] << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));
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

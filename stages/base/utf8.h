// SPDX-License-Identifier: Apache-2.0
//
// Walking validated UTF-8. These functions trust their input: text reaches a stage only
// through proto/, which refuses what is not UTF-8 (see utf8_valid).
#ifndef FZ_BASE_UTF8_H
#define FZ_BASE_UTF8_H

#include "stages/base/span.h"

#include <stdint.h>

// Bytes of the character whose first byte is c (1 to 4).
static inline size_t utf8_width(char c)
{
    // By the upper half of the byte, a digit for each.
    return 0x4322222211111111u >> ((unsigned char)c >> 4) * 4 & 7;
}

// The character at byte i of s, which must be the first byte of one; advances *i past it.
static inline uint32_t utf8_next(struct span s, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s.at + *i;
    if (p[0] >= 0xE0 && p[0] < 0xF0) { // most of what we read
        *i += 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 |
               (uint32_t)(p[2] & 0x3F);
    }
    if (p[0] < 0x80) {
        *i += 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *i += 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (uint32_t)(p[1] & 0x3F);
    }
    *i += 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
           (uint32_t)(p[2] & 0x3F) << 6 | (uint32_t)(p[3] & 0x3F);
}

// The byte offset of the character that ends at byte i > 0.
static inline size_t utf8_back(struct span s, size_t i)
{
    do
        i--;
    while (i > 0 && ((unsigned char)s.at[i] & 0xC0) == 0x80);
    return i;
}

// The end of the run of common Chinese characters (U+4E00 to U+9FFF) that begins at byte
// i of s, without decoding them; i where none begins there.
static inline size_t utf8_skip_han(struct span s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.at;
    while (i < s.n && p[i] >= 0xE4 && p[i] <= 0xE9 && (p[i] > 0xE4 || p[i + 1] >= 0xB8))
        i += 3;
    return i;
}

// Writes c as UTF-8 to out (room for 4); returns the number of bytes.
size_t utf8_put(uint32_t c, char *out);

// Number of characters in s.
size_t utf8_count(struct span s);

// True where s is well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
bool utf8_valid(struct span s);

// Length of the longest prefix of s that is well-formed UTF-8 in whole characters.
size_t utf8_valid_prefix(struct span s);
// The same a character at a time: for short texts, and for the tests that compare.
size_t utf8_valid_plain(struct span s);

// True for white space of every kind that a scan may hold: ASCII space and controls TAB
// to CR, NBSP, U+1680, U+2000 to U+200B, U+2028/2029, U+202F, U+205F, U+3000, U+FEFF.
static inline bool utf8_is_space(uint32_t c)
{
    if (c > 0x3000) return c == 0xFEFF;
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

// True for a Chinese character: the unified blocks and their extensions, 〇 and 々.
static inline bool utf8_is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
           c == 0x3005 || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

// s without white space (utf8_is_space) at either end.
struct span utf8_trim(struct span s);

#endif

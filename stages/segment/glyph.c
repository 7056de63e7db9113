// SPDX-License-Identifier: Apache-2.0
//
// The classes of characters. Han characters of the basic block are answered in the
// header; here are the few hundred others that the layout of a page turns on.
#include "stages/segment/glyph.h"

// A row for each sixteen ASCII characters.
enum {
    S = GLYPH_SIGN,
    D = GLYPH_DIGIT,
    L = GLYPH_LATIN,
    W = GLYPH_SPACE,
    O = GLYPH_OPEN,
    C = GLYPH_CLOSE,
    T = GLYPH_STOP,
    P = GLYPH_COMMA,
    E = GLYPH_SEMI,
    N = GLYPH_COLON,
    H = GLYPH_DASH,
    B = GLYPH_BULLET,
};
// clang-format off
const uint16_t glyph_ascii[128] = {
    S, S, S, S, S, S, S, S, S, W, W, W, W, W, S, S,
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    W, T, S, S, S, S, S, S, O, C, B, S, P, H, S, S,
    D, D, D, D, D, D, D, D, D, D, N, E, S, S, S, T,
    S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, S, C, S, S,
    S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, S, C, S, S,
};
// clang-format on

// U+2010 to U+2767: dashes, quotes, bullets, geometric signs.
static unsigned symbol(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x201C:
        return GLYPH_OPEN;
    case 0x2019:
    case 0x201D:
        return GLYPH_CLOSE;
    case 0x2026:
        return GLYPH_STOP; // …
    case 0x2022:
    case 0x203B:
    case 0x2027:
        return GLYPH_BULLET;
    case 0x2030:
    case 0x2032:
    case 0x2033:
        return GLYPH_SIGN;
    default:
        break;
    }
    if (c <= 0x2015) return GLYPH_DASH;
    if (c >= 0x2460 && c <= 0x249B) return GLYPH_BULLET | GLYPH_DIGIT; // ① ⑴ ⒈
    if (c >= 0x2500 && c <= 0x257F) return GLYPH_DASH;                 // box drawing
    if (c >= 0x25A0 && c <= 0x2767) return GLYPH_BULLET; // ■ ◆ ● ★ ✦
    return GLYPH_SIGN;
}

// U+3000 to U+303F, ideographic punctuation: those that are no signs.
static const uint16_t ideographic[0x40] = {
    [0x00] = W,         [0x01] = GLYPH_LIST, [0x02] = T, [0x05] = GLYPH_HAN,
    [0x07] = GLYPH_HAN, [0x08] = O,          [0x0A] = O, [0x0C] = O,
    [0x0E] = O,         [0x10] = O, // 〈《「『【
    [0x09] = C,         [0x0B] = C,          [0x0D] = C, [0x0F] = C,
    [0x11] = C,         [0x14] = O,          [0x16] = O, [0x18] = O,
    [0x1A] = O,         [0x1D] = O, // 〔〖〘〚〝
    [0x15] = C,         [0x17] = C,          [0x19] = C, [0x1B] = C,
    [0x1E] = C,         [0x1F] = C,
};

// U+FF00 to U+FF7F, full-width forms: those that are neither signs nor letters.
static const uint16_t full_width[0x80] = {
    [0x01] = T, [0x1F] = T, [0x0E] = T, [0x61] = T, // ！ ？ ．
    [0x08] = O, [0x3B] = O, [0x5B] = O,             // （ ［ ｛
    [0x09] = C, [0x3D] = C, [0x5D] = C, [0x0C] = P, [0x1B] = E, [0x1A] = N,
    [0x0D] = H, [0x10] = D, [0x11] = D, [0x12] = D, [0x13] = D, [0x14] = D,
    [0x15] = D, [0x16] = D, [0x17] = D, [0x18] = D, [0x19] = D,
};

static unsigned half_or_full(uint32_t c)
{
    if (c == 0xFFFD) return GLYPH_LOST;
    if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A)) return GLYPH_LATIN;
    return c < 0xFF80 && full_width[c - 0xFF00] ? full_width[c - 0xFF00] : GLYPH_SIGN;
}

unsigned glyph_class_slow(uint32_t c)
{
    if (c < 0x80) return glyph_ascii[c];
    if (c - 0x3000 < 0x40) return ideographic[c - 0x3000] ? ideographic[c - 0x3000] : S;
    if (c >= 0xFF00 && c <= 0xFFFD) return half_or_full(c);
    if (utf8_is_space(c)) return GLYPH_SPACE;
    if (c == 0xB7) return GLYPH_BULLET;
    if (c < 0x250) return c >= 0xC0 ? GLYPH_LATIN : GLYPH_SIGN;
    if (c >= 0x2010 && c <= 0x2767) return symbol(c);
    return utf8_is_han(c) ? GLYPH_HAN : GLYPH_SIGN;
}

bool glyph_is_numeral_slow(uint32_t c)
{
    if (c >= 0xFF10 && c <= 0xFF19) return true;
    switch (c) {
    case 0x4E00:
    case 0x4E8C:
    case 0x4E09:
    case 0x56DB:
    case 0x4E94:
    case 0x516D:
    case 0x4E03:
    case 0x516B:
    case 0x4E5D:
    case 0x5341:
    case 0x767E:
    case 0x5343:
    case 0x3007:
    case 0x96F6:
        return true; // 一二三四五六七八九十百千〇零
    default:
        return false;
    }
}

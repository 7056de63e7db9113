// SPDX-License-Identifier: Apache-2.0
//
// The classes of characters: tables of the pages of Unicode that nearly all text is of,
// and a function for the rest, the few hundred others that the layout of a page turns on.
#include "stages/segment/glyph.h"

enum {
    S = GLYPH_SIGN,
    D = GLYPH_DIGIT,
    L = GLYPH_LATIN,
    W = GLYPH_SPACE,
    O = GLYPH_OPEN,
    C = GLYPH_CLOSE,
    T = GLYPH_STOP,
    P = GLYPH_COMMA,
    I = GLYPH_LIST,
    E = GLYPH_SEMI,
    N = GLYPH_COLON,
    H = GLYPH_DASH,
    B = GLYPH_BULLET,
    X = GLYPH_LOST,
    Z = GLYPH_HAN,
};

// A row for each sixteen characters.
// clang-format off
#define ROW(c) c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c
#define FOUR_ROWS(c) ROW(c), ROW(c), ROW(c), ROW(c)

// U+0000 to U+00FF
static const uint16_t latin[256] = {
    S, S, S, S, S, S, S, S, S, W, W, W, W, W, S, S,
    ROW(S),
    W, T, S, S, S, S, S, S, O, C, B, S, P, H, S, S,
    D, D, D, D, D, D, D, D, D, D, N, E, S, S, S, T,
    S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, S, C, S, S,
    S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, S, C, S, S,
    S, S, S, S, S, W, S, S, S, S, S, S, S, S, S, S,
    ROW(S),
    W, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    S, S, S, S, S, S, S, B, S, S, S, S, S, S, S, S,
    ROW(L),
    ROW(L),
    ROW(L),
    ROW(L),
};

// U+2000 to U+20FF: dashes, quotes, spaces
static const uint16_t general[256] = {
    W, W, W, W, W, W, W, W, W, W, W, W, S, S, S, S,
    H, H, H, H, H, H, S, S, O, C, S, S, O, C, S, S,
    S, S, B, S, S, S, T, B, W, W, S, S, S, S, S, W,
    S, S, S, S, S, S, S, S, S, S, S, B, S, S, S, S,
    ROW(S),
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, W,
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
};

// U+3000 to U+30FF: 。 、 《 【 …
static const uint16_t ideographic[256] = {
    W, I, T, S, S, Z, S, Z, O, C, O, C, O, C, O, C,
    O, C, S, S, O, C, O, C, O, C, O, C, S, O, C, C,
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
};

// U+FF00 to U+FFFF: full-width forms
static const uint16_t full_width[256] = {
    S, T, S, S, S, S, S, S, O, C, S, S, P, H, T, S,
    D, D, D, D, D, D, D, D, D, D, N, E, S, S, S, T,
    S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, S, C, S, S,
    S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, O, S, C, S, S,
    S, T, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    ROW(S),
    S, S, S, S, S, S, S, S, S, S, S, S, S, X, S, S,
};

static const uint16_t han[256] = {
    FOUR_ROWS(Z), FOUR_ROWS(Z), FOUR_ROWS(Z), FOUR_ROWS(Z),
};

const uint16_t *const glyph_pages[256] = {
    [0x00] = latin, [0x20] = general, [0x30] = ideographic, [0xFF] = full_width,
    [0x4E] = han, [0x4F] = han, [0x50] = han, [0x51] = han, [0x52] = han, [0x53] = han,
    [0x54] = han, [0x55] = han, [0x56] = han, [0x57] = han, [0x58] = han, [0x59] = han,
    [0x5A] = han, [0x5B] = han, [0x5C] = han, [0x5D] = han, [0x5E] = han, [0x5F] = han,
    [0x60] = han, [0x61] = han, [0x62] = han, [0x63] = han, [0x64] = han, [0x65] = han,
    [0x66] = han, [0x67] = han, [0x68] = han, [0x69] = han, [0x6A] = han, [0x6B] = han,
    [0x6C] = han, [0x6D] = han, [0x6E] = han, [0x6F] = han, [0x70] = han, [0x71] = han,
    [0x72] = han, [0x73] = han, [0x74] = han, [0x75] = han, [0x76] = han, [0x77] = han,
    [0x78] = han, [0x79] = han, [0x7A] = han, [0x7B] = han, [0x7C] = han, [0x7D] = han,
    [0x7E] = han, [0x7F] = han, [0x80] = han, [0x81] = han, [0x82] = han, [0x83] = han,
    [0x84] = han, [0x85] = han, [0x86] = han, [0x87] = han, [0x88] = han, [0x89] = han,
    [0x8A] = han, [0x8B] = han, [0x8C] = han, [0x8D] = han, [0x8E] = han, [0x8F] = han,
    [0x90] = han, [0x91] = han, [0x92] = han, [0x93] = han, [0x94] = han, [0x95] = han,
    [0x96] = han, [0x97] = han, [0x98] = han, [0x99] = han, [0x9A] = han, [0x9B] = han,
    [0x9C] = han, [0x9D] = han, [0x9E] = han, [0x9F] = han,
};
// clang-format on

unsigned glyph_class_slow(uint32_t c)
{
    if (c < 0x10000 && glyph_pages[c >> 8]) return glyph_pages[c >> 8][c & 0xFF];
    if (utf8_is_space(c)) return GLYPH_SPACE;
    if (c < 0x250) return GLYPH_LATIN;
    if (c >= 0x2460 && c <= 0x249B) return GLYPH_BULLET | GLYPH_DIGIT; // ① ⑴ ⒈
    if (c >= 0x2500 && c <= 0x257F) return GLYPH_DASH;                 // box drawing
    if (c >= 0x25A0 && c <= 0x2767) return GLYPH_BULLET; // ■ ◆ ● ★ ✦
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

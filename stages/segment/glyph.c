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
    P = GLYPH_PAUSE,
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

// U+3000 to U+303F: ideographic punctuation.
static unsigned ideographic(uint32_t c)
{
    switch (c) {
    case 0x3001:
        return GLYPH_PAUSE;
    case 0x3002:
        return GLYPH_STOP;
    case 0x3005:
    case 0x3007:
        return GLYPH_HAN;
    case 0x3008:
    case 0x300A:
    case 0x300C:
    case 0x300E:
    case 0x3010:
    case 0x3014:
    case 0x3016:
    case 0x3018:
    case 0x301A:
    case 0x301D:
        return GLYPH_OPEN;
    case 0x3009:
    case 0x300B:
    case 0x300D:
    case 0x300F:
    case 0x3011:
    case 0x3015:
    case 0x3017:
    case 0x3019:
    case 0x301B:
    case 0x301E:
    case 0x301F:
        return GLYPH_CLOSE;
    default:
        return GLYPH_SIGN;
    }
}

static unsigned full_width(uint32_t c)
{
    if (c >= 0xFF10 && c <= 0xFF19) return GLYPH_DIGIT;
    if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A)) return GLYPH_LATIN;
    switch (c) {
    case 0xFF01:
    case 0xFF1F:
    case 0xFF0E:
    case 0xFF61:
        return GLYPH_STOP;
    case 0xFF08:
    case 0xFF3B:
    case 0xFF5B:
        return GLYPH_OPEN;
    case 0xFF09:
    case 0xFF3D:
    case 0xFF5D:
        return GLYPH_CLOSE;
    case 0xFF0C:
        return GLYPH_PAUSE;
    case 0xFF1B:
        return GLYPH_SEMI;
    case 0xFF1A:
        return GLYPH_COLON;
    case 0xFF0D:
        return GLYPH_DASH;
    case 0xFFFD:
        return GLYPH_LOST;
    default:
        return GLYPH_SIGN;
    }
}

unsigned glyph_class_slow(uint32_t c)
{
    if (c < 0x80) return glyph_ascii[c];
    if (c >= 0xFF00 && c <= 0xFFFD) return full_width(c);
    if (c >= 0x3001 && c <= 0x303F) return ideographic(c);
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

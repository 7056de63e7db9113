// SPDX-License-Identifier: Apache-2.0
//
// UTF-8 helpers that are not worth inlining. Pure; takes no memory.
#include "stages/base/utf8.h"

size_t utf8_put(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_count(struct span s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

// Table 3-7 of the Unicode standard: what may follow each first byte.
static size_t valid_width(const unsigned char *p, size_t left)
{
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4) return 0;
    size_t width = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (left < width) return 0;
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high) return 0;
    for (size_t i = 2; i < width; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    return width;
}

bool utf8_valid(struct span s)
{
    const unsigned char *p = (const unsigned char *)s.at;
    size_t i = 0;
    while (i < s.n) {
        uint64_t eight;
        while (s.n - i >= 8 && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u)))
            i += 8;
        if (i == s.n) return true;
        size_t width = valid_width(p + i, s.n - i);
        if (width == 0) return false;
        i += width;
    }
    return true;
}

struct span utf8_trim(struct span s)
{
    while (s.n > 0) {
        size_t next = 0;
        if (!utf8_is_space(utf8_next(s, &next))) break;
        s = span_cut(s, next, s.n);
    }
    while (s.n > 0) {
        size_t last = utf8_back(s, s.n), next = last;
        if (!utf8_is_space(utf8_next(s, &next))) break;
        s.n = last;
    }
    return s;
}

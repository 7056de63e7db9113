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
    const uint64_t ones = 0x0101010101010101u;
    size_t count = 0, i = 0;
    for (; s.n - i >= 8;
         i += 8) { // eight bytes at once: a character's first is not 10xxxxxx
        uint64_t bytes;
        memcpy(&bytes, s.at + i, sizeof bytes);
        uint64_t first = (~(bytes >> 7) | bytes >> 6) & ones;
        count += (size_t)(first * ones >> 56);
    }
    for (; i < s.n; i++)
        count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
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

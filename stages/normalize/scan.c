// SPDX-License-Identifier: Apache-2.0
//
// Compares a block, and the same block one and two bytes earlier, with the few lead bytes
// that are not plain. Pure, no memory.
#include "stages/normalize/scan.h"

#include "stages/base/utf8.h"
#include "stages/base/wide.h"

size_t scan_ascii(struct span s)
{
    size_t i = 0;
    uint64_t eight;
    while (s.n - i >= 8 && (memcpy(&eight, s.at + i, 8), !(eight & 0x8080808080808080u)))
        i += 8;
    while (i < s.n && !((unsigned char)s.at[i] & 0x80))
        i++;
    return i;
}

// For each first byte: 0 plain, 1 trouble, 2 depends on the bytes behind it.
static int lead_class(unsigned char c)
{
    if (c < 0x80) return (c < 0x20 && c != '\t' && c != '\n' && c != '\f') || c == 0x7F;
    if (c == 0xE2 || c == 0xE3 || c == 0xEF) return 2;
    return !(c >= 0xE4 && c <= 0xE9);
}

// U+2000 to U+2FFF: the spaces and marks of U+2000, letter-like singletons, the angle
// brackets U+2329, U+2ADC, the radicals. U+3000 to U+3FFF: combining marks, the filler.
// U+F000 to U+FFFF: all but the punctuation of U+FF00 that stays.
static bool is_trouble(const unsigned char *p)
{
    unsigned char b = p[1], c = p[2];
    if (p[0] == 0xE2) {
        if (b == 0x80) return c <= 0x8F || (c >= 0xA8 && c <= 0xAF);
        return b == 0x81 || b == 0x83 || b == 0x84 || b == 0x8C || b >= 0xAB;
    }
    if (p[0] == 0xE3)
        return (b == 0x80 && c >= 0xAA && c <= 0xAF) ||
               (b == 0x82 && (c == 0x99 || c == 0x9A)) || b == 0x85;
    if (b == 0xBC)
        return c == 0x85 || c == 0x8D || c == 0x8E || (c >= 0x90 && c <= 0x99) ||
               (c >= 0xA1 && c <= 0xBA);
    return true;
}

size_t scan_trouble_plain(struct span s, size_t from)
{
    const unsigned char *p = (const unsigned char *)s.at;
    while (from < s.n) {
        int class = lead_class(p[from]);
        if (class == 1 || (class == 2 && is_trouble(p + from))) break;
        from += utf8_width(s.at[from]);
    }
    return from < s.n ? from : s.n;
}

#ifdef WIDE

AVX2 static inline __m256i within(__m256i block, unsigned char low, unsigned char high)
{
    __m256i moved = _mm256_sub_epi8(block, splat(low));
    __m256i limit = splat((unsigned char)(high - low));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(moved, limit), moved);
}

AVX2 static inline __m256i is(__m256i block, unsigned char c)
{
    return _mm256_cmpeq_epi8(block, splat(c));
}

#define OR(a, b) _mm256_or_si256((a), (b))
#define AND(a, b) _mm256_and_si256((a), (b))

// First bytes that are trouble by themselves.
AVX2 static inline __m256i trouble_lead(__m256i block)
{
    __m256i control = _mm256_andnot_si256(OR(within(block, '\t', '\n'), is(block, '\f')),
                                          within(block, 0, 0x1F));
    __m256i rare = OR(within(block, 0xC2, 0xE1), within(block, 0xEA, 0xEE));
    return OR(OR(control, is(block, 0x7F)), OR(rare, within(block, 0xF0, 0xF4)));
}

// Third bytes of characters that are trouble; mirrors is_trouble.
AVX2 static inline __m256i trouble_third(__m256i c, __m256i b, __m256i a)
{
    __m256i b80 = is(b, 0x80);
    __m256i spaces = AND(b80, OR(within(c, 0x80, 0x8F), within(c, 0xA8, 0xAF)));
    __m256i symbols = OR(OR(is(b, 0x81), within(b, 0x83, 0x84)),
                         OR(is(b, 0x8C), within(b, 0xAB, 0xBF)));
    __m256i e2 = AND(is(a, 0xE2), OR(spaces, symbols));
    __m256i marks =
        OR(AND(b80, within(c, 0xAA, 0xAF)), AND(is(b, 0x82), within(c, 0x99, 0x9A)));
    __m256i e3 = AND(is(a, 0xE3), OR(marks, is(b, 0x85)));
    __m256i folded = OR(OR(is(c, 0x85), within(c, 0x8D, 0x8E)),
                        OR(within(c, 0x90, 0x99), within(c, 0xA1, 0xBA)));
    __m256i kept = _mm256_andnot_si256(folded, is(b, 0xBC));
    return OR(OR(e2, e3), _mm256_andnot_si256(kept, is(a, 0xEF)));
}

AVX2 static size_t trouble_blocks(struct span s, size_t from)
{
    __m256i before = _mm256_setzero_si256();
    for (; s.n - from >= 32; from += 32) {
        __m256i block = _mm256_loadu_si256((const void *)(s.at + from));
        __m256i one = EARLIER(block, before, 1), two = EARLIER(block, before, 2);
        unsigned lead = (unsigned)_mm256_movemask_epi8(trouble_lead(block));
        unsigned third = (unsigned)_mm256_movemask_epi8(trouble_third(block, one, two));
        before = block;
        if (!(lead | third)) continue;
        // A third byte stands two behind its first; it may be the block's first or
        // second.
        size_t at_lead = lead ? from + (size_t)__builtin_ctz(lead) : s.n;
        size_t at_third = third ? from + (size_t)__builtin_ctz(third) - 2 : s.n;
        return at_lead < at_third ? at_lead : at_third;
    }
    if (from == s.n) return s.n;
    // The character that the last block cut is looked at again.
    size_t back = 0;
    while (back < 2 && back < from && ((unsigned char)s.at[from - back] & 0xC0) == 0x80)
        back++;
    return scan_trouble_plain(s, from - back);
}

size_t scan_trouble(struct span s, size_t from)
{
    if (s.n - from < 32 || !wide_have()) return scan_trouble_plain(s, from);
    return trouble_blocks(s, from);
}

#else

size_t scan_trouble(struct span s, size_t from)
{
    return scan_trouble_plain(s, from);
}

#endif

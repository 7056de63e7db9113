// SPDX-License-Identifier: Apache-2.0
//
// Validation is J. Keiser and D. Lemire, "Validating UTF-8 In Less Than One Instruction
// Per Byte", Software: Practice and Experience 51 (2021), section 6: three 16-way
// look-ups on neighbouring nibbles give the errors of every pair of bytes, and a
// saturating subtraction says where third and fourth bytes must stand. The trouble scan
// compares the same shifted blocks with the few lead bytes that are not plain. Pure, no
// memory.
#include "stages/normalize/scan.h"

#include "stages/base/utf8.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#define AVX2 __attribute__((target("avx2,bmi")))
#endif

// Table 3-7 of the Unicode standard.
static size_t character_width(const unsigned char *p, size_t left)
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

size_t scan_valid_plain(struct span s)
{
    const unsigned char *p = (const unsigned char *)s.at;
    size_t i = 0;
    while (i < s.n) {
        size_t width = character_width(p + i, s.n - i);
        if (width == 0) break;
        i += width;
    }
    return i;
}

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

AVX2 static inline __m256i splat(unsigned char c)
{
    return _mm256_set1_epi8((char)c);
}

// The block as it stands n bytes earlier: its first n bytes come from `before`.
#define EARLIER(block, before, n)                                                        \
    _mm256_alignr_epi8((block), _mm256_permute2x128_si256((before), (block), 0x21),      \
                       16 - (n))

AVX2 static inline __m256i table(const unsigned char entries[16], __m256i index)
{
    __m128i half = _mm_loadu_si128((const void *)entries);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), index);
}

enum {
    TOO_SHORT = 1,   // 11______ 0_______ or 11______ 11______
    TOO_LONG = 2,    // 0_______ 10______
    OVERLONG_3 = 4,  // 11100000 100_____
    TOO_LARGE = 8,   // 11110100 101_____ and beyond
    SURROGATE = 16,  // 11101101 101_____
    OVERLONG_2 = 32, // 1100000_ 10______
    TOO_LARGE_1000 = 64,
    OVERLONG_4 = 64, // 11110000 1000____
    TWO_CONTS = 128, // 10______ 10______
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS
};

static const unsigned char first_high[16] = {TOO_LONG,
                                             TOO_LONG,
                                             TOO_LONG,
                                             TOO_LONG,
                                             TOO_LONG,
                                             TOO_LONG,
                                             TOO_LONG,
                                             TOO_LONG,
                                             TWO_CONTS,
                                             TWO_CONTS,
                                             TWO_CONTS,
                                             TWO_CONTS,
                                             TOO_SHORT | OVERLONG_2,
                                             TOO_SHORT,
                                             TOO_SHORT | OVERLONG_3 | SURROGATE,
                                             TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 |
                                                 OVERLONG_4};
static const unsigned char first_low[16] = {CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
                                            CARRY | OVERLONG_2,
                                            CARRY,
                                            CARRY,
                                            CARRY | TOO_LARGE,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000 |
                                                SURROGATE,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000,
                                            CARRY | TOO_LARGE | TOO_LARGE_1000};
static const unsigned char second_high[16] = {
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | OVERLONG_3 | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE,
    TOO_LONG | OVERLONG_2 | TWO_CONTS | SURROGATE | TOO_LARGE,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT,
    TOO_SHORT};

AVX2 static inline __m256i errors_of(__m256i block, __m256i before)
{
    const __m256i low = splat(0x0F);
    __m256i one = EARLIER(block, before, 1);
    __m256i two = EARLIER(block, before, 2);
    __m256i three = EARLIER(block, before, 3);
    __m256i pairs = _mm256_and_si256(
        table(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), low)),
        table(first_low, _mm256_and_si256(one, low)));
    pairs = _mm256_and_si256(
        pairs, table(second_high, _mm256_and_si256(_mm256_srli_epi16(block, 4), low)));
    __m256i third = _mm256_subs_epu8(two, splat(0xE0 - 0x80));
    __m256i fourth = _mm256_subs_epu8(three, splat(0xF0 - 0x80));
    __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), splat(0x80));
    return _mm256_xor_si256(must, pairs);
}

// Bytes of s, a multiple of 32, in which no error shows; a character may be cut at the
// end.
AVX2 static size_t valid_blocks(struct span s)
{
    __m256i before = _mm256_setzero_si256();
    size_t i = 0;
    for (; s.n - i >= 32; i += 32) {
        __m256i block = _mm256_loadu_si256((const void *)(s.at + i));
        __m256i errors = errors_of(block, before);
        if (!_mm256_testz_si256(errors, errors)) break;
        before = block;
    }
    return i;
}

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

static bool wide(void)
{
    return __builtin_cpu_supports("avx2");
}

size_t scan_valid(struct span s)
{
    if (!wide()) return scan_valid_plain(s);
    size_t i = valid_blocks(s), back = 0;
    while (i > 0 && back < 4 && ((unsigned char)s.at[i - 1] & 0x80)) {
        i--, back++;
        if ((unsigned char)s.at[i] >= 0xC0) break;
    }
    return i + scan_valid_plain(span_cut(s, i, s.n));
}

size_t scan_trouble(struct span s, size_t from)
{
    if (s.n - from < 32 || !wide()) return scan_trouble_plain(s, from);
    return trouble_blocks(s, from);
}

#else

size_t scan_valid(struct span s)
{
    return scan_valid_plain(s);
}

size_t scan_trouble(struct span s, size_t from)
{
    return scan_trouble_plain(s, from);
}

#endif

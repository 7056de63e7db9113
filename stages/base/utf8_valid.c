// SPDX-License-Identifier: Apache-2.0
//
// J. Keiser and D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte",
// Software: Practice and Experience 51 (2021), section 6: three 16-way look-ups on
// neighbouring nibbles give the errors of every pair of bytes, and a saturating
// subtraction says where third and fourth bytes must stand. Pure, no memory.
#include "stages/base/utf8.h"
#include "stages/base/wide.h"

// Table 3-7 of the Unicode standard: what may follow each first byte.
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

size_t utf8_valid_plain(struct span s)
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

#ifdef WIDE

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
// end. *before is the last block.
AVX2 static size_t valid_blocks(struct span s, __m256i *before)
{
    __m256i last = _mm256_setzero_si256();
    size_t i = 0;
    for (; s.n - i >= 32; i += 32) {
        __m256i block = _mm256_loadu_si256((const void *)(s.at + i));
        __m256i errors = errors_of(block, last);
        if (!_mm256_testz_si256(errors, errors)) break;
        last = block;
    }
    *before = last;
    return i;
}

AVX2 static size_t prefix_wide(struct span s)
{
    __m256i before;
    size_t i = valid_blocks(s, &before), back = 0;
    while (i > 0 && back < 4 && ((unsigned char)s.at[i - 1] & 0x80)) {
        i--, back++;
        if ((unsigned char)s.at[i] >= 0xC0) break;
    }
    return i + utf8_valid_plain(span_cut(s, i, s.n));
}

size_t utf8_valid_prefix(struct span s)
{
    return wide_have() ? prefix_wide(s) : utf8_valid_plain(s);
}

// Zeros behind the last block show whether a character is cut there.
AVX2 static bool valid_wide(struct span s)
{
    __m256i before;
    size_t i = valid_blocks(s, &before);
    char room[32] = {0};
    if (s.n - i >= 32) return false;
    if (s.n > i) memcpy(room, s.at + i, s.n - i);
    __m256i errors = errors_of(_mm256_loadu_si256((const void *)room), before);
    return _mm256_testz_si256(errors, errors);
}

bool utf8_valid(struct span s)
{
    return wide_have() ? valid_wide(s) : utf8_valid_plain(s) == s.n;
}

#else

size_t utf8_valid_prefix(struct span s)
{
    return utf8_valid_plain(s);
}

bool utf8_valid(struct span s)
{
    return utf8_valid_plain(s) == s.n;
}

#endif

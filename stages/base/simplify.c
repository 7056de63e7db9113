// SPDX-License-Identifier: Apache-2.0
//
// A bit a character says whether it has a simplified form; the rank of the bit says which
// (rank and select, Jacobson 1989). Most text is simplified already, and then one bit a
// character is all that is looked at.
#include "stages/base/simplify.h"

#include "stages/base/utf8.h"
#include "stages/base/wide.h"

enum { WANTED = 8 }; // one character in so many

static bool has_form(uint32_t offset)
{
    return simplify_bits[offset / 64] >> offset % 64 & 1;
}

static uint32_t form(uint32_t offset)
{
    uint64_t below = simplify_bits[offset / 64] & ((UINT64_C(1) << offset % 64) - 1);
    return simplify_forms[simplify_before[offset / 64] + __builtin_popcountll(below)];
}

static bool is_han(uint32_t c)
{
    return c - SIMPLIFY_FIRST < SIMPLIFY_WORDS * 64;
}

// Counts the character of three bytes at p; those of U+4000 to U+4DFF are none.
static inline void count_one(struct simplify_count *sum, const unsigned char *p)
{
    // Of four, six and six bits: the last are the bit's place in its word.
    uint32_t word = ((p[0] & 0x0Fu) << 6 | (p[1] & 0x3Fu)) - SIMPLIFY_FIRST / 64;
    if (word >= SIMPLIFY_WORDS) return;
    sum->han++;
    sum->traditional += simplify_bits[word] >> (p[2] & 0x3F) & 1;
}

static bool is_first(unsigned char c)
{
    return c >= 0xE4 && c <= 0xE9;
}

#ifdef WIDE
// Counts what begins in whole blocks; returns where the last ends. First bytes are found
// by a mask: where the next character begins is what no processor can foresee.
AVX2 static size_t count_blocks(struct simplify_count *sum, struct span text)
{
    size_t i = 0;
    for (; text.n - i >= 32 + 2; i += 32) {
        const unsigned char *p = (const unsigned char *)text.at + i;
        __m256i block = _mm256_loadu_si256((const void *)p);
        __m256i found = _mm256_and_si256(_mm256_cmpgt_epi8(block, splat(0xE3)),
                                         _mm256_cmpgt_epi8(splat(0xEA), block));
        unsigned firsts = (unsigned)_mm256_movemask_epi8(found);
        for (; firsts; firsts &= firsts - 1)
            count_one(sum, p + __builtin_ctz(firsts));
    }
    return i;
}
#endif

void simplify_add(struct simplify_count *counts, struct span text)
{
    struct simplify_count sum = {0, 0};
    size_t i = 0;
#ifdef WIDE
    if (wide_have()) i = count_blocks(&sum, text);
#endif
    for (; i < text.n; i++)
        if (is_first((unsigned char)text.at[i]))
            count_one(&sum, (const unsigned char *)text.at + i);
    counts->han += sum.han;
    counts->traditional += sum.traditional;
}

bool simplify_wanted(const struct simplify_count *count)
{
    return count->traditional * WANTED > count->han;
}

void simplify_write(struct span text, char *out)
{
    if (text.n) memcpy(out, text.at, text.n); // an empty text may have no place
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        if (is_han(c) && has_form(c - SIMPLIFY_FIRST))
            utf8_put(form(c - SIMPLIFY_FIRST), out + at);
    }
}

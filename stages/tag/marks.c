// SPDX-License-Identifier: Apache-2.0
//
// Common Chinese characters begin with E4 to E9, and marks with most other first bytes;
// of the few that may be both each character is looked at. Takes two bits of memory for a
// byte of text, and a word for each paragraph.
#include "stages/tag/marks.h"

#include "stages/base/utf8.h"
#include "stages/base/wide.h"

// E2 80 9C and 9D, E3 80 8A and 8B.
static bool is_quote(const unsigned char *p)
{
    return (p[0] == 0xE2 && p[1] == 0x80 && (p[2] == 0x9C || p[2] == 0x9D)) ||
           (p[0] == 0xE3 && p[1] == 0x80 && (p[2] == 0x8A || p[2] == 0x8B));
}

#ifdef WIDE
// Bits for the bytes of a block of 32: what begins there.
struct block {
    uint64_t marks, quotes;
    uint32_t rare; // of the marks: may be rare Chinese characters
};

AVX2 static inline __m256i load(const char *at)
{
    return _mm256_loadu_si256((const void *)at);
}

AVX2 static inline __m256i equal(__m256i block, unsigned char c)
{
    return _mm256_cmpeq_epi8(block, splat(c));
}

// Two bytes behind the block are read, too.
AVX2 static inline struct block block_at(const char *at)
{
    __m256i block = load(at), second = load(at + 1), third = load(at + 2);
    __m256i e3 = equal(block, 0xE3), zero = equal(second, 0x80);
    __m256i inside = _mm256_cmpgt_epi8(splat(0xC0), block); // as signed numbers
    __m256i common = _mm256_and_si256(_mm256_cmpgt_epi8(block, splat(0xE4)),
                                      _mm256_cmpgt_epi8(splat(0xEA), block));
    __m256i e4 = _mm256_and_si256(equal(block, 0xE4),
                                  _mm256_cmpgt_epi8(second, splat(0xB7)));
    __m256i none = _mm256_or_si256(e4, _mm256_or_si256(inside, common));
    // 々 and 〇, U+3400 on, what is left of E4, U+F900 on, beyond the first plane
    __m256i sign = equal(_mm256_or_si256(third, splat(2)), 0x87);
    __m256i late = _mm256_cmpgt_epi8(second, splat(0x8F));
    __m256i rare = _mm256_or_si256(
        _mm256_and_si256(e3, _mm256_or_si256(late, _mm256_and_si256(zero, sign))),
        _mm256_or_si256(_mm256_andnot_si256(e4, equal(block, 0xE4)),
                        _mm256_and_si256(equal(block, 0xEF),
                                         _mm256_cmpgt_epi8(splat(0xB0), second))));
    rare = _mm256_or_si256(rare, _mm256_and_si256(_mm256_cmpgt_epi8(block, splat(0xEF)),
                                                  _mm256_cmpgt_epi8(splat(0), block)));
    __m256i double_quote = _mm256_and_si256(
        equal(block, 0xE2), _mm256_or_si256(equal(third, 0x9C), equal(third, 0x9D)));
    __m256i title =
        _mm256_and_si256(e3, _mm256_or_si256(equal(third, 0x8A), equal(third, 0x8B)));
    __m256i quotes = _mm256_and_si256(zero, _mm256_or_si256(double_quote, title));
    return (struct block){~(uint32_t)_mm256_movemask_epi8(none),
                          (uint32_t)_mm256_movemask_epi8(quotes),
                          (uint32_t)_mm256_movemask_epi8(rare)};
}

// The bits of a block that are set in `rare`, where they stand for Chinese characters.
static uint32_t chinese(struct span text, size_t block, uint32_t rare)
{
    uint32_t found = 0;
    for (; rare; rare &= rare - 1) {
        size_t at = block + (size_t)__builtin_ctz(rare);
        if (utf8_is_han(utf8_next(text, &at))) found |= rare & -rare;
    }
    return found;
}

// Puts a block's bits in at bit `at` of a map.
static inline void put(uint64_t *bits, size_t at, uint64_t found)
{
    bits[at / 64] |= found << at % 64;
    if (at % 64 > 32) bits[at / 64 + 1] |= found >> (64 - at % 64);
}

// Marks whole blocks; returns where the last ends.
AVX2 static size_t mark_blocks(struct span text, struct marks *marks, size_t base)
{
    size_t i = 0;
    for (; text.n - i >= 32 + 2; i += 32) {
        struct block found = block_at(text.at + i);
        if (found.rare) found.marks &= ~(uint64_t)chinese(text, i, found.rare);
        put(marks->bits, base + i, found.marks);
        if (found.quotes) put(marks->quotes, base + i, found.quotes);
    }
    return i;
}
#endif

static void mark(struct span text, struct marks *marks, size_t base)
{
    size_t i = 0;
#ifdef WIDE
    if (wide_have()) i = mark_blocks(text, marks, base);
#endif
    while (i < text.n) {
        size_t from = i++;
        if (((unsigned char)text.at[from] & 0xC0) == 0x80) continue;
        i = from;
        if (utf8_is_han(utf8_next(text, &i))) continue;
        bits_set(marks->bits, base + from);
        if (is_quote((const unsigned char *)text.at + from))
            bits_set(marks->quotes, base + from);
    }
}

struct marks marks_of(const struct layout *layout, struct arena *arena)
{
    size_t total = 0, n = layout->paragraphs.n;
    struct marks marks = {.layout = layout};
    marks.base = arena_raw(arena, (n + 1) * sizeof *marks.base);
    for (size_t i = 0; i < n; i++) {
        marks.base[i] = total;
        total += layout->paragraphs.at[i].text.n;
    }
    marks.base[n] = total;
    marks.bits = ARENA_NEW(arena, uint64_t, 2 * bits_words(total));
    marks.quotes = marks.bits + bits_words(total);
    for (size_t i = 0; i < n; i++)
        mark(layout->paragraphs.at[i].text, &marks, marks.base[i]);
    return marks;
}

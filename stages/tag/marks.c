// SPDX-License-Identifier: Apache-2.0
//
// A mark begins with any byte that is neither in the middle of a character nor E4 to E9,
// or with E4 where U+4E00 is not reached. Takes two bits of memory for a byte of text,
// and a word for each paragraph.
#include "stages/tag/marks.h"

#include "stages/base/utf8.h"
#include "stages/base/wide.h"

static bool is_mark(const unsigned char *p)
{
    if (p[0] < 0x80) return true;
    return p[0] >= 0xC0 && (p[0] < 0xE4 || p[0] > 0xE9 || (p[0] == 0xE4 && p[1] < 0xB8));
}

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
    __m256i inside = _mm256_cmpgt_epi8(splat(0xC0), block); // as signed numbers
    __m256i common = _mm256_and_si256(_mm256_cmpgt_epi8(block, splat(0xE3)),
                                      _mm256_cmpgt_epi8(splat(0xEA), block));
    __m256i rare =
        _mm256_and_si256(equal(block, 0xE4), _mm256_cmpgt_epi8(splat(0xB8), second));
    __m256i none = _mm256_andnot_si256(rare, _mm256_or_si256(inside, common));
    __m256i double_quote = _mm256_and_si256(
        equal(block, 0xE2), _mm256_or_si256(equal(third, 0x9C), equal(third, 0x9D)));
    __m256i title = _mm256_and_si256(
        equal(block, 0xE3), _mm256_or_si256(equal(third, 0x8A), equal(third, 0x8B)));
    __m256i quotes =
        _mm256_and_si256(equal(second, 0x80), _mm256_or_si256(double_quote, title));
    return (struct block){~(uint32_t)_mm256_movemask_epi8(none),
                          (uint32_t)_mm256_movemask_epi8(quotes)};
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
    for (; i < text.n; i++) {
        const unsigned char *p = (const unsigned char *)text.at + i;
        if (!is_mark(p)) continue;
        bits_set(marks->bits, base + i);
        if (is_quote(p)) bits_set(marks->quotes, base + i);
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

size_t marks_skip_han(const struct marks *marks, uint32_t para, size_t from)
{
    struct span text = marks->layout->paragraphs.at[para].text;
    for (;;) {
        size_t end = marks_next(marks, para, from, text.n), next = end;
        if (end == text.n || (unsigned char)text.at[end] < 0xE3 ||
            !utf8_is_han(utf8_next(text, &next)))
            return end;
        from = next;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// A mark begins with any byte that is neither in the middle of a character nor E4 to E9,
// or with E4 where U+4E00 is not reached. Takes one bit of memory for a byte of text, and
// a word for each paragraph.
#include "stages/tag/marks.h"

#include "stages/base/utf8.h"
#include "stages/base/wide.h"

static bool is_mark(const unsigned char *p)
{
    if (p[0] < 0x80) return true;
    return p[0] >= 0xC0 && (p[0] < 0xE4 || p[0] > 0xE9 || (p[0] == 0xE4 && p[1] < 0xB8));
}

#ifdef WIDE
// Bit i says whether byte at[i] of 32 begins a mark; the byte behind them is read, too.
AVX2 static uint32_t marks_of_block(const char *at)
{
    __m256i block = _mm256_loadu_si256((const void *)at);
    __m256i behind = _mm256_loadu_si256((const void *)(at + 1));
    __m256i inside = _mm256_cmpgt_epi8(splat(0xC0), block); // as signed numbers
    __m256i common = _mm256_and_si256(_mm256_cmpgt_epi8(block, splat(0xE3)),
                                      _mm256_cmpgt_epi8(splat(0xEA), block));
    __m256i rare = _mm256_and_si256(_mm256_cmpeq_epi8(block, splat(0xE4)),
                                    _mm256_cmpgt_epi8(splat(0xB8), behind));
    __m256i none = _mm256_andnot_si256(rare, _mm256_or_si256(inside, common));
    return ~(uint32_t)_mm256_movemask_epi8(none);
}

// Marks whole blocks; returns where the last ends.
AVX2 static size_t mark_blocks(struct span text, uint64_t *bits, size_t base)
{
    size_t i = 0;
    for (; text.n - i > 32; i += 32) {
        uint64_t found = marks_of_block(text.at + i);
        size_t at = base + i;
        bits[at / 64] |= found << at % 64;
        if (at % 64 > 32) bits[at / 64 + 1] |= found >> (64 - at % 64);
    }
    return i;
}
#endif

static void mark(struct span text, uint64_t *bits, size_t base)
{
    size_t i = 0;
#ifdef WIDE
    if (wide_have()) i = mark_blocks(text, bits, base);
#endif
    for (; i < text.n; i++)
        if (is_mark((const unsigned char *)text.at + i)) bits_set(bits, base + i);
}

struct marks marks_of(const struct layout *layout, struct arena *arena)
{
    size_t total = 0, n = layout->paragraphs.n;
    struct marks marks = {layout, arena_raw(arena, (n + 1) * sizeof *marks.base), NULL};
    for (size_t i = 0; i < n; i++) {
        marks.base[i] = total;
        total += layout->paragraphs.at[i].text.n;
    }
    marks.base[n] = total;
    marks.bits = ARENA_NEW(arena, uint64_t, bits_words(total));
    for (size_t i = 0; i < n; i++)
        mark(layout->paragraphs.at[i].text, marks.bits, marks.base[i]);
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

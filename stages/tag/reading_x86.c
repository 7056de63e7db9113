// SPDX-License-Identifier: Apache-2.0
//
// Reads sixteen characters at a time where the processor has AVX-512 with VBMI2. There
// are no branches that depend on a character but for those of four bytes, which are rare.
#if defined(__x86_64__)
#include "stages/base/utf8.h"
#include "stages/tag/reading.h"

#include <immintrin.h>

// Without optimisation GCC's gathers are macros that give a mask of 0xFF as a char.
#pragma GCC diagnostic ignored "-Wsign-conversion"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2")))

enum { BLOCK = 64, LANES = 16, LONGEST = 4 /* bytes of a character */ };

TARGET static inline __m512i bits(__m512i v, int mask)
{
    return _mm512_and_epi32(v, _mm512_set1_epi32(mask));
}

// Rows of the table, those of characters of four bytes put right.
TARGET static __m512i far_rows(__m512i rows, __m512i bytes, __mmask16 far)
{
    uint32_t row[LANES];
    char text[LANES][LONGEST];
    _mm512_storeu_si512(row, rows);
    _mm512_storeu_si512(text, bytes);
    for (size_t i = 0, at = 0; i < LANES; i++, at = 0)
        if (far >> i & 1)
            row[i] = utf8_is_han(utf8_next((struct span){text[i], LONGEST}, &at))
                         ? READING_HAN
                         : READING_OTHER;
    return _mm512_loadu_si512(row);
}

// Rows of the table for characters whose bytes, the first one least, are in the lanes.
TARGET static inline __m512i find_rows(__m512i bytes)
{
    __m512i lead = bits(bytes, 0xFF);
    __m512i second = _mm512_srli_epi32(bits(bytes, 0x3F00), 8);
    __m512i third = _mm512_srli_epi32(bits(bytes, 0x3F0000), 16);
    __m512i two = _mm512_or_epi32(_mm512_slli_epi32(bits(bytes, 0x1F), 6), second);
    __m512i rows = _mm512_or_epi32(_mm512_slli_epi32(bits(bytes, 0x0F), 12), third);
    rows = _mm512_or_epi32(rows, _mm512_slli_epi32(second, 6));
    __mmask16 is_two = _mm512_cmplt_epu32_mask(lead, _mm512_set1_epi32(0xE0));
    __mmask16 is_one = _mm512_cmplt_epu32_mask(lead, _mm512_set1_epi32(0x80));
    __mmask16 is_far = _mm512_cmpge_epu32_mask(lead, _mm512_set1_epi32(0xF0));
    rows = _mm512_mask_mov_epi32(rows, is_two, two);
    rows = _mm512_mask_mov_epi32(rows, is_one, lead);
    return is_far ? far_rows(rows, bytes, is_far) : rows;
}

// Writes what the table has of sixteen characters; returns their classes and marks.
TARGET static inline __m256i look_up(const struct reading_character *table, __m512i rows,
                                     const struct reading *to, size_t n)
{
    // Of eight rows of four numbers each: the first ones of all, then the second ones.
    __m512i split =
        _mm512_set_epi16(61, 57, 53, 49, 45, 41, 37, 33, 29, 25, 21, 17, 13, 9, 5, 1, 60,
                         56, 52, 48, 44, 40, 36, 32, 28, 24, 20, 16, 12, 8, 4, 0);
    __m512i rest = _mm512_add_epi16(split, _mm512_set1_epi16(2));
    __m512i low = _mm512_i32gather_epi64(_mm512_castsi512_si256(rows), table, 8);
    __m512i high = _mm512_i32gather_epi64(_mm512_extracti64x4_epi64(rows, 1), table, 8);
    __m512i one = _mm512_permutex2var_epi16(low, split, high);
    __m512i two = _mm512_permutex2var_epi16(low, rest, high);
    __m256i class = _mm512_extracti64x4_epi64(two, 1);
    _mm256_storeu_si256((void *)(to->folded + n), _mm512_castsi512_si256(one));
    _mm256_storeu_si256((void *)(to->symbols + n), _mm512_extracti64x4_epi64(one, 1));
    _mm256_storeu_si256((void *)(to->codes + n), _mm512_castsi512_si256(two));
    _mm256_storeu_si256((void *)(to->classes + n),
                        _mm256_and_si256(class, _mm256_set1_epi16(0xFF)));
    return class;
}

// The bytes of a block that stand at sixteen places of it and behind them.
TARGET static inline __m512i pick_bytes(__m512i block, __m512i places)
{
    __m512i same = _mm512_mullo_epi32(places, _mm512_set1_epi32(0x01010101));
    return _mm512_permutexvar_epi8(_mm512_add_epi8(same, _mm512_set1_epi32(0x03020100)),
                                   block);
}

TARGET size_t reading_avx512(const struct reading_character *table, struct span text,
                             const struct reading *to, bool *marked)
{
    static const uint8_t all[BLOCK] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                       13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
                                       26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
                                       39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
                                       52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m256i marks = _mm256_setzero_si256();
    uint8_t places[BLOCK];
    size_t n = 0;
    for (size_t at = 0, step; at < text.n; at += step) {
        size_t left = text.n - at;
        __mmask64 there = left < BLOCK ? (UINT64_C(1) << left) - 1 : UINT64_MAX;
        __m512i block = _mm512_maskz_loadu_epi8(there, text.at + at);
        __mmask64 leads =
            _mm512_mask_cmpgt_epi8_mask(there, block, _mm512_set1_epi8((char)0xBF));
        // Those that may reach beyond the block are read with the next one.
        __mmask64 later = left > BLOCK ? leads & UINT64_MAX << (BLOCK - LONGEST + 1) : 0;
        step = later ? (size_t)__builtin_ctzll(later) : BLOCK;
        leads ^= later;
        _mm512_storeu_si512(places, _mm512_maskz_compress_epi8(
                                        leads, _mm512_loadu_si512((const void *)all)));
        size_t count = (size_t)__builtin_popcountll(leads);
        for (size_t k = 0; k < count; k += LANES) { // places behind the last one are 0
            __m512i place =
                _mm512_cvtepu8_epi32(_mm_loadu_si128((const void *)(places + k)));
            _mm512_storeu_si512(to->at + n + k,
                                _mm512_add_epi32(place, _mm512_set1_epi32((int)at)));
            __m512i rows = find_rows(pick_bytes(block, place));
            marks = _mm256_or_si256(marks, look_up(table, rows, to, n + k));
        }
        n += count;
    }
    *marked = _mm256_test_epi16_mask(marks, _mm256_set1_epi16((short)0xFF00)) != 0;
    return n;
}
#endif

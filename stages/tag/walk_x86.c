// SPDX-License-Identifier: Apache-2.0
//
// The first steps of lexicon_run for processors with AVX-512: sixteen places at a time.
// There are no branches.
#if defined(__x86_64__)
#include "stages/tag/walk.h"

#include <immintrin.h>

// Without optimisation GCC's gathers are macros that give a mask of 0xFF as a char.
#pragma GCC diagnostic ignored "-Wsign-conversion"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl")))

enum { LANES = 16 };

// Takes the steps to nodes `at` by characters `code`: gives the bases of these nodes, 0
// for those that are of other characters or lead to no longer entry, and their sets.
TARGET static inline __m512i take_steps(const struct trie_node *nodes, __m512i at,
                                        __m512i code, __m512i *set)
{
    __m512i even =
        _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    __m512i odd = _mm512_or_epi32(even, _mm512_set1_epi32(1));
    __m512i low = _mm512_i32gather_epi64(_mm512_castsi512_si256(at), nodes, 8);
    __m512i high = _mm512_i32gather_epi64(_mm512_extracti64x4_epi64(at, 1), nodes, 8);
    __m512i base = _mm512_permutex2var_epi32(low, even, high);
    __m512i rest = _mm512_permutex2var_epi32(low, odd, high); // code and set
    __m512i theirs = _mm512_and_epi32(rest, _mm512_set1_epi32(UINT16_MAX));
    __mmask16 there = _mm512_cmpeq_epi32_mask(theirs, code);
    *set = _mm512_maskz_srli_epi32(there, rest, 16);
    return _mm512_maskz_mov_epi32(there, base);
}

TARGET static inline __m512i load_codes(const uint16_t *codes)
{
    return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const void *)codes));
}

// Leaves the nodes of the next step in next, and asks for their memory.
TARGET static inline void look_ahead(const struct trie_node *nodes, __m512i base,
                                     const uint16_t *codes, uint32_t *next)
{
    _mm512_storeu_si512(next, _mm512_add_epi32(base, load_codes(codes)));
#pragma GCC unroll 16
    for (int i = 0; i < LANES; i++)
        __builtin_prefetch(&nodes[next[i]]);
}

// Writes pairs of what the vectors hold.
TARGET static inline void store_pairs(void *to, __m512i first, __m512i second)
{
    __m512i low =
        _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    __m512i high = _mm512_or_epi32(low, _mm512_set1_epi32(8));
    _mm512_storeu_si512(to, _mm512_permutex2var_epi32(first, low, second));
    _mm512_storeu_si512((char *)to + 64, _mm512_permutex2var_epi32(first, high, second));
}

// Keeps the walks of places from `at` on that lead to longer entries; returns how many.
TARGET static inline size_t keep(struct lexicon_walk *walks, size_t at, __m512i base)
{
    __m512i lanes =
        _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    __m512i place = _mm512_add_epi32(lanes, _mm512_set1_epi32((int)at));
    __mmask16 on = _mm512_test_epi32_mask(base, base);
    store_pairs(walks, _mm512_maskz_compress_epi32(on, place),
                _mm512_maskz_compress_epi32(on, base));
    return (size_t)__builtin_popcount(on);
}

TARGET static size_t walk_block(const struct lexicon *lexicon,
                                const struct lexicon_run *run, size_t first, size_t n,
                                struct lexicon_walk *walks)
{
    const struct trie_node *nodes = lexicon->nodes;
    const uint16_t *codes = run->codes + first;
    uint32_t next[WALK_BLOCK], sets[WALK_BLOCK]; // of the first two steps, side by side
    __m512i root = _mm512_set1_epi32((int)lexicon->root), base, set;
    size_t kept = 0;
    for (size_t i = 0; i < n; i += LANES) {
        __m512i code = load_codes(codes + i);
        base = take_steps(nodes, _mm512_add_epi32(root, code), code, &set);
        look_ahead(nodes, base, codes + i + 1, next + i);
        _mm512_storeu_si512(sets + i, set);
    }
    for (size_t i = 0; i < n; i += LANES) {
        __m512i at = _mm512_loadu_si512(next + i), before = _mm512_loadu_si512(sets + i);
        base = take_steps(nodes, at, load_codes(codes + i + 1), &set);
        look_ahead(nodes, base, codes + i + 2, next + i);
        _mm512_storeu_si512(sets + i,
                            _mm512_or_epi32(before, _mm512_slli_epi32(set, 16)));
    }
    for (size_t i = 0; i < n; i += LANES) {
        __m512i at = _mm512_loadu_si512(next + i), before = _mm512_loadu_si512(sets + i);
        base = take_steps(nodes, at, load_codes(codes + i + 2), &set);
        store_pairs(&run->places[first + i], before, set); // and nothing that is longer
        kept += keep(walks + kept, first + i, base);
    }
    return kept;
}

size_t walk_avx512(const struct lexicon *lexicon, const struct lexicon_run *run)
{
    size_t kept = 0;
    for (size_t first = 0, n; first < run->n; first += n) {
        n = run->n - first < WALK_BLOCK ? run->n - first : WALK_BLOCK;
        kept += walk_block(lexicon, run, first, n, run->walks + kept);
    }
    return kept;
}
#endif

// SPDX-License-Identifier: Apache-2.0
//
// The inner loop for processors with AVX2, and for those with AVX-512, who have a faster
// way to add up scores; the rest is the same for both.
#if defined(__x86_64__)
#include "stages/model/kernels_window.h"

#include <immintrin.h>

// Without optimisation GCC's gathers are macros that give a mask of 0xFF as a char.
#pragma GCC diagnostic ignored "-Wsign-conversion"

#define TARGET __attribute__((target("avx2")))

TARGET static void avx2_step(const struct suffix_trie *trie, struct kernel_search *search,
                             size_t back, size_t count)
{
    const uint16_t *symbols = search->symbols + LINEAR_MAX_NGRAM - back;
    const long long *nodes = (const void *)trie->nodes;
    __m256i root = _mm256_set1_epi32((int)trie->nodes[SUFFIX_ROOT].base);
    __m256i none = _mm256_set1_epi32(SUFFIX_ROOT);
    for (size_t i = 0; i < count; i += 8) {
        __m256i *bases = (void *)&search->bases[i], *found = (void *)&search->found[i];
        __m256i base = back ? _mm256_loadu_si256(bases) : root;
        __m128i here = _mm_loadu_si128((const void *)&symbols[i]);
        __m256i child = _mm256_add_epi32(base, _mm256_cvtepu16_epi32(here));
        // A node is three integers, of which the first two are read at once: those of
        // positions 0, 1, 4, 5 and of 2, 3, 6, 7, as the shuffles want it.
        __m256i at = _mm256_add_epi32(child, _mm256_add_epi32(child, child));
        at = _mm256_permute4x64_epi64(at, 0xD8);
        __m256i some = _mm256_i32gather_epi64(nodes, _mm256_castsi256_si128(at), 4);
        __m256i more = _mm256_i32gather_epi64(nodes, _mm256_extracti128_si256(at, 1), 4);
        __m256 low = _mm256_castsi256_ps(some), high = _mm256_castsi256_ps(more);
        __m256i next = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0x88));
        __m256i check = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0xDD));
        __m256i there = _mm256_cmpeq_epi32(check, base);
        __m256i old = back ? _mm256_loadu_si256(found) : none;
        _mm256_storeu_si256(bases, _mm256_and_si256(next, there));
        _mm256_storeu_si256(found, _mm256_blendv_epi8(old, child, there));
    }
}

TARGET static void avx2_scores(const struct linear_model *model,
                               const struct kernel_window *window, size_t i,
                               int16_t *rows)
{
    for (size_t at = i; at < i + 2; at++) {
        __m256i *scores = (void *)(rows + at * LINEAR_LANES);
        __m256i sum = _mm256_loadu_si256(scores);
        for (uint32_t k = 0; k < model->n_speaking; k++) {
            const int8_t *const *block = kernel_blocks(window, model, k, at);
            for (uint32_t row = 0; row < model->speaking[k]->rows; row++, block--) {
                __m128i bytes =
                    _mm_loadu_si128((const void *)(*block + row * LINEAR_LANES));
                sum = _mm256_adds_epi16(sum, _mm256_cvtepi8_epi16(bytes));
            }
        }
        _mm256_storeu_si256(scores, sum);
    }
}

// phminposuw finds the least of eight unsigned integers; so signs and order are turned.
TARGET static inline __m256i avx2_top(__m256i v)
{
    __m128i turn = _mm_set1_epi16(INT16_MAX);
    __m128i half =
        _mm_max_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    __m128i least = _mm_minpos_epu16(_mm_xor_si128(half, turn));
    return _mm256_broadcastw_epi16(_mm_xor_si128(least, turn));
}

TARGET static inline void avx2_narrow(uint8_t *to, __m256i v)
{
    __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    _mm_storeu_si128((__m128i *)(void *)to, bytes);
}

#define KERNEL(name) avx2_##name
#define VEC __m256i
#define LOAD(from) _mm256_loadu_si256((const __m256i *)(const void *)(from))
#define STORE(to, v) _mm256_storeu_si256((__m256i *)(void *)(to), v)
#define NARROW(to, v) avx2_narrow(to, v)
#define ADD(a, b) _mm256_adds_epi16(a, b)
#define SUB(a, b) _mm256_subs_epi16(a, b)
#define ABOVE(a, b) _mm256_cmpgt_epi16(a, b)
#define PICK(mask, a, b) _mm256_blendv_epi8(b, a, mask)
#define MAX(a, b) _mm256_max_epi16(a, b)
#define TOP(v) avx2_top(v)
// Bytes are shuffled within halves of a vector only.
#define HALVES(v)                                                                        \
    __m256i lower = _mm256_permute2x128_si256(v, v, 0x00),                               \
            upper = _mm256_permute2x128_si256(v, v, 0x11)
#define GO(v, way)                                                                       \
    _mm256_or_si256(_mm256_shuffle_epi8(lower, LOAD((way)->lower)),                      \
                    _mm256_shuffle_epi8(upper, LOAD((way)->upper)))
#include "stages/model/kernels_body.h"

#undef KERNEL
#undef TARGET

const struct kernels kernels_avx2 = {"avx2", avx2_forward};

// ---- AVX-512 --------------------------------------------------------------------------

#define TARGET __attribute__((target("avx2,avx512f,avx512bw,avx512vl")))

// As in AVX2, sixteen at once.
TARGET static void avx512_step(const struct suffix_trie *trie,
                               struct kernel_search *search, size_t back, size_t count)
{
    const uint16_t *symbols = search->symbols + LINEAR_MAX_NGRAM - back;
    const long long *nodes = (const void *)trie->nodes;
    __m512i root = _mm512_set1_epi32((int)trie->nodes[SUFFIX_ROOT].base);
    __m512i even =
        _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    __m512i odd = _mm512_or_epi32(even, _mm512_set1_epi32(1));
    for (size_t i = 0; i < count; i += 16) {
        void *bases = &search->bases[i], *found = &search->found[i];
        __m512i base = back ? _mm512_loadu_si512(bases) : root;
        __m256i here = _mm256_loadu_si256((const void *)&symbols[i]);
        __m512i child = _mm512_add_epi32(base, _mm512_cvtepu16_epi32(here));
        __m512i at = _mm512_add_epi32(child, _mm512_add_epi32(child, child));
        __m512i low = _mm512_i32gather_epi64(_mm512_castsi512_si256(at), nodes, 4);
        __m512i high = _mm512_i32gather_epi64(_mm512_extracti64x4_epi64(at, 1), nodes, 4);
        __m512i next = _mm512_permutex2var_epi32(low, even, high);
        __m512i check = _mm512_permutex2var_epi32(low, odd, high);
        __mmask16 there = _mm512_cmpeq_epi32_mask(check, base);
        __m512i old = back ? _mm512_loadu_si512(found) : _mm512_setzero_si512();
        _mm512_storeu_si512(bases, _mm512_maskz_mov_epi32(there, next));
        _mm512_storeu_si512(found, _mm512_mask_mov_epi32(old, there, child));
    }
}

// Adds the scores that a track's blocks have for a position and the next one, whose block
// is at *block: two rows of a block are those of both, and so are nothing and the first
// row, and the last one and the zeros behind it.
TARGET static inline __attribute__((always_inline)) __m512i
avx512_add(__m512i sum, const int8_t *const *block, uint32_t rows)
{
    __m128i first = _mm_loadu_si128((const void *)*block);
    __m256i both = _mm256_inserti128_si256(_mm256_setzero_si256(), first, 1);
    sum = _mm512_adds_epi16(sum, _mm512_cvtepi8_epi16(both));
#pragma GCC unroll 8
    for (uint32_t row = 0; row < rows; row++) {
        both = _mm256_loadu_si256((const void *)(*--block + row * LINEAR_LANES));
        sum = _mm512_adds_epi16(sum, _mm512_cvtepi8_epi16(both));
    }
    return sum;
}

// Blocks of 7 rows, which the tagger's model has, are added up without a loop.
TARGET static void avx512_scores(const struct linear_model *model,
                                 const struct kernel_window *window, size_t i,
                                 int16_t *rows)
{
    __m512i sum = _mm512_loadu_si512(rows + i * LINEAR_LANES);
    for (uint32_t k = 0; k < model->n_speaking; k++) {
        const int8_t *const *block = kernel_blocks(window, model, k, i + 1);
        if (model->speaking[k]->rows == 7)
            sum = avx512_add(sum, block, 7);
        else
            sum = avx512_add(sum, block, model->speaking[k]->rows);
    }
    _mm512_storeu_si512(rows + i * LINEAR_LANES, sum);
}

// As KERNEL(ways) of the body, two ways at once. Of equal ones that in the lower half is
// the first.
TARGET static inline __m256i avx512_ways(const struct linear_model *model, __m256i before,
                                         uint8_t *back)
{
    const struct kernels_pair *pair = model->ways->two;
    const struct kernels_pair *end = pair + (model->ways->n + 1) / 2;
    __m512i all = _mm512_castsi256_si512(before), who = _mm512_loadu_si512(pair->from);
    __m512i best = _mm512_adds_epi16(_mm512_permutexvar_epi16(who, all),
                                     _mm512_loadu_si512(pair->cost));
    for (pair++; pair < end; pair++) {
        __m512i from = _mm512_loadu_si512(pair->from);
        __m512i one = _mm512_adds_epi16(_mm512_permutexvar_epi16(from, all),
                                        _mm512_loadu_si512(pair->cost));
        who = _mm512_mask_mov_epi16(who, _mm512_cmpgt_epi16_mask(one, best), from);
        best = _mm512_max_epi16(one, best);
    }
    __m256i low = _mm512_castsi512_si256(best), high = _mm512_extracti64x4_epi64(best, 1);
    __m256i from = _mm256_mask_mov_epi16(_mm512_castsi512_si256(who),
                                         _mm256_cmpgt_epi16_mask(high, low),
                                         _mm512_extracti64x4_epi64(who, 1));
    _mm_storeu_si128((void *)back, _mm256_cvtepi16_epi8(from));
    return _mm256_max_epi16(high, low);
}

#define KERNEL(name) avx512_##name
#define OWN_WAYS
#include "stages/model/kernels_body.h"

const struct kernels kernels_avx512 = {"avx512", avx512_forward};
#endif

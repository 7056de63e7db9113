// SPDX-License-Identifier: Apache-2.0
//
// Three instruction sets from one text (kernels_body.h). SSE2 belongs to every x86-64;
// whether AVX2 is there is asked of the processor at run time. Other processors run the
// plain version.
#include "stages/model/kernels.h"

#include <string.h>

struct kernel_step { // where a step of Viterbi puts its row
    int16_t *best;
    uint8_t *back;
};

enum { KERNEL_WAIT = 16, KERNEL_LINE = 64 }; // bytes of the cache's lines

struct kernel_wait { // a block of sums for a position, still to be added
    const int8_t *block;
    long end;
};

static inline uint32_t kernel_next(const struct linear_track *track, uint32_t state,
                                   uint16_t symbol)
{
    return symbol < track->alphabet ? automaton_next(&track->automaton, state, symbol)
                                    : AUTOMATON_ROOT;
}

// The block of a state of track k, asked for but not read; NULL where no n-gram ends.
static inline const int8_t *kernel_block(const struct linear_model *model, uint32_t k,
                                          uint32_t state)
{
    const struct linear_track *track = &model->tracks[k];
    size_t out = track->automaton.states[state].out;
    const int8_t *at = track->blocks + out * track->block_size;
    for (size_t i = 0; i < track->block_size; i += KERNEL_LINE)
        __builtin_prefetch(at + i);
    return out ? at : NULL;
}

struct plain {
    int16_t at[LINEAR_LANES];
};

static inline struct plain plain_load(const int16_t *from)
{
    struct plain v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline struct plain plain_widen(const int8_t *from)
{
    struct plain v;
    for (int i = 0; i < LINEAR_LANES; i++) v.at[i] = from[i];
    return v;
}

static inline struct plain plain_fill(int16_t x)
{
    struct plain v;
    for (int i = 0; i < LINEAR_LANES; i++) v.at[i] = x;
    return v;
}

static inline struct plain plain_add(struct plain a, struct plain b)
{
    for (int i = 0; i < LINEAR_LANES; i++) {
        int sum = a.at[i] + b.at[i];
        a.at[i] = (int16_t)(sum > INT16_MAX   ? INT16_MAX
                            : sum < INT16_MIN ? INT16_MIN
                                              : sum);
    }
    return a;
}

static inline struct plain plain_above(struct plain a, struct plain b)
{
    for (int i = 0; i < LINEAR_LANES; i++) a.at[i] = a.at[i] > b.at[i] ? -1 : 0;
    return a;
}

static inline struct plain plain_pick(struct plain mask, struct plain a, struct plain b)
{
    for (int i = 0; i < LINEAR_LANES; i++) a.at[i] = mask.at[i] ? a.at[i] : b.at[i];
    return a;
}

#define KERNEL(name) plain_##name##_loop
#define TARGET
#define VEC struct plain
#define LOAD(from) plain_load(from)
#define WIDEN(from) plain_widen(from)
#define STORE(to, v)                                                                     \
    do {                                                                                 \
        VEC stored = (v);                                                                \
        memcpy((to), &stored, sizeof stored);                                            \
    } while (0)
#define ADD(a, b) plain_add(a, b)
#define ABOVE(a, b) plain_above(a, b)
#define MAX(a, b) plain_pick(plain_above(a, b), a, b)
#define PICK(mask, a, b) plain_pick(mask, a, b)
#define FILL(x) plain_fill(x)
#include "stages/model/kernels_body.h"
#undef KERNEL
#undef TARGET
#undef VEC
#undef LOAD
#undef WIDEN
#undef STORE
#undef ADD
#undef ABOVE
#undef MAX
#undef PICK
#undef FILL

static const struct kernels plain = {"plain", plain_score_loop, plain_forward_loop};

#if defined(__x86_64__)
#include <immintrin.h>

struct pair { // 16 integers in two SSE2 registers
    __m128i low, high;
};

static inline struct pair pair_load(const int16_t *from)
{
    return (struct pair){_mm_loadu_si128((const __m128i *)(const void *)from),
                         _mm_loadu_si128((const __m128i *)(const void *)(from + 8))};
}

// A byte goes to the upper half of its 16 bits and is shifted down with its sign.
static inline struct pair pair_widen(const int8_t *from)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)from);
    __m128i zero = _mm_setzero_si128();
    return (struct pair){_mm_srai_epi16(_mm_unpacklo_epi8(zero, bytes), 8),
                         _mm_srai_epi16(_mm_unpackhi_epi8(zero, bytes), 8)};
}

static inline void pair_store(int16_t *to, struct pair v)
{
    _mm_storeu_si128((__m128i *)(void *)to, v.low);
    _mm_storeu_si128((__m128i *)(void *)(to + 8), v.high);
}

static inline struct pair pair_fill(int16_t x)
{
    return (struct pair){_mm_set1_epi16(x), _mm_set1_epi16(x)};
}

#define PAIRWISE(name, operation)                                                        \
    static inline struct pair name(struct pair a, struct pair b)                         \
    {                                                                                    \
        return (struct pair){operation(a.low, b.low), operation(a.high, b.high)};        \
    }
PAIRWISE(pair_add, _mm_adds_epi16)
PAIRWISE(pair_max, _mm_max_epi16)
PAIRWISE(pair_above, _mm_cmpgt_epi16)
PAIRWISE(pair_and, _mm_and_si128)
PAIRWISE(pair_andnot, _mm_andnot_si128)
PAIRWISE(pair_or, _mm_or_si128)

#define KERNEL(name) sse2_##name##_loop
#define TARGET
#define VEC struct pair
#define LOAD(from) pair_load(from)
#define WIDEN(from) pair_widen(from)
#define STORE(to, v) pair_store(to, v)
#define ADD(a, b) pair_add(a, b)
#define ABOVE(a, b) pair_above(a, b)
#define MAX(a, b) pair_max(a, b)
#define PICK(mask, a, b) pair_or(pair_and(mask, a), pair_andnot(mask, b))
#define FILL(x) pair_fill(x)
#include "stages/model/kernels_body.h"
#undef KERNEL
#undef TARGET
#undef VEC
#undef LOAD
#undef WIDEN
#undef STORE
#undef ADD
#undef ABOVE
#undef MAX
#undef PICK
#undef FILL

static const struct kernels sse2 = {"sse2", sse2_score_loop, sse2_forward_loop};

#define KERNEL(name) avx2_##name##_loop
#define TARGET __attribute__((target("avx2")))
#define VEC __m256i
#define LOAD(from) _mm256_loadu_si256((const __m256i *)(const void *)(from))
#define WIDEN(from)                                                                      \
    _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(from)))
#define STORE(to, v) _mm256_storeu_si256((__m256i *)(void *)(to), v)
#define ADD(a, b) _mm256_adds_epi16(a, b)
#define ABOVE(a, b) _mm256_cmpgt_epi16(a, b)
#define MAX(a, b) _mm256_max_epi16(a, b)
#define PICK(mask, a, b) _mm256_blendv_epi8(b, a, mask)
#define FILL(x) _mm256_set1_epi16(x)
#include "stages/model/kernels_body.h"

static const struct kernels avx2 = {"avx2", avx2_score_loop, avx2_forward_loop};
#endif

const struct kernels *kernels_named(const char *name)
{
#if defined(__x86_64__)
    if (strcmp(name, "avx2") == 0) return __builtin_cpu_supports("avx2") ? &avx2 : NULL;
    if (strcmp(name, "sse2") == 0) return &sse2;
#endif
    return strcmp(name, "plain") == 0 ? &plain : NULL;
}

const struct kernels *kernels_best(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") ? &avx2 : &sse2;
#else
    return &plain;
#endif
}

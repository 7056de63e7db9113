// SPDX-License-Identifier: Apache-2.0
//
// For walks over 32 bytes at a time on x86 with AVX2. Where WIDE is defined, functions
// marked AVX2 may use its instructions, and may be called where wide_have says so.
#ifndef FZ_BASE_WIDE_H
#define FZ_BASE_WIDE_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#define AVX2 __attribute__((target("avx2,bmi")))

static inline bool wide_have(void)
{
    return __builtin_cpu_supports("avx2");
}

AVX2 static inline __m256i splat(unsigned char c)
{
    return _mm256_set1_epi8((char)c);
}

// The block as it stands n bytes earlier: its first n bytes come from `before`.
#define EARLIER(block, before, n)                                                        \
    _mm256_alignr_epi8((block), _mm256_permute2x128_si256((before), (block), 0x21),      \
                       16 - (n))

#endif
#endif

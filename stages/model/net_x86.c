// SPDX-License-Identifier: Apache-2.0
//
// The network's loops for processors with AVX2, and for those whose AVX-512 multiplies
// and adds four bytes at a time (VNNI).
#if defined(__x86_64__)
#include "stages/model/net_window.h"

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))
enum { EIGHT = 8, WORDS = NET_WIDTH / 16, LANES = NET_WIDTH / EIGHT };

TARGET static inline void avx2_embed(const struct net *net,
                                     const struct linear_sequence *x, size_t t,
                                     uint8_t *to)
{
    const __m256i *bias = (const void *)net->tables->bias;
    __m256i sums[WORDS];
#pragma GCC unroll 8
    for (int i = 0; i < WORDS; i++)
        sums[i] = _mm256_loadu_si256(&bias[i]);
    for (uint32_t k = 0; k < net->n_tracks; k++) {
        const __m128i *row =
            (const void *)(net->rows[k] + (size_t)x->tracks[k][t] * NET_WIDTH);
#pragma GCC unroll 8
        for (int i = 0; i < WORDS; i++)
            sums[i] = _mm256_add_epi16(sums[i],
                                       _mm256_cvtepi8_epi16(_mm_loadu_si128(&row[i])));
    }
    for (int i = 0; i < WORDS; i += 2) {
        __m256i bytes = _mm256_packus_epi16(sums[i], sums[i + 1]);
        bytes = _mm256_min_epu8(bytes, _mm256_set1_epi8(NET_MOST));
        bytes = _mm256_permute4x64_epi64(bytes, 0xD8);
        _mm256_storeu_si256((void *)(to + 16 * i), bytes);
    }
}

TARGET static inline __m256i avx2_four(const uint8_t *from)
{
    int four;
    memcpy(&four, from, sizeof four);
    return _mm256_set1_epi32(four);
}

// Numbers are below 128, so that two products never exceed 16 bits.
TARGET static inline __m256i avx2_add(__m256i sum, __m256i four, const int8_t *weights)
{
    __m256i products =
        _mm256_maddubs_epi16(four, _mm256_loadu_si256((const void *)weights));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(products, _mm256_set1_epi16(1)));
}

TARGET static inline __m256i avx2_scale(__m256i sum, const float *factor)
{
    return _mm256_cvtps_epi32(
        _mm256_mul_ps(_mm256_cvtepi32_ps(sum), _mm256_loadu_ps(factor)));
}

// Four vectors of eight numbers, cut and put together.
TARGET static inline void avx2_store(const __m256i v[4], uint8_t *to)
{
    __m256i low = _mm256_packs_epi32(v[0], v[1]), high = _mm256_packs_epi32(v[2], v[3]);
    __m256i bytes = _mm256_packus_epi16(low, high);
    bytes = _mm256_min_epu8(bytes, _mm256_set1_epi8(NET_MOST));
    __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256((void *)to, _mm256_permutevar8x32_epi32(bytes, order));
}

TARGET static inline void avx2_run(const struct net_layer *layer, const uint8_t *from,
                                   size_t n, uint8_t *to)
{
    for (size_t i = 0; i < n; i++, from += NET_WIDTH, to += NET_WIDTH) {
        __m256i sums[LANES];
#pragma GCC unroll 8
        for (int c = 0; c < LANES; c++)
            sums[c] = _mm256_loadu_si256((const void *)(layer->bias + c * EIGHT));
        for (int g = 0; g < NET_WINDOW / 4; g++) {
            __m256i four = avx2_four(from + 4 * g);
#pragma GCC unroll 8
            for (int c = 0; c < LANES; c++)
                sums[c] = avx2_add(sums[c], four,
                                   layer->weights + 4 * (g * NET_WIDTH + c * EIGHT));
        }
#pragma GCC unroll 8
        for (int c = 0; c < LANES; c++)
            sums[c] = avx2_scale(sums[c], layer->factor + c * EIGHT);
        for (int c = 0; c < LANES; c += 4)
            avx2_store(sums + c, to + c * EIGHT);
    }
}

TARGET void net_avx2(const struct net *net, const struct linear_sequence *x, size_t from,
                     size_t n, int16_t *rows)
{
    struct net_window windows[2];
    const struct net_output *output = &net->tables->output;
    const uint8_t *z = net_numbers(net, x, from, n, avx2_embed, avx2_run, windows);
    for (size_t i = 0; i < n; i++, z += NET_WIDTH, rows += LINEAR_LANES) {
        __m256i sums[2];
#pragma GCC unroll 8
        for (int c = 0; c < 2; c++)
            sums[c] = _mm256_loadu_si256((const void *)(output->bias + c * EIGHT));
        for (int g = 0; g < NET_WIDTH / 4; g++) {
            __m256i four = avx2_four(z + 4 * g);
#pragma GCC unroll 8
            for (int c = 0; c < 2; c++)
                sums[c] = avx2_add(sums[c], four,
                                   output->weights + 4 * (g * LINEAR_LANES + c * EIGHT));
        }
#pragma GCC unroll 8
        for (int c = 0; c < 2; c++)
            sums[c] = avx2_scale(sums[c], output->factor + c * EIGHT);
        __m256i own = _mm256_packs_epi32(sums[0], sums[1]);
        own = _mm256_permute4x64_epi64(own, 0xD8);
        __m256i *row = (void *)rows;
        _mm256_storeu_si256(row, _mm256_adds_epi16(_mm256_loadu_si256(row), own));
    }
}

#undef TARGET

// ---- AVX-512 VNNI -------------------------------------------------------------------

#define TARGET __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vnni")))
enum { SIXTEEN = 16, HALVES = NET_WIDTH / SIXTEEN };

TARGET static inline __m512i vnni_four(const uint8_t *from)
{
    int four;
    memcpy(&four, from, sizeof four);
    return _mm512_set1_epi32(four);
}

TARGET static inline __m512i vnni_scale(__m512i sum, const float *factor)
{
    return _mm512_cvtps_epi32(
        _mm512_mul_ps(_mm512_cvtepi32_ps(sum), _mm512_loadu_ps(factor)));
}

// NET_STRIDE positions at once, so that weights are read once for all of them.
TARGET static inline void vnni_run(const struct net_layer *layer, const uint8_t *from,
                                   size_t n, uint8_t *to)
{
    for (size_t i = 0; i < n; i += NET_STRIDE) {
        __m512i sums[NET_STRIDE][HALVES];
#pragma GCC unroll 8
        for (int p = 0; p < NET_STRIDE; p++)
#pragma GCC unroll 8
            for (int c = 0; c < HALVES; c++)
                sums[p][c] = _mm512_loadu_si512(layer->bias + c * SIXTEEN);
#pragma GCC unroll 4
        for (int g = 0; g < NET_WINDOW / 4; g++)
#pragma GCC unroll 8
            for (int p = 0; p < NET_STRIDE; p++) {
                __m512i four = vnni_four(from + p * NET_WIDTH + 4 * g);
#pragma GCC unroll 8
                for (int c = 0; c < HALVES; c++)
                    sums[p][c] = _mm512_dpbusd_epi32(
                        sums[p][c], four,
                        _mm512_loadu_si512(layer->weights +
                                           4 * (g * NET_WIDTH + c * SIXTEEN)));
            }
#pragma GCC unroll 8
        for (int p = 0; p < NET_STRIDE; p++)
#pragma GCC unroll 8
            for (int c = 0; c < HALVES; c++) {
                __m512i v = vnni_scale(sums[p][c], layer->factor + c * SIXTEEN);
                v = _mm512_max_epi32(v, _mm512_setzero_si512());
                v = _mm512_min_epi32(v, _mm512_set1_epi32(NET_MOST));
                _mm_storeu_si128((void *)(to + p * NET_WIDTH + c * SIXTEEN),
                                 _mm512_cvtepi32_epi8(v));
            }
        from += NET_STRIDE * NET_WIDTH;
        to += NET_STRIDE * NET_WIDTH;
    }
}

TARGET void net_vnni(const struct net *net, const struct linear_sequence *x, size_t from,
                     size_t n, int16_t *rows)
{
    struct net_window windows[2];
    const struct net_output *output = &net->tables->output;
    const uint8_t *z = net_numbers(net, x, from, n, avx2_embed, vnni_run, windows);
    for (size_t i = 0; i < n; i++, z += NET_WIDTH, rows += LINEAR_LANES) {
        __m512i sum = _mm512_loadu_si512(output->bias);
        for (int g = 0; g < NET_WIDTH / 4; g++)
            sum = _mm512_dpbusd_epi32(
                sum, vnni_four(z + 4 * g),
                _mm512_loadu_si512(output->weights + 4 * g * LINEAR_LANES));
        __m256i own = _mm512_cvtsepi32_epi16(vnni_scale(sum, output->factor));
        __m256i *row = (void *)rows;
        _mm256_storeu_si256(row, _mm256_adds_epi16(_mm256_loadu_si256(row), own));
    }
}
#endif

// SPDX-License-Identifier: Apache-2.0
//
// The network's loops for processors with AVX2, and for those whose AVX-512 multiplies
// and adds four bytes at a time (VNNI).
#if defined(__x86_64__)
#include "stages/model/net_window.h"

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))
enum { EIGHT = 8, LANES = NET_WIDTH / EIGHT };

TARGET static inline void avx2_embed(const struct net *net,
                                     const struct linear_sequence *x, size_t from,
                                     size_t n, uint8_t *to)
{
    for (size_t t = from; t < from + n; t++, to += NET_WIDTH) {
        __m256i sum = _mm256_loadu_si256((const void *)net->tables->bias);
        for (uint32_t k = 0; k < net->n_tracks; k++) {
            const int8_t *row = net->rows[k] + (size_t)x->tracks[k][t] * NET_WIDTH;
            sum = _mm256_adds_epi8(sum, _mm256_loadu_si256((const void *)row));
        }
        _mm256_storeu_si256((void *)to, _mm256_max_epi8(sum, _mm256_setzero_si256()));
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

TARGET static inline __m256i avx2_shift(__m256i sum, const uint32_t *shift)
{
    return _mm256_srav_epi32(sum, _mm256_loadu_si256((const void *)shift));
}

// The numbers of a position, in four vectors of eight, cut and put together.
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
            sums[c] = avx2_shift(sums[c], layer->shift + c * EIGHT);
        avx2_store(sums, to);
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
            sums[c] = avx2_shift(sums[c], output->shift + c * EIGHT);
        __m256i row = _mm256_packs_epi32(sums[0], sums[1]);
        _mm256_storeu_si256((void *)rows, _mm256_permute4x64_epi64(row, 0xD8));
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

TARGET static inline __m512i vnni_shift(__m512i sum, const uint32_t *shift)
{
    return _mm512_srav_epi32(sum, _mm512_loadu_si512(shift));
}

// The numbers of two positions, each in two vectors of sixteen, cut and put together.
TARGET static inline void vnni_store(const __m512i one[2], const __m512i two[2],
                                     uint8_t *to)
{
    __m512i low = _mm512_packs_epi32(one[0], one[1]);
    __m512i high = _mm512_packs_epi32(two[0], two[1]);
    __m512i bytes = _mm512_packus_epi16(low, high);
    bytes = _mm512_min_epu8(bytes, _mm512_set1_epi8(NET_MOST));
    __m512i order =
        _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    _mm512_storeu_si512(to, _mm512_permutexvar_epi32(order, bytes));
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
            for (int c = 0; c < HALVES; c++)
                sums[p][c] = vnni_shift(sums[p][c], layer->shift + c * SIXTEEN);
#pragma GCC unroll 8
        for (int p = 0; p < NET_STRIDE; p += 2)
            vnni_store(sums[p], sums[p + 1], to + p * NET_WIDTH);
        from += NET_STRIDE * NET_WIDTH;
        to += NET_STRIDE * NET_WIDTH;
    }
}

// The scores of NET_STRIDE positions.
TARGET static inline void vnni_output(const struct net_output *output, const uint8_t *z,
                                      int16_t *rows)
{
    __m512i sums[NET_STRIDE];
#pragma GCC unroll 8
    for (int p = 0; p < NET_STRIDE; p++)
        sums[p] = _mm512_loadu_si512(output->bias);
#pragma GCC unroll 8
    for (int g = 0; g < NET_WIDTH / 4; g++) {
        __m512i weights = _mm512_loadu_si512(output->weights + 4 * g * LINEAR_LANES);
#pragma GCC unroll 8
        for (int p = 0; p < NET_STRIDE; p++)
            sums[p] = _mm512_dpbusd_epi32(sums[p], vnni_four(z + p * NET_WIDTH + 4 * g),
                                          weights);
    }
#pragma GCC unroll 8
    for (int p = 0; p < NET_STRIDE; p++)
        _mm256_storeu_si256((void *)(rows + p * LINEAR_LANES),
                            _mm512_cvtsepi32_epi16(vnni_shift(sums[p], output->shift)));
}

TARGET void net_vnni(const struct net *net, const struct linear_sequence *x, size_t from,
                     size_t n, int16_t *rows)
{
    struct net_window windows[2];
    const uint8_t *z = net_numbers(net, x, from, n, avx2_embed, vnni_run, windows);
    for (size_t i = 0; i < n; i += NET_STRIDE)
        vnni_output(&net->tables->output, z + i * NET_WIDTH, rows + i * LINEAR_LANES);
}
#endif

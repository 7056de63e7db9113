// SPDX-License-Identifier: Apache-2.0
//
// Random text for tests that compare a fast walk with a plain one. The generator is a
// small one of known state, so that a failure can be repeated (G. Marsaglia, xorshift).
#ifndef FZ_TESTS_RANDOM_TEXT_H
#define FZ_TESTS_RANDOM_TEXT_H

#include "stages/base/utf8.h"

static inline uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

// Writes n random characters of which about one in `rare` is one of `edges`, the rest
// plain Chinese, to out (room for 4 * n); returns the bytes.
static inline size_t random_text(uint32_t *state, char *out, size_t n, uint32_t rare,
                                 const uint32_t *edges, size_t n_edges)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = 0x4E00 + random_next(state) % 0x5000;
        if (random_next(state) % rare == 0) c = edges[random_next(state) % n_edges];
        length += utf8_put(c, out + length);
    }
    return length;
}

// Writes n pieces of what a chapter might say, cut at random, to out (room for
// RANDOM_PIECES, n < 128); returns the bytes. Full of words and names, whole and broken.
enum { RANDOM_PIECES = 128 * 64 };

static inline size_t random_pieces(uint32_t *state, char *out, size_t n)
{
    static const char *const from[] = {
        "中华人民共和国全国人民代表大会常务委员会办公厅",
        "浙江省杭州市下城区石桥街道办事处主任欧阳小平",
        "2018年6月15日，《杭州日报》记者ABC 报道“最美人物”。",
        "恩施土家族苗族自治州\xF0\xA0\x80\x80人民政府副州长",
        "中国共产党第十九次全国代表大会新闻发言人"};
    size_t length = 0;
    while (n-- > 0) {
        struct span s = span_of(from[random_next(state) % 5]);
        size_t at = 0;
        for (uint32_t skip = random_next(state) % 12; skip > 0; skip--)
            utf8_next(s, &at);
        for (uint32_t take = random_next(state) % 16; take > 0 && at < s.n; take--)
            length += utf8_put(utf8_next(s, &at), out + length);
    }
    return length;
}

#endif

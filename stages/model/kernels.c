// SPDX-License-Identifier: Apache-2.0
//
// Which instruction set the inner loop uses is asked of the processor at run time.
#include "stages/model/kernels.h"

#include "stages/base/memory.h"

#include <string.h>

const struct kernels *kernels_named(const char *name)
{
#if defined(__x86_64__)
    bool avx512 =
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    if (strcmp(name, "avx512") == 0) return avx512 ? &kernels_avx512 : NULL;
    if (strcmp(name, "avx2") == 0)
        return __builtin_cpu_supports("avx2") ? &kernels_avx2 : NULL;
#endif
    return strcmp(name, "plain") == 0 ? &kernels_plain : NULL;
}

const struct kernels *kernels_best(void)
{
    const struct kernels *best = kernels_named("avx512");
    if (!best) best = kernels_named("avx2");
    return best ? best : &kernels_plain;
}

// The way from label p to y, as the k-th one into y.
static void set_way(struct kernels_way *way, uint32_t p, uint32_t y, int16_t cost)
{
    way->cost[y] = cost;
    way->from[y] = (int16_t)p;
    for (uint32_t byte = 0; byte < 2; byte++) {
        uint8_t at = (uint8_t)(2 * (p % 8) + byte);
        way->lower[2 * y + byte] = p < 8 ? at : 0x80;
        way->upper[2 * y + byte] = p < 8 ? 0x80 : at;
    }
}

static void pair_ways(struct kernels_ways *ways)
{
    uint32_t half = (ways->n + 1) / 2;
    size_t size = sizeof ways->one->cost;
    for (uint32_t k = 0; k < half; k++) {
        uint32_t other = k + half < ways->n ? k + half : k;
        memcpy(ways->two[k].cost, ways->one[k].cost, size);
        memcpy(ways->two[k].from, ways->one[k].from, size);
        memcpy(ways->two[k].cost + LINEAR_LANES, ways->one[other].cost, size);
        memcpy(ways->two[k].from + LINEAR_LANES, ways->one[other].from, size);
    }
}

void kernels_ways(struct linear_model *model)
{
    struct kernels_ways *ways = model->ways = xcalloc(1, sizeof *ways);
    ways->n = 1;
    for (uint32_t y = 0; y < LINEAR_LANES; y++) {
        uint32_t n = 0, first = 0;
        int16_t cost = INT16_MIN; // into what is no label, and where nothing is legal
        for (uint32_t p = 0; p < model->n_labels && y < model->n_labels; p++) {
            int16_t to_y = model->transitions[p * LINEAR_LANES + y];
            if (to_y == INT16_MIN) continue;
            if (n == 0) first = p, cost = to_y;
            set_way(&ways->one[n++], p, y, to_y);
        }
        if (n > ways->n) ways->n = n;
        for (; n < LINEAR_LANES; n++)
            set_way(&ways->one[n], first, y, cost);
    }
    pair_ways(ways);
}

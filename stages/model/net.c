// SPDX-License-Identifier: Apache-2.0
//
// Reads the network of a model file; its loops in plain C, for every processor.
#include "stages/model/net.h"

#include "stages/base/memory.h"
#include "stages/model/net_window.h"

#include <stdlib.h>

static int cut(int v, int least, int most)
{
    return v < least ? least : v > most ? most : v;
}

static void embed(const struct net *net, const struct linear_sequence *x, size_t from,
                  size_t n, uint8_t *to)
{
    for (size_t t = from; t < from + n; t++, to += NET_WIDTH)
        for (size_t c = 0; c < NET_WIDTH; c++) {
            int sum = net->tables->bias[c];
            for (uint32_t k = 0; k < net->n_tracks; k++)
                sum = cut(sum + net->rows[k][x->tracks[k][t] * NET_WIDTH + c], INT8_MIN,
                          INT8_MAX);
            to[c] = (uint8_t)cut(sum, 0, NET_MOST);
        }
}

// Adds to sums what n inputs say of each result.
static inline void sum_up(const int8_t *weights, const uint8_t *from, size_t n,
                          size_t results, int32_t *sums)
{
    for (size_t g = 0; g < n; g += 4)
        for (size_t c = 0; c < results; c++) {
            const int8_t *w = weights + g * results + 4 * c;
            sums[c] += w[0] * from[g] + w[1] * from[g + 1] + w[2] * from[g + 2] +
                       w[3] * from[g + 3];
        }
}

static void run(const struct net_layer *layer, const uint8_t *from, size_t n, uint8_t *to)
{
    for (size_t i = 0; i < n; i++) {
        int32_t sums[NET_WIDTH];
        memcpy(sums, layer->bias, sizeof sums);
        sum_up(layer->weights, from + i * NET_WIDTH, NET_WINDOW, NET_WIDTH, sums);
        for (size_t c = 0; c < NET_WIDTH; c++)
            to[i * NET_WIDTH + c] = (uint8_t)cut(sums[c] >> layer->shift[c], 0, NET_MOST);
    }
}

void net_plain(const struct net *net, const struct linear_sequence *x, size_t from,
               size_t n, int16_t *rows)
{
    struct net_window windows[2];
    const struct net_output *output = &net->tables->output;
    const uint8_t *z = net_numbers(net, x, from, n, embed, run, windows);
    for (size_t i = 0; i < n; i++, z += NET_WIDTH, rows += LINEAR_LANES) {
        int32_t sums[LINEAR_LANES];
        memcpy(sums, output->bias, sizeof sums);
        sum_up(output->weights, z, NET_WIDTH, LINEAR_LANES, sums);
        for (size_t y = 0; y < LINEAR_LANES; y++)
            rows[y] = (int16_t)cut(sums[y] >> output->shift[y], INT16_MIN, INT16_MAX);
    }
}

net_scores *net_named(const char *name)
{
#if defined(__x86_64__)
    if (strcmp(name, "vnni") == 0)
        return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw")
                   ? net_vnni
                   : NULL;
    if (strcmp(name, "avx2") == 0)
        return __builtin_cpu_supports("avx2") ? net_avx2 : NULL;
#endif
    return strcmp(name, "plain") == 0 ? net_plain : NULL;
}

static net_scores *best(void)
{
    net_scores *scores = net_named("vnni");
    if (!scores) scores = net_named("avx2");
    return scores ? scores : net_plain;
}

static bool sound(const struct net_tables *tables)
{
    uint32_t most = 0;
    for (size_t y = 0; y < LINEAR_LANES; y++)
        most |= tables->output.shift[y];
    for (size_t c = 0; c < NET_WIDTH; c++)
        for (size_t k = 0; k < NET_LAYERS; k++)
            most |= tables->layers[k].shift[c];
    return most <= NET_MOST_SHIFT;
}

const char *net_read(const struct linear_model *model, struct net **address)
{
    struct span tables = linear_section(model, "net");
    struct span rows = linear_section(model, "netrows");
    size_t size = 0;
    *address = NULL;
    if (tables.n == 0) return NULL;
    for (uint32_t k = 0; k < model->n_tracks; k++)
        size += (size_t)model->tracks[k].alphabet * NET_WIDTH;
    if (tables.n != sizeof(struct net_tables) || rows.n != size)
        return "its network is of another size";
    if (!sound((const void *)tables.at)) return "its network is damaged";
    struct net *net = *address = xcalloc(1, sizeof *net);
    *net = (struct net){.tables = (const void *)tables.at,
                        .n_tracks = model->n_tracks,
                        .scores = best()};
    size = 0;
    for (uint32_t k = 0; k < model->n_tracks; k++) {
        net->rows[k] = (const int8_t *)rows.at + size;
        size += (size_t)model->tracks[k].alphabet * NET_WIDTH;
    }
    return NULL;
}

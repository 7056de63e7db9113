// SPDX-License-Identifier: Apache-2.0
//
// Writes a trained network down in integers (net.h). The unit of each number is found by
// running the network over sequences of the training text: all but one in RARE of its
// values shall be below NET_MOST. The shift of a result is the greatest with which its
// weights fit into 8 bits.
#include "stages/model/net_weights.h"

#include <math.h>
#include <stdlib.h>

// Sequences that are run; values up to MOST are told apart; the highest value of a number
// is taken for no less than that of the highest number over SMALL.
enum { SAMPLES = 2000, BINS = 4096, RARE = 2000, MOST = 64, SMALL = 8 };

struct histogram { // of the values of a number, in steps of MOST / BINS
    uint64_t n, bins[BINS];
};

static void count(struct histogram histograms[NET_WIDTH], const float *numbers, size_t n)
{
    for (size_t i = 0; i < n * NET_WIDTH; i++) {
        if (numbers[i] <= 0) continue;
        double bin = (double)numbers[i] / MOST * BINS;
        histograms[i % NET_WIDTH].bins[bin < BINS ? (size_t)bin : BINS - 1]++;
        histograms[i % NET_WIDTH].n++;
    }
}

// The value that few exceed.
static double high(const struct histogram *histogram)
{
    uint64_t above = 0;
    for (size_t i = BINS; i-- > 0;) {
        above += histogram->bins[i];
        if (above * RARE > histogram->n) return (double)(i + 1) / BINS * MOST;
    }
    return 0;
}

// What 1 is in units of each number of a layer. Numbers that are always small have units
// that are not much smaller than those of others, lest their weights be too large.
static void layer_units(const struct histogram histograms[NET_WIDTH],
                        double units[NET_WIDTH])
{
    double top = 0, highs[NET_WIDTH];
    for (size_t c = 0; c < NET_WIDTH; c++) {
        highs[c] = high(&histograms[c]);
        top = highs[c] > top ? highs[c] : top;
    }
    for (size_t c = 0; c < NET_WIDTH; c++)
        units[c] = NET_MOST / fmax(fmax(highs[c], top / SMALL), 1.0 / BINS);
}

static void find_units(const struct net_weights *net, struct trainer *trainer,
                       double units[NET_LAYERS + 1][NET_WIDTH])
{
    struct histogram(*histograms)[NET_WIDTH] =
        xcalloc(NET_LAYERS + 1, sizeof *histograms);
    struct net_run run = {0};
    size_t every = trainer->n / SAMPLES + 1;
    for (size_t e = 0; e < trainer->n; e += every) {
        const struct example *x = &trainer->examples[e];
        net_run_forward(net, trainer, x, &run);
        for (int k = 0; k <= NET_LAYERS; k++)
            count(histograms[k], run.numbers[k] + NET_WIDTH, x->n);
    }
    for (int k = 0; k <= NET_LAYERS; k++) layer_units(histograms[k], units[k]);
    net_run_free(&run);
    free(histograms);
}

static long cut(double v, long most)
{
    long q = lrint(v);
    return q > most ? most : q < -most ? -most : q;
}

// Weights and biases of a layer or of the scores in integers, as net.h has them.
struct integers {
    int32_t *bias;
    uint32_t *shift;
    int8_t *weights;
};

// w has a weight for each of `results` side by side for each of `inputs`; input j is in
// the units from[j % NET_WIDTH], result c in to[c].
static void write_layer(const float *w, const float *bias, size_t inputs, size_t results,
                        const double *from, const double *to, struct integers integers)
{
    for (size_t c = 0; c < results; c++) {
        double top = 0;
        for (size_t j = 0; j < inputs; j++)
            top = fmax(top, fabs((double)w[j * results + c]) / from[j % NET_WIDTH]);
        top *= to[c];
        int shift = 0;
        while (shift < NET_MOST_SHIFT && ldexp(top, shift + 1) <= INT8_MAX) shift++;
        for (size_t j = 0; j < inputs; j++) {
            double weight = (double)w[j * results + c] * to[c] / from[j % NET_WIDTH];
            integers.weights[(j / 4 * results + c) * 4 + j % 4] =
                (int8_t)cut(ldexp(weight, shift), INT8_MAX);
        }
        integers.bias[c] =
            (int32_t)cut(ldexp((double)bias[c] * to[c] + 0.5, shift), 1 << 28);
        integers.shift[c] = (uint32_t)shift;
    }
}

static void write_rows(const struct net_weights *net, const double units[NET_WIDTH],
                       struct file_writer *writer)
{
    size_t n = net->bias; // rows come first
    int8_t *rows = xmalloc(n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (int8_t)cut((double)net->w[i] * units[i % NET_WIDTH], INT8_MAX);
    file_add(writer, "netrows", rows, n);
    free(rows);
}

void net_export(const struct net_weights *net, struct trainer *trainer,
                struct file_writer *writer)
{
    struct net_tables *tables = xcalloc(1, sizeof *tables);
    double units[NET_LAYERS + 1][NET_WIDTH], scores[LINEAR_LANES];
    find_units(net, trainer, units);
    for (size_t y = 0; y < LINEAR_LANES; y++) scores[y] = (double)writer->header.scale;
    for (size_t c = 0; c < NET_WIDTH; c++)
        tables->bias[c] =
            (int8_t)cut((double)net->w[net->bias + c] * units[0][c], INT8_MAX);
    for (size_t k = 0; k < NET_LAYERS; k++) {
        struct net_layer *layer = &tables->layers[k];
        write_layer(net->w + net->layers[k], net->w + net->layer_bias[k], NET_WINDOW,
                    NET_WIDTH, units[k], units[k + 1],
                    (struct integers){layer->bias, layer->shift, layer->weights});
    }
    struct net_output *output = &tables->output;
    write_layer(net->w + net->output, net->w + net->output_bias, NET_WIDTH, LINEAR_LANES,
                units[NET_LAYERS], scores,
                (struct integers){output->bias, output->shift, output->weights});
    file_add(writer, "net", tables, sizeof *tables);
    write_rows(net, units[0], writer);
    free(tables);
}

// SPDX-License-Identifier: Apache-2.0
//
// Writes a trained network down in 8-bit integers (net.h). The unit of a layer's numbers
// is found by running the network over sequences of the training text: all but one in
// RARE of the numbers shall be below NET_MOST. Weights are cut to 8 bits by result, each
// result with a unit of its own.
#include "stages/model/net_weights.h"

#include <math.h>
#include <stdlib.h>

enum { SAMPLES = 2000, BINS = 4096, RARE = 2000 };

struct histogram { // of numbers up to `most`
    double most;
    uint64_t n, bins[BINS];
};

static void count(struct histogram *histogram, const float *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (numbers[i] <= 0) continue;
        double bin = (double)numbers[i] / histogram->most * BINS;
        histogram->bins[bin < BINS ? (size_t)bin : BINS - 1]++;
        histogram->n++;
    }
}

// The number that few exceed.
static double high(const struct histogram *histogram)
{
    uint64_t above = 0;
    for (size_t i = BINS; i-- > 0;) {
        above += histogram->bins[i];
        if (above * RARE > histogram->n)
            return (double)(i + 1) / BINS * histogram->most;
    }
    return histogram->most;
}

// What 1 is in units of the numbers of each layer.
static void find_units(const struct net_weights *net, const struct trainer *trainer,
                       double units[NET_LAYERS + 1])
{
    struct histogram *histograms = xcalloc(NET_LAYERS + 1, sizeof *histograms);
    struct net_run run = {0};
    size_t every = trainer->n / SAMPLES + 1;
    for (int k = 0; k <= NET_LAYERS; k++) histograms[k].most = 64;
    for (size_t e = 0; e < trainer->n; e += every) {
        const struct example *x = &trainer->examples[e];
        net_run_forward(net, trainer, x, &run);
        for (int k = 0; k <= NET_LAYERS; k++)
            count(&histograms[k], run.numbers[k] + NET_WIDTH, x->n * NET_WIDTH);
    }
    for (int k = 0; k <= NET_LAYERS; k++) units[k] = NET_MOST / high(&histograms[k]);
    net_run_free(&run);
    free(histograms);
}

static long cut(double v, long most)
{
    long q = lrint(v);
    return q > most ? most : q < -most ? -most : q;
}

// A layer or the scores: w has `results` weights for each input. from is the unit of the
// inputs, to that of the results.
static void write_layer(const float *w, const float *bias, size_t inputs, size_t results,
                        const double units[2], int32_t *biases, float *factors,
                        int8_t *weights)
{
    for (size_t c = 0; c < results; c++) {
        double top = 1e-6;
        for (size_t j = 0; j < inputs; j++)
            if (fabs((double)w[j * results + c]) > top)
                top = fabs((double)w[j * results + c]);
        double unit = INT8_MAX / top;
        for (size_t j = 0; j < inputs; j++)
            weights[(j / 4 * results + c) * 4 + j % 4] =
                (int8_t)cut((double)w[j * results + c] * unit, INT8_MAX);
        biases[c] = (int32_t)cut((double)bias[c] * unit * units[0], 1 << 22);
        factors[c] = (float)(units[1] / (unit * units[0]));
    }
}

static void write_rows(const struct net_weights *net, double unit,
                       struct file_writer *writer)
{
    size_t n = net->bias; // rows come first
    int8_t *rows = xmalloc(n);
    for (size_t i = 0; i < n; i++)
        rows[i] = (int8_t)cut((double)net->w[i] * unit, INT8_MAX);
    file_add(writer, "netrows", rows, n);
    free(rows);
}

void net_export(const struct net_weights *net, const struct trainer *trainer,
                struct file_writer *writer)
{
    struct net_tables *tables = xcalloc(1, sizeof *tables);
    double units[NET_LAYERS + 2];
    find_units(net, trainer, units);
    units[NET_LAYERS + 1] = (double)writer->header.scale;
    for (size_t c = 0; c < NET_WIDTH; c++)
        tables->bias[c] = (int16_t)cut((double)net->w[net->bias + c] * units[0], 8192);
    for (size_t k = 0; k < NET_LAYERS; k++) {
        struct net_layer *layer = &tables->layers[k];
        write_layer(net->w + net->layers[k], net->w + net->layer_bias[k], NET_WINDOW,
                    NET_WIDTH, units + k, layer->bias, layer->factor, layer->weights);
    }
    write_layer(net->w + net->output, net->w + net->output_bias, NET_WIDTH, LINEAR_LANES,
                units + NET_LAYERS, tables->output.bias, tables->output.factor,
                tables->output.weights);
    file_add(writer, "net", tables, sizeof *tables);
    write_rows(net, units[0], writer);
    free(tables);
}

// SPDX-License-Identifier: Apache-2.0
//
// The network's training loop. All inner loops add a multiple of one row to another, so
// that they are as fast as the processor's vectors and yet in one fixed order.
#include "stages/model/net_train.h"

#include "stages/model/clones.h"
#include "stages/model/crf.h"
#include "stages/model/net_weights.h"

#include <math.h>
#include <stdlib.h>

enum { BATCH = 2400, RISE = 200 }; // positions of a batch; steps until the full step size

// to[0 .. NET_WIDTH) += sum over n inputs of a[j] times row j of w.
CLONES static void add_product(float *restrict to, const float *restrict a,
                               const float *restrict w, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        if (a[j] == 0) continue; // half of all numbers
        for (size_t c = 0; c < NET_WIDTH; c++) to[c] += a[j] * w[j * NET_WIDTH + c];
    }
}

// Row j of w += a[j] times d, for n rows.
CLONES static void add_outer(float *restrict w, const float *restrict a,
                             const float *restrict d, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        if (a[j] == 0) continue;
        for (size_t c = 0; c < NET_WIDTH; c++) w[j * NET_WIDTH + c] += a[j] * d[c];
    }
}

CLONES static void add_scaled(float *restrict to, const float *restrict from, float a,
                              size_t n)
{
    for (size_t i = 0; i < n; i++) to[i] += a * from[i];
}

// ---- one sequence -------------------------------------------------------------------

void net_run_reserve(struct net_run *run, uint32_t n_tracks, size_t n)
{
    if (n <= run->room) return;
    run->room = n;
    size_t size = (n + 2) * NET_WIDTH * sizeof(float);
    for (int k = 0; k <= NET_LAYERS; k++)
        run->numbers[k] = xrealloc(run->numbers[k], size);
    for (int k = 0; k < 2; k++) run->back[k] = xrealloc(run->back[k], size);
    run->dropped = xrealloc(run->dropped, n * n_tracks);
    run->psi = xrealloc(run->psi, n * LINEAR_LANES * sizeof *run->psi);
    run->target = xrealloc(run->target, n * LINEAR_LANES * sizeof *run->target);
}

void net_run_free(struct net_run *run)
{
    for (int k = 0; k <= NET_LAYERS; k++) free(run->numbers[k]);
    free(run->back[0]);
    free(run->back[1]);
    free(run->dropped);
    free(run->psi);
    free(run->target);
}

static bool chance(struct net_run *run)
{
    return run->random &&
           (trainer_random(run->random) >> 48) < (uint32_t)(run->dropout * 65536);
}

// Cuts the numbers of a position at 0, and drops some, for which the others grow.
static void rectify(struct net_run *run, float *numbers)
{
    float grown = run->random ? 1 / (1 - run->dropout) : 1;
    for (size_t c = 0; c < NET_WIDTH; c++)
        numbers[c] = numbers[c] <= 0 || chance(run) ? 0 : numbers[c] * grown;
}

static void embed(const struct net_weights *net, const struct trainer *trainer,
                  const struct example *x, struct net_run *run)
{
    uint32_t tracks = trainer->spec.n_tracks;
    for (size_t t = 0; t < x->n; t++) {
        float *to = run->numbers[0] + (t + 1) * NET_WIDTH;
        memcpy(to, net->w + net->bias, NET_WIDTH * sizeof *to);
        for (uint32_t k = 0; k < tracks; k++) {
            const float *row = net->w + net->rows[k] + x->tracks[k][t] * NET_WIDTH;
            run->dropped[t * tracks + k] = chance(run);
            if (!run->dropped[t * tracks + k]) add_scaled(to, row, 1, NET_WIDTH);
        }
        rectify(run, to);
    }
}

// Weights of the scores as a layer's: those of an input side by side.
static void score(const struct net_weights *net, struct trainer *trainer,
                  const struct example *x, struct net_run *run)
{
    trainer_scores(trainer, x, run->random ? trainer->options.net_unseen : 0, run->psi);
    for (size_t t = 0; t < x->n; t++) {
        const float *z = run->numbers[NET_LAYERS] + (t + 1) * NET_WIDTH;
        float *psi = run->psi + t * LINEAR_LANES;
        add_scaled(psi, net->w + net->output_bias, 1, LINEAR_LANES);
        for (size_t c = 0; c < NET_WIDTH; c++)
            if (z[c] != 0)
                add_scaled(psi, net->w + net->output + c * LINEAR_LANES, z[c],
                           LINEAR_LANES);
    }
}

void net_run_forward(const struct net_weights *net, struct trainer *trainer,
                     const struct example *x, struct net_run *run)
{
    net_run_reserve(run, trainer->spec.n_tracks, x->n);
    for (int k = 0; k <= NET_LAYERS; k++) {
        memset(run->numbers[k], 0, NET_WIDTH * sizeof(float));
        memset(run->numbers[k] + (x->n + 1) * NET_WIDTH, 0, NET_WIDTH * sizeof(float));
    }
    embed(net, trainer, x, run);
    for (int k = 0; k < NET_LAYERS; k++)
        for (size_t t = 0; t < x->n; t++) {
            float *to = run->numbers[k + 1] + (t + 1) * NET_WIDTH;
            memcpy(to, net->w + net->layer_bias[k], NET_WIDTH * sizeof *to);
            add_product(to, run->numbers[k] + t * NET_WIDTH, net->w + net->layers[k],
                        NET_WINDOW);
            rectify(run, to);
        }
    score(net, trainer, x, run);
}

// ---- gradients ----------------------------------------------------------------------

// Errors of numbers that were cut or dropped are none; those of others as they grew.
static void rectify_back(const struct net_run *run, const float *numbers, float *errors,
                         size_t n)
{
    float grown = 1 / (1 - run->dropout);
    for (size_t i = 0; i < n; i++) errors[i] = numbers[i] > 0 ? errors[i] * grown : 0;
}

// From the errors of the scores, in psi, to those of the last layer's numbers.
static void score_back(struct net_weights *net, const struct example *x,
                       struct net_run *run, float *errors)
{
    float turned[LINEAR_LANES * NET_WIDTH];
    for (size_t c = 0; c < NET_WIDTH; c++)
        for (size_t y = 0; y < LINEAR_LANES; y++)
            turned[y * NET_WIDTH + c] = net->w[net->output + c * LINEAR_LANES + y];
    memset(errors, 0, (x->n + 2) * NET_WIDTH * sizeof *errors);
    for (size_t t = 0; t < x->n; t++) {
        const float *psi = run->psi + t * LINEAR_LANES;
        const float *z = run->numbers[NET_LAYERS] + (t + 1) * NET_WIDTH;
        add_scaled(net->gradient + net->output_bias, psi, 1, LINEAR_LANES);
        for (size_t c = 0; c < NET_WIDTH; c++)
            if (z[c] != 0)
                add_scaled(net->gradient + net->output + c * LINEAR_LANES, psi, z[c],
                           LINEAR_LANES);
        add_product(errors + (t + 1) * NET_WIDTH, psi, turned, LINEAR_LANES);
    }
}

// From the errors of layer k's results to those of its inputs.
static void layer_back(struct net_weights *net, size_t k, const struct example *x,
                       struct net_run *run, const float *errors, float *inputs)
{
    static _Thread_local float turned[3][NET_WIDTH * NET_WIDTH]; // by place in the window
    const float *w = net->w + net->layers[k];
    for (size_t j = 0; j < NET_WINDOW; j++)
        for (size_t c = 0; c < NET_WIDTH; c++)
            turned[j / NET_WIDTH][c * NET_WIDTH + j % NET_WIDTH] = w[j * NET_WIDTH + c];
    memset(inputs, 0, (x->n + 2) * NET_WIDTH * sizeof *inputs);
    for (size_t t = 0; t < x->n; t++) {
        const float *d = errors + (t + 1) * NET_WIDTH;
        add_scaled(net->gradient + net->layer_bias[k], d, 1, NET_WIDTH);
        add_outer(net->gradient + net->layers[k], run->numbers[k] + t * NET_WIDTH, d,
                  NET_WINDOW);
        for (size_t part = 0; part < 3; part++)
            add_product(inputs + (t + part) * NET_WIDTH, d, turned[part], NET_WIDTH);
    }
}

static void embed_back(struct net_weights *net, const struct trainer *trainer,
                       const struct example *x, const struct net_run *run,
                       const float *errors)
{
    uint32_t tracks = trainer->spec.n_tracks;
    for (size_t t = 0; t < x->n; t++) {
        const float *d = errors + (t + 1) * NET_WIDTH;
        add_scaled(net->gradient + net->bias, d, 1, NET_WIDTH);
        for (uint32_t k = 0; k < tracks; k++)
            if (!run->dropped[t * tracks + k])
                add_scaled(net->gradient + net->rows[k] + x->tracks[k][t] * NET_WIDTH, d,
                           1, NET_WIDTH);
    }
}

// What the network is to say of a sequence: its labels, and what all n-grams make of it.
static void set_target(struct trainer *trainer, struct crf *crf, const struct example *x,
                       float *target)
{
    float taught = trainer->options.net_taught;
    if (taught > 0) {
        trainer_scores_all(trainer, x, target);
        crf_marginals(crf, target, trainer->theta, x->labels, x->n);
    } else {
        memset(target, 0, x->n * LINEAR_LANES * sizeof *target);
    }
    for (size_t t = 0; t < x->n; t++, target += LINEAR_LANES) {
        for (size_t y = 0; y < LINEAR_LANES; y++) target[y] *= taught;
        target[x->labels[t]] += 1 - taught;
    }
}

// Adds the gradient of one sequence's log likelihood; returns the loss.
static double learn(struct net_weights *net, struct trainer *trainer,
                    struct crf *crf, const struct example *x, struct net_run *run)
{
    net_run_reserve(run, trainer->spec.n_tracks, x->n);
    set_target(trainer, crf, x, run->target);
    net_run_forward(net, trainer, x, run);
    double likelihood = crf_marginals(crf, run->psi, trainer->theta, x->labels, x->n);
    for (size_t i = 0; i < x->n * LINEAR_LANES; i++)
        run->psi[i] = x->weight * (run->target[i] - run->psi[i]);
    size_t all = (x->n + 2) * NET_WIDTH;
    score_back(net, x, run, run->back[0]);
    for (size_t k = NET_LAYERS; k-- > 0;) {
        float *errors = run->back[(NET_LAYERS - 1 - k) % 2];
        float *inputs = run->back[(NET_LAYERS - k) % 2];
        rectify_back(run, run->numbers[k + 1], errors, all);
        layer_back(net, k, x, run, errors, inputs);
    }
    rectify_back(run, run->numbers[0], run->back[NET_LAYERS % 2], all);
    embed_back(net, trainer, x, run, run->back[NET_LAYERS % 2]);
    return -likelihood;
}

// ---- steps --------------------------------------------------------------------------

static const float keep_mean = 0.9F, keep_square = 0.99F, shrink = 1e-4F, clip = 2;

// One step of Adam, after `steps` earlier ones, with the gradient of a batch.
CLONES static void step(struct net_weights *net, size_t steps, float rate, float share)
{
    float *restrict w = net->w, *restrict g = net->gradient;
    float *restrict mean = net->mean, *restrict square = net->square;
    float mean_part = 1 - powf(keep_mean, (float)(steps + 1));
    float square_part = 1 - powf(keep_square, (float)(steps + 1));
    for (size_t i = 0; i < net->n; i++) {
        float d = g[i] * share;
        mean[i] = keep_mean * mean[i] + (1 - keep_mean) * d;
        square[i] = keep_square * square[i] + (1 - keep_square) * d * d;
        w[i] += rate * (mean[i] / mean_part / (sqrtf(square[i] / square_part) + 1e-8F) -
                        shrink * w[i]);
        g[i] = 0;
    }
}

// What the gradient is multiplied by: a batch's mean, and no longer than `clip`.
static float share_of(const struct net_weights *net, size_t positions)
{
    double sum = 0, share = 1 / (double)positions;
    for (size_t i = 0; i < net->n; i++)
        sum += (double)net->gradient[i] * (double)net->gradient[i];
    double length = sqrt(sum) * share;
    return (float)(length > (double)clip ? share * (double)clip / length : share);
}

static size_t add_part(struct net_weights *net, size_t n)
{
    size_t at = net->n;
    net->n += n;
    return at;
}

static void randomise(struct net_weights *net, size_t at, size_t n, double deviation,
                      uint64_t *random)
{
    for (size_t i = 0; i < n; i++) {
        double unit = (double)(trainer_random(random) >> 11) / (double)(1ULL << 53);
        net->w[at + i] = (float)((unit * 2 - 1) * sqrt(3) * deviation);
    }
}

static struct net_weights *start(const struct trainer_spec *spec, uint64_t *random)
{
    struct net_weights *net = xcalloc(1, sizeof *net);
    for (uint32_t k = 0; k < spec->n_tracks; k++)
        net->rows[k] = add_part(net, (size_t)spec->alphabets[k] * NET_WIDTH);
    size_t rows = net->n;
    net->bias = add_part(net, NET_WIDTH);
    for (int k = 0; k < NET_LAYERS; k++) {
        net->layers[k] = add_part(net, NET_WINDOW * NET_WIDTH);
        net->layer_bias[k] = add_part(net, NET_WIDTH);
    }
    net->output = add_part(net, NET_WIDTH * LINEAR_LANES);
    net->output_bias = add_part(net, LINEAR_LANES);
    float **vectors[] = {&net->w, &net->gradient, &net->mean, &net->square};
    for (int i = 0; i < 4; i++) *vectors[i] = xcalloc(net->n, sizeof(float));
    randomise(net, 0, rows, 0.1, random);
    for (int k = 0; k < NET_LAYERS; k++)
        randomise(net, net->layers[k], NET_WINDOW * NET_WIDTH, sqrt(2.0 / NET_WINDOW),
                  random);
    randomise(net, net->output, NET_WIDTH * LINEAR_LANES, sqrt(1.0 / NET_WIDTH), random);
    return net;
}

void net_weights_free(struct net_weights **address)
{
    struct net_weights *net = *address;
    if (!net) return;
    free(net->w);
    free(net->gradient);
    free(net->mean);
    free(net->square);
    free(net);
    *address = NULL;
}

struct schedule {
    size_t steps;              // so far
    double positions, all;     // seen so far; of the whole training
    size_t waiting;            // positions whose gradient waits for a step
};

static void end_batch(struct net_weights *net, const struct trainer_options *options,
                      struct schedule *schedule)
{
    double rise = (double)(schedule->steps + 1) / RISE;
    double fall = 1 - schedule->positions / schedule->all;
    double part = (rise < 1 ? rise : 1) * (fall > 0.02 ? fall : 0.02);
    float share = share_of(net, schedule->waiting);
    step(net, schedule->steps++, options->net_rate * (float)part, share);
    schedule->waiting = 0;
}

struct net_weights *net_train(struct trainer *trainer, trainer_show *show, void *shown)
{
    const struct trainer_options *options = &trainer->options;
    uint32_t before = options->epochs * options->rounds;
    struct net_weights *net = start(&trainer->spec, &trainer->random);
    struct net_run run = {.random = &trainer->random, .dropout = options->net_dropout};
    struct schedule schedule = {.all =
                                    (double)trainer->positions * options->net_epochs};
    struct crf crf;
    crf_init(&crf, trainer->spec.n_labels, trainer->stride);
    crf_transitions(&crf, trainer->theta);
    for (uint32_t n = 0; n < options->net_epochs; n++) {
        struct trainer_progress progress = {
            before + n + 1, before + options->net_epochs, 0, trainer->positions, 0};
        double loss = 0;
        trainer_shuffle(trainer);
        for (size_t e = 0; e < trainer->n; e++) {
            const struct example *x = &trainer->examples[e];
            loss += learn(net, trainer, &crf, x, &run);
            schedule.waiting += x->n;
            schedule.positions += (double)x->n;
            progress.done += x->n;
            progress.loss = loss / (double)progress.done;
            if (schedule.waiting >= BATCH || e + 1 == trainer->n)
                end_batch(net, options, &schedule);
            if (show && (e % 256 == 255 || e + 1 == trainer->n)) show(shown, &progress);
        }
    }
    net_run_free(&run);
    crf_free(&crf);
    return net;
}

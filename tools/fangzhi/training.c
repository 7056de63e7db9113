// SPDX-License-Identifier: Apache-2.0
//
// Reads the flags of training.
#include "tools/fangzhi/training.h"

#include "stages/base/log.h"
#include "stages/base/options.h"
#include "tools/fangzhi/manual.h"

#include <math.h>
#include <stdlib.h>

static float number(const char *name, const char *value)
{
    char *end;
    double x = strtod(value, &end);
    if (end == value || (*end && *end != ',') || !isfinite(x))
        log_die(EXIT_USAGE, "%s: '%s' is not a number", name, value);
    return (float)x;
}

static void set_numbers(struct learn_options *options, const char *text)
{
    struct trainer_options *training = &options->training;
    const struct {
        const char *name;
        float *to;
    } rows[] = {{"decay=", &training->decay},
                {"miss=", &training->miss},
                {"wrong=", &training->wrong},
                {"prune=", &training->prune},
                {"variants=", &options->variants}};
    while (*text) {
        size_t i = 0, n = sizeof rows / sizeof *rows;
        while (i < n && strncmp(text, rows[i].name, strlen(rows[i].name)) != 0) i++;
        if (i == n)
            log_die(EXIT_USAGE,
                    "--set: '%s' is none of decay, miss, wrong, prune, variants", text);
        text += strlen(rows[i].name);
        *rows[i].to = number("--set", text);
        text += strcspn(text, ",");
        text += *text == ',';
    }
}

void training_open(struct training *training, const char *const *values)
{
    struct learn_options *options = &training->options;
    *training = (struct training){.options = learn_defaults()};
    if (values[TRAINING_ROUNDS])
        options->training.rounds =
            (uint32_t)manual_number("rounds", values[TRAINING_ROUNDS], 1, 100);
    if (values[TRAINING_EPOCHS])
        options->training.epochs =
            (uint32_t)manual_number("epochs", values[TRAINING_EPOCHS], 1, 1000);
    if (values[TRAINING_SEED])
        options->training.seed =
            (uint64_t)manual_number("seed", values[TRAINING_SEED], 0, 1000000000);
    if (values[TRAINING_RATE])
        options->training.rate = number("--rate", values[TRAINING_RATE]);
    if (values[TRAINING_DROPOUT])
        options->training.dropout = number("--dropout", values[TRAINING_DROPOUT]);
    if (values[TRAINING_NETWORK])
        options->training.net_epochs =
            (uint32_t)manual_number("network", values[TRAINING_NETWORK], 0, 1000);
    if (values[TRAINING_SET]) set_numbers(options, values[TRAINING_SET]);
    if (values[TRAINING_TEMPLATES]) options->templates = values[TRAINING_TEMPLATES];
    const char *lexicon = values[TRAINING_LEXICON];
    if (lexicon && strcmp(lexicon, "none") == 0) return;
    char *shipped = xprintf("%s/lexicon", options_data_folder());
    training->lexicon = lexicon_open(lexicon ? lexicon : shipped);
    if (!training->lexicon)
        log_die(EXIT_FAILED, "there is no training without the word lists");
    free(shipped);
}

void training_add(const struct training *training, struct learn *learn,
                  const struct annotated_set *set)
{
    (void)training;
    for (size_t i = 0; i < set->n; i++) learn_add(learn, &set->at[i], 1);
}

void training_close(struct training *training)
{
    lexicon_free(&training->lexicon);
}

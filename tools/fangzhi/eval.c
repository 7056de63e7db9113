// SPDX-License-Identifier: Apache-2.0
//
// fangzhi eval: how well the tag stage, model and second pass, finds the names of
// annotated text. With --folds it trains on all documents but those of a fold (and on
// what --with names), and measures on the fold.
#include "stages/base/log.h"
#include "stages/base/options.h"
#include "stages/tag/tag.h"
#include "tools/fangzhi/command.h"
#include "tools/fangzhi/learn.h"
#include "tools/fangzhi/manual.h"
#include "tools/fangzhi/tally.h"
#include "tools/fangzhi/training.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FLAG_MODEL = TRAINING_FLAGS,
    FLAG_FOLDS,
    FLAG_WITH,
    FLAG_ERRORS,
    FLAG_ALONE,
    FLAG_DOCS
};

static const struct flag flags[] = {
    TRAINING_FLAG_ROWS,
    {"model", 'm', "FILE", "the model (default: model/tag.model of the data folder)"},
    {"folds", 'f', "N", "cross-validate by document instead of using a model"},
    {"with", 'w', "A:B:…", "with --folds: paths of text to train on as well"},
    {"errors", 'x', "N", "print the N commonest errors of each kind (default: 15)"},
    {"alone", 0, NULL, "the model alone, without the second pass over the document"},
    {"documents", 'd', NULL, "a line a document too"},
};

static const struct manual manual = {
    "eval",
    "  fangzhi eval reference.json\n"
    "  fangzhi eval --folds 3 --with data/train a.json b.json c.json\n",
    "fangzhi eval PATH… compares the names that the tag stage finds in annotated text "
    "with\n"
    "the annotation: precision, recall and F1 of each type, exact spans, then the "
    "commonest\n"
    "errors. What stands inside 《》, or inside “” without filling it, does not count.\n",
    flags, sizeof flags / sizeof *flags};

struct evaluation {
    const struct arguments *arguments;
    struct training training;
    struct annotated_set set, with;
    struct tally *tally;
    char *lexicon;
};

static void measure(struct evaluation *evaluation, const char *model, size_t fold,
                    size_t folds)
{
    struct tag_options options = {.model = model,
                                  .lexicon = evaluation->lexicon,
                                  .consistent =
                                      !evaluation->arguments->values[FLAG_ALONE]};
    struct tag *tag = tag_open(&options);
    if (!tag) log_die(EXIT_FAILED, "there is no model to measure");
    struct arena *arena = arena_new();
    for (size_t i = fold; i < evaluation->set.n; i += folds) {
        struct mentions mentions;
        tag_document(tag, &evaluation->set.at[i].layout, arena, &mentions);
        tally_add(evaluation->tally, &evaluation->set.at[i], &mentions);
        if (evaluation->arguments->values[FLAG_DOCS])
            tally_print_last(evaluation->tally, evaluation->set.at[i].name);
        arena_reset(arena);
    }
    arena_free(&arena);
    tag_close(&tag);
}

static void measure_fold(struct evaluation *evaluation, size_t fold, size_t folds)
{
    char path[] = "/tmp/fangzhi-fold-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0) log_die(EXIT_FAILED, "/tmp: cannot write");
    close(fd);
    struct learn *learn =
        learn_new(evaluation->training.lexicon, &evaluation->training.options);
    training_add(&evaluation->training, learn, &evaluation->with);
    for (size_t i = 0; i < evaluation->set.n; i++)
        if (i % folds != fold) learn_add(learn, &evaluation->set.at[i], 1);
    learn_write(learn, path);
    learn_free(&learn);
    measure(evaluation, path, fold, folds);
    unlink(path);
}

// Reads the paths of a list parted by colons.
static void read_list(struct annotated_set *set, const char *list)
{
    while (list && *list) {
        size_t n = strcspn(list, ":");
        char *path = xstrndup(list, n);
        annotated_read(set, path);
        free(path);
        list += n + (list[n] == ':');
    }
}

int command_eval(int argc, char **argv)
{
    struct arguments arguments = manual_parse(&manual, argc, argv);
    struct evaluation evaluation = {.arguments = &arguments, .tally = tally_new()};
    const char *const *values = arguments.values;
    if (arguments.n == 0)
        log_die(EXIT_USAGE, "eval: name the annotated text to measure on");
    long long folds =
        values[FLAG_FOLDS] ? manual_number("folds", values[FLAG_FOLDS], 2, 1000) : 1;
    long long errors =
        values[FLAG_ERRORS] ? manual_number("errors", values[FLAG_ERRORS], 0, 10000) : 15;
    for (size_t i = 0; i < arguments.n; i++)
        annotated_read(&evaluation.set, arguments.operands[i]);
    read_list(&evaluation.with, values[FLAG_WITH]);
    evaluation.lexicon = values[TRAINING_LEXICON]
                             ? xstrdup(values[TRAINING_LEXICON])
                             : xprintf("%s/lexicon", options_data_folder());
    char *model = values[FLAG_MODEL]
                      ? xstrdup(values[FLAG_MODEL])
                      : xprintf("%s/model/tag.model", options_data_folder());
    if (folds > 1) training_open(&evaluation.training, values);
    for (size_t fold = 0; fold < (size_t)folds; fold++)
        if (folds > 1)
            measure_fold(&evaluation, fold, (size_t)folds);
        else
            measure(&evaluation, model, 0, 1);
    tally_print(evaluation.tally, (size_t)errors);
    tally_free(&evaluation.tally);
    training_close(&evaluation.training);
    annotated_free(&evaluation.set);
    annotated_free(&evaluation.with);
    free(evaluation.lexicon);
    free(model);
    return EXIT_DONE;
}

// SPDX-License-Identifier: Apache-2.0
//
// fangzhi train: learns the tagger's model from annotated text and writes one model file.
#include "stages/base/log.h"
#include "stages/base/options.h"
#include "tools/fangzhi/command.h"
#include "tools/fangzhi/learn.h"
#include "tools/fangzhi/manual.h"
#include "tools/fangzhi/training.h"

#include <stdio.h>
#include <stdlib.h>

enum { FLAG_OUTPUT = TRAINING_FLAGS };

static const struct flag flags[] = {
    TRAINING_FLAG_ROWS,
    {"output", 'o', "FILE",
     "the model file (default: model/tag.model of the data folder)"},
};

static const struct manual manual = {
    "train",
    "  fangzhi train data/train -o tag.model\n"
    "  fangzhi train data/train our-yearbook.json more.iob2 -o ours.model\n",
    "fangzhi train PATH… learns to tag names from annotated text: inline (*.txt), "
    "reference\n"
    "annotation (*.json), IOB2 (*.iob2, *.conll), output folders of fangzhi run, or "
    "folders\n"
    "of such files. The same input and flags give the same model, bit for bit.\n",
    flags, sizeof flags / sizeof *flags};

int command_train(int argc, char **argv)
{
    struct arguments arguments = manual_parse(&manual, argc, argv);
    if (arguments.n == 0)
        log_die(EXIT_USAGE, "train: name the annotated text to learn from");
    struct training training;
    training_open(&training, arguments.values);
    struct annotated_set set = {0};
    struct learn *learn = learn_new(training.lexicon, &training.options);
    for (size_t i = 0; i < arguments.n; i++) annotated_read(&set, arguments.operands[i]);
    training_add(&training, learn, &set);
    char *shipped = xprintf("%s/model/tag.model", options_data_folder());
    learn_write(learn,
                arguments.values[FLAG_OUTPUT] ? arguments.values[FLAG_OUTPUT] : shipped);
    free(shipped);
    learn_free(&learn);
    annotated_free(&set);
    training_close(&training);
    return EXIT_DONE;
}

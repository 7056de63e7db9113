// SPDX-License-Identifier: Apache-2.0
//
// What `fangzhi train` and `fangzhi eval --folds` share: the flags of training.
#ifndef FZ_FANGZHI_TRAINING_H
#define FZ_FANGZHI_TRAINING_H

#include "tools/fangzhi/learn.h"

enum {
    TRAINING_ROUNDS,
    TRAINING_EPOCHS,
    TRAINING_RATE,
    TRAINING_DROPOUT,
    TRAINING_NETWORK,
    TRAINING_SEED,
    TRAINING_SET,
    TRAINING_TEMPLATES,
    TRAINING_LEXICON,
    TRAINING_FLAGS
};

#define TRAINING_FLAG_ROWS                                                               \
    {"rounds", 'r', "N", "trainings that are averaged"},                                 \
        {"epochs", 'e', "N", "passes over the training text in each"},                   \
        {"rate", 0, "X", "step size"},                                                   \
        {"dropout", 0, "X", "share of features that a training step does not see"},      \
        {"network", 0, "N", "passes of the network over the text (0: no network)"},      \
        {"seed", 0, "N", "of the order of the text and of dropout"},                     \
        {"set", 0, "A=X,…", "decay, miss, wrong, prune, variants"},                      \
        {"templates", 0, "TEXT", "features: 'TRACK N FROM TO LEAST; …'"},                \
    {                                                                                    \
        "lexicon", 0, "DIR",                                                             \
            "word lists (default: lexicon in the data folder; none: no)"                 \
    }

struct training {
    struct learn_options options;
    struct lexicon *lexicon; // NULL: none
};

// Reads the values of the flags above; ends the program where one is wrong.
void training_open(struct training *training, const char *const *values);
void training_add(const struct training *training, struct learn *learn,
                  const struct annotated_set *set);
void training_close(struct training *training);

#endif

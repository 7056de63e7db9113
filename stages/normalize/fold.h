// SPDX-License-Identifier: Apache-2.0
//
// Normalisation of decoded text; README.md says for each class of characters what becomes
// of it and why.
#ifndef FZ_NORMALIZE_FOLD_H
#define FZ_NORMALIZE_FOLD_H

#include "stages/normalize/runs.h"

struct fold_pair {
    uint32_t from, to;
};
extern const struct fold_pair fold_pairs[]; // table_fold.c, ascending
extern const size_t n_fold_pairs;

struct folds {
    uint8_t class[0x10000];
};

// Fills the classes; takes some milliseconds.
void fold_init(struct folds *folds);

// Returns false where nothing has to be done: *writer is then not touched, else it holds
// the new text and its runs map to the old one.
bool fold(const struct folds *folds, struct span text, struct arena *arena,
          struct writer *writer);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Sums of n-grams, made when a model is opened: where an n-gram ends, its suffixes end
// too, so that one block of scores for all of them together is what scoring adds.
#ifndef FZ_MODEL_MERGE_H
#define FZ_MODEL_MERGE_H

#include "stages/model/linear.h"

// Fills the blocks of a track whose arrays are there. Returns NULL, or what is wrong with
// its n-grams; the blocks are the heap's then too (merge_free).
const char *merge_track(const struct linear_model *model, struct linear_track *track);
void merge_free(struct linear_track *track);

#endif

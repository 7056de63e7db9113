// SPDX-License-Identifier: Apache-2.0
//
// Trains the weights of the trigger decision: multinomial logistic regression over each
// candidate's types and none, by AdaGrad (Duchi, Hazan and Singer 2011) with L2 decay.
// Deterministic: the same examples in the same order give the same weights.
#ifndef FZ_EVENT_TRIGGER_TRAIN_H
#define FZ_EVENT_TRIGGER_TRAIN_H

#include "stages/event/trigger.h"

struct trainer;

struct trainer *trigger_train_new(void);
void trigger_train_free(struct trainer **trainer);

// Adds the candidates of a document. marked holds its events (their para, from, to,
// type). weight: how often each example counts (1 for one). Returns how many marked
// events no candidate of their type covers.
size_t trigger_train_add(struct trainer *trainer, const struct trigger_rules *rules,
                         const struct layout *layout, const struct mentions *mentions,
                         const struct events *marked);
size_t trigger_train_examples(const struct trainer *trainer);
// Runs over the examples `rounds` times.
void trigger_train_run(struct trainer *trainer, int rounds, struct weights *weights);

#endif

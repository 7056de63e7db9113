// SPDX-License-Identifier: Apache-2.0
//
// Trains the network of a model (net.h) on a trainer's sequences, once the linear model
// is trained: it maximises the likelihood of whole label sequences, with the transitions
// that the linear model has found and on top of those of its n-grams that are kept, by
// Adam (Kingma and Ba 2015) on batches,
// the step size rising at first and then falling to nothing. Rows and numbers are dropped
// at random (Srivastava et al. 2014). Same sequences, same options: same network, bit for
// bit.
#ifndef FZ_MODEL_NET_TRAIN_H
#define FZ_MODEL_NET_TRAIN_H

#include "stages/model/train.h"

struct net_weights;

// The number of a training's epoch goes on from the linear model's in what is shown.
struct net_weights *net_train(struct trainer *trainer, trainer_show *show, void *shown);
// In 8-bit integers, as sections of a model file. Their units are found by running the
// network over the trainer's sequences.
void net_export(const struct net_weights *net, struct trainer *trainer,
                struct file_writer *writer);
void net_weights_free(struct net_weights **net);

#endif

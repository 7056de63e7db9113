// SPDX-License-Identifier: Apache-2.0
//
// Trains a linear model (stages/model/linear.h) as a conditional random field by
// stochastic gradient descent with a step size for every weight (AdaGrad, Duchi et al.
// 2011). Same sequences in the same order, same options: same model, bit for bit.
//
// Use: trainer_new, trainer_add for every sequence, trainer_run, then trainer_export into
// a file_writer, to which the caller may add sections of its own, and file_write.
#ifndef FZ_MODEL_TRAIN_H
#define FZ_MODEL_TRAIN_H

#include "stages/model/file.h"
#include "stages/model/linear.h"

struct trainer_spec {
    const char *kind;
    uint32_t n_labels;
    const char *const *labels;
    const bool *legal; // n_labels x n_labels, [from][to]; NULL: all legal
    bool chain;        // false: no transition weights, every position for itself
    uint32_t n_tracks;
    uint32_t alphabets[LINEAR_MAX_TRACKS]; // symbols are below these
    // No two templates of the same track and n; n times the bits of a symbol of the track
    // is at most 56.
    const struct linear_template *templates;
    size_t n_templates;
};

struct trainer_options {
    uint32_t rounds; // trainings from nothing, in different orders, that are averaged
    uint32_t epochs; // of each
    float rate;      // step size of AdaGrad
    float decay;     // weights shrink by this share after each epoch
    float dropout;   // share of n-grams that a training step does not see
    float miss; // margin (Gimpel and Smith 2010): added to label 0 where another is right
    float wrong; // … and to every other label that is not right
    float prune; // vectors whose greatest weight is below this are left out of the file
    uint64_t seed;
    // Of the network (net.h); no epochs: none is made. It is trained on top of the
    // n-grams of kept_tracks (a bit each), of which a step does not see the share
    // net_unseen. N-grams of the other tracks are a scaffold: trained with these, lest
    // these claim what is not theirs, and then left out of the file, as the network says
    // what they said: the share net_taught of what it is to say is not the labels, but
    // what all n-grams together, with some unseen as in their own training, make of the
    // sequence (Hinton et al. 2015, "Distilling the Knowledge in a Neural Network").
    uint32_t net_epochs, kept_tracks;
    float net_rate, net_dropout, net_unseen, net_taught;
};

struct trainer_progress {
    uint32_t epoch, epochs;   // counted through all rounds
    uint64_t done, positions; // of this epoch
    double loss;              // mean negative log likelihood of a position so far
};

typedef void trainer_show(void *shown, const struct trainer_progress *progress);

struct trainer;

struct trainer *trainer_new(const struct trainer_spec *spec);
// Copies the sequence. weight scales its gradient (1: as it is).
void trainer_add(struct trainer *trainer, const struct linear_sequence *x,
                 const uint8_t *labels, float weight);
// Calls show(shown, progress) now and then; show may be NULL.
void trainer_run(struct trainer *trainer, const struct trainer_options *options,
                 trainer_show *show, void *shown);
// Compiles what was learnt into the sections of a model file.
void trainer_export(struct trainer *trainer, struct file_writer *writer);
void trainer_free(struct trainer **trainer);

#endif

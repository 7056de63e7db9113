// SPDX-License-Identifier: Apache-2.0
//
// Learns a tagger's model from annotated documents: features (stages/tag) into the
// trainer (stages/model).
#ifndef FZ_FANGZHI_LEARN_H
#define FZ_FANGZHI_LEARN_H

#include "stages/model/train.h"
#include "stages/tag/lexicon.h"
#include "tools/fangzhi/annotated.h"

struct learn_options {
    struct trainer_options training;
    const char *templates; // "character 1 -3 3 1; class 2 …": track, n, from, to, least
    float variants; // share of names replaced in a copy of the text (0: no copy)
    bool quiet;            // no progress display
};

extern const char learn_templates[];
struct learn_options learn_defaults(void);

struct learn;

// lexicon may be NULL.
struct learn *learn_new(const struct lexicon *lexicon,
                        const struct learn_options *options);
// Adds a document. What it needs is copied.
void learn_add(struct learn *learn, const struct annotated *document, float weight);
// Trains and writes the model; ends the program where the file cannot be written.
void learn_write(struct learn *learn, const char *path);
void learn_free(struct learn **learn);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// What a stage is. A stage is a folder with one `static const struct stage` and
// STAGE_MAIN(it); everything that touches a socket, a file, a signal or a clock is in the
// skeleton. `process` is a pure function of the document: same layers in, same layer out.
#ifndef FZ_SKELETON_STAGE_H
#define FZ_SKELETON_STAGE_H

#include "proto/document.h"
#include "stages/base/options.h"

// Where a stage puts what it makes of one document.
struct output;

// Memory that lives until the document is done.
struct arena *output_arena(struct output *output);

// Writes the stage's layer (once a document).
void output_layer(struct output *output, const struct record *record, const void *value);

// Gives the document up: it becomes a reject record with this reason (a short word of the
// stage's own: "binary", "undecodable", …), the byte offset in the source where that is
// known (else NO_NUMBER), and a sentence for people. Returns -1, for `return
// output_reject`.
int output_reject(struct output *output, const char *reason, int64_t offset,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

// Reads a layer into *value (see document_read); a layer that is missing or malformed
// rejects the document. Returns 0 or -1.
int output_read(struct output *output, const struct document *document,
                const struct record *record, void *value)
    __attribute__((warn_unused_result));

struct stage {
    const char *name;
    const char *summary;      // one sentence for --help
    const char *const *reads; // layers, ends with NULL; {"*", NULL} for all
    const char *writes;       // the layer that it adds
    const struct option_row *options;
    size_t n_options;
    size_t options_size; // sizeof the struct that the rows fill

    // Makes what is long-lived: lexicons, models, compiled expressions. On failure says
    // why with log_warn and returns -1; the process then ends with status 1.
    int (*init)(void **state, const void *options);
    // Returns 0 after output_layer, or -1 after output_reject.
    int (*process)(void *state, const struct document *document, struct output *output);
    void (*close)(void **state);
};

// The body of every stage program's main. Modes: a worker (--connect), a filter of
// capture files (--pipe), a filter that starts from plain files (--source FILE…).
int stage_main(const struct stage *stage, int argc, char **argv);

#define STAGE_MAIN(stage)                                                                \
    int main(int argc, char **argv)                                                      \
    {                                                                                    \
        return stage_main(&(stage), argc, argv);                                         \
    }

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Running one document through a stage: shared by the worker loop and the pipe.
#ifndef FZ_SKELETON_RUN_H
#define FZ_SKELETON_RUN_H

#include "stages/skeleton/stage.h"

struct reject {
    const char *reason; // NULL where the document was not rejected
    int64_t offset;     // or NO_NUMBER
    struct span detail;
};

struct output {
    struct arena *arena;
    struct buffer frame; // the new layer's frame; n == 0 where none was written
    struct reject reject;
};

struct runner {
    const struct stage *stage;
    void *options;
    void *state;
    struct output output;
};

// Parses `key=value` arguments and calls the stage's init; ends the program on failure.
void runner_open(struct runner *runner, const struct stage *stage, char **settings,
                 size_t n);
// Processes one document; the results are in runner->output until the next call.
void runner_process(struct runner *runner, const struct document *document);
void runner_close(struct runner *runner);

// The filter modes. Both return an exit status.
int pipe_captures(struct runner *runner, FILE *from, FILE *to);
int pipe_sources(struct runner *runner, char **paths, size_t n, FILE *to);

// The worker loop (worker.c). Returns an exit status.
int worker_run(struct runner *runner, const char *endpoint);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The run: the broker's loop from input to output folder, and what it tells the display.
#ifndef FZ_FANGZHI_RUN_H
#define FZ_FANGZHI_RUN_H

#include "tools/fangzhi/config.h"
#include "tools/fangzhi/input.h"

// What the display shows; the run fills it and calls progress_show about four times a
// second and once at the end.
struct run_status {
    uint64_t documents, rejects;     // finished, of them rejected
    uint64_t bytes;                  // of sources finished
    uint64_t position, total;        // input_position, input_total (0 where unknown)
    uint64_t resumed;                // documents that an earlier run had finished
    double seconds;
    bool complete;
    size_t n_stages;
    const char *const *stage_names;
    const uint64_t *queued, *leased; // documents per stage
    const uint64_t *restarts;        // of workers, per stage
};

struct progress;
// Decides by itself whether stderr is a terminal; with shown false it shows nothing.
struct progress *progress_open(bool shown);
void progress_show(struct progress *progress, const struct run_status *status);
void progress_close(struct progress **progress);

// Runs the pipeline into the folder `out` (made where missing; resumed where it holds an
// unfinished run). Returns an exit status.
int run_pipeline(const struct config *config, struct input *input, const char *out,
                 struct progress *progress);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The event stage: finds events, positions and statistics.
#include "stages/skeleton/stage.h"

static int init(void **state, const void *options)
{
    (void)options;
    *state = NULL;
    return 0;
}

static int process(void *state, const struct document *document, struct output *output)
{
    (void)state, (void)document;
    return output_reject(output, "unbuilt", NO_NUMBER, "the stage does nothing yet");
}

static void close_stage(void **state)
{
    *state = NULL;
}

static const char *const reads[] = {"layout", "mentions", NULL};

static const struct stage event = {
    .name = "event",
    .summary = "finds events, positions and statistics",
    .reads = reads,
    .writes = "events",
    .init = init,
    .process = process,
    .close = close_stage,
};

STAGE_MAIN(event)

// SPDX-License-Identifier: Apache-2.0
//
// The render stage: writes the records of a document as JSON lines.
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

static const char *const reads[] = {"source", "text", "layout", "mentions", "events", NULL};

static const struct stage render = {
    .name = "render",
    .summary = "writes the records of a document as JSON lines",
    .reads = reads,
    .writes = "records",
    .init = init,
    .process = process,
    .close = close_stage,
};

STAGE_MAIN(render)

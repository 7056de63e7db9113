// SPDX-License-Identifier: Apache-2.0
//
// The segment stage: repairs the layout and cuts the text into entries.
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

static const char *const reads[] = {"text", NULL};

static const struct stage segment = {
    .name = "segment",
    .summary = "repairs the layout and cuts the text into entries",
    .reads = reads,
    .writes = "layout",
    .init = init,
    .process = process,
    .close = close_stage,
};

STAGE_MAIN(segment)

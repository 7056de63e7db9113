// SPDX-License-Identifier: Apache-2.0
//
// The normalize stage: decodes and normalises, and keeps the map back to the source bytes.
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

static const char *const reads[] = {"source", NULL};

static const struct stage normalize = {
    .name = "normalize",
    .summary = "decodes and normalises, and keeps the map back to the source bytes",
    .reads = reads,
    .writes = "text",
    .init = init,
    .process = process,
    .close = close_stage,
};

STAGE_MAIN(normalize)

// SPDX-License-Identifier: Apache-2.0
//
// The normalize stage: reads `source`, writes `text`. Rejects "binary" and "undecodable".
// The tables are made in init and only read afterwards.
#include "stages/skeleton/stage.h"
#include "stages/normalize/normalize.h"

static int init(void **state, const void *options)
{
    (void)options;
    *state = normalizer_new();
    return *state ? 0 : -1;
}

static int process(void *state, const struct document *document, struct output *output)
{
    struct source source;
    struct text text;
    struct refusal refusal;
    if (output_read(output, document, &source_record, &source)) return -1;
    if (normalize_source(state, &source, output_arena(output), &text, &refusal))
        return output_reject(output, refusal.reason, refusal.offset, "%s",
                             refusal.detail);
    output_layer(output, &text_record, &text);
    return 0;
}

static void close_stage(void **state)
{
    struct normalizer *normalizer = *state;
    normalizer_free(&normalizer);
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

// SPDX-License-Identifier: Apache-2.0
//
// The segment stage: repairs the layout and cuts the text into entries. Reads `text`,
// writes `layout`; rejects nothing. The work is in segment.c and the files it names;
// memory is the document's arena, at most a small multiple of the text.
#include "stages/skeleton/stage.h"
#include "stages/segment/sheet.h"

static int init(void **state, const void *options)
{
    (void)options;
    *state = NULL;
    return 0;
}

static int process(void *state, const struct document *document, struct output *output)
{
    (void)state;
    struct text text;
    struct layout layout;
    if (output_read(output, document, &text_record, &text) != 0) return -1;
    segment_text(output_arena(output), text.text, &layout);
    output_layer(output, &layout_record, &layout);
    return 0;
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

// SPDX-License-Identifier: Apache-2.0
//
// The tag stage: finds people, organisations and places.
#include "stages/skeleton/stage.h"
#include "stages/tag/tag.h"

#include <stddef.h>

static const struct option_row options[] = {
    {"model", OPTION_PATH, offsetof(struct tag_options, model), "model/tag.model",
     "the trained model", 0, 0},
    {"lexicon", OPTION_PATH, offsetof(struct tag_options, lexicon), "lexicon",
     "folder of the word lists", 0, 0},
    {"consistent", OPTION_BOOL, offsetof(struct tag_options, consistent), "yes",
     "look at the document as a whole after the first pass", 0, 0},
};

static int init(void **state, const void *values)
{
    *state = tag_open(values);
    return *state ? 0 : -1;
}

static int process(void *state, const struct document *document, struct output *output)
{
    struct layout layout;
    struct mentions mentions;
    if (output_read(output, document, &layout_record, &layout) < 0) return -1;
    tag_document(state, &layout, output_arena(output), &mentions);
    output_layer(output, &mentions_record, &mentions);
    return 0;
}

static void close_stage(void **state)
{
    struct tag *tag = *state;
    tag_close(&tag);
    *state = NULL;
}

static const char *const reads[] = {"layout", NULL};

static const struct stage tag_stage = {
    .name = "tag",
    .summary = "finds people, organisations and places",
    .reads = reads,
    .writes = "mentions",
    .options = options,
    .n_options = sizeof options / sizeof *options,
    .options_size = sizeof(struct tag_options),
    .init = init,
    .process = process,
    .close = close_stage,
};

STAGE_MAIN(tag_stage)

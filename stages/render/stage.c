// SPDX-License-Identifier: Apache-2.0
//
// The render stage: writes the records of a document as JSON lines. Reads the layers that
// are there, writes `records`: every file of these layers, be it without a line, so that
// a run leaves each file that it promises; a layer that no stage has made leaves its out.
// Rejects a document whose layers contradict one another ("protocol"). Memory: the
// unpacked layers in the arena and the lines on the heap, given back after the document.
#include "stages/skeleton/stage.h"
#include "proto/vet.h"
#include "stages/render/view.h"

// The files and the layers that they show.
static const struct {
    struct span name, layer;
} files[FILES] = {[FILE_DOCUMENTS] = {{"documents", 9}, {"source", 6}},
                  [FILE_PARAGRAPHS] = {{"paragraphs", 10}, {"layout", 6}},
                  [FILE_ENTRIES] = {{"entries", 7}, {"layout", 6}},
                  [FILE_MENTIONS] = {{"mentions", 8}, {"mentions", 8}},
                  [FILE_ENTITIES] = {{"entities", 8}, {"mentions", 8}},
                  [FILE_EVENTS] = {{"events", 6}, {"events", 6}},
                  [FILE_POSITIONS] = {{"positions", 9}, {"events", 6}},
                  [FILE_STATISTICS] = {{"statistics", 10}, {"events", 6}}};

static int init(void **state, const void *options)
{
    (void)options;
    *state = NULL;
    return 0;
}

static void close_stage(void **state)
{
    *state = NULL;
}

// Reads a layer that may be missing.
static int read_layer(struct output *output, const struct document *document,
                      const struct record *record, void *value)
{
    if (!document_find(document, span_of(record->name))) return 0;
    return output_read(output, document, record, value);
}

static int read_layers(struct output *output, const struct document *document,
                       struct view *view)
{
    if (output_read(output, document, &source_record, &view->source) ||
        read_layer(output, document, &text_record, &view->text) ||
        read_layer(output, document, &layout_record, &view->layout) ||
        read_layer(output, document, &mentions_record, &view->mentions) ||
        read_layer(output, document, &events_record, &view->events))
        return -1;
    struct map map;
    const char *why = NULL;
    if (map_unpack(view->text.map, view->text.text.n, view->source.bytes.n,
                   output_arena(output), &map, &why) == 0)
        why = vet_layout(&view->layout, &view->text);
    if (!why) why = vet_mentions(&view->mentions, &view->layout);
    if (!why) why = vet_events(&view->events, &view->layout, &view->mentions);
    if (why) return output_reject(output, "protocol", NO_NUMBER, "%s", why);
    view->places =
        places_new(output_arena(output), &view->layout, map, view->source.base);
    return 0;
}

static void write_all(struct view *view, const struct document *document,
                      struct output *output)
{
    write_entries(view);
    write_entities(view);
    write_paragraphs(view);
    write_mentions(view);
    write_events(view);
    write_positions(view);
    write_statistics(view);
    write_document(view);
    struct records records = {{ARENA_NEW(output_arena(output), struct lines, FILES), 0}};
    for (int i = 0; i < FILES; i++)
        if (document_find(document, files[i].layer))
            records.files.at[records.files.n++] =
                (struct lines){files[i].name, buffer_span(&view->out[i])};
    output_layer(output, &records_record, &records);
    for (int i = 0; i < FILES; i++)
        buffer_free(&view->out[i]);
}

static int process(void *state, const struct document *document, struct output *output)
{
    (void)state;
    struct view *view = ARENA_NEW(output_arena(output), struct view, 1);
    view->doc = document->id;
    view->layout.year = NO_NUMBER;
    if (read_layers(output, document, view)) return -1;
    write_all(view, document, output);
    return 0;
}

static const char *const reads[] = {"source",   "text",   "layout",
                                    "mentions", "events", NULL};

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

// SPDX-License-Identifier: Apache-2.0
//
// Writes annotated text as a capture. Memory: the text twice.
#include "tools/fangzhi/event_capture.h"

#include "proto/document.h"
#include "proto/map.h"

enum { LAYERS = 4 };

// The paragraphs one below the other; their pieces are set to where they stand.
static void lay_out(const struct event_text *document, struct buffer *text)
{
    for (size_t i = 0; i < document->layout.paragraphs.n; i++) {
        const struct paragraph *paragraph = &document->layout.paragraphs.at[i];
        paragraph->pieces.at[0].text = (uint32_t)text->n;
        buffer_add_span(text, paragraph->text);
        buffer_add(text, "\n", 1);
    }
}

int event_capture_write(const struct event_text *document, FILE *to)
{
    struct buffer bytes = {0}, map = {0}, frames[LAYERS] = {{0}};
    lay_out(document, &bytes);
    struct run run = {0, 0, (uint32_t)bytes.n, 1, 1};
    map_pack(&run, bytes.n > 0, &map);
    struct span all = buffer_span(&bytes);
    struct source source = {.path = SPAN("annotated"),
                            .size = all.n,
                            .part = NONE,
                            .head = span_cut(all, 0, all.n < 4 ? all.n : 4),
                            .bytes = all};
    struct text text = {.encoding = SPAN("UTF-8"), .text = all, .map = buffer_span(&map)};
    layer_pack(&source_record, &source, &frames[0]);
    layer_pack(&text_record, &text, &frames[1]);
    layer_pack(&layout_record, &document->layout, &frames[2]);
    layer_pack(&mentions_record, &document->mentions, &frames[3]);
    struct document captured = {
        .id = SPAN("0000000000000000"), .run = SPAN("annotated"), .attempt = 1};
    const char *why = NULL;
    int failed = 0;
    for (size_t i = 0; i < LAYERS && !failed; i++)
        failed = document_add(&captured, buffer_span(&frames[i]), &why);
    if (!failed) failed = capture_write(to, &captured);
    for (size_t i = 0; i < LAYERS; i++)
        buffer_free(&frames[i]);
    buffer_free(&bytes);
    buffer_free(&map);
    return failed ? -1 : 0;
}

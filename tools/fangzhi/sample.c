// SPDX-License-Identifier: Apache-2.0
//
// The sample documents. The normal one says in one sentence what every layer can hold.
#include "tools/fangzhi/sample.h"

#define HEADING "重要会议"
#define ENTRY                                                                            \
    "【区政府常务会议】 2018年3月5日，区长柴世民在区行政中心召开会议，投入资金300万元。"
#define SAMPLE HEADING "\n\n" ENTRY "\n"

static void add(struct document *document, const struct record *record, const void *value,
                struct arena *arena)
{
    struct buffer frame = {0};
    const char *why;
    layer_pack(record, value, &frame);
    if (document_add(document, arena_copy(arena, buffer_span(&frame)), &why)) return;
    buffer_free(&frame);
}

// Adds source and text; the text is the source as it stands.
static void add_text(struct document *document, struct span s, struct arena *arena)
{
    static const char sha256[] =
        "0000000000000000000000000000000000000000000000000000000000000000";
    struct source source = {SPAN("sample.txt"),
                            span_of(sha256),
                            s.n,
                            0,
                            NONE,
                            span_cut(s, 0, s.n < 4 ? s.n : 4),
                            s};
    struct buffer map = {0};
    // One run: text 0, source 0, all of it, byte for byte (proto/map.h).
    char run[16] = {[8] = (char)(s.n & 0xFF), [9] = (char)(s.n >> 8), [12] = 1, [14] = 1};
    if (s.n) buffer_add(&map, run, sizeof run);
    struct text text = {SPAN("UTF-8"), s, buffer_span(&map), {NULL, 0}};
    add(document, &source_record, &source, arena);
    add(document, &text_record, &text, arena);
    buffer_free(&map);
}

static uint32_t at(const char *what)
{
    return (uint32_t)span_find(SPAN(ENTRY), span_of(what), 0);
}

static void add_layout(struct document *document, struct arena *arena)
{
    uint32_t behind = sizeof HEADING - 1 + 2, para = 1;
    struct piece pieces[] = {{0, 0, sizeof HEADING - 1}, {0, behind, sizeof ENTRY - 1}};
    struct span path = SPAN(HEADING);
    struct paragraph paragraphs[] = {
        {ROLE_HEADING1, SPAN(HEADING), {&pieces[0], 1}, NONE, NONE},
        {ROLE_ENTRY, SPAN(ENTRY), {&pieces[1], 1}, 0, NONE}};
    struct entry entry = {
        SPAN("区政府常务会议"), {&path, 1}, {NULL, 0}, 2018, {&para, 1}};
    struct layout layout = {SPAN(""), 2018, {paragraphs, 2}, {&entry, 1}};
    add(document, &layout_record, &layout, arena);
}

static void add_facts(struct document *document, struct arena *arena)
{
    uint32_t person = at("柴世民"), trigger = at("召开"), meeting = at("会议，");
    struct mention mention = {1, person, person + 9, ENTITY_PER, 0};
    struct entity entity = {ENTITY_PER, SPAN("柴世民"), {NULL, 0}};
    struct mentions mentions = {{&mention, 1}, {&entity, 1}};
    add(document, &mentions_record, &mentions, arena);
    struct argument agent = {1, person, person + 9, 0},
                    object = {1, meeting, meeting + 6, NONE};
    struct event event = {.para = 1,
                          .from = trigger,
                          .to = trigger + 6,
                          .type = EVENT_MEETING,
                          .time = SPAN("2018-03-05"),
                          .time_para = NONE,
                          .time_from = NONE,
                          .time_to = NONE,
                          .agent = {&agent, 1},
                          .object = {&object, 1},
                          .count = NO_NUMBER};
    struct span title = SPAN("区长");
    struct position position = {1, person, person + 9, 0, {&title, 1}};
    struct events events = {{&event, 1}, {&position, 1}, {NULL, 0}};
    add(document, &events_record, &events, arena);
}

static void add_nothing(struct document *document, struct arena *arena)
{
    struct layout layout = {SPAN(""), NO_NUMBER, {NULL, 0}, {NULL, 0}};
    struct mentions mentions = {{NULL, 0}, {NULL, 0}};
    struct events events = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    add_text(document, SPAN(""), arena);
    add(document, &layout_record, &layout, arena);
    add(document, &mentions_record, &mentions, arena);
    add(document, &events_record, &events, arena);
}

static void add_unknown(struct document *document)
{
    // The name "nobody_knows" and the body ["?", nil].
    static const char frame[] = "\xACnobody_knows\x92\xA1?\xC0";
    const char *why;
    if (document_add(document, ((struct span){frame, sizeof frame - 1}), &why)) return;
}

// Cuts the last byte off every layer.
static void cut(struct document *document)
{
    for (size_t i = 0; i < document->n_layers; i++) {
        document->layers[i].body.n--;
        document->layers[i].frame.n--;
    }
}

struct document sample_make(enum sample sample, struct arena *arena)
{
    static const char *const ids[SAMPLES] = {"0000000000000001", "0000000000000002",
                                             "0000000000000003", "0000000000000004",
                                             "0000000000000005"};
    struct document document = {
        .id = span_of(ids[sample]), .run = SPAN("check"), .attempt = 1};
    if (sample == SAMPLE_EMPTY) {
        add_nothing(&document, arena);
    } else if (sample != SAMPLE_BARE) {
        add_text(&document, SPAN(SAMPLE), arena);
        add_layout(&document, arena);
        add_facts(&document, arena);
    }
    if (sample == SAMPLE_UNKNOWN) add_unknown(&document);
    if (sample == SAMPLE_BROKEN) cut(&document);
    return document;
}

// SPDX-License-Identifier: Apache-2.0
//
// Documents: layers by name, captures there and back and damaged at every byte, and what
// layers may not say of themselves and of one another.
#include "proto/document.h"
#include "proto/vet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena *arena;

static struct span frame_of(const struct record *record, const void *value)
{
    struct buffer frame = {0};
    layer_pack(record, value, &frame);
    struct span copy = arena_copy(arena, buffer_span(&frame));
    buffer_free(&frame);
    return copy;
}

static struct document new_document(struct span source)
{
    const char *why;
    struct document document = {
        .id = SPAN("0123456789abcdef"), .run = SPAN("test"), .attempt = 3};
    assert_int_equal(document_add(&document, source, &why), 0);
    return document;
}

static struct span source_frame(struct span bytes)
{
    struct source source = {.path = SPAN("a.txt"), .part = NONE, .bytes = bytes};
    return frame_of(&source_record, &source);
}

static void test_layers(void **state)
{
    (void)state;
    const char *why;
    struct span fault;
    struct source source;
    struct text text;
    struct document document = new_document(source_frame(SPAN("one")));
    assert_int_equal(document_add(&document, source_frame(SPAN("two")), &why), 0);
    assert_int_equal(document.n_layers, 1); // replaced
    assert_int_equal(document_read(&document, &source_record, arena, &source, &fault), 0);
    assert_true(span_eq(source.bytes, SPAN("two")));
    assert_int_equal(document_read(&document, &text_record, arena, &text, &fault), -1);
    assert_null(document_find(&document, SPAN("text")));
    assert_int_equal(document_add(&document, SPAN("?"), &why), -1);
    for (int i = 1; i < DOCUMENT_MAX_LAYERS; i++) {
        struct span frame = arena_printf(arena, "\xA4x%03d\xC0", i);
        assert_int_equal(document_add(&document, frame, &why), 0);
    }
    assert_int_equal(document_add(&document, SPAN("\xA4more\xC0"), &why), -1);
    assert_non_null(strstr(why, "64"));
}

// Reads all documents of n bytes. Returns how many were sound, and what came last.
static size_t read_all(const char *bytes, size_t n, enum capture_result *last)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    rewind(file);
    struct document document;
    struct span why;
    size_t count = 0;
    while ((*last = capture_read(file, arena, &document, &why)) == CAPTURE_DOCUMENT)
        count++;
    fclose(file);
    return count;
}

static void test_captures(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&bytes, &n);
    struct document document = new_document(source_frame(SPAN("年鉴")));
    assert_int_equal(capture_write(file, &document), 0);
    fflush(file);
    size_t one = n;
    assert_int_equal(capture_write(file, &document), 0);
    fclose(file);
    enum capture_result last;
    assert_int_equal(read_all(bytes, n, &last), 2);
    assert_int_equal(last, CAPTURE_END);
    // Cut off anywhere, it is broken, except between documents.
    for (size_t cut = 0; cut < n; cut++) {
        size_t count = read_all(bytes, cut, &last);
        assert_int_equal(count, cut >= one);
        assert_int_equal(last, cut == 0 || cut == one ? CAPTURE_END : CAPTURE_BROKEN);
    }
    // Changed anywhere, it is read or refused, and that is all.
    for (size_t i = 0; i < n; i++) {
        bytes[i] = (char)~bytes[i];
        read_all(bytes, n, &last);
        bytes[i] = (char)~bytes[i];
        arena_reset(arena);
    }
    free(bytes);
}

static void test_header(void **state)
{
    (void)state;
    struct buffer header = {0};
    struct document document = new_document(source_frame(SPAN(""))), read = {0};
    struct span why;
    document_pack_header(&document, &header);
    assert_int_equal(document_unpack_header(buffer_span(&header), arena, &read, &why), 0);
    assert_true(span_eq(read.id, document.id) && span_eq(read.run, document.run));
    assert_int_equal(read.attempt, 3);
    // {"version": 2}
    assert_int_equal(
        document_unpack_header(SPAN("\x81\xA7version\x02"), arena, &read, &why), -1);
    assert_non_null(memmem(why.at, why.n, "version 2", 9));
    buffer_free(&header);
}

// ---- vetting ------------------------------------------------------------------------

// One paragraph, 下城区 (9 bytes), in one entry, with one mention.
struct world {
    struct piece piece;
    struct paragraph paragraph;
    uint32_t para;
    struct entry entry;
    struct layout layout;
    struct mention mention;
    struct entity entity;
    struct mentions mentions;
    struct argument agent;
    struct event event;
    struct events events;
    struct text text;
};

static struct world *new_world(void)
{
    struct world *world = ARENA_NEW(arena, struct world, 1);
    world->text.text = SPAN("  下城区\n");
    world->piece = (struct piece){0, 2, 9};
    world->paragraph =
        (struct paragraph){ROLE_BODY, SPAN("下城区"), {&world->piece, 1}, 0, NONE};
    world->entry.year = NO_NUMBER;
    world->entry.paras.at = &world->para;
    world->entry.paras.n = 1;
    world->layout.paragraphs.at = &world->paragraph;
    world->layout.entries.at = &world->entry;
    world->layout.paragraphs.n = world->layout.entries.n = 1;
    world->mention = (struct mention){0, 0, 9, ENTITY_LOC, 0};
    world->mentions.mentions.at = &world->mention;
    world->mentions.entities.at = &world->entity;
    world->mentions.mentions.n = world->mentions.entities.n = 1;
    world->agent = (struct argument){0, 0, 6, NONE};
    world->event = (struct event){.to = 3,
                                  .time_para = NONE,
                                  .time_from = NONE,
                                  .time_to = NONE,
                                  .count = NO_NUMBER};
    world->event.agent.at = &world->agent;
    world->event.agent.n = 1;
    world->events.events.at = &world->event;
    world->events.events.n = 1;
    return world;
}

static bool sound(const struct world *world)
{
    return !vet_layer(&layout_record, &world->layout) &&
           !vet_layer(&mentions_record, &world->mentions) &&
           !vet_layout(&world->layout, &world->text) &&
           !vet_mentions(&world->mentions, &world->layout) &&
           !vet_events(&world->events, &world->layout, &world->mentions);
}

#define UNSOUND(change)                                                                  \
    do {                                                                                 \
        struct world *world = new_world();                                               \
        change;                                                                          \
        if (sound(world)) fail_msg("taken: %s", #change);                                \
    } while (0)

static void test_vet(void **state)
{
    (void)state;
    assert_true(sound(new_world()));
    UNSOUND(world->piece.length = 10);
    UNSOUND(world->piece.length = 0);
    UNSOUND(world->piece.at = UINT32_MAX);
    UNSOUND(world->piece.text = 3);
    UNSOUND(world->piece.text = UINT32_MAX);
    UNSOUND(world->paragraph.pieces.n = 0);
    UNSOUND(world->paragraph.entry = 1);
    UNSOUND(world->paragraph.dup_of = 1);
    UNSOUND(world->para = 1);
    UNSOUND(world->entry.paras.n = 0);
    UNSOUND(world->mention.para = 1);
    UNSOUND(world->mention.from = 1);
    UNSOUND(world->mention.from = 9);
    UNSOUND(world->mention.to = 10);
    UNSOUND(world->mention.to = NONE);
    UNSOUND(world->mention.entity = NONE);
    UNSOUND(world->event.para = NONE);
    UNSOUND(world->event.to = 4);
    UNSOUND(world->event.time_to = 3);
    UNSOUND(world->agent.to = 7);
    UNSOUND(world->agent.mention = 1);
}

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_captures),
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_vet),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

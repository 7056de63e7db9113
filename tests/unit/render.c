// SPDX-License-Identifier: Apache-2.0
//
// The render stage's parts: places in the source and in characters, ids, JSON.
#include "stages/base/json.h"
#include "stages/render/id.h"
#include "stages/render/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

// ---- places
// -----------------------------------------------------------------------------

// Source: GB18030, two bytes a Chinese character. 区政 / \n\n / 府 A 会 with the text
// 区政府 A会 (a space is put in at the join). The text layer is 区政\n\n府A会.
static const struct run runs[] = {{0, 0, 6, 3, 2},
                                  {6, 4, 2, 1, 1},
                                  {8, 6, 3, 3, 2},
                                  {11, 8, 1, 1, 1},
                                  {12, 9, 3, 3, 2}};

static struct places places_of(struct arena *arena, struct layout *layout)
{
    static struct piece pieces[] = {{0, 0, 6}, {7, 8, 7}};
    static struct paragraph paragraph;
    paragraph = (struct paragraph){
        .text = SPAN("区政 府A会"), .pieces = {pieces, 2}, .entry = NONE, .dup_of = NONE};
    layout->paragraphs.at = &paragraph;
    layout->paragraphs.n = 1;
    return places_new(arena, layout, (struct map){runs, 5}, 100);
}

static void places_cross_joins(void **state)
{
    (void)state;
    static const struct {
        uint32_t from, to;
        struct place place;
    } table[] = {
        {0, 3, {100, 102, 0, 1}},  {0, 6, {100, 104, 0, 2}},   {3, 10, {102, 108, 1, 4}},
        {0, 14, {100, 111, 0, 6}}, {10, 11, {108, 109, 4, 5}}, {6, 10, {106, 108, 2, 4}},
        {3, 7, {102, 104, 1, 3}},  {6, 7, {100, 111, 2, 3}}, // the space has no source
    };
    struct arena *arena = arena_new();
    struct layout layout = {0};
    struct places places = places_of(arena, &layout);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct place got = place_of(&places, 0, table[i].from, table[i].to);
        assert_int_equal(got.start, table[i].place.start);
        assert_int_equal(got.end, table[i].place.end);
        assert_int_equal(got.from, table[i].place.from);
        assert_int_equal(got.to, table[i].place.to);
    }
    arena_free(&arena);
}

static void counts_in_long_paragraphs(void **state)
{
    (void)state;
    enum { CHARACTERS = 1000 };
    struct arena *arena = arena_new();
    struct buffer text = {0};
    for (int i = 0; i < CHARACTERS; i++)
        buffer_add_span(&text, i % 3 ? SPAN("区") : SPAN("a"));
    struct piece piece = {0, 0, (uint32_t)text.n};
    struct paragraph paragraph = {.text = buffer_span(&text), .pieces = {&piece, 1}};
    struct layout layout = {.paragraphs = {&paragraph, 1}};
    struct run run = {0, 0, (uint32_t)text.n, 1, 1};
    struct places places = places_new(arena, &layout, (struct map){&run, 1}, 0);
    uint32_t at = 0;
    for (uint32_t i = 0; i < CHARACTERS; i++) {
        uint32_t width = i % 3 ? 3 : 1;
        struct place place = place_of(&places, 0, at, at + width);
        assert_int_equal(place.from, i);
        assert_int_equal(place.to, i + 1);
        assert_int_equal(place.start, at);
        assert_int_equal(place.end, at + width);
        at += width;
    }
    buffer_free(&text);
    arena_free(&arena);
}

// ---- ids
// --------------------------------------------------------------------------------

static void ids_never_change(void **state)
{
    (void)state;
    struct id entity = id_entity(SPAN("ORG"), SPAN("下城区人民政府"));
    assert_memory_equal(entity.text, "e793fd721fadcea2e", ID_LENGTH);
    struct id event = id_found('v', SPAN("0000000000000000"), SPAN("meeting"), 12, 0);
    assert_int_equal(event.text[0], 'v');
    struct id other = id_found('v', SPAN("0000000000000000"), SPAN("meeting"), 12, 1);
    assert_memory_not_equal(event.text, other.text, ID_LENGTH);
}

static void ids_tell_parts_apart(void **state)
{
    (void)state;
    struct id a = id_entity(SPAN("ORG"), SPAN("区")),
              b = id_entity(SPAN("LOC"), SPAN("区")),
              c = id_entity(SPAN("OR"), SPAN("G区"));
    assert_memory_not_equal(a.text, b.text, ID_LENGTH);
    assert_memory_not_equal(a.text, c.text, ID_LENGTH);
}

// ---- JSON
// -------------------------------------------------------------------------------

static void expect_json(struct span text, const char *expected)
{
    struct buffer out = {0};
    json_text(&out, text);
    assert_int_equal(out.n, strlen(expected));
    assert_memory_equal(out.at, expected, out.n);
    buffer_free(&out);
}

static void escapes(void **state)
{
    (void)state;
    expect_json(SPAN(""), "\"\"");
    expect_json(SPAN("下城区"), "\"下城区\"");
    expect_json(SPAN("\"a\\b\"/"), "\"\\\"a\\\\b\\\"/\"");
    expect_json(SPAN("\n\t\r\f"), "\"\\n\\t\\r\\f\"");
    expect_json(SPAN("\0\x01\x1f\x7f"), "\"\\u0000\\u0001\\u001f\x7f\"");
    expect_json(SPAN("{[:,"), "\"{[:,\"");
}

static void sets_commas(void **state)
{
    (void)state;
    struct buffer out = {0};
    struct span two[] = {SPAN("["), SPAN("{")};
    for (int i = 0; i < 2; i++) {
        json_open(&out, '{');
        json_field_text(&out, "a", SPAN(":"));
        json_name(&out, "b");
        json_texts(&out, (struct spans){two, 2});
        json_field_size(&out, "c", UINT64_MAX);
        json_name(&out, "d");
        json_number(&out, INT64_MIN);
        json_name(&out, "e");
        json_open(&out, '[');
        json_close(&out, ']');
        json_close(&out, '}');
        buffer_add(&out, "\n", 1);
    }
    static const char line[] =
        "{\"a\":\":\",\"b\":[\"[\",\"{\"],\"c\":18446744073709551615,"
        "\"d\":-9223372036854775808,\"e\":[]}\n";
    assert_int_equal(out.n, 2 * (sizeof line - 1));
    assert_memory_equal(out.at, line, sizeof line - 1);
    assert_memory_equal(out.at + sizeof line - 1, line, sizeof line - 1);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_cross_joins),
        cmocka_unit_test(counts_in_long_paragraphs),
        cmocka_unit_test(ids_never_change),
        cmocka_unit_test(ids_tell_parts_apart),
        cmocka_unit_test(escapes),
        cmocka_unit_test(sets_commas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

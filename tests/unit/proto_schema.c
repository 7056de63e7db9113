// SPDX-License-Identifier: Apache-2.0
//
// Packing and unpacking by field tables: every kind of field there and back, defaults,
// unknown and repeated keys, wrong types, and bodies that ask for more memory than they
// are worth.
#include "proto/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define BYTES(literal) ((struct span){literal, sizeof(literal) - 1})

struct leaf {
    uint32_t index;
};
static const struct field leaf_fields[] = {
    {"index", FIELD_INDEX, offsetof(struct leaf, index), NULL, NULL}};
static RECORD(leaf_record, "leaf", struct leaf, leaf_fields);

enum colour { RED, GREEN };
static const char *const colours[] = {"red", "green", NULL};

struct thing {
    struct span text, bytes;
    uint32_t index;
    int64_t number;
    uint64_t size;
    bool flag;
    int colour;
    LIST(struct leaf) leaves;
    struct spans texts;
    LIST(uint32_t) indexes;
};
#define FIELD(name, kind, of, names)                                                     \
    {                                                                                    \
#name, kind, offsetof(struct thing, name), of, names                             \
    }
static const struct field thing_fields[] = {
    FIELD(text, FIELD_TEXT, NULL, NULL),
    FIELD(bytes, FIELD_BYTES, NULL, NULL),
    FIELD(index, FIELD_INDEX, NULL, NULL),
    FIELD(number, FIELD_NUMBER, NULL, NULL),
    FIELD(size, FIELD_SIZE, NULL, NULL),
    FIELD(flag, FIELD_BOOL, NULL, NULL),
    FIELD(colour, FIELD_ENUM, NULL, colours),
    FIELD(leaves, FIELD_LIST, &leaf_record, NULL),
    FIELD(texts, FIELD_TEXTS, NULL, NULL),
    FIELD(indexes, FIELD_INDEXES, NULL, NULL),
};
static RECORD(thing_record, "thing", struct thing, thing_fields);

static struct arena *arena;
static struct thing thing;
static struct span why;

static int unpack(struct span body)
{
    return schema_unpack(&thing_record, body, arena, &thing, &why);
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct leaf leaves[] = {{7}, {NONE}};
    struct span texts[] = {SPAN("下城"), SPAN("")};
    uint32_t indexes[] = {0, NONE, 4294967294u};
    struct thing given = {
        SPAN("年鉴"), BYTES("\0\xFF"), 3,           INT64_MAX,  UINT64_MAX,
        true,         GREEN,           {leaves, 2}, {texts, 2}, {indexes, 3}};
    int64_t numbers[] = {0,      -1,        127,           128,      -33,
                         -32768, INT64_MAX, INT64_MIN + 1, NO_NUMBER};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct buffer body = {0};
        given.number = numbers[i];
        schema_pack(&thing_record, &given, &body);
        assert_int_equal(unpack(buffer_span(&body)), 0);
        assert_true(thing.number == numbers[i] && thing.size == UINT64_MAX && thing.flag);
        assert_true(span_eq(thing.text, given.text) && span_eq(thing.bytes, given.bytes));
        assert_true(thing.index == 3 && thing.colour == GREEN && thing.leaves.n == 2);
        assert_true(thing.leaves.at[0].index == 7 && thing.leaves.at[1].index == NONE);
        assert_true(thing.texts.n == 2 && span_eq(thing.texts.at[0], texts[0]));
        assert_true(thing.indexes.n == 3 && thing.indexes.at[1] == NONE &&
                    thing.indexes.at[2] == 4294967294u);
        buffer_free(&body);
        arena_reset(arena);
    }
}

static void assert_defaults(void)
{
    assert_true(thing.text.n == 0 && thing.bytes.n == 0 && thing.index == NONE &&
                thing.number == NO_NUMBER && thing.size == 0 && !thing.flag &&
                thing.colour == RED && thing.leaves.n == 0 && thing.texts.n == 0);
}

static void test_what_is_missing(void **state)
{
    (void)state;
    memset(&thing, 0x55, sizeof thing);
    assert_int_equal(unpack(BYTES("\x80")), 0);
    assert_defaults();
    // nil, an unknown key, a key that is no string
    assert_int_equal(unpack(BYTES("\x83\xA4text\xC0\xA3new\x91\x01\x05\x06")), 0);
    assert_defaults();
}

static void test_wrong_types(void **state)
{
    (void)state;
    static const struct span bad[] = {
        BYTES("\x90"),                         // no map
        BYTES("\x81\xA4text\x01"),             // no string
        BYTES("\x81\xA4text\xA2\xC3\x28"),     // no UTF-8
        BYTES("\x81\xA4text\xA3\xED\xA0\x80"), // a surrogate
        BYTES("\x81\xA5"
              "bytes\xA1x"),                        // a string is not binary
        BYTES("\x81\xA5index\xFF"),                 // negative
        BYTES("\x81\xA5index\xCE\xFF\xFF\xFF\xFF"), // NONE itself
        BYTES("\x81\xA6number\xCF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), // above int64
        BYTES("\x81\xA6number\xCB\x40\x00\x00\x00\x00\x00\x00\x00"), // a float
        BYTES("\x81\xA4size\xFF"),
        BYTES("\x81\xA4"
              "flag\x01"),
        BYTES("\x81\xA6"
              "colour\xA4"
              "blue"),
        BYTES("\x81\xA6leaves\x80"),
        BYTES("\x81\xA6leaves\x91\x01"),
        BYTES("\x81\xA5texts\x91\x01"),
        BYTES("\x81\xA7indexes\x91\xA1x"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        why = (struct span){0};
        if (unpack(bad[i]) == 0) fail_msg("row %zu was taken", i);
        assert_true(why.n > 10);
    }
}

// A byte of an empty map unpacks to a whole struct.
static void test_lists_that_cost_nothing(void **state)
{
    (void)state;
    enum { MANY = 3 << 20 };
    struct buffer body = {0};
    buffer_add(&body,
               "\x81\xA6"
               "events\xDD\x00\x30\x00\x00",
               13);
    memset(buffer_room(&body, MANY), '\x80', MANY);
    body.n += MANY;
    struct events events;
    assert_int_equal(
        schema_unpack(&events_record, buffer_span(&body), arena, &events, &why), -1);
    assert_non_null(memmem(why.at, why.n, "smaller", 7));
    buffer_free(&body);
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
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_what_is_missing),
        cmocka_unit_test(test_wrong_types),
        cmocka_unit_test(test_lists_that_cost_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

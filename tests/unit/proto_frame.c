// SPDX-License-Identifier: Apache-2.0
//
// frame_check follows every kind of msgpack value and believes no length; frame_split
// takes names apart.
#include "proto/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define BYTES(literal) ((struct span){literal, sizeof(literal) - 1})

struct row {
    struct span bytes;
    const char *fault; // part of it; NULL where there is none
};

static const struct row rows[] = {
    // One of each kind.
    {BYTES("\x00"), NULL},
    {BYTES("\x7F"), NULL},
    {BYTES("\xE0"), NULL},
    {BYTES("\xFF"), NULL},
    {BYTES("\xC0"), NULL},
    {BYTES("\xC2"), NULL},
    {BYTES("\xC3"), NULL},
    {BYTES("\xCC\xFF"), NULL},
    {BYTES("\xCD\xFF\xFF"), NULL},
    {BYTES("\xCE\x01\x02\x03\x04"), NULL},
    {BYTES("\xCF\x01\x02\x03\x04\x05\x06\x07\x08"), NULL},
    {BYTES("\xD0\x01"), NULL},
    {BYTES("\xD1\x01\x02"), NULL},
    {BYTES("\xD2\x01\x02\x03\x04"), NULL},
    {BYTES("\xD3\x01\x02\x03\x04\x05\x06\x07\x08"), NULL},
    {BYTES("\xCA\x01\x02\x03\x04"), NULL},
    {BYTES("\xCB\x01\x02\x03\x04\x05\x06\x07\x08"), NULL},
    {BYTES("\xA3\x61\x62\x63"), NULL},
    {BYTES("\xD9\x02\x61\x62"), NULL},
    {BYTES("\xDA\x00\x02\x61\x62"), NULL},
    {BYTES("\xDB\x00\x00\x00\x02\x61\x62"), NULL},
    {BYTES("\xC4\x02\x61\x62"), NULL},
    {BYTES("\xC5\x00\x02\x61\x62"), NULL},
    {BYTES("\xC6\x00\x00\x00\x02\x61\x62"), NULL},
    {BYTES("\xD4\x01\x61"), NULL},
    {BYTES("\xD5\x01\x61\x62"), NULL},
    {BYTES("\xD6\x01\x61\x62\x63\x64"), NULL},
    {BYTES("\xD7\x01\x61\x62\x63\x64\x65\x66\x67\x68"), NULL},
    {BYTES("\xD8\x01\x61\x62\x63\x64\x65\x66\x67\x68\x61\x62\x63\x64\x65\x66\x67\x68"),
     NULL},
    {BYTES("\xC7\x02\x05\x61\x62"), NULL},
    {BYTES("\xC8\x00\x02\x05\x61\x62"), NULL},
    {BYTES("\xC9\x00\x00\x00\x02\x05\x61\x62"), NULL},
    {BYTES("\x90"), NULL},
    {BYTES("\x92\x01\x02"), NULL},
    {BYTES("\xDC\x00\x02\x01\x02"), NULL},
    {BYTES("\xDD\x00\x00\x00\x02\x01\x02"), NULL},
    {BYTES("\x80"), NULL},
    {BYTES("\x81\x01\x02"), NULL},
    {BYTES("\xDE\x00\x01\x01\x02"), NULL},
    {BYTES("\xDF\x00\x00\x00\x01\x01\x02"), NULL},
    {BYTES("\x92\x91\x91\xC0\x81\x01\x90"), NULL},
    // Claims that nothing backs.
    {BYTES("\xDD\xFF\xFF\xFF\xFF"), "more elements"},
    {BYTES("\xDF\xFF\xFF\xFF\xFF"), "more elements"},
    {BYTES("\xDF\x80\x00\x00\x00\xC0\xC0"), "more elements"},
    {BYTES("\x9F\x01"), "more elements"},
    {BYTES("\x81\x01"), "more elements"},
    {BYTES("\xDB\xFF\xFF\xFF\xFF\x61"), "longer string"},
    {BYTES("\xC6\xFF\xFF\xFF\xFF\x61"), "longer string"},
    {BYTES("\xC9\xFF\xFF\xFF\xFF\x61\x62"), "longer string"},
    {BYTES("\xA2\x61"), "longer string"},
    // Cut off in every part.
    {BYTES(""), "inside a value"},
    {BYTES("\xCF\x01\x02"), "inside a value"},
    {BYTES("\xDB\x00\x00"), "inside a value"},
    {BYTES("\xDC\x00"), "inside a value"},
    {BYTES("\xD8\x01\x61"), "inside a value"},
    {BYTES("\xC7\x02"), "longer string"},
    {BYTES("\xC7\x02\x05\x61"), "inside a value"},
    {BYTES("\x92\x91\x01"), "inside a value"},
    // And more than one value, or none that exists.
    {BYTES("\x01\x01"), "left behind"},
    {BYTES("\x90\x90"), "left behind"},
    {BYTES("\xC1"), "0xC1"},
    {BYTES("\x91\xC1"), "0xC1"},
};

static void test_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *fault = frame_check(rows[i].bytes);
        bool right = rows[i].fault ? fault && strstr(fault, rows[i].fault) : !fault;
        if (!right)
            fail_msg("row %zu: '%s' instead of '%s'", i, fault ? fault : "fine",
                     rows[i].fault ? rows[i].fault : "fine");
    }
}

static void test_depth(void **state)
{
    (void)state;
    char nested[FRAME_MAX_DEPTH + 2];
    memset(nested, '\x91', sizeof nested);
    nested[FRAME_MAX_DEPTH] = '\xC0';
    assert_null(frame_check((struct span){nested, FRAME_MAX_DEPTH + 1}));
    nested[FRAME_MAX_DEPTH] = '\x91';
    nested[FRAME_MAX_DEPTH + 1] = '\xC0';
    assert_non_null(frame_check((struct span){nested, FRAME_MAX_DEPTH + 2}));
}

static void test_split(void **state)
{
    (void)state;
    struct span name, body;
    assert_null(frame_split(BYTES("\xA4text\x80"), &name, &body));
    assert_true(span_eq(name, SPAN("text")) && span_eq(body, BYTES("\x80")));
    assert_null(frame_split(BYTES("\xD9\x07money/x\x80"), &name, &body));
    assert_true(span_eq(name, SPAN("money/x")));
    assert_null(frame_split(BYTES("\xA1z"), &name, &body)); // the body is not looked at
    assert_int_equal(body.n, 0);
    static const struct span bad[] = {
        BYTES(""),         BYTES("\x80"),          BYTES("\xA0\x80"), BYTES("\xA4tex"),
        BYTES("\xD9"),     BYTES("\xD9\x09txt"),   BYTES("\xA4Text"), BYTES("\xA4te t"),
        BYTES("\xA3..\\"), BYTES("\xDA\x00\x01x"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!frame_split(bad[i], &name, &body)) fail_msg("row %zu was taken", i);
}

static void test_names(void **state)
{
    (void)state;
    char longest[64];
    memset(longest, 'a', sizeof longest);
    assert_true(frame_name((struct span){longest, 63}));
    assert_false(frame_name((struct span){longest, 64}));
    assert_true(frame_name(SPAN("records/money_1")));
    assert_false(frame_name(SPAN("")));
    assert_false(frame_name(SPAN("钱")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

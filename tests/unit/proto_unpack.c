// SPDX-License-Identifier: Apache-2.0
//
// The decoder beside msgpack-c's: random values of every head byte, read alike by both;
// what is skipped is as long as what msgpack-c reads.
#include "proto/frame.h"
#include "proto/unpack.h"
#include "stages/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <msgpack.h>

static uint64_t seed = 88172645463325252u;

static uint64_t random_below(uint64_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed % n;
}

static void add_byte(struct buffer *out, uint64_t byte)
{
    unsigned char c = (unsigned char)byte;
    buffer_add(out, &c, 1);
}

static void add_random(struct buffer *out, uint64_t n)
{
    while (n-- > 0)
        add_byte(out, random_below(4) ? random_below(256) : 0xFF);
}

// A length of that many bytes.
static uint64_t add_length(struct buffer *out, unsigned width)
{
    uint64_t n = random_below(5);
    for (unsigned i = 1; i < width; i++)
        add_byte(out, 0);
    add_byte(out, n);
    return n;
}

static void add_value(struct buffer *out, int depth)
{
    unsigned head = (unsigned)random_below(256);
    uint64_t inside = 0;
    if (head == 0xC1 || (depth == 0 && ((head >= 0x80 && head < 0xA0) || head >= 0xDC)))
        head = 0xC0;
    add_byte(out, head);
    if (head >= 0x80 && head < 0x90) inside = 2 * (head & 0x0F);
    if (head >= 0x90 && head < 0xA0) inside = head & 0x0F;
    if (head >= 0xA0 && head < 0xC0) add_random(out, head & 0x1F);
    if (head >= 0xC4 && head <= 0xC6)
        add_random(out, add_length(out, 1u << (head - 0xC4)));
    if (head >= 0xC7 && head <= 0xC9)
        add_random(out, add_length(out, 1u << (head - 0xC7)) + 1);
    if (head == 0xCA || head == 0xCB) add_random(out, head == 0xCA ? 4 : 8);
    if (head >= 0xCC && head <= 0xD3) add_random(out, 1u << (head - 0xCC) % 4);
    if (head >= 0xD4 && head <= 0xD8) add_random(out, (1u << (head - 0xD4)) + 1);
    if (head >= 0xD9 && head <= 0xDB)
        add_random(out, add_length(out, 1u << (head - 0xD9)));
    if (head >= 0xDC && head <= 0xDD) inside = add_length(out, head == 0xDC ? 2 : 4);
    if (head >= 0xDE && head <= 0xDF) inside = 2 * add_length(out, head == 0xDE ? 2 : 4);
    while (inside-- > 0)
        add_value(out, depth - 1);
}

static void assert_same(const unsigned char **at, const msgpack_object *theirs)
{
    struct unpack_value ours = unpack_next(at);
    switch (theirs->type) {
    case MSGPACK_OBJECT_NIL:
        assert_int_equal(ours.kind, UNPACK_NIL);
        return;
    case MSGPACK_OBJECT_BOOLEAN:
        assert_int_equal(ours.kind, UNPACK_BOOL);
        assert_int_equal(ours.number, theirs->via.boolean);
        return;
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        assert_int_equal(ours.kind, UNPACK_WHOLE);
        assert_true(ours.number == theirs->via.u64);
        return;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        assert_int_equal(ours.kind, UNPACK_NEGATIVE);
        assert_true((int64_t)ours.number == theirs->via.i64);
        return;
    case MSGPACK_OBJECT_STR:
    case MSGPACK_OBJECT_BIN:
        assert_int_equal(ours.kind, theirs->type == MSGPACK_OBJECT_STR ? UNPACK_TEXT
                                                                       : UNPACK_BYTES);
        assert_int_equal(ours.bytes.n, theirs->via.str.size);
        if (ours.bytes.n)
            assert_memory_equal(ours.bytes.at, theirs->via.str.ptr, ours.bytes.n);
        return;
    case MSGPACK_OBJECT_ARRAY:
        assert_int_equal(ours.kind, UNPACK_ARRAY);
        assert_int_equal(ours.number, theirs->via.array.size);
        for (uint32_t i = 0; i < theirs->via.array.size; i++)
            assert_same(at, &theirs->via.array.ptr[i]);
        return;
    case MSGPACK_OBJECT_MAP:
        assert_int_equal(ours.kind, UNPACK_MAP);
        assert_int_equal(ours.number, theirs->via.map.size);
        for (uint32_t i = 0; i < theirs->via.map.size; i++) {
            assert_same(at, &theirs->via.map.ptr[i].key);
            assert_same(at, &theirs->via.map.ptr[i].val);
        }
        return;
    default:
        assert_int_equal(ours.kind, UNPACK_OTHER);
    }
}

static void test_random(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct buffer body = {0};
        add_value(&body, 4);
        assert_null(frame_check(buffer_span(&body)));
        msgpack_unpacked theirs;
        msgpack_unpacked_init(&theirs);
        size_t end = 0;
        assert_int_equal(msgpack_unpack_next(&theirs, body.at, body.n, &end),
                         MSGPACK_UNPACK_SUCCESS);
        const unsigned char *from = (const unsigned char *)body.at, *at = from;
        assert_same(&at, &theirs.data);
        assert_int_equal(at - from, end);
        at = from;
        unpack_skip(&at);
        assert_int_equal(at - from, end);
        msgpack_unpacked_destroy(&theirs);
        buffer_free(&body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

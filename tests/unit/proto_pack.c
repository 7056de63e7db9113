// SPDX-License-Identifier: Apache-2.0
//
// The encoder beside msgpack-c's: the same bytes for every kind of value, on both sides
// of each length at which its form changes.
#include "proto/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <msgpack.h>

static struct buffer ours;
static msgpack_sbuffer theirs;
static msgpack_packer packer;

static void assert_same(void)
{
    assert_int_equal(ours.n, theirs.size);
    assert_memory_equal(ours.at, theirs.data, ours.n);
    ours.n = 0;
    msgpack_sbuffer_clear(&theirs);
}

static void test_numbers(void **state)
{
    (void)state;
    for (int bit = 0; bit < 64; bit++)
        for (int64_t near = -2; near <= 2; near++) {
            uint64_t number = (UINT64_C(1) << bit) + (uint64_t)near;
            pack_unsigned(&ours, number);
            msgpack_pack_uint64(&packer, number);
            assert_same();
            pack_signed(&ours, (int64_t)number);
            msgpack_pack_int64(&packer, (int64_t)number);
            assert_same();
            pack_signed(&ours, (int64_t)-number);
            msgpack_pack_int64(&packer, (int64_t)-number);
            assert_same();
        }
}

static void test_lengths(void **state)
{
    (void)state;
    static const size_t lengths[] = {0,   1,   15,    16,    31,    32,   33,
                                     255, 256, 65535, 65536, 65537, 70000};
    char *bytes = xcalloc(70000, 1);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t n = lengths[i];
        pack_text(&ours, (struct span){bytes, n});
        msgpack_pack_str(&packer, n);
        msgpack_pack_str_body(&packer, bytes, n);
        assert_same();
        pack_bytes(&ours, (struct span){bytes, n});
        msgpack_pack_bin(&packer, n);
        msgpack_pack_bin_body(&packer, bytes, n);
        assert_same();
        pack_array(&ours, n);
        msgpack_pack_array(&packer, n);
        assert_same();
        pack_map(&ours, n);
        msgpack_pack_map(&packer, n);
        assert_same();
    }
    free(bytes);
}

static void test_constants(void **state)
{
    (void)state;
    pack_nil(&ours);
    pack_bool(&ours, true);
    pack_bool(&ours, false);
    msgpack_pack_nil(&packer);
    msgpack_pack_true(&packer);
    msgpack_pack_false(&packer);
    assert_same();
}

int main(void)
{
    msgpack_sbuffer_init(&theirs);
    msgpack_packer_init(&packer, &theirs, msgpack_sbuffer_write);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_constants),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    buffer_free(&ours);
    msgpack_sbuffer_destroy(&theirs);
    return failed;
}

// SPDX-License-Identifier: Apache-2.0
//
// How files are cut into parts, and every format of archive.
#include "tools/fangzhi/input.h"

#include "proto/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>
#include <unistd.h>

static char folder[] = "/tmp/fangzhi-cut-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return rmdir(folder);
}

static char *file_of(const char *name, struct span bytes)
{
    char *path = xprintf("%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    if (bytes.n) assert_int_equal(fwrite(bytes.at, 1, bytes.n, file), bytes.n);
    fclose(file);
    return path;
}

static void forget(char *path)
{
    unlink(path);
    free(path);
}

// The parts of a file, each closed by '|'; of a reject its reason.
static void expect_parts(struct span bytes, uint64_t part_size, const char *expected)
{
    char *path = file_of("a.txt", bytes);
    struct input *input = input_open(&path, 1, part_size);
    struct input_item item;
    struct buffer got = {0};
    enum input_result result;
    uint64_t base = 0;
    while ((result = input_next(input, &item)) != INPUT_END) {
        if (result == INPUT_REJECT) {
            buffer_add_span(&got, item.reason);
            continue;
        }
        assert_int_equal(item.base, base);
        assert_int_equal(item.size, bytes.n);
        assert_true(span_eq(item.head, span_cut(bytes, 0, bytes.n < 4 ? bytes.n : 4)));
        base += item.bytes.n;
        for (size_t i = 0; i < item.bytes.n; i++)
            if (item.bytes.at[i]) buffer_add(&got, item.bytes.at + i, 1);
        buffer_add(&got, "|", 1);
    }
    assert_int_equal(got.n, strlen(expected));
    assert_memory_equal(got.at, expected, got.n);
    assert_int_equal(input_position(input), input_total(input));
    buffer_free(&got);
    input_close(&input);
    forget(path);
}

#define EXPECT_PARTS(bytes, size, expected) expect_parts(SPAN(bytes), size, expected)

static void cuts_at_line_ends(void **state)
{
    (void)state;
    EXPECT_PARTS("ab\ncd\nef\n", 100, "ab\ncd\nef\n|");
    EXPECT_PARTS("ab\ncd\nef\n", 9, "ab\ncd\nef\n|");
    EXPECT_PARTS("ab\ncd\nef\n", 8, "ab\ncd\n|ef\n|");
    EXPECT_PARTS("ab\ncd\nef", 6, "ab\ncd\n|ef|");
    EXPECT_PARTS("ab\r\ncd\r\nef", 7, "ab\r\n|cd\r\nef|");
    EXPECT_PARTS("ab\rcd\ref", 5, "ab\r|cd\ref|");
    EXPECT_PARTS("ab\fcd\fef", 5, "ab\f|cd\fef|");
    EXPECT_PARTS("a", 4, "a|");
}

static void prefers_empty_lines(void **state)
{
    (void)state;
    EXPECT_PARTS("0123456789\n0123456789\n0123456789\n0123456789\n\nabc\ndef\n", 51,
                 "0123456789\n0123456789\n0123456789\n0123456789\n\n|abc\ndef\n|");
}

static void refuses_long_lines(void **state)
{
    (void)state;
    EXPECT_PARTS("abcdefghijklmnop", 8, "line");
    EXPECT_PARTS("abcdefgh", 8, "abcdefgh|");
    EXPECT_PARTS("ab\ncd\nabcdefghijk\nab\n", 8, "line");
    EXPECT_PARTS("ab\ncd\nabcdefghi", 8, "line");
    EXPECT_PARTS("", 8, "empty");
}

static void keeps_units_whole(void **state)
{
    (void)state;
    // U+0A61 holds the byte 0A, and so does U+610A: neither is a line end.
    EXPECT_PARTS("\xFF\xFE"
                 "a\0\n\0"
                 "b\0\n\0"
                 "c\0\n\0",
                 10,
                 "\xFF\xFE"
                 "a\nb\n|c\n|");
    EXPECT_PARTS("\xFE\xFF"
                 "\0a\0\n"
                 "\0b\0\n"
                 "\0c\0\n",
                 10,
                 "\xFE\xFF"
                 "a\nb\n|c\n|");
    EXPECT_PARTS("\xFF\xFE"
                 "a\0\n\0"
                 "\x61\x0A"
                 "\x0A\x61"
                 "b\0\n\0",
                 10,
                 "\xFF\xFE"
                 "a\n|"
                 "\x61\x0A"
                 "\x0A\x61"
                 "b\n|");
    EXPECT_PARTS("a\0\n\0"
                 "b\0\n\0"
                 "c\0\n\0",
                 9, "a\nb\n|c\n|");
}

// ---- archives -------------------------------------------------------------------------

static void write_archive(const char *path, int format, int filter)
{
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format(archive, format), ARCHIVE_OK);
    if (filter) assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
    for (int i = 0; i < 3; i++) {
        char name[] = "n/0.txt", text[] = "text 0\n";
        name[2] = text[5] = (char)('0' + i);
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, name);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_size(entry, sizeof text - 1);
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(archive, text, sizeof text - 1),
                         sizeof text - 1);
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
}

static void expect_members(const char *name, int format, int filter)
{
    char *path = xprintf("%s/%s", folder, name);
    write_archive(path, format, filter);
    struct input *input = input_open(&path, 1, 1 << 20);
    struct input_item item;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(input_next(input, &item), INPUT_DOCUMENT);
        char *expected = xprintf("%s!n/%d.txt", path, i);
        assert_true(span_eq(item.path, span_of(expected)));
        assert_int_equal(item.bytes.n, 7);
        assert_int_equal(item.bytes.at[5], '0' + i);
        assert_int_equal(item.part, NONE);
        free(expected);
    }
    assert_int_equal(input_next(input, &item), INPUT_END);
    assert_int_equal(input_next(input, &item), INPUT_END);
    input_close(&input);
    forget(path);
}

static void reads_every_format(void **state)
{
    (void)state;
    expect_members("a.zip", ARCHIVE_FORMAT_ZIP, 0);
    expect_members("a.7z", ARCHIVE_FORMAT_7ZIP, 0);
    expect_members("a.tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, 0);
    expect_members("a.tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
    expect_members("a.TGZ", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
    expect_members("a.tar.zst", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_ZSTD);
    expect_members("a.tar.xz", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_XZ);
    expect_members("a.tar.bz2", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_BZIP2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_at_line_ends),  cmocka_unit_test(prefers_empty_lines),
        cmocka_unit_test(refuses_long_lines), cmocka_unit_test(keeps_units_whole),
        cmocka_unit_test(reads_every_format),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

// SPDX-License-Identifier: Apache-2.0
//
// The journal's lines there and back, and a journal damaged at every byte: what is read
// of it is always a beginning of what was written.
#include "tools/fangzhi/journal.h"

#include "proto/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const path_of_journal = "journal_unit.tmp";

static struct journal_line lines[4];
enum { LINES = sizeof lines / sizeof *lines };

static void make_lines(void)
{
    lines[0] = (struct journal_line){.kind = JOURNAL_HEADER,
                                     .run = "0011223344556677",
                                     .fingerprint = "8899aabbccddeeff"};
    lines[1] = (struct journal_line){.kind = JOURNAL_DOCUMENT,
                                     .sequence = 0,
                                     .size = 57150,
                                     .bytes = 57150,
                                     .part = NONE,
                                     .ms = 12,
                                     .path = SPAN("archive/下城 年鉴.txt")};
    memset(lines[1].sha256, 'a', 64);
    lines[1].files.n = 2;
    lines[1].files.at[0] = (struct journal_file){"documents", 120, 1};
    lines[1].files.at[1] = (struct journal_file){"events", UINT64_MAX, 0};
    lines[2] = lines[1];
    lines[2].rejected = true;
    lines[2].sequence = 1;
    lines[2].part = 4294967294u;
    lines[2].sha256[0] = '\0';
    lines[2].path = SPAN("a\nline\\n feed, a \\ and a trailing space ");
    lines[3] = (struct journal_line){.kind = JOURNAL_COMPLETE, .ms = 99};
}

static void write_file(const char *bytes, size_t n)
{
    FILE *file = fopen(path_of_journal, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static bool same(const struct journal_line *a, const struct journal_line *b)
{
    if (a->kind != b->kind || a->ms != b->ms || strcmp(a->run, b->run) != 0 ||
        strcmp(a->fingerprint, b->fingerprint) != 0)
        return false;
    if (a->kind != JOURNAL_DOCUMENT) return true;
    if (a->rejected != b->rejected || a->sequence != b->sequence || a->size != b->size ||
        a->bytes != b->bytes || a->part != b->part || strcmp(a->sha256, b->sha256) != 0 ||
        a->files.n != b->files.n || !span_eq(a->path, b->path))
        return false;
    for (size_t i = 0; i < a->files.n; i++)
        if (strcmp(a->files.at[i].name, b->files.at[i].name) != 0 ||
            a->files.at[i].length != b->files.at[i].length ||
            a->files.at[i].lines != b->files.at[i].lines)
            return false;
    return true;
}

// Reads the file; every line must be the one written. Returns their number.
static size_t read_lines(uint64_t *offset)
{
    struct journal_reader reader;
    struct journal_line line;
    size_t n = 0;
    assert_int_equal(journal_open(&reader, path_of_journal), 0);
    while (journal_next(&reader, &line)) {
        assert_true(n < LINES && same(&line, &lines[n]));
        n++;
    }
    *offset = reader.offset;
    journal_close(&reader);
    return n;
}

static void test_journal(void **state)
{
    (void)state;
    struct buffer text = {0};
    uint64_t chain = 0, offset;
    size_t ends[LINES];
    make_lines();
    for (size_t i = 0; i < LINES; i++) {
        journal_format(&lines[i], &chain, &text);
        ends[i] = text.n;
    }
    write_file(text.at, text.n);
    assert_int_equal(read_lines(&offset), LINES);
    assert_int_equal(offset, text.n);
    for (size_t cut = 0; cut < text.n; cut++) {
        size_t whole = 0;
        while (whole < LINES && ends[whole] <= cut)
            whole++;
        write_file(text.at, cut);
        assert_int_equal(read_lines(&offset), whole);
        assert_int_equal(offset, whole ? ends[whole - 1] : 0);
    }
    for (size_t i = 0; i < text.n; i++) {
        size_t before = 0;
        while (ends[before] <= i)
            before++;
        text.at[i] ^= 4;
        write_file(text.at, text.n);
        assert_int_equal(read_lines(&offset), before);
        text.at[i] ^= 4;
    }
    // A line that is sound by itself, but not behind the line before it.
    memmove(text.at + ends[0], text.at + ends[1], text.n - ends[1]);
    write_file(text.at, text.n - (ends[1] - ends[0]));
    assert_int_equal(read_lines(&offset), 1);
    buffer_free(&text);
    unlink(path_of_journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_journal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// Sets of words, rows of data files.
#include "stages/base/rows.h"
#include "stages/base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct words *three_words(void)
{
    struct words *words = words_new();
    assert_true(words_add(words, SPAN("主任"), 1));
    assert_true(words_add(words, SPAN("副主任"), 2));
    assert_true(words_add(words, SPAN("主任委员"), 3));
    assert_true(words_add(words, SPAN("长"), 4));
    return words;
}

static void test_longest(void **state)
{
    (void)state;
    struct words *words = three_words();
    struct span text = SPAN("副主任委员长");
    uint32_t value = 0;
    assert_int_equal(words_at(words, text, 0, &value), SPAN("副主任").n);
    assert_int_equal(value, 2);
    assert_int_equal(words_at(words, text, 3, &value), SPAN("主任委员").n);
    assert_int_equal(value, 3);
    assert_int_equal(words_before(words, text, 9, &value), SPAN("副主任").n);
    assert_int_equal(value, 2);
    assert_int_equal(words_before(words, text, text.n, &value), SPAN("长").n);
    assert_int_equal(value, 4);
    assert_int_equal(words_at(words, text, text.n, NULL), 0);
    assert_int_equal(words_before(words, text, 0, NULL), 0);
    words_free(&words);
    assert_null(words);
}

static void test_sets(void **state)
{
    (void)state;
    struct words *words = three_words();
    assert_false(words_add(words, SPAN("主任"), 9));
    assert_false(words_add(words, SPAN(""), 9));
    assert_true(words_has(words, SPAN("主任"), NULL));
    assert_false(words_has(words, SPAN("主"), NULL));
    assert_false(words_has(words, SPAN("主任委"), NULL));
    words_free(&words);
}

static void test_rows(void **state)
{
    (void)state;
    char folder[] = "/tmp/fangzhi-rows-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *path = xprintf("%s/rows.txt", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("# a comment\n\n甲\t 乙 \t\n丙", file);
    fclose(file);
    struct rows *rows = rows_open(folder, "rows.txt");
    assert_non_null(rows);
    struct row row;
    assert_true(rows_next(rows, &row));
    assert_int_equal(row.n, 3);
    assert_true(span_eq(row.column[1], SPAN("乙")));
    assert_int_equal(row.column[2].n, 0);
    assert_true(rows_next(rows, &row));
    assert_int_equal(row.n, 1);
    assert_true(span_eq(row.column[0], SPAN("丙")));
    assert_false(rows_next(rows, &row));
    rows_error(rows, "said on purpose");
    assert_int_equal(rows_close(&rows, NULL), 1);
    assert_null(rows);
    unlink(path);
    rmdir(folder);
    free(path);
}

static void test_numbers(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_true(rows_number(SPAN("-12"), &value));
    assert_int_equal(value, -12);
    assert_true(rows_number(SPAN("+7"), &value));
    assert_int_equal(value, 7);
    assert_false(rows_number(SPAN(""), &value));
    assert_false(rows_number(SPAN("-"), &value));
    assert_false(rows_number(SPAN("1x"), &value));
    assert_false(rows_number(SPAN("9999999999999999"), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_longest), cmocka_unit_test(test_sets),
        cmocka_unit_test(test_rows), cmocka_unit_test(test_numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

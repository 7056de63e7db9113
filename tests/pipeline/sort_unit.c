// SPDX-License-Identifier: Apache-2.0
//
// The external sort, with so little memory that it has to merge runs of runs.
#include "tools/fangzhi/sort.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const folder = "sort_unit.tmp";

static size_t files_left(void)
{
    size_t n = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory));)
        n += entry->d_name[0] != '.';
    closedir(directory);
    return n;
}

// Sorts n lines of `keys` different keys and checks order, number and stability.
static void sort_lines(size_t n, size_t keys, size_t memory)
{
    struct sort *sort = sort_open(folder, memory);
    char key[32], value[32], last[32] = "";
    uint32_t dice = 1;
    for (size_t i = 0; i < n; i++) {
        dice = dice * 1664525u + 1013904223u;
        snprintf(key, sizeof key, "e%05zu", (dice >> 8) % keys);
        snprintf(value, sizeof value, "%zu", i);
        assert_int_equal(sort_add(sort, span_of(key), span_of(value)), 0);
    }
    assert_int_equal(sort_start(sort), 0);
    struct span k, v;
    size_t count = 0, turn = 0;
    int got;
    while ((got = sort_next(sort, &k, &v)) == 1) {
        int order = span_cmp(span_of(last), k);
        size_t number = strtoul(v.at, NULL, 10);
        if (order > 0 || (order == 0 && number <= turn))
            fail_msg("'%.*s' out of order", (int)k.n, k.at);
        snprintf(last, sizeof last, "%.*s", (int)k.n, k.at);
        turn = number;
        count++;
    }
    assert_int_equal(got, 0);
    assert_int_equal(count, n);
    sort_close(&sort);
    assert_int_equal(files_left(), 0);
}

static void test_sizes(void **state)
{
    (void)state;
    sort_lines(0, 1, 1000);
    sort_lines(1, 1, 1000);
    sort_lines(1000, 10, SORT_MEMORY); // one run
    sort_lines(1000, 10, 4000);        // some runs
    sort_lines(20000, 500, 2000);      // several times SORT_FAN runs
}

static void test_no_disk(void **state)
{
    (void)state;
    struct sort *sort = sort_open("no/such/folder", 1000);
    assert_int_equal(sort_add(sort, SPAN("a"), SPAN("b")), 0);
    assert_int_equal(sort_start(sort), -1);
    assert_int_equal(errno, ENOENT);
    sort_close(&sort);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdir(folder, 0777) && errno != EEXIST;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_no_disk),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

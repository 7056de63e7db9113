// SPDX-License-Identifier: Apache-2.0
//
// Mistakes in the rules of data/time, data/positions and data/statistics: each keeps the
// rules from being made. A row puts one line behind a copy of a file.
#include "stages/event/positions.h"
#include "stages/event/statistics.h"
#include "stages/event/time.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct row {
    const char *folder, *file, *line; // line NULL: the file is missing
};

static const struct row rows[] = {
    {"time", "words.txt", "今岁\tnever\t0"},
    {"time", "words.txt", "今岁\tnow"},
    {"time", "words.txt", "今岁\tmonths\t5\t3"},
    {"time", "words.txt", "今年\tnow\t0"},
    {"time", "words.txt", NULL},
    {"time", "eras.txt", "新朝\t9\t23\tmoon"},
    {"time", "eras.txt", "新朝\t23\t9\tlunar"},
    {"time", "feasts.txt", "某节\tsolar\t13\t1"},
    {"time", "feasts.txt", "某节\tsolar\t12\t0"},
    {"time", "plans.txt", "某期\t1990"},
    {"time", "context.txt", "比起\tcompares"},
    {"time", "lunar.txt", "2101\t01-29\t大小大\t7"},
    {"time", "lunar.txt", "2101\t02-30\t大小大小大小大小大小大小\t0"},
    {"positions", "titles.txt", "某长\ttitel"},
    {"positions", "titles.txt", "局长\ttitle"},
    {"positions", "context.txt", "某\tstop\tmore"},
    {"statistics", "units.txt", "某元\tmonies"},
    {"statistics", "context.txt", "某\tnothing"},
    {"statistics", "context.txt", NULL},
};

static void copy(const char *from, const char *to, const char *more)
{
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    char bytes[4096];
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, n, out), n);
    if (more) fprintf(out, "%s\n", more);
    fclose(in);
    fclose(out);
}

// Copies a folder of rules with one file made wrong; removes it again where *made is
// false.
static void each_file(const struct row *row, const char *to, bool made)
{
    char *from = xprintf("data/%s", row->folder);
    DIR *folder = opendir(from);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        bool wrong = strcmp(entry->d_name, row->file) == 0;
        char *source = xprintf("%s/%s", from, entry->d_name);
        char *target = xprintf("%s/%s", to, entry->d_name);
        if (!made)
            unlink(target);
        else if (!wrong || row->line)
            copy(source, target, wrong ? row->line : NULL);
        free(source);
        free(target);
    }
    closedir(folder);
    free(from);
}

static bool opens(const char *kind, const char *folder)
{
    struct time_rules *times = NULL;
    struct positions_rules *positions = NULL;
    struct statistics_rules *statistics = NULL;
    if (strcmp(kind, "time") == 0) times = time_new(folder);
    if (strcmp(kind, "positions") == 0) positions = positions_new(folder);
    if (strcmp(kind, "statistics") == 0) statistics = statistics_new(folder);
    bool opened = times || positions || statistics;
    time_free(&times);
    positions_free(&positions);
    statistics_free(&statistics);
    return opened;
}

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char folder[] = "/tmp/fangzhi-rules-XXXXXX";
        assert_non_null(mkdtemp(folder));
        each_file(&rows[i], folder, true);
        bool opened = opens(rows[i].folder, folder);
        each_file(&rows[i], folder, false);
        rmdir(folder);
        if (opened)
            print_error("%s/%s: %s\n", rows[i].folder, rows[i].file, rows[i].line);
        assert_false(opened);
    }
}

static void test_shipped(void **state)
{
    (void)state;
    assert_true(opens("time", "data/time"));
    assert_true(opens("positions", "data/positions"));
    assert_true(opens("statistics", "data/statistics"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shipped),
                                       cmocka_unit_test(test_mistakes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

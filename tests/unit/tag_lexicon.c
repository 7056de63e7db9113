// SPDX-License-Identifier: Apache-2.0
//
// The lexicon: what is in the lists, matching, refusals of bad lists.
#include "stages/base/memory.h"
#include "stages/tag/walk.h"
#include "tests/unit/random_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct lexicon *lexicon;

static int open_lists(void **state)
{
    (void)state;
    lexicon = lexicon_open("data/lexicon");
    return lexicon ? 0 : -1;
}

static int close_lists(void **state)
{
    (void)state;
    lexicon_free(&lexicon);
    return 0;
}

static void entries(void **state)
{
    static const struct {
        const char *name;
        int class;
        bool has;
    } rows[] = {
        {"下城区", LEXICON_COUNTY, true}, // abolished in 2021
        {"江干区", LEXICON_COUNTY, true},
        {"余杭市", LEXICON_COUNTY, true}, // a district since 2001
        {"丽水地区", LEXICON_CITY, true}, // a city since 2000
        {"浙江省", LEXICON_PROVINCE, true},
        {"下城", LEXICON_SHORT, true},
        {"石桥街道", LEXICON_TOWNSHIP, true},
        {"吴牙", LEXICON_VILLAGE, true},
        {"恩施", LEXICON_SHORT, true}, // 恩施土家族苗族自治州
        {"欧阳", LEXICON_SURNAME, true},
        {"楼", LEXICON_SURNAME, true},
        {"委员会", LEXICON_ORGAN, true},
        {"有限公司", LEXICON_FIRM, true},
        {"常务副区长", LEXICON_TITLE, true},
        {"区政府", LEXICON_ABBREVIATED, true},
        {"意大利", LEXICON_COUNTRY, true},
        {"罗马", LEXICON_FOREIGN, true},
        {"会议", LEXICON_NOUN, true},
        {"下城", LEXICON_COUNTY, false},
        {"下", LEXICON_COUNTY, false},
        {"委员", LEXICON_ORGAN, false},
        {"市辖区", LEXICON_COUNTY, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t classes = lexicon_find(lexicon, span_of(rows[i].name));
        if ((classes >> rows[i].class & 1) != rows[i].has)
            fail_msg("%s is%s of class %s", rows[i].name, rows[i].has ? " not" : "",
                     lexicon_class_name(rows[i].class));
    }
}

static void matches(void **state)
{
    (void)state;
    struct lexicon_hit hits[LEXICON_HITS];
    struct span text = SPAN("在下城区政府");
    size_t n = lexicon_match(lexicon, text, 3, hits);
    assert_true(n >= 2);
    for (size_t i = 0; i < n; i++) {
        assert_true(hits[i].end > 3 && hits[i].end <= text.n);
        assert_true(i == 0 || hits[i].end > hits[i - 1].end); // shortest first
        assert_int_equal(hits[i].classes,
                         lexicon_find(lexicon, span_cut(text, 3, hits[i].end)));
    }
    assert_int_equal(hits[n - 1].end, 12); // 下城区
    assert_int_equal(
        lexicon_match(lexicon, SPAN("\xF0\xA0\x80\x80\xE5\x8C\xBA"), 0, hits), 0);
    assert_int_equal(lexicon_match(lexicon, text, text.n, hits), 0);
}

static void suffixes(void **state)
{
    (void)state;
    uint32_t organ = 1u << LEXICON_ORGAN;
    assert_int_equal(lexicon_suffix(lexicon, SPAN("下城区地方志编纂委员会"), organ),
                     sizeof "编纂委员会" - 1);
    assert_int_equal(lexicon_suffix(lexicon, SPAN("柴世民"), organ), 0);
    assert_int_equal(lexicon_suffix(lexicon, SPAN(""), organ), 0);
}

static void checksums(void **state)
{
    (void)state;
    struct lexicon *again = lexicon_open("data/lexicon");
    assert_true(lexicon_checksum(again) == lexicon_checksum(lexicon));
    lexicon_free(&again);
    assert_null(again);
}

static void compare_place(struct span text, size_t at, const struct lexicon_run *run,
                          size_t i)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(lexicon, text, at, hits), found = 0;
    for (size_t k = 0; k < LEXICON_LONGEST && at < text.n; k++) {
        utf8_next(text, &at);
        if (k >= LEXICON_USUAL && !(run->places[i].longer >> k & 1)) continue;
        uint32_t classes = lexicon_classes(lexicon, lexicon_run_set(run, i, k));
        if (!classes) continue;
        assert_true(found < n);
        assert_int_equal(hits[found].end, at);
        assert_int_equal(hits[found++].classes, classes);
    }
    assert_int_equal(found, n);
}

// What is best here finds what plain C does.
static void compare_walks(const struct lexicon_run *run)
{
    static struct lexicon_place places[RANDOM_PIECES];
    static struct lexicon_walk walks[RANDOM_PIECES];
    size_t n = walk_best()(lexicon, run);
    memcpy(places, run->places, run->n * sizeof *places);
    memcpy(walks, run->walks, n * sizeof *walks);
    assert_int_equal(walk_plain(lexicon, run), n);
    assert_memory_equal(places, run->places, run->n * sizeof *places);
    assert_memory_equal(walks, run->walks, n * sizeof *walks);
}

// All places at once find what each finds by itself; words of a kind alone come on top.
static void runs(void **state)
{
    (void)state;
    static char text[RANDOM_PIECES];
    struct arena *arena = arena_new();
    struct lexicon_run run = lexicon_run_new(arena, sizeof text);
    uint32_t random = 1;
    for (size_t round = 0; round < 200; round++) {
        struct span all = {text, random_pieces(&random, text, round % 40)};
        run.n = 0;
        for (size_t at = 0; at < all.n;)
            run.codes[run.n++] = lexicon_code(lexicon, utf8_next(all, &at));
        lexicon_run(lexicon, &run);
        for (size_t i = 0, at = 0; i < run.n; i++, utf8_next(all, &at))
            compare_place(all, at, &run, i);
        compare_walks(&run);
    }
    arena_free(&arena);
}

static void damage(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    fputc(byte ^ 1, file);
    assert_int_equal(fclose(file), 0);
}

static void written(void **state)
{
    (void)state;
    static char path[] = "/tmp/fangzhi-trie-XXXXXX";
    struct span text = SPAN("杭州市下城区文晖街道");
    struct lexicon_hit was[LEXICON_HITS], is[LEXICON_HITS];
    uint64_t sum = lexicon_checksum(lexicon);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    assert_true(trie_lists("data/lexicon") == sum);
    assert_int_equal(trie_write(lexicon, path), 0);
    struct lexicon *mapped = trie_map(path, sum);
    assert_non_null(mapped);
    for (size_t at = 0; at < text.n; at += 3) {
        size_t n = lexicon_match(lexicon, text, at, was);
        assert_int_equal(lexicon_match(mapped, text, at, is), n);
        assert_memory_equal(was, is, n * sizeof *was);
    }
    lexicon_free(&mapped);
    assert_null(trie_map(path, sum + 1)); // of other lists
    damage(path, 100000);
    assert_null(trie_map(path, sum));
    unlink(path);
    assert_null(trie_map(path, sum));
}

// ---- lists that are refused
// ------------------------------------------------------------

static char folder[] = "/tmp/fangzhi-lexicon-XXXXXX";

static void put(const char *name, const char *bytes, size_t n)
{
    char *path = xprintf("%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    free(path);
}

#define PUT(name, literal) put(name, literal, sizeof literal - 1)

static void clear(void)
{
    static const char *const names[] = {"words.txt", "divisions.txt", "townships.txt",
                                        "kinds.txt"};
    for (size_t i = 0; i < 4; i++) {
        char *path = xprintf("%s/%s", folder, names[i]);
        unlink(path);
        free(path);
    }
    rmdir(folder);
}

// A word of a kind alone is no entry but for lexicon_run.
static void kinds(void)
{
    struct lexicon *small = lexicon_open(folder);
    struct lexicon_hit hits[LEXICON_HITS];
    struct arena *arena = arena_new();
    assert_non_null(small);
    assert_int_equal(lexicon_find(small, SPAN("一")), 0);
    assert_int_equal(lexicon_match(small, SPAN("一"), 0, hits), 0);
    assert_int_equal(lexicon_find(small, SPAN("石桥街道")), 1u << LEXICON_TOWNSHIP);
    struct lexicon_run run = lexicon_run_new(arena, 1);
    run.n = 1;
    run.codes[0] = lexicon_code(small, 0x4E00); // 一
    lexicon_run(small, &run);
    assert_int_equal(run.places[0].longer, 0);
    assert_int_equal(lexicon_kind(small, run.places[0].sets[0]), 7);
    assert_int_equal(lexicon_classes(small, run.places[0].sets[0]), 0);
    arena_free(&arena);
    lexicon_free(&small);
}

static void refusals(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_null(lexicon_open(folder)); // no lists
    PUT("divisions.txt", "下城区\tcounty\t330103\t-\t2020\n");
    PUT("townships.txt", "石桥街道\t330103\t-\n");
    PUT("words.txt", "# nothing\n");
    struct lexicon *small = lexicon_open(folder);
    assert_non_null(small);
    assert_int_equal(lexicon_find(small, SPAN("石桥街道")), 1u << LEXICON_TOWNSHIP);
    assert_int_equal(lexicon_find(small, SPAN("石桥")), 0);
    lexicon_free(&small);
    PUT("kinds.txt", "一\t1020\n"); // too large
    assert_null(lexicon_open(folder));
    PUT("kinds.txt", "一\t1x\n");
    assert_null(lexicon_open(folder));
    PUT("kinds.txt", "一\t7\n石桥街道\t12\n");
    kinds();
    PUT("words.txt", "乙\tnoun\n一\tnoun\n"); // out of order
    assert_null(lexicon_open(folder));
    PUT("words.txt", "一\tnonsense\n");
    assert_null(lexicon_open(folder));
    PUT("words.txt", "\xE4\xB8\tnoun\n"); // cut in the middle of a character
    assert_null(lexicon_open(folder));
    PUT("words.txt", "\xF0\xA0\x80\x80\tnoun\n"); // beyond the first plane
    assert_null(lexicon_open(folder));
    clear();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries),  cmocka_unit_test(matches),
        cmocka_unit_test(suffixes), cmocka_unit_test(checksums),
        cmocka_unit_test(runs),     cmocka_unit_test(written),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, open_lists, close_lists);
}

// SPDX-License-Identifier: Apache-2.0
//
// The word lists and the weights: what they refuse, and that what was written is read.
#include "stages/event/rules.h"
#include "stages/event/weights.h"

#include "stages/base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

struct folder {
    char path[64];
};

static void write_file(const struct folder *folder, const char *name, const char *text,
                       size_t n)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static struct folder make(const char *triggers, const char *words)
{
    struct folder folder = {"/tmp/event-rules-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    if (triggers) write_file(&folder, "triggers.txt", triggers, strlen(triggers));
    if (words) write_file(&folder, "words.txt", words, strlen(words));
    return folder;
}

static void drop(const struct folder *folder)
{
    static const char *const names[] = {"triggers.txt", "words.txt", "weights.bin"};
    char path[128];
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder->path, names[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(folder->path), 0);
}

static bool loads(const char *triggers, const char *words)
{
    struct folder folder = make(triggers, words);
    struct rules *rules = rules_load(folder.path);
    bool loaded = rules != NULL;
    rules_free(&rules);
    drop(&folder);
    return loaded;
}

static void lists_are_refused(void **state)
{
    (void)state;
    assert_true(
        loads("# a comment\nmeeting: 召开 举行\nactivity: 举行\n", "modal: 将\n"));
    assert_false(loads("meting: 召开\n", "modal: 将\n"));            // no such type
    assert_false(loads("召开 举行\n", "modal: 将\n"));               // no name
    assert_false(loads("meeting: 召开 召开\n", "modal: 将\n"));      // twice
    assert_false(loads("meeting: 召开\n", "modal: 将\tmust: 要\n")); // tabs
    assert_false(loads("meeting: 一二三四五六七八九十一二三四五六七\n", "modal: 将\n"));
    assert_false(loads(NULL, "modal: 将\n"));
    assert_false(loads("meeting: \xFF\n", "modal: 将\n"));
}

static void the_longest_word_wins(void **state)
{
    (void)state;
    struct folder folder =
        make("complete: 投入使用\ntransact: 投入\n", "opaque: 投入产出\n");
    struct rules *rules = rules_load(folder.path);
    assert_non_null(rules);
    struct span text = SPAN("全部投入使用");
    assert_null(rules_longest(rules, text, 0));
    const struct word *word = rules_longest(rules, text, SPAN("全部").n);
    assert_non_null(word);
    assert_true(span_eq(word->text, SPAN("投入使用")));
    assert_int_equal(word->types, 1u << EVENT_COMPLETE);
    word = rules_last(rules, SPAN("资金投入"));
    assert_non_null(word);
    assert_int_equal(word->types, 1u << EVENT_TRANSACT);
    word = rules_longest(rules, SPAN("投入产出比"), 0);
    assert_non_null(word);
    assert_int_equal(word->classes, rules_class(rules, "opaque"));
    assert_int_equal(rules_class(rules, "modal"), 0);
    rules_free(&rules);
    drop(&folder);
}

static void weights_come_back(void **state)
{
    (void)state;
    struct folder folder = make(NULL, NULL);
    char path[128];
    snprintf(path, sizeof path, "%s/weights.bin", folder.path);
    struct weights *made = calloc(1, sizeof *made);
    for (size_t i = 0; i < WEIGHTS_SIZE; i += 1 + i % 977)
        made->at[i] = (int16_t)(i * 31);
    made->at[0] = 0;
    made->at[WEIGHTS_SIZE - 1] = -7;
    assert_int_equal(weights_write(made, path), 0);
    struct weights *read = weights_read(path);
    assert_non_null(read);
    assert_memory_equal(read->at, made->at, sizeof made->at);
    weights_free(&read);
    free(made);
    drop(&folder);
}

static void damaged_weights_are_refused(void **state)
{
    (void)state;
    struct folder folder = make(NULL, NULL);
    char path[128];
    snprintf(path, sizeof path, "%s/weights.bin", folder.path);
    struct weights *made = calloc(1, sizeof *made);
    made->at[100] = 5;
    assert_int_equal(weights_write(made, path), 0);
    char bytes[64];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    for (size_t i = 0; i < n; i++) {
        if (i >= 20 && i < 24) continue; // unused
        bytes[i] ^= 0x40;
        write_file(&folder, "weights.bin", bytes, n);
        assert_null(weights_read(path));
        bytes[i] ^= 0x40;
    }
    for (size_t cut = 0; cut < n; cut++) {
        write_file(&folder, "weights.bin", bytes, cut);
        assert_null(weights_read(path));
    }
    free(made);
    drop(&folder);
}

int main(void)
{
    log_name("unit_event_rules");
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_are_refused),
                                       cmocka_unit_test(the_longest_word_wins),
                                       cmocka_unit_test(weights_come_back),
                                       cmocka_unit_test(damaged_weights_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

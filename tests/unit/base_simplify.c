// SPDX-License-Identifier: Apache-2.0
//
// Traditional text read as simplified: what changes, what stays, and when it is done.
#include "proto/simplified.h"
#include "stages/base/simplify.h"

// clang-format off
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

struct row {
    const char *text, *simplified;
};

static const struct row rows[] = {
    {"", ""},
    {"一九八五年", "一九八五年"},
    {"臺灣省臺北縣政府", "台湾省台北县政府"},
    {"爲人民服務", "为人民服务"},
    {"乾隆著述", "乾隆著述"},
    {"a龜b\xF0\xA0\x80\x80齊", "a龟b\xF0\xA0\x80\x80齐"}, // the first and last of a run
    {"丟龥", "丢龥"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct span text = span_of(rows[i].text);
        char out[64];
        simplify_write(text, out);
        assert_int_equal(text.n, strlen(rows[i].simplified));
        assert_memory_equal(out, rows[i].simplified, text.n);
    }
}

static void test_wanted(void **state)
{
    (void)state;
    struct simplify_count count = {0};
    assert_false(simplify_wanted(&count));
    simplify_add(&count, span_of("於晓萍编纂下城区地方志"));
    assert_int_equal(count.han, 11);
    assert_int_equal(count.traditional, 1);
    assert_false(simplify_wanted(&count));
    simplify_add(&count, span_of("縣政府設於東門"));
    assert_true(simplify_wanted(&count));
}

static void test_layout(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct paragraph paragraphs[] = {{.text = span_of("民國三年")},
                                     {.text = span_of("縣長陳萬里到任")}};
    struct layout layout = {.title = span_of("縣誌"), .paragraphs = {paragraphs, 2}};
    const struct layout *read = simplified_layout(&layout, arena);
    assert_ptr_not_equal(read, &layout);
    struct span text = read->paragraphs.at[1].text;
    assert_true(span_eq(text, span_of("县长陈万里到任")));
    struct span back = simplified_restore(&layout, read, 1, span_cut(text, 6, 15));
    assert_true(span_eq(back, span_of("陳萬里")));
    struct span other = span_of("台湾");
    assert_ptr_equal(simplified_restore(&layout, read, 1, other).at, other.at);
    paragraphs[0].text = paragraphs[1].text = layout.title = span_of("县长到任");
    assert_ptr_equal(simplified_layout(&layout, arena), &layout);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_wanted),
        cmocka_unit_test(test_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// The small shapes of a page (stages/segment/pattern.h) as tables: what they are, and
// what only looks like them.
#include "stages/segment/pattern.h"
#include "stages/segment/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void numbers(void **state)
{
    static const struct {
        const char *text;
        enum number number;
        size_t length;
    } rows[] = {
        {"第一章　乡公所", NUMBER_CHAPTER, 12},
        {"第3节 水利", NUMBER_SECTION, 8},
        {"第六编　工业", NUMBER_PART, 12},
        {"第一篇章", NUMBER_NONE, 0},
        {"第三次会议", NUMBER_NONE, 0},
        {"一、2013年工作回顾", NUMBER_HAN, 6},
        {"十二、其他", NUMBER_HAN, 9},
        {"(一)坚定目标稳增长", NUMBER_BRACKET, 5},
        {"（二）扩大有效需求", NUMBER_BRACKET, 9},
        {"（2）细则", NUMBER_SMALL, 7},
        {"①细则", NUMBER_SMALL, 3},
        {"1. 智能武林:指", NUMBER_ARABIC, 3},
        {"1．“三公”经费", NUMBER_ARABIC, 4},
        {"1.45亿元", NUMBER_NONE, 0},
        {"2018年", NUMBER_NONE, 0},
        {"一是坚持", NUMBER_SPOKEN, 6},
        {"一批企业", NUMBER_NONE, 0},
        {"——最严峻的挑战", NUMBER_DASH, 6},
        {"●重点", NUMBER_DASH, 3},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t length;
        assert_int_equal(pattern_number(span_of(rows[i].text), &length), rows[i].number);
        assert_int_equal(length, rows[i].length);
    }
}

static void dates(void **state)
{
    static const struct {
        const char *text;
        enum date date;
    } rows[] = {
        {"3月5日　开幕", DATE_DAY},    {"2018 年 7 月 12 日，", DATE_DAY},
        {"十二月三日", DATE_DAY},      {"1 月", DATE_MONTH},
        {"一月", DATE_MONTH},          {"2018年，区政府", DATE_YEAR},
        {"是日　新馆开馆", DATE_SAME}, {"同月　动工", DATE_SAME},
        {"5日　会议", DATE_DAY},       {"16—18日 会议", DATE_DAY},
        {"5日会议", DATE_NONE},        {"月度大讲堂", DATE_NONE},
        {"2018个", DATE_NONE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t length;
        assert_int_equal(pattern_date(span_of(rows[i].text), &length), rows[i].date);
    }
}

static void brackets(void **state)
{
    static const struct {
        const char *text;
        enum holds holds;
    } rows[] = {
        {"潘建强", HOLDS_NAMES},
        {"郑  远  应博为", HOLDS_NAMES},
        {"姜 雨 桐", HOLDS_NAMES},
        {"毕福臣、欧阳文", HOLDS_NAMES},
        {"撰稿：虞蓓；审稿：王丙申", HOLDS_NAMES},
        {"市政府办公室 丁小禾", HOLDS_NAMES},
        {"区审管办 供稿", HOLDS_CREDIT},
        {"周 宁  摄", HOLDS_CREDIT},
        {"区委党史研究室", HOLDS_BODY},
        {"下城年鉴编辑部", HOLDS_BODY},
        {"试行", HOLDS_OTHER},
        {"万吨", HOLDS_OTHER},
        {"2018 年", HOLDS_OTHER},
        {"", HOLDS_OTHER},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(pattern_holds(span_of(rows[i].text)), rows[i].holds);
}

static void tails(void **state)
{
    struct span inner;
    size_t at;
    (void)state;
    assert_true(pattern_tail_bracket(SPAN("任务。(汪 剑) "), &inner, &at));
    assert_true(span_eq(inner, SPAN("汪 剑")));
    assert_int_equal(at, strlen("任务。"));
    assert_true(pattern_tail_bracket(SPAN("大厅（2018（上））"), &inner, &at));
    assert_true(span_eq(inner, SPAN("2018（上）")));
    assert_false(pattern_tail_bracket(SPAN("任务）"), &inner, &at));
    assert_false(pattern_tail_bracket(SPAN("任务"), &inner, &at));
    assert_false(pattern_tail_bracket(SPAN(""), &inner, &at));
}

static void labels(void **state)
{
    static const struct {
        const char *text;
        enum label label;
    } rows[] = {
        {"表 4", LABEL_BARE},          {"表3", LABEL_BARE},
        {"续表 5", LABEL_MORE},        {"续表", LABEL_MORE},
        {"表6-3　产量", LABEL_TITLED}, {"表2\t实事项目", LABEL_TITLED},
        {"附表1 名单", LABEL_TITLED},  {"表彰先进集体", LABEL_NONE},
        {"表一致同意", LABEL_NONE},    {"表", LABEL_NONE},
        {"表1产量", LABEL_TITLED},     {"表一 产量", LABEL_TITLED},
        {"续建项目", LABEL_NONE},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(pattern_table_label(span_of(rows[i].text)), rows[i].label);
}

static void page_numbers(void **state)
{
    (void)state;
    assert_int_equal(pattern_page_number(SPAN("· 128 ·")), 128);
    assert_int_equal(pattern_page_number(SPAN("- 12 -")), 12);
    assert_int_equal(pattern_page_number(SPAN("第12页")), 12);
    assert_int_equal(pattern_page_number(SPAN("１２")), 12);
    assert_int_equal(pattern_page_number(SPAN("12345")), -1);
    assert_int_equal(pattern_page_number(SPAN("2018-02-24")), -1);
    assert_int_equal(pattern_page_number(SPAN("12件")), -1);
    assert_int_equal(pattern_page_number(SPAN("")), -1);
}

static void leads(void **state)
{
    static const struct {
        const char *text, *lead;
    } rows[] = {
        {"有效投资增势良好。累计完成投资152亿元。", "有效投资增势良好"},
        {"1. 智能武林:指将先进的技术应用到商业领域。", "智能武林"},
        {"5. 海外高层次人才引进计划。从2009年开始。", "海外高层次人才引进计划"},
        {"（一）摘掉穷帽，告别贫困。累计投入41亿元。", "摘掉穷帽，告别贫困"},
        {"——产业项目支撑有力。全年开工35个。", "产业项目支撑有力"},
        {"充分挖掘文化内涵,助推转型升级。加快运作。", ""},
        {"“空间不是距离,环境才是距离”。良好的环境。", ""},
        {"今年政府工作的总体要求是:认真贯彻。努力。", ""},
        {"有效投资增势良好。", ""},
        {"3月5日　开幕。与会500人。", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct line line = {.heads = UINT16_MAX};
        struct span lead = titles_lead(&line, span_of(rows[i].text));
        assert_true(span_eq(lead, span_of(rows[i].lead)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),  cmocka_unit_test(dates),
        cmocka_unit_test(brackets), cmocka_unit_test(tails),
        cmocka_unit_test(labels),   cmocka_unit_test(page_numbers),
        cmocka_unit_test(leads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

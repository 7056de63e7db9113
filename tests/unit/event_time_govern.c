// SPDX-License-Identifier: Apache-2.0
//
// What a clause inherits. A row is a document: `#` opens a heading, `!` a line of the
// title block, `【` an entry, `*` one without a title; anything else goes on with the
// open entry. The words asked about stand in {}; the values are their times in order,
// `-` for none.
#include "stages/event/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *text, *values;
};

static const struct row rows[] = {
    // The clause's own.
    {"【甲】 2018年，成立协会。11月29日，系统{入选}案例。", "2018-11-29"},
    {"【甲】 2018年，全区{召开}会议8次。至年末，{引进}企业148家。", "2018 2018-12-31"},
    {"【甲】 2018年，大桥12月28日{通车}。", "2018-12-28"},
    {"【甲】 2018年，扩建场馆。该馆{成立}于1985年。", "1985"},
    {"【甲】 2018年，扩建场馆。该馆{建成}于1985年3月，{扩建}于1992年。", "1985-03 1992"},
    {"【甲】 自4月起每月{举办}讲座。", "2018-04"},
    {"【甲】 2018年6月5日，{出台}《2019年工作计划》，{成立}小组。",
     "2018-06-05 2018-06-05"},
    {"【甲】 2018年，{下达}2017年任务书。", "2018"},
    {"【甲】 2018年，{完成}投资，比2017年增长5%，{开工}3个。", "2018 2018"},
    {"【甲】 6月31日，{召开}会议。", "-"},
    {"【甲】 1905年，{设立}电报局。清末，{设立}劝学所。{开办}学堂。", "1905 - -"},
    {"【甲】 解放后，{成立}供销社。1958年，{成立}公社。", "- 1958"},
    // From the entry.
    {"【甲】 2018年，成立协会。{出台}办法。", "2018"},
    {"【甲】 2018年，成立协会。3月5日，举办活动。{出台}办法。", "2018"},
    {"【甲】 2018年3月5日，举办讲座。制作手册，{编制}目录。", "-"},
    {"【甲】 2018年3月5日，举办讲座。全年{签订}合同3份。", "2018"},
    {"【甲】 2018年3月，启动编纂。先后{组建}编辑部。", "2018-03"},
    {"【甲】 2018年2月1日至3月12日，开展整治。现场{查处}违法行为。",
     "2018-02-01/2018-03-12"},
    {"【甲】 1985年，建厂。\n9月，{投产}。", "1985-09"},
    {"【甲】 1985年，建厂。次年{投产}。", "1986"},
    {"【甲】 该馆建于1985年。7月，扩建。居民{组成}监督组。", "2018"},
    {"【甲】 三校分校办学，9月1日新校启用。新楼{竣工}。", "2018"},
    {"【甲】 会议于2018年3月5日召开。{编制}目录。", "-"},
    {"【甲】 年初，部署工作。{建成}管网4千米。", "2018"},
    {"【甲】 教师节前夕，开大会。研修班{开班}。", "2018"},
    // From the occasion.
    {"【甲】 2018年6月29日，举行座谈会。会上，{成立}联盟。", "2018-06-29"},
    {"【甲】 2018年6月29日，举行培训。结业典礼上，{赠送}图书。", "2018-06-29"},
    {"【甲】 2018年11月4—8日，举行培训。培训期间，{组织}参观。", "2018-11-04/2018-11-08"},
    {"【甲】 2018年6月29日，举行仪式。副区长林森为基地{授牌}。", "2018-06-29"},
    {"【甲】 2018年，开展培训。12月17日，举行大比武，16支队伍参加。甲队{获}第一名。",
     "2018-12-17"},
    // From headings and the document.
    {"【甲】 {成立}协会。", "2018"},
    {"!2014年区政府工作报告\n#一、2013年工作回顾\n#(一)稳增长\n{开工}项目35个。", "2013"},
    {"!2014年区政府工作报告\n#一、2013年工作回顾\n新中心于今年1月20日{启用}。{开展}"
     "活动。",
     "2014-01-20 2013"},
    {"!2014年区政府工作报告\n#一、过去一年工作回顾\n{开工}项目35个。", "2013"},
    {"!2017年政府工作报告\n#一、过去五年工作回顾\n{建成}学校35所。", "2012/2016"},
    {"#政府工作报告\n#一、2017年工作回顾\n{开工}项目35个。\n#综述\n【甲】 "
     "{成立}协会。\n【乙】 丙。",
     "2017 2018"},
    {"#3月\n【甲】 5日，{召开}会议。", "2018-03-05"},
    {"!县志\n【甲】 1958年，办学校。\n【乙】 {修建}公路。", "-"},
    {"!县志\n【甲】 1958年，办学校。\n【乙】 1972年，建厂。\n【丙】 {修建}公路。", "-"},
    {"!年鉴\n【甲】 2018年，办学校。\n【乙】 2018年，建厂。\n【丙】 {修建}公路。",
     "2018"},
    // A chronicle's paragraphs on the day of the one before.
    {"#3月\n*5日　大桥{竣工}。\n*同日　市政府{召开}会议。\n*△　{成立}协会。",
     "2018-03-05 2018-03-05 2018-03-05"},
    {"#3月\n*5日　大桥{竣工}。\n是日　{召开}会议。", "2018-03-05 2018-03-05"},
    {"#3月\n*5日　大桥{竣工}。\n#4月\n*△　{成立}协会。", "2018-03-05 2018"},
    {"#1958年\n【甲】 8月，{成立}公社。", "1958-08"},
};

enum { PARAGRAPHS = 8, ASKED = 8 };

struct sample {
    struct paragraph paragraphs[PARAGRAPHS];
    struct entry entries[PARAGRAPHS];
    uint32_t numbers[PARAGRAPHS];
    struct layout layout;
    uint32_t para[ASKED], at[ASKED];
    size_t asked;
};

static void add_line(struct sample *s, struct span line, struct arena *arena)
{
    uint32_t number = (uint32_t)s->layout.paragraphs.n++;
    struct paragraph *p = &s->paragraphs[number];
    struct buffer text = {0};
    bool mark = line.at[0] == '#' || line.at[0] == '!';
    bool plain = line.at[0] == '*';
    for (size_t i = mark || plain; i < line.n; i++) {
        if (line.at[i] == '{') {
            s->para[s->asked] = number;
            s->at[s->asked++] = (uint32_t)text.n;
        } else if (line.at[i] != '}') {
            buffer_add(&text, line.at + i, 1);
        }
    }
    *p = (struct paragraph){
        .text = arena_copy(arena, buffer_span(&text)), .entry = NONE, .dup_of = NONE};
    buffer_free(&text);
    s->numbers[number] = number;
    if (mark) {
        p->role = line.at[0] == '#' ? ROLE_HEADING1 : ROLE_META;
        return;
    }
    bool opens = plain || span_starts(line, SPAN("【")) || s->layout.entries.n == 0;
    if (opens)
        s->entries[s->layout.entries.n++] =
            (struct entry){.year = NO_NUMBER, .paras = {&s->numbers[number], 0}};
    p->role = opens ? ROLE_ENTRY : ROLE_BODY;
    p->entry = (uint32_t)s->layout.entries.n - 1;
    s->entries[p->entry].paras.n++;
}

static void read_sample(struct sample *s, struct span text, struct arena *arena)
{
    *s = (struct sample){.layout = {.year = 2018,
                                    .paragraphs = {s->paragraphs, 0},
                                    .entries = {s->entries, 0}}};
    if (span_starts(text, SPAN("!"))) s->layout.year = NO_NUMBER;
    for (size_t from = 0; from < text.n;) {
        size_t to = span_find(text, SPAN("\n"), from);
        add_line(s, span_cut(text, from, to), arena);
        from = to + 1;
    }
}

static struct span values_of(const struct time_rules *rules, struct sample *s,
                             struct arena *arena)
{
    const struct times *times = time_read(rules, &s->layout, arena);
    struct span values = SPAN("");
    for (size_t i = 0; i < s->asked; i++) {
        struct span value = time_govern(times, s->para[i], s->at[i], EVENT_AWARD).iso;
        if (value.n == 0) value = SPAN("-");
        values = arena_printf(arena, "%.*s%s%.*s", (int)values.n, values.at, i ? " " : "",
                              (int)value.n, value.at);
    }
    return values;
}

static void test_table(void **state)
{
    (void)state;
    struct time_rules *rules = time_new("data/time");
    assert_non_null(rules);
    struct arena *arena = arena_new();
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sample sample;
        read_sample(&sample, span_of(rows[i].text), arena);
        struct span got = values_of(rules, &sample, arena);
        if (span_eq(got, span_of(rows[i].values))) continue;
        print_error("%s: %s, not %.*s\n", rows[i].text, rows[i].values, (int)got.n,
                    got.at);
        wrong++;
    }
    arena_free(&arena);
    time_free(&rules);
    assert_int_equal(wrong, 0);
}

static void test_year_before(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char *const pairs[][2] = {{"2018", "2017"},
                                           {"2018-03", "2017-03"},
                                           {"2020-02-29", "2019-02-28"},
                                           {"2018-01/2018-06", "2017-01/2017-06"},
                                           {"", ""}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_true(
            span_eq(time_year_before(span_of(pairs[i][0]), arena), span_of(pairs[i][1])));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table),
                                       cmocka_unit_test(test_year_before)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

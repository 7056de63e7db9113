// SPDX-License-Identifier: Apache-2.0
//
// Statistics. A row is a paragraph of an entry of 2018 with its places and bodies marked,
// {LOC|下城区}, and what is found: `indicator|value|unit|change|base|time|place;` in
// order, empty fields at the end left out.
#include "stages/event/statistics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *text, *found;
};

static const struct row rows[] = {
    // Values.
    {"全区实现生产总值963.31亿元。", "生产总值|963.31|亿元|||2018|全区;"},
    {"财政总收入164.11亿元,增长8.5%。", "财政总收入|164.11|亿元|+8.5%|2017|2018;"},
    {"其中一般公共预算收入89.4亿元，增长9.0%。",
     "一般公共预算收入|89.4|亿元|+9.0%|2017|2018;"},
    {"2017年，全区实现生产总值900亿元，比上年增长8%。",
     "生产总值|900|亿元|+8%|2016|2017|全区;"},
    {"上半年，工业产值达到30亿元，同比增长5%。",
     "工业产值|30|亿元|+5%|2017-01/2017-06|2018-01/2018-06;"},
    {"至年末，户籍人口12.5万人。", "户籍人口|12.5|万人|||2018-12-31;"},
    {"{LOC|下城区}投入4300万元，对6条小巷进行改造。", "投入|4300|万元|||2018|下城区;"},
    {"{ORG|区安监局}罚款28.76万元。", "罚款|28.76|万元|||2018;"},
    {"{ORG|区市场监管局}、{ORG|区人社局}等部门提供服务事项94项。",
     "提供服务事项|94|项|||2018;"},
    {"民生事业支出占财政总支出的81%。", "民生事业支出占财政总支出|81|%|||2018;"},
    {"房地产投资81.65亿元，占总投资72.5%。",
     "房地产投资|81.65|亿元|||2018;房地产投资占总投资|72.5|%|||2018;"},
    {"满意率达到99.79%。", "满意率|99.79|%|||2018;"},
    {"覆盖率继续保持100%。", "覆盖率|100|%|||2018;"},
    {"人口自然增长率为5.59‰。", "人口自然增长率|5.59|‰|||2018;"},
    {"出口总额首次突破10亿美元。", "出口总额|10|亿美元|||2018;"},
    {"归集数据180多万条。", "归集数据|180|万条|||2018;"},
    {"改造总长度约3000米。", "改造总长度|3000|米|||2018;"},
    {"总投资1,234.5万元。", "总投资|1234.5|万元|||2018;"},
    {"接警 622 起，出动警力 6708 人次、消防车辆 1190 辆次。",
     "接警|622|起|||2018;出动警力|6708|人次|||2018;消防车辆|1190|辆次|||2018;"},
    {"受理项目30项，完成27项。", "受理项目|30|项|||2018;完成|27|项|||2018;"},
    {"考察9批、50多人次。", "考察|9|批|||2018;考察|50|人次|||2018;"},
    {"竣工项目有国投大厦、汽轮机公司等15个。", "竣工项目|15|个|||2018;"},
    {"计划生育率达到97.70%。", "计划生育率|97.70|%|||2018;"},
    {"建成卫生服务中心(站点)12个。", "建成卫生服务中心(站点)|12|个|||2018;"},
    {"审批时限减至71个工作日以内。", "审批时限|71|个工作日|||2018;"},
    {"办理时长由5.2天缩短至3.1天。", "办理时长|5.2|天;办理时长|3.1|天|||2018;"},
    {"办结率、满意率分别为98%、99%。", "办结率|98|%|||2018;满意率|99|%|||2018;"},
    {"均价每平方米2.3万元/平方米。", "均价每平方米|2.3|万元/平方米|||2018;"},
    {"书籍5本和光盘3张。", "书籍|5|本|||2018;光盘|3|张|||2018;"},
    {"路长2.97千米，宽24米。", "路长|2.97|千米|||2018;宽|24|米|||2018;"},
    {"假日期间接待游客3万人次。", "接待游客|3|万人次|||2018;"},
    {"绿化建设  全年新增绿地面积23万平方米。", "新增绿地面积|23|万平方米|||2018;"},
    {"用电3.94亿千瓦时。", "用电|3.94|亿千瓦时|||2018;"},
    {"装机容量12.5万千瓦。", "装机容量|12.5|万千瓦|||2018;"},
    {"铺设管道1200千米。", "铺设管道|1200|千米|||2018;"},
    {"受理案件9 846件。", "受理案件|9846|件|||2018;"},
    {"人均期望寿命76.5岁。", "人均期望寿命|76.5|岁|||2018;"},
    {"老人享年76岁。", ""},
    {"拆除违法建设1.3万平方米。", "拆除违法建设|1.3|万平方米|||2018;"},
    {"打井30口。", "打井|30|口|||2018;"},
    {"地区生产总值[2]128.74亿元，常住人口①41.52万人。",
     "地区生产总值|128.74|亿元|||2018;常住人口|41.52|万人|||2018;"},
    // Changes.
    {"粮食总产1200吨，比上年减产30吨。", "粮食总产|1200|吨|-30吨|2017|2018;"},
    {"税收20亿元，比上年减收3%。", "税收|20|亿元|-3%|2017|2018;"},
    {"信访总量同比减少6.39%。", "信访总量|||-6.39%|2017|2018;"},
    {"电耗下降3.60%。", "电耗|||-3.60%|2017|2018;"},
    {"失业率2.1%，较2016年下降0.3个百分点。", "失业率|2.1|%|-0.3个百分点|2016|2018;"},
    {"入园率提高3.2个百分点。", "入园率|||+3.2个百分点|2017|2018;"},
    {"发生事故18起，比上年减少12起；死亡3人，比上年减少2人。",
     "发生事故|18|起|-12起|2017|2018;死亡|3|人|-2人|2017|2018;"},
    {"第三产业增加值591亿元，可比增长8.7%。", "第三产业增加值|591|亿元|+8.7%|2017|2018;"},
    {"生产总值900亿元，年均增长8%。", "生产总值|900|亿元|+8%||2018;"},
    {"10月，销售额3亿元，环比增长5%。", "销售额|3|亿元|+5%||2018-10;"},
    {"办结日期比承诺日期缩短78.5%，比法定日期缩短84.8%。",
     "办结日期|||-78.5%||2018;办结日期|||-84.8%||2018;"},
    {"投资10亿元、消费20亿元，分别增长5%、6%。",
     "投资|10|亿元|+5%|2017|2018;消费|20|亿元|+6%|2017|2018;"},
    {"投资、消费分别增长5%和6%。", "投资|||+5%|2017|2018;消费|||+6%|2017|2018;"},
    {"税收20亿元，增幅15%。", "税收|20|亿元|+15%|2017|2018;"},
    {"企业120家，比上年多12家。", "企业|120|家|+12家|2017|2018;"},
    {"人均支出3万元，增9%。", "人均支出|3|万元|+9%|2017|2018;"},
    // From an old value to a new one.
    {"全区地区生产总值从2010年的311.8亿元增加到2015年的476.97亿元，年均增长8.6%。",
     "地区生产总值|311.8|亿元|||2010|全区;地区生产总值|476.97|亿元|+8.6%||2015|全区;"},
    {"税收由2016年的10亿元提高到15亿元，增长50%。",
     "税收|10|亿元|||2016;税收|15|亿元|+50%|2016|2018;"},
    {"失业率从上年的3.5%下降到3%。", "失业率|3.5|%|||2017;失业率|3|%|||2018;"},
    {"绿化率从30%上升到35%。", "绿化率|30|%;绿化率|35|%|||2018;"},
    {"窗口由原来的12个减为8个。", "窗口|12|个;窗口|8|个|||2018;"},
    {"企业由2010年的3家，发展到2017年的90家。", "企业|3|家|||2010;企业|90|家|||2017;"},
    {"2017年，产值由5亿元大幅提高至8亿元，比上年增长60%。",
     "产值|5|亿元;产值|8|亿元|+60%|2016|2017;"},
    {"生产总值年均增长8.1%，达到461.4亿元。", "生产总值|461.4|亿元|+8.1%||2018;"},
    {"“十二五”期间，绿化率由2010年的50%提升到2015年的55%。",
     "绿化率|50|%|||2010;绿化率|55|%|||2015;"},
    {"服务从3个街道扩大到8个街道。", ""},
    {"人口从2018年的10万人增加到2020年的12万人。", "人口|10|万人|||2018;"},
    {"出口额突破1000万美元大关，达到1086万美元，增长21.3%。",
     "出口额|1086|万美元|+21.3%|2017|2018;"},
    // Numbers in Chinese characters.
    {"参加人数三百余人。", "参加人数|300|人|||2018;"},
    {"捐款一万二千五百元。", "捐款|12500|元|||2018;"},
    {"总投资十二点五万元。", "总投资|12.5|万元|||2018;"},
    {"全县耕地四十三万余亩。", "耕地|43|万亩|||2018|全县;"},
    {"覆盖率达百分之九十八点五。", "覆盖率|98.5|%|||2018;"},
    {"产量增长两倍。", "产量|||+2倍|2017|2018;"},
    {"粮食产量一亿二千五百万斤。", "粮食产量|125000000|斤|||2018;"},
    {"人口从二十一万增至二十五万三千人。", "人口|253000|人|||2018;"},
    {"每户补助三十至五十元。", ""},
    {"发动群众三四百人。", ""},
    {"开展活动两次。", ""},
    {"慰问群众数十人。", ""},
    {"各部门一百五十余人出席。", "各部门|150|人|||2018;"},
    {"编修人员4人参加培训。", "编修人员|4|人|||2018;"},
    {"列第十位。", ""},
    // Counts of events.
    {"召开区政府常务会议18次、区长办公会议9次。",
     "召开区政府常务会议|18|次|||2018;区长办公会议|9|次|||2018;"},
    // What is no statistic.
    {"与67家大型企业签订协议。", ""},
    {"在8个街道推行。", ""},
    {"召开第3次会议。", ""},
    {"获前3名。", ""},
    {"位于白石巷318号。", ""},
    {"2018年3月5日开工。", ""},
    {"印发《三年行动计划(增长8%)》。", ""},
    {"《关于投资10亿元的意见》出台。", ""},
    {"将投资10亿元。", ""},
    {"力争税收增长10%。", ""},
    {"增速高于全市0.34个百分点。", ""},
    {"完成全年50%落地开工率的任务。", ""},
    {"增长5—8%。", ""},
    {"税收增长5%—8%。", ""},
    {"税收增长5至8%。", ""},
    {"补助3000元至5000元。", ""},
    {"到2020年，绿化率达到40%。", ""},
    {"“152”工程启动。", ""},
    {"设立1200万元专项资金。", ""},
};

enum { MENTIONS = 8 };

struct sample {
    struct paragraph paragraph;
    struct entry entry;
    uint32_t number;
    struct mention mentions[MENTIONS];
    struct layout layout;
    struct mentions found;
};

static void read_sample(struct sample *s, const char *at, struct arena *arena)
{
    struct buffer text = {0};
    *s = (struct sample){.found.mentions = {s->mentions, 0}};
    for (; *at; at++) {
        if (*at == '{') {
            s->mentions[s->found.mentions.n++] = (struct mention){
                .from = (uint32_t)text.n, .type = at[1] == 'O' ? ENTITY_ORG : ENTITY_LOC};
            at += 4;
        } else if (*at == '}') {
            s->mentions[s->found.mentions.n - 1].to = (uint32_t)text.n;
        } else {
            buffer_add(&text, at, 1);
        }
    }
    s->paragraph = (struct paragraph){.role = ROLE_ENTRY,
                                      .text = arena_copy(arena, buffer_span(&text)),
                                      .dup_of = NONE};
    s->entry = (struct entry){.year = NO_NUMBER, .paras = {&s->number, 1}};
    s->layout = (struct layout){
        .year = 2018, .paragraphs = {&s->paragraph, 1}, .entries = {&s->entry, 1}};
    buffer_free(&text);
}

// The fields divided by `|`, empty ones at the end left out, closed by `;`.
static struct span describe(const struct statistic *s, struct span text,
                            struct arena *arena)
{
    struct span place = SPAN("");
    if (s->place.n) place = span_cut(text, s->place.at[0].from, s->place.at[0].to);
    const struct span fields[] = {s->indicator, s->value, s->unit, s->change,
                                  s->base,      s->time,  place};
    size_t n = sizeof fields / sizeof fields[0];
    while (n > 0 && fields[n - 1].n == 0)
        n--;
    struct span all = SPAN("");
    for (size_t i = 0; i < n; i++)
        all = arena_printf(arena, "%.*s%s%.*s", (int)all.n, all.at, i ? "|" : "",
                           (int)fields[i].n, fields[i].at);
    return arena_printf(arena, "%.*s;", (int)all.n, all.at);
}

static void test_table(void **state)
{
    (void)state;
    struct statistics_rules *rules = statistics_new("data/statistics");
    struct time_rules *time_rules = time_new("data/time");
    assert_non_null(rules);
    assert_non_null(time_rules);
    struct arena *arena = arena_new();
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sample sample;
        struct events events = {0};
        read_sample(&sample, rows[i].text, arena);
        const struct times *times = time_read(time_rules, &sample.layout, arena);
        struct statistics_input input = {&sample.layout, &sample.found, times};
        statistics_find(rules, &input, arena, &events);
        struct span got = SPAN("");
        for (size_t j = 0; j < events.statistics.n; j++) {
            struct span one =
                describe(&events.statistics.at[j], sample.paragraph.text, arena);
            got = arena_printf(arena, "%.*s%.*s", (int)got.n, got.at, (int)one.n, one.at);
        }
        if (span_eq(got, span_of(rows[i].found))) continue;
        print_error("%s: %s, not %.*s\n", rows[i].text, rows[i].found, (int)got.n,
                    got.at);
        wrong++;
    }
    arena_free(&arena);
    time_free(&time_rules);
    statistics_free(&rules);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

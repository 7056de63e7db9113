// SPDX-License-Identifier: Apache-2.0
//
// Entities: whose 区政府 it is, full names, which names mean the same. Each case is a
// document and, sorted, the entities that it has: `ORG name = alias alias`.
#include "stages/tag/entities.h"
#include "tests/unit/tag_inline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct lexicon *lexicon;
static struct entities_data data;

static int open_lists(void **state)
{
    (void)state;
    lexicon = lexicon_open("data/lexicon");
    return lexicon ? entities_open(&data, lexicon, "data/lexicon") : -1;
}

static int close_lists(void **state)
{
    (void)state;
    entities_close(&data);
    lexicon_free(&lexicon);
    return 0;
}

static struct buffer describe(const struct mentions *mentions)
{
    struct buffer out = {NULL, 0, 0};
    for (size_t i = 0; i < mentions->entities.n; i++) {
        const struct entity *e = &mentions->entities.at[i];
        buffer_printf(&out, "%s%s ", i ? "\n" : "", entity_type_names[e->type]);
        buffer_add_span(&out, e->name);
        for (size_t k = 0; k < e->aliases.n; k++) {
            buffer_printf(&out, k ? " " : " = ");
            buffer_add_span(&out, e->aliases.at[k]);
        }
    }
    buffer_add(&out, "", 1);
    return out;
}

struct row {
    int64_t year;
    const char *document, *entities;
};

static void check(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct inline_document d = inline_read(rows[i].document, rows[i].year);
        entities_make(&data, &d.layout, d.arena, &d.mentions);
        for (size_t k = 0; k < d.mentions.mentions.n; k++)
            assert_true(d.mentions.mentions.at[k].entity < d.mentions.entities.n);
        struct buffer out = describe(&d.mentions);
        assert_string_equal(out.at, rows[i].entities);
        buffer_free(&out);
        arena_free(&d.arena);
    }
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void bodies(void **state)
{
    static const struct row rows[] = {
        {2018,
         "# {ORG|下城区人民政府}\n{ORG|区政府}、{ORG|区委}、{ORG|市委}、{ORG|省政府}",
         "ORG 下城区人民政府 = 区政府\nORG 中共下城区委员会 = 区委\nORG 中共杭州市委员会 "
         "= 市委\n"
         "ORG 浙江省人民政府 = 省政府"},
        // a county, and the organs of its city
        {2015, "{LOC|桐庐县}{ORG|县政协}、{ORG|县人大常委会}、{ORG|团县委}、{ORG|市纪委}",
         "ORG 中共杭州市纪律检查委员会 = 市纪委\nORG 中国人民政治协商会议桐庐县委员会 = "
         "县政协\n"
         "ORG 中国共产主义青年团桐庐县委员会 = 团县委\nORG 桐庐县人民代表大会常务委员会 "
         "= 县人大常委会\n"
         "LOC 浙江省杭州市桐庐县 = 桐庐县"},
        // one body, however it is written
        {2018,
         "{LOC|下城区}{ORG|区政府办}{ORG|杭州市下城区人民政府办公室}{ORG|"
         "下城区政府办公室}",
         "ORG 下城区人民政府办公室 = 下城区政府办公室 区政府办 "
         "杭州市下城区人民政府办公室\n"
         "LOC 浙江省杭州市下城区 = 下城区"},
        // departments: the fuller name in the document, not a part of another body
        {2018,
         "{LOC|下城区}{ORG|区市场监管局}{ORG|下城区市场监督管理局}{ORG|区审管办}"
         "{ORG|区审批服务管理办公室}{ORG|杭州市消防支队}{ORG|"
         "杭州市消防救援支队下城区大队}",
         "ORG 下城区审批服务管理办公室 = 区审批服务管理办公室 区审管办\n"
         "ORG 下城区市场监督管理局 = 区市场监管局\nORG 杭州市消防支队\n"
         "ORG 杭州市消防救援支队下城区大队\nLOC 浙江省杭州市下城区 = 下城区"},
        // 市政 and 区块链 begin with no level
        {2018, "{LOC|杭州市}{ORG|市政府}{ORG|市政公司}",
         "ORG 市政公司\nORG 杭州市人民政府 = 市政府\nLOC 浙江省杭州市 = 杭州市"},
        // a name that several places have takes its city
        {2018, "{LOC|南京市鼓楼区}{ORG|区政府}",
         "ORG 南京市鼓楼区人民政府 = 区政府\nLOC 江苏省南京市鼓楼区 = 南京市鼓楼区"},
        // nobody says whose
        {2018, "{ORG|区政府}发文", "ORG 区政府"},
        {2018, "{ORG|党中央}、{ORG|中共中央}、{ORG|国务院}",
         "ORG 中国共产党中央委员会 = 中共中央 党中央\nORG 国务院"},
        // declared
        {2018,
         "{ORG|杭州市消防救援支队下城区大队}(简称{ORG|消防下城大队})\n{ORG|消防下城大队}"
         "出动",
         "ORG 杭州市消防救援支队下城区大队 = 消防下城大队"},
    };
    (void)state;
    CHECK(rows);
}

static void places(void **state)
{
    static const struct row rows[] = {
        {2018, "{LOC|下城区}{ORG|区政府}{LOC|下城}{LOC|杭州}{LOC|浙江}{LOC|石桥街道}",
         "ORG 下城区人民政府 = 区政府\nLOC 浙江省 = 浙江\nLOC 浙江省杭州市 = 杭州\n"
         "LOC 浙江省杭州市下城区 = 下城 下城区\nLOC 浙江省杭州市下城区石桥街道 = "
         "石桥街道"},
        // divisions of the covered year: 余杭 was a city of its own, then a district
        {1998, "{LOC|余杭市}", "LOC 浙江省杭州市余杭市 = 余杭市"},
        {2005, "{LOC|余杭区}", "LOC 浙江省杭州市余杭区 = 余杭区"},
        // a municipality has no city between
        {2018, "{LOC|北京市}{LOC|北京市朝阳区}", "LOC 北京市\nLOC 北京市朝阳区"},
        // a community where the document gives its street once
        {2018, "{LOC|下城区}{LOC|潮鸣街道所巷社区}{LOC|所巷社区}",
         "LOC 浙江省杭州市下城区 = 下城区\n"
         "LOC 浙江省杭州市下城区潮鸣街道所巷社区 = 所巷社区 潮鸣街道所巷社区"},
        // a street by its short name, not the city in 甘肃省
        {2018, "{LOC|下城区}{LOC|天水街道}{LOC|天水}",
         "LOC 浙江省杭州市下城区 = 下城区\nLOC 浙江省杭州市下城区天水街道 = 天水 "
         "天水街道"},
        // what is no division keeps its name
        {2018, "{LOC|下城区}{LOC|西湖}{LOC|中山北路}",
         "LOC 中山北路\nLOC 浙江省杭州市下城区 = 下城区\nLOC 西湖"},
        {2018, "{PER|汪 剑}{PER|汪剑}", "PER 汪剑"},
    };
    (void)state;
    CHECK(rows);
}

static void shortens(void **state)
{
    (void)state;
    assert_true(bodies_shortens(SPAN("市场监管局"), SPAN("市场监督管理局")));
    assert_true(bodies_shortens(SPAN("人社局"), SPAN("人力资源和社会保障局")));
    assert_false(bodies_shortens(SPAN("消防支队"), SPAN("消防救援支队下城区大队")));
    assert_false(bodies_shortens(SPAN("教育局"), SPAN("教育局")));
    assert_false(bodies_shortens(SPAN("局"), SPAN("教育局")));
    assert_false(bodies_shortens(SPAN("体育局"), SPAN("教育局")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies),
        cmocka_unit_test(places),
        cmocka_unit_test(shortens),
    };
    return cmocka_run_group_tests(tests, open_lists, close_lists);
}

// SPDX-License-Identifier: Apache-2.0
//
// The second pass over a document, case by case: mentions as the tagger found them, and
// as they are afterwards.
#include "stages/tag/second.h"
#include "tests/unit/tag_inline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *before, *after;
};

static struct lexicon *lexicon;
static struct second *second;

static int open_lists(void **state)
{
    (void)state;
    lexicon = lexicon_open("data/lexicon");
    if (lexicon) second = second_new(lexicon);
    return lexicon ? 0 : -1;
}

static int close_lists(void **state)
{
    (void)state;
    second_free(&second);
    lexicon_free(&lexicon);
    return 0;
}

static void check(const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct inline_document d = inline_read(rows[i].before, NO_NUMBER);
        second_pass(second, &d.layout, d.arena, &d.mentions);
        struct buffer after = inline_write(&d);
        assert_string_equal(after.at, rows[i].after);
        buffer_free(&after);
        arena_free(&d.arena);
    }
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void consistency(void **state)
{
    static const struct row rows[] = {
        // a division of the lists, found once, is one everywhere
        {"{LOC|下城区}召开会议。\n会后,下城区成立专班。",
         "{LOC|下城区}召开会议。\n会后,{LOC|下城区}成立专班。"},
        // not inside 《》, nor as part of “”
        {"{LOC|下城区}。\n印发《下城区规划》,开展“走进下城区”活动。",
         "{LOC|下城区}。\n印发《下城区规划》,开展“走进下城区”活动。"},
        // a short form is none where it crosses a word, or in a slogan
        {"{LOC|上城}特色,{LOC|上城}经济,{LOC|上城}历史。\n推进健康上城建设,"
         "线上城市服务。",
         "{LOC|上城}特色,{LOC|上城}经济,{LOC|上城}历史。\n推进健康上城建设,"
         "线上城市服务。"},
        // a person's name that is a word is not looked for
        {"居民{PER|高峰}说。\n早晚高峰通行。", "居民{PER|高峰}说。\n早晚高峰通行。"},
        {"{PER|庹明春}讲话。\n庹明春联系海涯村。",
         "{PER|庹明春}讲话。\n{PER|庹明春}联系海涯村。"},
        // with the space that a table puts into it
        {"{PER|汪剑}讲话。\n主任 汪 剑", "{PER|汪剑}讲话。\n主任 {PER|汪 剑}"},
        // a word that crosses it counts for nothing where a person is called
        {"{PER|沈  实}\n任命沈实为局长。沈实任局长。沈实为大家讲话",
         "{PER|沈  实}\n任命{PER|沈实}为局长。{PER|沈实}任局长。{PER|沈实}为大家讲话"},
        // the majority's type
        {"{ORG|沈阳故宫}、{ORG|沈阳故宫}、{LOC|沈阳故宫}",
         "{ORG|沈阳故宫}、{ORG|沈阳故宫}、{ORG|沈阳故宫}"},
        // the longer name where it stands whole as often
        {"{ORG|汇川国投}中标。\n{LOC|汇川}国投改制。",
         "{ORG|汇川国投}中标。\n{ORG|汇川国投}改制。"},
    };
    (void)state;
    CHECK(rows);
}

static void shapes(void **state)
{
    static const struct row rows[] = {
        // a chain of divisions is one
        {"{LOC|东新街道}{LOC|万家星城社区}揭牌", "{LOC|东新街道万家星城社区}揭牌"},
        {"{LOC|合肥市}{LOC|蜀山区}", "{LOC|合肥市蜀山区}"},
        // with a link that was left out
        {"帮扶{LOC|贵州省}黔东南州{LOC|台江县}", "帮扶{LOC|贵州省黔东南州台江县}"},
        {"{LOC|浙江省}与{LOC|桐庐县}", "{LOC|浙江省}与{LOC|桐庐县}"},
        {"{LOC|浙江省}杭州市", "{LOC|浙江省}杭州市"},
        // no name begins inside a number
        {"服务二{ORG|十国集团}峰会", "服务{ORG|二十国集团}峰会"},
        {"第{ORG|二十三中学}", "第{ORG|二十三中学}"},
        // an estate is no village
        {"{LOC|长庆街道}{LOC|胭脂新村}", "{LOC|长庆街道}{LOC|胭脂新村}"},
        // a road is another kind
        {"{LOC|石桥街道石祥路}", "{LOC|石桥街道}{LOC|石祥路}"},
        {"{LOC|杭州市下城区}", "{LOC|杭州市下城区}"},
        // a road with its number, its section, a building with its part
        {"{LOC|戒坛寺巷} 24 号 5 幢危房", "{LOC|戒坛寺巷 24 号 5 幢}危房"},
        {"{LOC|打铁关巷}南段,{LOC|延安路}(下城段)",
         "{LOC|打铁关巷南段},{LOC|延安路(下城段)}"},
        {"{LOC|城市之星公寓}二期", "{LOC|城市之星公寓二期}"},
        {"{LOC|昆山西路}(塔湾街至怒江北街段)", "{LOC|昆山西路}(塔湾街至怒江北街段)"},
        {"{ORG|风帆中学}(华丰校区)", "{ORG|风帆中学(华丰校区)}"},
        // brackets and quotes that open or close nothing
        {"副局长{PER|(雷卿}", "副局长({PER|雷卿}"},
        {"{ORG|渣打银行(中国})分行", "{ORG|渣打银行(中国)}分行"},
        {"{ORG|州人民医院(附属医院})内科", "{ORG|州人民医院}(附属医院)内科"},
        // an organ behind its division
        {"{LOC|卢湾区}水务和湖泊局检查", "{LOC|卢湾区}水务和湖泊局检查"},
        {"{LOC|二七区}应急管理局检查", "{ORG|二七区应急管理局}检查"},
        {"{ORG|县革委会}生产指挥组{ORG|工业交通小组}管理",
         "{ORG|县革委会生产指挥组工业交通小组}管理"},
        {"{ORG|县人民政府}建设科科长", "{ORG|县人民政府建设科}科长"},
        {"{ORG|县人民政府}召开小组会", "{ORG|县人民政府}召开小组会"},
        {"{ORG|县人民政府}教育科学工作", "{ORG|县人民政府}教育科学工作"},
        {"{LOC|永州市}代表团获金牌", "{LOC|永州市}代表团获金牌"},
    };
    (void)state;
    CHECK(rows);
}

static void cuts(void **state)
{
    static const struct row rows[] = {
        // columns of a table
        {"{PER|盐\t吨}\t30", "盐\t吨\t30"},
        {"{LOC|青石江老码头大桥  204国道}", "{LOC|青石江老码头大桥}  {LOC|204国道}"},
        {"局长 {PER|汪  剑}到会", "局长 {PER|汪  剑}到会"},
        {"{PER|张玉明  李春生}", "{PER|张玉明}  {PER|李春生}"},
        {"{ORG|县粮食局\t县水利局}", "{ORG|县粮食局}\t{ORG|县水利局}"},
        // a mark
        {"记录人{PER|郭伟。}", "记录人{PER|郭伟}。"},
        // a verb of founding between two bodies, or before a mere kind
        {"{ORG|县政府成立水利局}", "{ORG|县政府}成立{ORG|水利局}"},
        {"{ORG|区民政局设办公室}、科室", "{ORG|区民政局}设办公室、科室"},
        {"{ORG|省水利厅设计院}", "{ORG|省水利厅设计院}"},
        {"{ORG|市建设局}", "{ORG|市建设局}"},
        // a count
        {"办起{ORG|中心小学二十三所}", "办起中心小学二十三所"},
        {"{ORG|石桥镇卫生院3所}", "{ORG|石桥镇卫生院}3所"},
        {"{ORG|第七一五所}", "{ORG|第七一五所}"},
    };
    (void)state;
    CHECK(rows);
}

static void bare(void **state)
{
    static const struct row rows[] = {
        {"办理{ORG|人大}代表建议、{ORG|政协}提案、{ORG|人大代表}议案",
         "办理人大代表建议、政协提案、人大代表议案"},
        {"{ORG|区政协}委员、{ORG|政协望江县委员会}",
         "{ORG|区政协}委员、{ORG|政协望江县委员会}"},
        {"{PER|明嘉靖}二十年、清{PER|乾隆三}十年", "明嘉靖二十年、清乾隆三十年"},
        {"皇帝{PER|乾隆}南巡", "皇帝{PER|乾隆}南巡"},
        {"产值突破5亿元{LOC|大关}", "产值突破5亿元大关"},
        {"昭通市{LOC|大关}", "昭通市{LOC|大关}"},
        {"{PER|受强}对流天气影响", "受强对流天气影响"},
        {"全年{ORG|续建曙光化肥厂}", "全年续建{ORG|曙光化肥厂}"},
        {"作家{PER|许晖的}小说", "作家{PER|许晖}的小说"},
        {"{PER|陈  硕}\n{PER|陈硕任}局长", "{PER|陈  硕}\n{PER|陈硕}任局长"},
    };
    (void)state;
    CHECK(rows);
}

static void persons(void **state)
{
    static const struct row rows[] = {
        {"(黄菲 程少华)", "({PER|黄菲} {PER|程少华})"},
        {"图为拆除现场。(曲 鸣 摄)", "图为拆除现场。({PER|曲 鸣} 摄)"},
        {"面积增长(单位:公顷、万元)", "面积增长(单位:公顷、万元)"},
        {"副区长{PER|陈治}、樊峥出席",
         "副区长{PER|陈治}、樊峥出席"}, // 樊峥出席 has no end
        {"副区长{PER|陈治}、樊峥,出席", "副区长{PER|陈治}、{PER|樊峥},出席"},
        {"教委主任和润泽,12月", "教委主任和润泽,12月"}, // 和 might be `and`
        {"总经理谭家传、董事长", "总经理{PER|谭家传}、董事长"},
        {"调整主任会议、办公会", "调整主任会议、办公会"},
    };
    (void)state;
    CHECK(rows);
}

static void lists(void **state)
{
    static const struct row rows[] = {
        {"{LOC|石家庄}、邯郸、承德等城市", "{LOC|石家庄}、{LOC|邯郸}、{LOC|承德}等城市"},
        {"{LOC|长木}、草庵、{LOC|沈家}3个村", "{LOC|长木}、{LOC|草庵}、{LOC|沈家}3个村"},
        {"{LOC|杭州}、教育、文化", "{LOC|杭州}、教育、文化"},
        // mates of divisions are places
        {"{LOC|永新}、{PER|高岗}、{ORG|中兴}等村",
         "{LOC|永新}、{LOC|高岗}、{LOC|中兴}等村"},
        {"{LOC|永新}、{ORG|中兴}等十二个社区", "{LOC|永新}、{LOC|中兴}等十二个社区"},
        {"{PER|王海}、{PER|高岗}等村民", "{PER|王海}、{PER|高岗}等村民"},
        {"{PER|王海}、{PER|高岗}等镇干部", "{PER|王海}、{PER|高岗}等镇干部"},
        {"{ORG|联想}、{ORG|中兴}等企业", "{ORG|联想}、{ORG|中兴}等企业"},
    };
    (void)state;
    CHECK(rows);
}

static void aliases(void **state)
{
    static const struct row rows[] = {
        {"{ORG|区城中村改造工作领导小组}(简称“区城改领导小组”)"
         "开会。\n区城改领导小组决定。",
         "{ORG|区城中村改造工作领导小组}(简称“{ORG|区城改领导小组}”)开会。\n{ORG|"
         "区城改领导小组}决定。"},
        {"{LOC|少荃湖体育中心}(又称少荃湖)。\n少荃湖位于东区。",
         "{LOC|少荃湖体育中心}(又称{LOC|少荃湖})。\n{LOC|少荃湖}位于东区。"},
        {"{ORG|杭州市消防救援支队下城区大队}(以下简称消防下城大队)成立",
         "{ORG|杭州市消防救援支队下城区大队}(以下简称{ORG|消防下城大队})成立"},
        {"{ORG|区政府}(简称", "{ORG|区政府}(简称"},
    };
    (void)state;
    CHECK(rows);
}

static void nothing(void **state)
{
    static const struct row rows[] = {
        {"", ""}, {"没有名字。", "没有名字。"}, {"(", "("}, {"()", "()"}};
    (void)state;
    CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consistency), cmocka_unit_test(shapes),  cmocka_unit_test(cuts),
        cmocka_unit_test(bare),        cmocka_unit_test(persons), cmocka_unit_test(lists),
        cmocka_unit_test(aliases),     cmocka_unit_test(nothing),
    };
    return cmocka_run_group_tests(tests, open_lists, close_lists);
}

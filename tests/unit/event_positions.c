// SPDX-License-Identifier: Apache-2.0
//
// Persons and their titles. A row is a paragraph with its mentions marked, {PER|张三},
// and what is found: `person=title,title;` in order. Rows of a table have tabs; `\n`
// divides paragraphs.
#include "stages/event/positions.h"

#include "stages/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct row {
    const char *text, *found;
};

static const struct row rows[] = {
    // Before the name.
    {"区长{PER|陈启明}出席。", "陈启明=区长;"},
    {"副区长{PER|陈启明}陪同。", "陈启明=副区长;"},
    {"由副区长{PER|陈启明}负责办理。", "陈启明=副区长;"},
    {"{ORG|区委}副书记、区长、{ORG|区地方志编纂委员会}主任{PER|陈启明}讲话。",
     "陈启明=区委副书记,区长,区地方志编纂委员会主任;"},
    {"{ORG|区委}常委、组织部部长{PER|王歆}，副区长{PER|陈治}、{PER|樊峥}参加。",
     "王歆=区委常委,组织部部长;陈治=副区长;樊峥=副区长;"},
    {"县委常委、{ORG|县纪委}书记、{ORG|县监委}主任{PER|李立}出席。",
     "李立=县委常委,县纪委书记,县监委主任;"},
    {"{ORG|省委}书记、{ORG|省人大常委会}主任{PER|赵平}，{ORG|省委}副书记、省长{PER|钱江}"
     "到场。",
     "赵平=省委书记,省人大常委会主任;钱江=省委副书记,省长;"},
    {"{ORG|国务院}总理{PER|周明}视察。", "周明=国务院总理;"},
    {"{ORG|国务院}副总理{PER|周明}视察。", "周明=国务院副总理;"},
    {"{ORG|全国人大常委会}副委员长{PER|周明}视察。", "周明=全国人大常委会副委员长;"},
    {"{ORG|中国科学院}院士{PER|林森}作报告。", "林森=中国科学院院士;"},
    {"{ORG|浙江大学}教授、博士生导师{PER|林森}授课。", "林森=浙江大学教授,博士生导师;"},
    {"{ORG|宁海纺织有限公司}董事长{PER|林森}致辞。", "林森=宁海纺织有限公司董事长;"},
    {"{ORG|宁海纺织有限公司}党委书记、总经理{PER|林森}致辞。",
     "林森=宁海纺织有限公司党委书记,总经理;"},
    {"{ORG|市政府}副秘书长{PER|林森}到会。", "林森=市政府副秘书长;"},
    {"{LOC|石桥镇}镇长{PER|林森}到会。", "林森=石桥镇镇长;"},
    {"{ORG|风帆中学}校长{PER|林森}到会。", "林森=风帆中学校长;"},
    {"{ORG|省军区}司令员{PER|林森}、政委{PER|方正}到会。",
     "林森=省军区司令员;方正=政委;"},
    {"{ORG|区政协}主席{PER|林森}主持。", "林森=区政协主席;"},
    {"{ORG|市工商联}会长{PER|林森}主持。", "林森=市工商联会长;"},
    {"{ORG|区人大}代表{PER|林森}提出建议。", "林森=区人大代表;"},
    {"{ORG|区人大}常委会主任{PER|林森}提出。", "林森=区人大常委会主任;"},
    {"区人大代表{PER|赵乃}提出建议。", "赵乃=区人大代表;"},
    {"{ORG|区政协}委员{PER|赵乃}提出提案。", "赵乃=区政协委员;"},
    {"{ORG|区检察院}检察长{PER|赵乃}作报告。", "赵乃=区检察院检察长;"},
    {"{ORG|区法院}院长{PER|赵乃}作报告。", "赵乃=区法院院长;"},
    {"邀请国家二级心理咨询师{PER|赵乃}授课。", "赵乃=国家二级心理咨询师;"},
    {"{ORG|省志办}处长、《江南通志》总编办主任{PER|赵乃}授课。",
     "赵乃=省志办处长,《江南通志》总编办主任;"},
    {"{ORG|市公安局}原局长{PER|赵乃}到会。", "赵乃=市公安局原局长;"},
    {"时任{ORG|市公安局}局长{PER|赵乃}到会。", "赵乃=市公安局局长;"},
    {"9月5日上午市长{PER|赵乃}到会。", "赵乃=市长;"},
    {"听取县长{PER|赵乃}汇报。", "赵乃=县长;"},
    {"{ORG|市委}常委、常务副市长{PER|赵乃}批示。", "赵乃=市委常委,常务副市长;"},
    {"副县长兼公安局局长{PER|赵乃}到会。", "赵乃=副县长,公安局局长;"},
    {"{LOC|美国}总统{PER|约翰·史密斯}来访。", "约翰·史密斯=美国总统;"},
    {"{LOC|法国}驻{LOC|上海}总领事{PER|杜邦}来访。", "杜邦=法国驻上海总领事;"},
    {"{LOC|墨西哥}{LOC|马塔莫罗斯市}副市长{PER|洛佩斯}来访。",
     "洛佩斯=墨西哥马塔莫罗斯市副市长;"},
    {"副县级干部{PER|赵乃}到会。", "赵乃=副县级干部;"},
    {"{ORG|区审管办}二级调研员{PER|赵乃}到会。", "赵乃=区审管办二级调研员;"},
    {"{ORG|朝晖中队}副中队长{PER|赵乃}获奖。", "赵乃=朝晖中队副中队长;"},
    {"副大队长{PER|赵乃}获第一名。", "赵乃=副大队长;"},
    {"{ORG|市一医院}主任医师{PER|赵乃}坐诊。", "赵乃=市一医院主任医师;"},
    {"{ORG|风帆中学}教师{PER|赵乃}获奖。", "赵乃=风帆中学教师;"},
    {"省非物质文化遗产代表性传承人{PER|赵乃}展示。",
     "赵乃=省非物质文化遗产代表性传承人;"},
    {"{ORG|区人大常委会}副任{PER|何文}到会。", "何文=区人大常委会副任;"},
    {"组长：{PER|赵乃}", "赵乃=组长;"},
    {"主 任 {PER|张三元}", "张三元=主 任;"},
    {"副　书　记　{PER|张三元}　{PER|李四海}", "张三元=副　书　记;李四海=副　书　记;"},
    {"{ORG|下城区人民政府}区长  {PER|吴文}", "吴文=下城区人民政府区长;"},
    {"副主任（兼）{PER|赵乃}到会。", "赵乃=副主任;"},
    {"区委书记{PER|赵 乃}到会。", "赵 乃=区委书记;"},
    {"{ORG|中共中央政治局}常委，{ORG|中央纪律检查委员会}书记{PER|赵乃}到会。",
     "赵乃=中共中央政治局常委,中央纪律检查委员会书记;"},
    {"任命{PER|林森}为局长，副局长{PER|方正}到会。", "林森=局长;方正=副局长;"},
    {"{LOC|杭州市}年鉴专家{PER|赵乃}点评。", "赵乃=杭州市年鉴专家;"},
    {"年鉴专家{PER|赵乃}点评。", ""},
    // Shared by a list.
    {"副局长{PER|甲丁}、{PER|乙丙}和{PER|丁戊}到会。",
     "甲丁=副局长;乙丙=副局长;丁戊=副局长;"},
    {"副主任{PER|甲丁}（女）、{PER|乙丙}（满族）、{PER|丁戊}。",
     "甲丁=副主任;乙丙=副主任;丁戊=副主任;"},
    {"书记 {PER|甲丁} 副书记 {PER|乙丙} {PER|丁戊}",
     "甲丁=书记;乙丙=副书记;丁戊=副书记;"},
    {"副区长{PER|甲丁}，专家{PER|乙丙}到会。", "甲丁=副区长;"},
    {"主任：{PER|甲丁}　副主任：{PER|乙丙}、{PER|丁戊}",
     "甲丁=主任;乙丙=副主任;丁戊=副主任;"},
    // Behind the name.
    {"学习{PER|习近平}总书记讲话。", "习近平=总书记;"},
    {"以{PER|习近平}同志为总书记的党中央。", "习近平=总书记;"},
    {"{PER|林森}院士到会。", "林森=院士;"},
    {"{PER|林森}副市长到会。", "林森=副市长;"},
    {"{PER|林森}教授到会。", "林森=教授;"},
    {"{PER|林森}代表区政府讲话。", ""},
    {"{PER|林森}主编《县志》。", ""},
    {"区长{PER|林森}任组长。", "林森=区长,组长;"},
    {"{PER|林森}当选区长。", "林森=区长;"},
    {"{PER|林森}当选为{ORG|县人大常委会}主任。", "林森=县人大常委会主任;"},
    {"选举{PER|林森}为县长，{PER|方正}、{PER|石磊}为副县长。",
     "林森=县长;方正=副县长;石磊=副县长;"},
    {"任命{PER|林森}为{ORG|区发改局}局长。", "林森=区发改局局长;"},
    {"{PER|林森}兼任{ORG|区委审计委员会}办公室主任。", "林森=区委审计委员会办公室主任;"},
    {"{PER|林森}（{ORG|区委}书记）到会。", "林森=区委书记;"},
    {"{PER|林森}({ORG|湖北省水利厅}原副厅长)到会。", "林森=湖北省水利厅原副厅长;"},
    {"{PER|林森}（女，回族）到会。", ""},
    {"{PER|林森}为推进改革作出贡献。", ""},
    // Tables.
    {"姓名\t性别\t职务\n{PER|林森}\t男\t区委书记、区长\n方　正\t女\t副区长",
     "林森=区委书记,区长;方　正=副区长;"},
    {"职务\t姓名\t任期\n主任\t{PER|林森}\t2016—2018", "林森=主任;"},
    {"{ORG|区检察院}\t检察长\t{PER|戚敏}(女)", "戚敏=检察长;"},
    {"副书记\t{PER|卫青}、{PER|承骏}\t2018年1月—", "卫青=副书记;承骏=副书记;"},
    // None.
    {"{PER|林森}出席会议。", ""},
    {"省、市、区领导{PER|林森}、{PER|方正}出席。", ""},
    {"村民{PER|林森}说。", ""},
    {"教师{PER|林森}说。", ""},
    {"（{PER|林森} 摄）", ""},
    {"各街道主任参加会议。{PER|林森}讲话。", ""},
};

enum { MENTIONS = 16, PARAGRAPHS = 8 };

struct sample {
    struct paragraph paragraphs[PARAGRAPHS];
    struct mention mentions[MENTIONS];
    struct layout layout;
    struct mentions found;
};

static int type_of(const char *mark)
{
    return mark[0] == 'P' ? ENTITY_PER : mark[0] == 'O' ? ENTITY_ORG : ENTITY_LOC;
}

static void open_paragraph(struct sample *s, struct buffer *text, int role)
{
    s->paragraphs[s->layout.paragraphs.n++] =
        (struct paragraph){.role = role, .entry = NONE, .dup_of = NONE};
    text->n = 0;
}

static void close_paragraph(struct sample *s, struct buffer *text, struct arena *arena)
{
    s->paragraphs[s->layout.paragraphs.n - 1].text = arena_copy(arena, buffer_span(text));
}

// Takes the marks out of a row's text.
static void read_sample(struct sample *s, const char *at, struct arena *arena)
{
    struct buffer text = {0};
    int role = strchr(at, '\t') ? ROLE_TABLE : ROLE_ENTRY;
    *s = (struct sample){.layout.paragraphs = {s->paragraphs, 0},
                         .found.mentions = {s->mentions, 0}};
    open_paragraph(s, &text, role);
    for (; *at; at++) {
        size_t para = s->layout.paragraphs.n - 1;
        if (*at == '\n') {
            close_paragraph(s, &text, arena);
            open_paragraph(s, &text, role);
        } else if (*at == '{') {
            s->mentions[s->found.mentions.n++] =
                (struct mention){.para = (uint32_t)para,
                                 .from = (uint32_t)text.n,
                                 .type = type_of(at + 1)};
            at += 4;
        } else if (*at == '}') {
            s->mentions[s->found.mentions.n - 1].to = (uint32_t)text.n;
        } else {
            buffer_add(&text, at, 1);
        }
    }
    close_paragraph(s, &text, arena);
    buffer_free(&text);
}

static struct span describe(const struct sample *s, const struct events *events,
                            struct arena *arena)
{
    struct span all = SPAN("");
    for (size_t i = 0; i < events->positions.n; i++) {
        const struct position *p = &events->positions.at[i];
        struct span person = span_cut(s->paragraphs[p->para].text, p->from, p->to);
        all = arena_printf(arena, "%.*s%.*s=", (int)all.n, all.at, (int)person.n,
                           person.at);
        for (size_t j = 0; j < p->titles.n; j++)
            all = arena_printf(arena, "%.*s%s%.*s", (int)all.n, all.at, j ? "," : "",
                               (int)p->titles.at[j].n, p->titles.at[j].at);
        all = arena_printf(arena, "%.*s;", (int)all.n, all.at);
    }
    return all;
}

static void test_table(void **state)
{
    (void)state;
    struct positions_rules *rules = positions_new("data/positions");
    assert_non_null(rules);
    struct arena *arena = arena_new();
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sample sample;
        struct events events = {0};
        read_sample(&sample, rows[i].text, arena);
        positions_find(rules, &sample.layout, &sample.found, arena, &events);
        struct span got = describe(&sample, &events, arena);
        if (span_eq(got, span_of(rows[i].found))) continue;
        print_error("%s: %s, not %.*s\n", rows[i].text, rows[i].found, (int)got.n,
                    got.at);
        wrong++;
    }
    arena_free(&arena);
    positions_free(&rules);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: Apache-2.0
//
// Clauses, counts, parts and objects: tables of phrases with what is read from them. And
// text without sense: whatever the characters and names, nothing breaks.
#include "stages/event/argument_object.h"
#include "stages/event/argument_parts.h"
#include "stages/event/events.h"

#include "stages/base/log.h"
#include "stages/base/options.h"
#include "stages/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct events_rules rules;

static struct passage *passage_of(const char *text, struct arena *arena)
{
    struct layout *layout = ARENA_NEW(arena, struct layout, 1);
    struct mentions *mentions = ARENA_NEW(arena, struct mentions, 1);
    layout->year = NO_NUMBER;
    layout->paragraphs.at = ARENA_NEW(arena, struct paragraph, 1);
    layout->paragraphs.n = 1;
    layout->paragraphs.at[0] =
        (struct paragraph){.text = span_of(text), .entry = NONE, .dup_of = NONE};
    return clause_passage(rules.words, layout, mentions, 0, arena);
}

static struct range all_of(const struct passage *p)
{
    return (struct range){0, (uint32_t)p->letters.n};
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } table[] = {
        {"8", 8},           {"13", 13},          {"1.2万", 12000},  {"十", 10},
        {"十二", 12},       {"二十", 20},        {"一百零五", 105}, {"两", 2},
        {"三千六百", 3600}, {"5万余", 50000},    {"300多", 300},    {"1.04万", 10400},
        {"2.5", NO_NUMBER}, {"数十", NO_NUMBER}, {"几", NO_NUMBER}, {"85%", NO_NUMBER},
        {"", NO_NUMBER},    {"１２", 12},        {"700 多", 700},   {"万", NO_NUMBER}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct passage *p = passage_of(table[i].text, arena);
        int64_t got = phrase_number(p, all_of(p));
        if (got != table[i].value) fail_msg("%s: %lld", table[i].text, (long long)got);
    }
    arena_free(&arena);
}

// The objects of a phrase, joined by |, and their count behind #.
static struct span objects_of(const char *text, enum object_style style,
                              struct arena *arena)
{
    struct passage *p = passage_of(text, arena);
    struct objects objects =
        argument_objects(p, &rules.trigger.classes, all_of(p), style);
    struct span joined = {"", 0};
    for (size_t i = 0; i < objects.n; i++) {
        struct span one = clause_text(p, objects.at[i].from, objects.at[i].to);
        joined = arena_printf(arena, "%.*s%s%.*s", (int)joined.n, joined.at, i ? "|" : "",
                              (int)one.n, one.at);
    }
    if (objects.count == NO_NUMBER) return joined;
    return arena_printf(arena, "%.*s#%lld", (int)joined.n, joined.at,
                        (long long)objects.count);
}

static void objects(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum object_style style;
        const char *objects;
    } table[] = {
        {"常务会议8次", OBJECT_PLAIN, "常务会议#8"},
        {"3次联席会议", OBJECT_PLAIN, "联席会议#3"},
        {"公厕7座、垃圾房60个", OBJECT_PLAIN, "公厕|垃圾房"},
        {"各类演练 700 多次", OBJECT_PLAIN, "演练#700"},
        {"帮扶资金2.93亿元", OBJECT_MONEY, "帮扶资金"},
        {"201.24万元", OBJECT_PLAIN, ""},
        {"《甲乡志》《乙乡志》", OBJECT_PLAIN, "《甲乡志》|《乙乡志》"},
        {"村志《石桥村志》", OBJECT_PLAIN, "《石桥村志》"},
        {"“购物节”“丝绸周”等活动26场", OBJECT_PLAIN, "“购物节”|“丝绸周”#26"},
        {"规划管理、土地开发、产业发展三大委员会", OBJECT_PLAIN,
         "规划管理、土地开发、产业发展三大委员会#3"},
        {"标准统一、力量专业的“管家”模式", OBJECT_PLAIN, "“管家”模式"},
        {"北部园区16条道路改造", OBJECT_TASK, "道路改造#16"},
        {"全市首个既有住宅电梯服务站", OBJECT_PLAIN, "既有住宅电梯服务站"},
        {"事件协同、网格地图和统计分析等8个模块开发", OBJECT_TASK, "模块开发#8"},
        {"社区治理和服务创新实验区验收", OBJECT_WHOLE, "社区治理和服务创新实验区验收"},
        {"先进工作二等奖", OBJECT_WHOLE, "先进工作二等奖"},
        {"社区组前3名", OBJECT_WHOLE, "社区组前3名"},
        {"", OBJECT_PLAIN, ""}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct span got = objects_of(table[i].text, table[i].style, arena);
        if (!span_eq(got, span_of(table[i].objects)))
            fail_msg("%s: %.*s", table[i].text, (int)got.n, got.at);
    }
    arena_free(&arena);
}

static void clauses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t clauses;
        uint32_t sentences;
    } table[] = {{"", 1, 1},
                 {"召开会议,通过决议。印发文件。", 4, 3},
                 {"资金1,234万元", 1, 1},
                 {"上午10:30开始", 1, 1},
                 {"印发《甲,乙。丙》", 1, 1},
                 {"印发《甲,乙。丙", 3, 2},
                 {"“一,二”(三;四)", 1, 1}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct passage *p = passage_of(table[i].text, arena);
        if (p->clauses.n != table[i].clauses || p->sentences != table[i].sentences)
            fail_msg("%s: %zu clauses, %u sentences", table[i].text, p->clauses.n,
                     p->sentences);
    }
    arena_free(&arena);
}

// ---- text without sense ---------------------------------------------------------------

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static const char *const pieces[] = {"召开",
                                     "建成",
                                     "2018年",
                                     "3月",
                                     "《",
                                     "》",
                                     "“",
                                     "”",
                                     "(",
                                     ")",
                                     "、",
                                     "和",
                                     "等",
                                     "的",
                                     "对",
                                     "被",
                                     "由",
                                     "在",
                                     "12",
                                     "个",
                                     "万",
                                     "元",
                                     "。",
                                     ",",
                                     "，",
                                     "；",
                                     "区政府",
                                     "并",
                                     "投入",
                                     "使用",
                                     "—",
                                     "——",
                                     "【",
                                     "】",
                                     "第",
                                     "获",
                                     "授予",
                                     "进行",
                                     "公园",
                                     " ",
                                     "\xF0\xA0\x80\x80",
                                     "a",
                                     "将",
                                     "未",
                                     "工程",
                                     "以及",
                                     "为",
                                     "组织",
                                     "参加",
                                     "向",
                                     "与",
                                     "大",
                                     "会议",
                                     "\xEF\xBF\xBD"};
enum { PIECES = sizeof pieces / sizeof pieces[0] };

static void add_paragraph(struct layout *layout, struct mentions *mentions,
                          uint32_t *seed, struct arena *arena)
{
    enum { LONGEST = 120, WIDEST = 12 };
    uint32_t para = (uint32_t)layout->paragraphs.n++;
    char *text = arena_alloc(arena, LONGEST * WIDEST, 1);
    size_t n = 0, words = next_random(seed) % LONGEST;
    for (size_t i = 0; i < words; i++) {
        const char *piece = pieces[next_random(seed) % PIECES];
        size_t from = n;
        memcpy(text + n, piece, strlen(piece));
        n += strlen(piece);
        if (next_random(seed) % 5) continue;
        mentions->mentions.at[mentions->mentions.n++] = (struct mention){
            para, (uint32_t)from, (uint32_t)n, (int)(next_random(seed) % 3), 0};
    }
    layout->paragraphs.at[para] =
        (struct paragraph){.role = para % 7 ? ROLE_BODY : ROLE_ENTRY,
                           .text = {text, n},
                           .entry = NONE,
                           .dup_of = NONE};
}

static void vet_list(const struct layout *layout, const struct argument *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert_true(at[i].para < layout->paragraphs.n);
        assert_true(at[i].from < at[i].to);
        assert_true(at[i].to <= layout->paragraphs.at[at[i].para].text.n);
    }
}

static void nonsense(void **state)
{
    (void)state;
    enum { DOCUMENTS = 60, PARAGRAPHS = 20 };
    uint32_t seed = 20180101;
    struct entity entity = {0};
    for (int d = 0; d < DOCUMENTS; d++) {
        struct arena *arena = arena_new();
        struct layout layout = {.year = 2018};
        struct mentions mentions = {.entities = {&entity, 1}};
        layout.paragraphs.at = ARENA_NEW(arena, struct paragraph, PARAGRAPHS);
        mentions.mentions.at = ARENA_NEW(arena, struct mention, PARAGRAPHS * 120);
        for (int i = 0; i < PARAGRAPHS; i++)
            add_paragraph(&layout, &mentions, &seed, arena);
        struct events events = {0};
        struct events_input input = {&layout, &mentions,
                                     time_read(rules.time, &layout, arena),
                                     trigger_plans(&rules.trigger, &layout, arena)};
        events_find(&rules, &input, arena, &events);
        for (size_t i = 0; i < events.events.n; i++) {
            const struct event *event = &events.events.at[i];
            vet_list(&layout, event->agent.at, event->agent.n);
            vet_list(&layout, event->object.at, event->object.n);
            vet_list(&layout, event->place.at, event->place.n);
            vet_list(&layout, event->participant.at, event->participant.n);
        }
        arena_free(&arena);
    }
}

static int open_rules(void **state)
{
    (void)state;
    struct events_options options = {.rules = "data/events",
                                     .weights = "data/events/weights.bin",
                                     .time = "data/time"};
    return events_open(&rules, &options);
}

static int close_rules(void **state)
{
    (void)state;
    events_close(&rules);
    return 0;
}

int main(void)
{
    log_name("unit_event_phrases");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(objects), cmocka_unit_test(clauses),
        cmocka_unit_test(nonsense)};
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}

// SPDX-License-Identifier: Apache-2.0
//
// Which part of the clause is which argument, by type of event. Who wins an award is its
// agent, who grants it a participant; a thing that does something by itself (工程竣工) is
// the object; a visit's named goal is its place; the body that moves is the agent.
#include "stages/event/argument_list.h"

static bool is_empty(struct range range)
{
    return range.from >= range.to;
}

static int type_of(const struct telling *t, uint32_t mention)
{
    return t->p->mentions->mentions.at[mention].type;
}

static enum object_style style_of(int type)
{
    switch (type) {
    case EVENT_COMPLETE:
        return OBJECT_TASK;
    case EVENT_TRANSACT:
        return OBJECT_MONEY;
    case EVENT_AWARD:
    case EVENT_ISSUE:
    case EVENT_SIGN:
        return OBJECT_WHOLE;
    default:
        return OBJECT_PLAIN;
    }
}

static struct objects objects_in(const struct telling *t, struct range range)
{
    return argument_objects(t->p, t->classes, range, style_of(t->event->type));
}

static void push_places(struct telling *t, struct range range)
{
    for (uint32_t i = range.from; i < range.to; i++) {
        uint32_t mention = t->p->letters.at[i].mention;
        bool first = i == range.from || t->p->letters.at[i - 1].mention != mention;
        if (mention != NONE && first && type_of(t, mention) == ENTITY_LOC)
            argument_list_mention(t->teller, t->p, &t->event->place, mention);
    }
}

static void push_objects(struct telling *t, const struct objects *objects)
{
    for (size_t i = 0; i < objects->n; i++)
        argument_list_range(t->teller, t->p, &t->event->object, objects->at[i]);
    if (t->event->count == NO_NUMBER) t->event->count = objects->count;
    push_places(t, objects->names);
}

// Who does it: behind 由 or 被, else the names of the subject, else (where the clause has
// no subject of its own) the one carried; and whom they did it together with.
static void push_doer(struct telling *t, void *list)
{
    struct range subject = t->parts.at[0].range;
    struct names names = argument_list_find(t, argument_part(&t->parts, PART_BY), true);
    if (!names.n) names = argument_list_find(t, subject, true);
    if (names.n)
        argument_list_names(t->teller, t->p, list, &names);
    else if (is_empty(subject))
        argument_subject_carry(t, list);
    names = argument_list_find(t, argument_part(&t->parts, PART_JOINT), true);
    argument_list_names(t->teller, t->p, list, &names);
}

// 沙涌立交 of 广佛高速公路沙涌立交路段: places that follow one another in one.
static void push_chain(struct telling *t, struct range range)
{
    if (!t->event->place.n) return;
    for (uint32_t i = range.from; i < range.to; i++) {
        uint32_t mention = t->p->letters.at[i].mention;
        uint32_t before = i > range.from ? t->p->letters.at[i - 1].mention : NONE;
        bool chained = before != NONE && before != mention && mention != NONE &&
                       type_of(t, before) == ENTITY_LOC;
        if (!chained || type_of(t, mention) != ENTITY_LOC) continue;
        argument_list_mention(t->teller, t->p, &t->event->place, before);
        argument_list_mention(t->teller, t->p, &t->event->place, mention);
    }
}

// 赴上海、苏州开展招商推介活动: where somebody went to hold it.
static void push_goal(struct telling *t)
{
    static const char *const ways[] = {"赴", "到", "前往", "深入"};
    struct range goal = argument_part(&t->parts, PART_TOWARD);
    bool held = t->event->type == EVENT_ACTIVITY || t->event->type == EVENT_MEETING;
    if (!held || is_empty(goal)) return;
    struct span before = clause_text(t->p, t->clause->from, goal.from);
    for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++) {
        if (!span_ends(before, span_of(ways[k]))) continue;
        struct names names = argument_list_find(t, goal, true);
        for (size_t i = 0; i < names.n; i++)
            if (type_of(t, names.at[i]) != ENTITY_PER)
                argument_list_mention(t->teller, t->p, &t->event->place, names.at[i]);
        return;
    }
}

// Where it was, behind 在; not who was there (在市总工会陪同下).
static void push_place(struct telling *t)
{
    static const char *const ends[] = {"陪同下", "支持下", "领导下", "指导下",
                                       "帮助下", "见证下", "主持下", "带领下",
                                       "推动下", "关怀下", "组织下", "配合下"};
    struct range at = argument_part(&t->parts, PART_AT);
    struct span text = is_empty(at) ? SPAN("") : clause_text(t->p, at.from, at.to);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (span_ends(text, span_of(ends[i]))) return;
    struct names names = argument_list_find(t, at, true);
    for (size_t i = 0; i < names.n; i++)
        if (type_of(t, names.at[i]) != ENTITY_PER)
            argument_list_mention(t->teller, t->p, &t->event->place, names.at[i]);
    push_chain(t, at);
    if (is_empty(at)) push_goal(t);
}

static void push_partners(struct telling *t)
{
    struct range with = argument_part(&t->parts, PART_WITH);
    struct names names = argument_list_find(t, with, true);
    argument_list_names(t->teller, t->p, &t->event->participant, &names);
    if (is_empty(with) || t->event->type != EVENT_SIGN) return;
    struct objects partners = objects_in(t, with);
    if (t->event->count == NO_NUMBER) t->event->count = partners.count;
}

// The count of the subject, for an event whose object has none: 16个单位完成安装.
static void count_subject(struct telling *t)
{
    struct range subject = t->parts.at[0].range;
    if (t->event->count != NO_NUMBER || is_empty(subject) || t->objects.measured) return;
    struct phrase phrase = phrase_read(t->p, t->classes, subject);
    if (!is_empty(phrase.count) && phrase.leading && !phrase.measured)
        t->event->count = phrase_number(t->p, phrase.count);
}

// ---- things ---------------------------------------------------------------------------

// True where a range ends in a name: 恒远集团与城北区政府, and not 城北区政府项目.
static bool ends_in_name(const struct telling *t, struct range range)
{
    return !is_empty(range) && t->p->letters.at[range.to - 1].mention != NONE;
}

// 红石岭水库位于县城北部,1958年动工: the thing that the sentence is about, where neither
// the clause nor the verb has one of its own.
static void push_thing_before(struct telling *t)
{
    int type = t->event->type;
    bool begins = type == EVENT_CONSTRUCT || type == EVENT_COMPLETE ||
                  type == EVENT_ESTABLISH || type == EVENT_LAUNCH ||
                  type == EVENT_REORGANIZE;
    bool dropped = is_empty(t->thing) && !t->event->object.n;
    if (!begins || !dropped || argument_dropped_subject(t)) return;
    argument_dropped_thing(t, 0);
    if (!t->event->object.n) argument_topic_thing(t, &t->event->object);
    if (!t->event->object.n) argument_dropped_thing(t, 1);
}

// The thing of which something is said: 沈家南苑安置房项目等18个项目集中开工; or what it
// is done to: 对天水巷进行改造.
static void subject_as_object(struct telling *t)
{
    struct range done_to = argument_part(&t->parts, PART_DISPOSAL);
    if (!is_empty(done_to)) {
        struct objects objects = objects_in(t, done_to);
        push_objects(t, &objects);
        push_doer(t, &t->event->agent);
        return;
    }
    if (argument_told_organised(t) || argument_told_reported(t) ||
        argument_told_unveiled(t))
        return;
    struct names by = argument_list_find(t, argument_part(&t->parts, PART_BY), true);
    argument_list_names(t->teller, t->p, &t->event->agent, &by);
    struct names names = argument_list_find(t, t->thing, false);
    bool persons = names.n > 0;
    for (size_t i = 0; i < names.n; i++)
        persons &= type_of(t, names.at[i]) == ENTITY_PER;
    bool parties = t->event->type == EVENT_SIGN && names.n > 1 &&
                   ends_in_name(t, t->thing); // 恒远集团与城北区政府签约
    if (persons || parties) {
        argument_list_names(t->teller, t->p, &t->event->agent, &names);
        return;
    }
    struct objects objects = objects_in(t, t->thing);
    push_objects(t, &objects);
    push_thing_before(t);
}

// 将门楣捐赠市博物馆: who gets it stands behind the verb, and the thing behind 将.
static void give_to(struct telling *t)
{
    struct range thing = argument_part(&t->parts, PART_DISPOSAL);
    struct names to = argument_list_find(t, t->behind, false);
    if (is_empty(thing) || !to.n) return;
    argument_list_names(t->teller, t->p, &t->event->participant, &to);
    t->objects = objects_in(t, thing);
}

// 组织全体学员到历史馆进行现场教学: what they take part in is the object.
static void organised(struct telling *t)
{
    for (size_t h = t->p->letters.at[t->behind.from].hit; h < t->p->hits.n; h++) {
        const struct hit *hit = &t->p->hits.at[h];
        if (hit->to >= t->behind.to) break;
        if (!(hit->word->classes & t->classes->taking_part)) continue;
        struct range who = {t->behind.from, hit->from};
        struct parts parts = argument_parts(t->p, t->classes, who);
        struct names where =
            argument_list_find(t, argument_part(&parts, PART_TOWARD), true);
        argument_list_names(t->teller, t->p, &t->event->place, &where);
        t->objects = objects_in(t, (struct range){hit->to, t->behind.to});
    }
}

// 汽车项目落户城东开发区: who settles is the object, where is the place.
static bool settles(struct telling *t)
{
    static const char *const verbs[] = {"落户", "落地", "入驻", "进驻"};
    bool settling = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        settling |= span_eq(t->verb->word->text, span_of(verbs[i]));
    struct names where = argument_list_find(t, t->behind, false);
    if (!settling || !where.n || is_empty(t->thing)) return false;
    argument_list_names(t->teller, t->p, &t->event->place, &where);
    struct objects objects = objects_in(t, t->thing);
    push_objects(t, &objects);
    return true;
}

// 供销社设于南街: where stands behind the verb, and no object does.
static void place_behind(struct telling *t)
{
    if (is_empty(t->behind)) return;
    const struct letter *first = &t->p->letters.at[t->behind.from];
    if (first->mention != NONE || (first->c != 0x4E8E && first->c != 0x5728)) return;
    struct names names = argument_list_find(t, t->behind, true); // 于在
    for (size_t i = 0; i < names.n; i++)
        if (type_of(t, names.at[i]) != ENTITY_PER)
            argument_list_mention(t->teller, t->p, &t->event->place, names.at[i]);
    t->behind.from = t->behind.to = t->clause->to;
    t->objects = (struct objects){.count = NO_NUMBER};
}

// 马国平任县卫生局局长,免去张学文局长职务: who was appointed before appoints nobody.
static bool is_appointed_before(const struct telling *t)
{
    const struct event *event = t->event;
    if (event->type != EVENT_APPOINT || !event->participant.n || !event->agent.n ||
        !is_empty(t->parts.at[0].range))
        return false;
    for (size_t i = 0; i < event->agent.n; i++)
        if (event->agent.at[i].mention == NONE ||
            type_of(t, event->agent.at[i].mention) != ENTITY_PER)
            return false;
    return true;
}

static void plain(struct telling *t)
{
    push_place(t);
    place_behind(t);
    if (t->event->type == EVENT_ESTABLISH && settles(t)) return;
    if (t->event->type == EVENT_APPOINT && argument_appoint(t)) return;
    if (t->event->type == EVENT_TRANSACT) give_to(t);
    if (t->event->type == EVENT_ACTIVITY && !is_empty(t->behind)) organised(t);
    if (is_empty(t->behind) && t->behind.to == t->clause->to) {
        subject_as_object(t);
        push_partners(t);
        return;
    }
    if (is_empty(t->behind) && !is_empty(t->thing) && t->event->type != EVENT_TRANSACT) {
        subject_as_object(t);
        push_partners(t);
        return;
    }
    push_doer(t, &t->event->agent);
    if (t->event->type == EVENT_PUBLISH) argument_told_paper(t);
    if (is_appointed_before(t)) t->event->agent.n = 0;
    bool served = t->event->type == EVENT_TRANSACT && argument_dropped_served(t);
    if (!served) push_objects(t, &t->objects);
    argument_dropped_noun(t);
    push_partners(t);
    if (t->event->type == EVENT_TRANSACT) {
        struct names to =
            argument_list_find(t, argument_part(&t->parts, PART_TOWARD), false);
        argument_list_names(t->teller, t->p, &t->event->participant, &to);
        if (!t->event->object.n) argument_dropped_purpose(t);
    }
    if (t->event->type == EVENT_COMPLETE) count_subject(t);
}

// ---- awards ---------------------------------------------------------------------------

// 授予A、B等12人“耕海名师”称号: the winners stand before the honour.
static void winners_behind(struct telling *t)
{
    uint32_t quote = t->behind.from;
    while (quote < t->behind.to && t->p->letters.at[quote].c != 0x201C)
        quote++;
    if (quote == t->behind.to || quote == t->behind.from) {
        push_objects(t, &t->objects);
        // 对甲等50名“最美教师”予以表彰
        struct names praised =
            argument_list_find(t, argument_part(&t->parts, PART_DISPOSAL), true);
        argument_list_names(t->teller, t->p, &t->event->agent, &praised);
        return;
    }
    struct range before = {t->behind.from, quote};
    struct names names = argument_list_find(t, before, true);
    struct objects honour = objects_in(t, (struct range){quote, t->behind.to});
    push_objects(t, &honour);
    argument_list_names(t->teller, t->p, &t->event->agent, &names);
    if (t->event->count == NO_NUMBER) t->event->count = objects_in(t, before).count;
}

// 入选民政部“100例优秀社区工作法”: the body that opens the honour grants it.
static void honour_behind(struct telling *t)
{
    struct objects objects = t->objects;
    uint32_t first =
        is_empty(t->behind) ? NONE : t->p->letters.at[t->behind.from].mention;
    if (first != NONE && type_of(t, first) == ENTITY_ORG) {
        uint32_t end = t->behind.from;
        while (end < t->behind.to && t->p->letters.at[end].mention == first)
            end++;
        if (end < t->behind.to) {
            argument_list_mention(t->teller, t->p, &t->event->participant, first);
            objects = objects_in(t, (struct range){end, t->behind.to});
        }
    }
    push_objects(t, &objects);
}

static void push_winner(struct telling *t)
{
    struct range subject = t->parts.at[0].range;
    struct names winners = argument_list_find(t, subject, false);
    if (winners.n) {
        argument_list_names(t->teller, t->p, &t->event->agent, &winners);
        struct objects counted =
            argument_objects(t->p, t->classes, subject, OBJECT_PLAIN);
        if (t->event->count == NO_NUMBER) t->event->count = counted.count;
        return;
    }
    if (is_empty(subject)) {
        if (t->parts.at[t->parts.n - 1].kind != PART_AT)
            argument_subject_carry(t, &t->event->agent);
        return;
    }
    if (phrase_words(t->p, subject) & t->classes->scope) return;
    struct range thing =
        t->parts.n > 1 && t->parts.at[1].kind == PART_BY ? subject : t->thing;
    struct objects things = argument_objects(t->p, t->classes, thing, OBJECT_PLAIN);
    for (size_t i = 0; i < things.n && things.count == NO_NUMBER; i++)
        argument_list_range(t->teller, t->p, &t->event->agent, things.at[i]);
    if (t->event->count == NO_NUMBER) t->event->count = things.count;
}

static void award(struct telling *t)
{
    struct range by = argument_part(&t->parts, PART_BY);
    bool given = t->verb->word->classes & t->classes->grant && is_empty(by);
    if (given) {
        push_doer(t, &t->event->participant);
        winners_behind(t);
        return;
    }
    struct names granters = argument_list_find(t, by, true);
    argument_list_names(t->teller, t->p, &t->event->participant, &granters);
    honour_behind(t);
    push_winner(t);
}

// ---- visits, incidents, moves ---------------------------------------------------------

// True for the second word of 考察学习, 考察招商: what the visit is for, not its goal.
static bool is_manner(const struct telling *t, struct range object)
{
    const struct hit *hit = phrase_hit(t->p, object.from);
    return hit && hit->from == t->verb->to && hit->to == object.to &&
           hit->word->classes & (t->classes->head_task | t->classes->head_vague);
}

// True where one name is all of a range: 海河, and not 海河防汛工作.
static bool is_one_name(const struct telling *t, struct range range)
{
    uint32_t mention = t->p->letters.at[range.from].mention;
    return mention != NONE && t->p->letters.at[range.to - 1].mention == mention;
}

// 到区内参观, 到场督导: anywhere in it, there.
static bool is_scope(const struct telling *t, struct range range)
{
    bool letter =
        range.to == range.from + 1 && t->p->letters.at[range.from].mention == NONE;
    if (letter) return true;
    return range.to - range.from == 2 && phrase_words(t->p, range) & t->classes->scope;
}

static void visit(struct telling *t)
{
    push_doer(t, &t->event->agent);
    struct range goal = argument_part(&t->parts, PART_TOWARD);
    if (is_empty(goal)) goal = argument_part(&t->parts, PART_AT);
    if (is_empty(goal)) goal = argument_part(&t->parts, PART_DISPOSAL);
    struct objects objects = t->objects;
    if (objects.n == 1 && is_manner(t, objects.at[0])) objects.n = 0;
    if (!objects.n && !is_empty(goal)) {
        objects = objects_in(t, goal);
    } else {
        struct names where =
            argument_list_find(t, argument_part(&t->parts, PART_TOWARD), true);
        argument_list_names(t->teller, t->p, &t->event->place, &where);
        push_place(t); // 在金鑫宾馆会见客人
    }
    for (size_t i = 0; i < objects.n; i++) {
        if (is_scope(t, objects.at[i])) continue;
        bool named = is_one_name(t, objects.at[i]);
        argument_list_range(t->teller, t->p,
                            named ? (void *)&t->event->place : (void *)&t->event->object,
                            objects.at[i]);
    }
    t->event->count = objects.count;
}

// 云岭木器厂发生火灾, 恒发鞋厂仓库发生火灾: the body is where it happened.
static void push_bodies(struct telling *t)
{
    struct names names = argument_list_find(t, t->parts.at[0].range, true);
    struct range subject = t->parts.at[0].range;
    uint32_t i = subject.to;
    while (i > subject.from && t->p->letters.at[i - 1].mention == NONE)
        i--;
    uint32_t last = i > subject.from ? t->p->letters.at[i - 1].mention : NONE;
    if (names.n < NAMES && last != NONE && (!names.n || names.at[names.n - 1] != last))
        names.at[names.n++] = last;
    for (size_t k = 0; k < names.n && !is_empty(t->behind); k++)
        if (type_of(t, names.at[k]) == ENTITY_ORG)
            argument_list_mention(t->teller, t->p, &t->event->place, names.at[k]);
}

static void incident(struct telling *t)
{
    push_objects(t, &t->objects);
    push_places(t, t->thing);
    push_place(t);
    push_bodies(t);
    if (t->objects.n || !is_empty(t->behind)) return;
    struct objects objects = objects_in(t, t->thing);
    push_objects(t, &objects);
    objects = objects_in(t, argument_part(&t->parts, PART_WITH)); // 与中巴客车相撞
    push_objects(t, &objects);
}

// 服务中心由香樟路搬迁至体院路: a place behind 由 is where the move begins.
static void push_mover(struct telling *t)
{
    struct names by = argument_list_find(t, argument_part(&t->parts, PART_BY), true);
    struct names names = argument_list_find(t, t->parts.at[0].range, true);
    bool from = by.n && type_of(t, by.at[0]) == ENTITY_LOC;
    if (from && names.n)
        argument_list_names(t->teller, t->p, &t->event->agent, &names);
    else if (from)
        argument_subject_carry(t, &t->event->agent);
    else
        push_doer(t, &t->event->agent);
}

static void relocate(struct telling *t)
{
    struct names goal =
        argument_list_find(t, (struct range){t->verb->to, t->clause->to}, true);
    argument_list_names(t->teller, t->p, &t->event->place, &goal);
    struct objects objects = objects_in(t, argument_part(&t->parts, PART_DISPOSAL));
    push_objects(t, &objects);
    struct names names = argument_list_find(t, t->parts.at[0].range, false);
    if (names.n || is_empty(t->parts.at[0].range)) {
        push_mover(t);
    } else if (!objects.n) {
        objects = objects_in(t, t->parts.at[0].range);
        push_objects(t, &objects);
    }
    count_subject(t);
}

void argument_types_fill(struct telling *t)
{
    t->objects = objects_in(t, t->behind);
    switch (t->event->type) {
    case EVENT_AWARD:
        award(t);
        return;
    case EVENT_VISIT:
        visit(t);
        return;
    case EVENT_INCIDENT:
        incident(t);
        return;
    case EVENT_RELOCATE:
        relocate(t);
        return;
    default:
        plain(t);
    }
}

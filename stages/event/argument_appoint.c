// SPDX-License-Identifier: Apache-2.0
//
// Appointments: the posts are the objects, and who gets or leaves them takes part. Goes
// over the clauses that tell of more posts under the one verb. Linear in the sentence.
#include "stages/event/argument_list.h"

enum {
    AS = 0x4E3A,
    OF = 0x7684,
    COMMA = 0x3001,
    AND_SO_ON = 0x7B49,
    PASSIVE = 0x88AB
}; // 为的、等被

static bool is_person(const struct telling *t, uint32_t i)
{
    uint32_t mention = t->p->letters.at[i].mention;
    return mention != NONE && t->p->mentions->mentions.at[mention].type == ENTITY_PER;
}

static struct objects posts_in(const struct telling *t, struct range range)
{
    return argument_objects(t->p, t->classes, range, OBJECT_PLAIN);
}

// Past 同志 behind a name.
static uint32_t over_comrade(const struct telling *t, uint32_t i, uint32_t to)
{
    uint32_t end = i + 2 < to ? i + 2 : i;
    return span_eq(clause_text(t->p, i, end), SPAN("同志")) ? end : i;
}

// The end of a post that begins at i: the 、 before the next person, or the end.
static uint32_t post_end(const struct telling *t, uint32_t i, uint32_t to)
{
    for (; i < to; i++)
        if (t->p->letters.at[i].c == COMMA && is_person(t, i + 1)) return i;
    return to;
}

// 免去何绍武同志副区长职务: the post stands right behind the person's name.
static void person_and_post(struct telling *t)
{
    uint32_t i = t->behind.from, to = t->behind.to;
    if (i >= to || !is_person(t, i)) return;
    uint32_t who = t->p->letters.at[i].mention;
    while (i < to && t->p->letters.at[i].mention == who)
        i++;
    i = over_comrade(t, i, to);
    uint32_t c = t->p->letters.at[i].c;
    if (i == to || c == COMMA || c == AND_SO_ON) return;
    argument_list_mention(t->teller, t->p, &t->event->participant, who);
    t->objects = posts_in(t, (struct range){i, to});
}

// 王敏为副区长、李林为局长, 王敏的副区长职务. True where a post is told.
static bool persons_and_posts(struct telling *t, struct range range)
{
    bool person = false, told = false;
    uint32_t from = range.from;
    for (uint32_t i = from; i + 1 < range.to; i++) {
        uint32_t c = t->p->letters.at[i].c;
        person |= is_person(t, i);
        if (!person || t->p->letters.at[i].mention != NONE || (c != AS && c != OF))
            continue;
        struct names who = argument_list_find(t, (struct range){from, i}, false);
        argument_list_names(t->teller, t->p, &t->event->participant, &who);
        from = post_end(t, i, range.to);
        struct objects posts = posts_in(t, (struct range){i + 1, from});
        for (size_t k = 0; k < posts.n; k++)
            argument_list_range(t->teller, t->p, &t->event->object, posts.at[k]);
        i = from++;
        person = false;
        told = true;
    }
    return told;
}

// 选举陈新国为主任,王强、赵刚为副主任: the clause opens with persons and 为.
static bool goes_on(const struct telling *t, const struct clause *clause)
{
    uint32_t i = clause->from;
    if (i >= clause->to || !is_person(t, i)) return false;
    while (i < clause->to) {
        uint32_t c = t->p->letters.at[i].c, next = over_comrade(t, i, clause->to);
        bool joint = c == COMMA || c == 0x548C || c == ' '; // 和
        if (c == AS && !is_person(t, i)) return true;
        if (!is_person(t, i) && !joint && next == i) return false;
        i = next > i ? next : i + 1;
    }
    return false;
}

enum { CLAUSES = 64 }; // that one verb may tell of

// 吴锦堂被县人大任命为检察长: who gets or leaves the post is the clause's subject, and
// who appoints stands behind 被, if at all.
static bool is_appointed(struct telling *t)
{
    bool passive = span_starts(t->verb->word->text, SPAN("被"));
    struct range by = {0, 0}, who = t->parts.at[0].range;
    for (size_t i = 0; i < t->parts.n; i++) {
        uint32_t from = t->parts.at[i].range.from;
        if (t->parts.at[i].kind != PART_BY || from == 0) continue;
        if (t->p->letters.at[from - 1].c != PASSIVE) continue;
        passive = true;
        by = t->parts.at[i].range;
    }
    if (!passive) return false;
    struct names names = argument_list_find(t, by, true);
    argument_list_names(t->teller, t->p, &t->event->agent, &names);
    names = argument_list_find(t, who, true);
    argument_list_names(t->teller, t->p, &t->event->participant, &names);
    if (who.from >= who.to) argument_subject_carry(t, &t->event->participant);
    struct objects posts = posts_in(t, t->behind);
    for (size_t k = 0; k < posts.n; k++)
        argument_list_range(t->teller, t->p, &t->event->object, posts.at[k]);
    return true;
}

// 聘请48名群众担任护水监督员: the post alone.
static void post_alone(struct telling *t)
{
    struct range behind = t->behind;
    for (uint32_t i = behind.from + 1; i + 2 < behind.to; i++) {
        if (t->p->letters.at[i].mention != NONE) continue;
        if (!span_eq(clause_text(t->p, i, i + 2), SPAN("担任"))) continue;
        struct objects whom = posts_in(t, (struct range){behind.from, i});
        t->objects = posts_in(t, (struct range){i + 2, behind.to});
        t->objects.count = whom.count;
        return;
    }
}

bool argument_appoint(struct telling *t)
{
    if (is_appointed(t)) return true;
    if (!persons_and_posts(t, t->behind)) {
        post_alone(t);
        person_and_post(t);
        return false;
    }
    t->objects = (struct objects){.count = NO_NUMBER};
    const struct clause *end = t->p->clauses.at + t->p->clauses.n;
    if (end - t->clause > CLAUSES) end = t->clause + CLAUSES;
    for (const struct clause *clause = t->clause + 1; clause < end; clause++) {
        if (clause->sentence != t->clause->sentence || !goes_on(t, clause)) return false;
        persons_and_posts(t, (struct range){clause->from, clause->to});
    }
    return false;
}

// SPDX-License-Identifier: Apache-2.0
//
// Objects that the clause of a verb leaves out, because a clause near by has them: the
// noun of a count (启用学校1所,改造3所), what an earlier event made (大桥动工,次年竣工),
// what money is for (投入4300万元,对天水巷进行改造). Looks at a few clauses and events.
// No memory of its own.
#include "stages/event/argument_list.h"

static bool is_empty(struct range range)
{
    return range.from >= range.to;
}

static struct objects objects_in(const struct telling *t, struct range range)
{
    return argument_objects(t->p, t->classes, range, OBJECT_PLAIN);
}

static void push(struct telling *t, const struct objects *objects)
{
    for (size_t i = 0; i < objects->n; i++)
        argument_list_range(t->teller, t->p, &t->event->object, objects->at[i]);
}

// ---- counts without a noun ------------------------------------------------------------

// The noun behind the verbs that open a clause (受理拍卖项目86项); empty where a verb
// alone is counted (新改造3所).
static struct range behind_verb(const struct telling *t, struct range clause)
{
    uint64_t adverbs = t->classes->aspect | t->classes->habit;
    bool verb = false;
    struct range noun = clause;
    for (size_t h = t->p->letters.at[clause.from].hit; h < t->p->hits.n; h++) {
        const struct hit *hit = &t->p->hits.at[h];
        bool acts = hit->word->types || hit->word->classes & t->classes->verb;
        bool leads = acts || hit->word->classes & adverbs;
        if (hit->to > clause.to || (verb && hit->from > noun.from)) break;
        if (!leads || (verb && hit->to == clause.to)) continue;
        noun.from = hit->to;
        verb |= acts;
    }
    return phrase_trim(t->p, noun);
}

// 启用学校1所,改造3所: takes the noun of the clause before that counts in the same unit.
void argument_dropped_noun(struct telling *t)
{
    enum { BACK = 4 };
    if (is_empty(t->behind) || t->event->object.n) return;
    struct phrase own = phrase_read(t->p, t->classes, t->behind);
    if (!is_empty(own.noun) || is_empty(own.count) || own.measured) return;
    const struct clause *clause = t->clause;
    for (int i = 0; i < BACK && clause > t->p->clauses.at; i++) {
        clause--;
        if (clause->sentence != t->clause->sentence) return;
        struct range range = {clause->from, clause->to};
        range.from = argument_parts(t->p, t->classes, range).at[0].range.from;
        struct phrase phrase = phrase_read(t->p, t->classes, range);
        if (is_empty(phrase.count) || phrase.leading ||
            phrase.unit->word != own.unit->word)
            return;
        struct range noun = behind_verb(t, phrase.noun);
        if (is_empty(noun)) continue; // 改造3所 itself
        struct objects objects = objects_in(t, noun);
        push(t, &objects);
        return;
    }
}

// ---- things told of before ------------------------------------------------------------

// 通世路大修工程,6月16日开工: the clause before where it is nothing but a noun.
bool argument_dropped_subject(struct telling *t)
{
    const struct clause *before = t->clause - 1;
    if (t->clause == t->p->clauses.at || before->sentence != t->clause->sentence)
        return false;
    struct range noun =
        argument_thing(t->p, t->classes, (struct range){before->from, before->to});
    const struct hit *last = NULL;
    for (size_t h = t->p->letters.at[noun.from].hit; h < t->p->hits.n; h++) {
        const struct hit *hit = &t->p->hits.at[h];
        bool head = hit->word->classes & t->classes->heads;
        if (hit->to > noun.to) break;
        if ((hit->word->types && !head) || hit->word->classes & t->classes->verb)
            return false;
        last = hit;
    }
    if (!last || last->to != before->to || !(last->word->classes & t->classes->heads))
        return false;
    struct objects objects = objects_in(t, noun);
    push(t, &objects);
    return objects.n > 0;
}

// 大桥1958年10月动工,白云公社抽调民工参加,1960年竣工: what the paragraph told last as
// begun, so many sentences before at most, is what is finished.
void argument_dropped_thing(struct telling *t, uint32_t sentences)
{
    enum { BACK = 3 };
    const uint32_t begun = 1u << EVENT_CONSTRUCT | 1u << EVENT_COMPLETE;
    const struct event *event = t->event;
    if (event->type != EVENT_COMPLETE) return;
    size_t before = (size_t)(event - t->teller->events->events.at);
    for (size_t i = 1; i <= BACK && i <= before; i++) {
        const struct event *other = event - i;
        if (other->para != event->para) return;
        uint32_t at = clause_letter(t->p, other->from);
        uint32_t sentence = t->p->clauses.at[t->p->letters.at[at].clause].sentence;
        if (sentence + sentences < t->clause->sentence) return;
        if (!(begun >> other->type & 1) || !other->object.n) continue;
        for (size_t k = 0; k < other->object.n; k++)
            argument_list_push(t->teller, &t->event->object, other->object.at[k]);
        return;
    }
}

// ---- what money is for ----------------------------------------------------------------

// 42万元加固大坝, 改造服务中心18个: what stands behind the verb that opens a range.
static bool push_done(struct telling *t, struct range range)
{
    if (is_empty(range)) return false;
    const struct hit *hit = phrase_hit(t->p, range.from);
    bool verb = hit && hit->word->types && hit->to - hit->from > 1 && hit->to < range.to;
    if (!verb || t->p->letters.at[range.from].mention != NONE) return false;
    struct range done = argument_behind(t->p, t->classes, hit, range.to);
    struct objects objects = objects_in(t, done);
    push(t, &objects);
    return objects.n > 0;
}

// True where the object is the verb that the money serves: 投资42万元加固大坝.
bool argument_dropped_served(struct telling *t)
{
    if (t->objects.n != 1 || !t->objects.measured) return false;
    return push_done(t, t->objects.at[0]);
}

// What money is for stands in the next clause: 投入4300万元,对天水巷进行改造.
void argument_dropped_purpose(struct telling *t)
{
    uint32_t number = t->p->letters.at[t->verb->from].clause;
    struct range rest = {t->behind.to, t->clause->to};
    if (is_empty(rest)) {
        if (number + 1 >= t->p->clauses.n) return;
        const struct clause *next = &t->p->clauses.at[number + 1];
        if (next->sentence != t->clause->sentence) return;
        rest = (struct range){next->from, next->to};
        if (push_done(t, rest)) return;
    }
    struct parts parts = argument_parts(t->p, t->classes, rest);
    if (parts.n < 2) return;
    for (size_t i = 0; i < parts.n; i++) // only the first one behind 对
        if (parts.at[i].kind == PART_DISPOSAL && !is_empty(parts.at[i].range)) {
            struct objects objects = objects_in(t, parts.at[i].range);
            push(t, &objects);
            return;
        }
}

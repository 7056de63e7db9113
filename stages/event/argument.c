// SPDX-License-Identifier: Apache-2.0
//
// Puts events together: time from the rules of time, arguments from the parts of the clause.
// By type: who wins an award is its agent, who grants it a participant; a thing that does
// something by itself (工程竣工) is the object; a visit's named goal is its place. A dropped
// subject is the last one named in the entry. Cost: linear in the clause for each trigger.
// Memory: the arena.
#include "stages/event/argument.h"

#include "stages/event/argument_object.h"
#include "stages/event/argument_parts.h"

enum { NAMES = 64 };

struct names {
    size_t n;
    uint32_t at[NAMES]; // mentions
};

struct telling { // one trigger
    struct teller *teller;
    const struct passage *p;
    const struct hit *verb;
    const struct clause *clause;
    struct parts parts;
    struct objects objects; // behind the verb
    bool empty_behind;
    struct event *event;
};

static const struct classes *classes_of(const struct teller *teller)
{
    return &teller->rules->classes;
}

// ---- arguments into events ------------------------------------------------------------

typedef LIST(struct argument) arguments;

static void push(struct teller *teller, void *list, struct argument argument)
{
    arguments *to = list;
    struct argument *grown = ARENA_NEW(teller->arena, struct argument, to->n + 1);
    if (to->n) memcpy(grown, to->at, to->n * sizeof *grown);
    grown[to->n] = argument;
    to->at = grown;
    to->n++;
}

static void push_mention(struct teller *teller, const struct passage *p, void *list,
                         uint32_t mention)
{
    const struct mention *m = &p->mentions->mentions.at[mention];
    push(teller, list, (struct argument){m->para, m->from, m->to, mention});
}

static void push_names(struct teller *teller, const struct passage *p, void *list,
                       const struct names *names)
{
    for (size_t i = 0; i < names->n; i++) push_mention(teller, p, list, names->at[i]);
}

static void push_range(struct teller *teller, const struct passage *p, void *list,
                       struct range range)
{
    range = phrase_trim(p, range);
    if (range.from >= range.to) return;
    struct argument argument = {p->para, p->letters.at[range.from].at,
                                p->letters.at[range.to].at, NONE};
    uint32_t mention = p->letters.at[range.from].mention;
    if (mention != NONE) {
        const struct mention *m = &p->mentions->mentions.at[mention];
        if (m->from == argument.from && m->to == argument.to) argument.mention = mention;
    }
    push(teller, list, argument);
}

static void push_objects(struct telling *t, const struct objects *objects)
{
    for (size_t i = 0; i < objects->n; i++)
        push_range(t->teller, t->p, &t->event->object, objects->at[i]);
    if (t->event->count == NO_NUMBER) t->event->count = objects->count;
}

static struct names names_in(const struct telling *t, struct range range, bool loose)
{
    struct names names;
    names.n = argument_names(t->p, classes_of(t->teller), range, loose, names.at, NAMES);
    return names;
}

static bool is_empty(struct range range)
{
    return range.from >= range.to;
}

// ---- the subject that is carried ------------------------------------------------------

static void remember(struct teller *teller, const struct passage *p, const struct clause *clause)
{
    struct parts parts = argument_parts(p, classes_of(teller),
                                        (struct range){clause->from, clause->to});
    struct names names;
    names.n = argument_names(p, classes_of(teller), parts.at[0].range, true, names.at, NAMES);
    if (!names.n) return;
    teller->subject.n = 0;
    push_names(teller, p, &teller->subject, &names);
}

static void carry(struct telling *t, void *list)
{
    for (size_t i = 0; i < t->teller->subject.n; i++)
        push(t->teller, list, t->teller->subject.at[i]);
}

// Who does it: the names of the subject, else (where the clause has no subject of its own)
// the one carried.
static void doer(struct telling *t, void *list)
{
    struct range by = argument_part(&t->parts, PART_BY);
    struct names names = names_in(t, by, true);
    if (!names.n) names = names_in(t, t->parts.at[0].range, true);
    if (names.n)
        push_names(t->teller, t->p, list, &names);
    else if (is_empty(t->parts.at[0].range))
        carry(t, list);
    struct names joint = names_in(t, argument_part(&t->parts, PART_JOINT), true);
    push_names(t->teller, t->p, list, &joint);
}

// ---- by type --------------------------------------------------------------------------

static void place(struct telling *t)
{
    struct range range = argument_part(&t->parts, PART_AT);
    struct names names = names_in(t, range, true);
    for (size_t i = 0; i < names.n; i++)
        if (t->p->mentions->mentions.at[names.at[i]].type != ENTITY_PER)
            push_mention(t->teller, t->p, &t->event->place, names.at[i]);
}

static void partners(struct telling *t)
{
    struct names names = names_in(t, argument_part(&t->parts, PART_WITH), true);
    push_names(t->teller, t->p, &t->event->participant, &names);
}

// The thing of which something is said: 沈家南苑安置房项目等18个项目集中开工.
static void subject_as_object(struct telling *t)
{
    struct range disposal = argument_part(&t->parts, PART_DISPOSAL);
    struct range subject = t->parts.subject;
    if (!is_empty(disposal)) {
        struct objects objects = argument_objects(t->p, classes_of(t->teller), disposal);
        push_objects(t, &objects);
        doer(t, &t->event->agent);
        return;
    }
    struct objects objects = argument_objects(t->p, classes_of(t->teller), subject);
    push_objects(t, &objects);
}

static void award(struct telling *t)
{
    struct range by = argument_part(&t->parts, PART_BY);
    struct names granters = names_in(t, by, true);
    push_names(t->teller, t->p, &t->event->participant, &granters);
    push_objects(t, &t->objects);
    struct range subject = t->parts.at[0].range;
    struct names winners = names_in(t, subject, false);
    if (winners.n) {
        push_names(t->teller, t->p, &t->event->agent, &winners);
    } else if (is_empty(subject)) {
        carry(t, &t->event->agent);
    } else {
        struct objects things = argument_objects(t->p, classes_of(t->teller), subject);
        for (size_t i = 0; i < things.n; i++)
            push_range(t->teller, t->p, &t->event->agent, things.at[i]);
        if (t->event->count == NO_NUMBER) t->event->count = things.count;
    }
}

static void visit(struct telling *t)
{
    doer(t, &t->event->agent);
    struct range goal = argument_part(&t->parts, PART_TOWARD);
    if (is_empty(goal)) goal = argument_part(&t->parts, PART_AT);
    if (is_empty(goal)) goal = argument_part(&t->parts, PART_DISPOSAL);
    struct objects objects = t->objects;
    if (!objects.n && !is_empty(goal))
        objects = argument_objects(t->p, classes_of(t->teller), goal);
    for (size_t i = 0; i < objects.n; i++) {
        bool named = t->p->letters.at[objects.at[i].from].mention != NONE;
        push_range(t->teller, t->p, named ? (void *)&t->event->place : &t->event->object,
                   objects.at[i]);
    }
    t->event->count = objects.count;
}

static void incident(struct telling *t)
{
    push_objects(t, &t->objects);
    struct range subject = t->parts.subject;
    for (uint32_t i = subject.from; i < subject.to; i++) {
        uint32_t mention = t->p->letters.at[i].mention;
        bool first = i == subject.from || t->p->letters.at[i - 1].mention != mention;
        if (mention == NONE || !first) continue;
        if (t->p->mentions->mentions.at[mention].type == ENTITY_LOC)
            push_mention(t->teller, t->p, &t->event->place, mention);
    }
    place(t);
}

static void relocate(struct telling *t)
{
    struct names goal = names_in(t, (struct range){t->verb->to, t->clause->to}, true);
    for (size_t i = 0; i < goal.n; i++)
        push_mention(t->teller, t->p, &t->event->place, goal.at[i]);
    struct range thing = argument_part(&t->parts, PART_DISPOSAL);
    struct objects objects = argument_objects(t->p, classes_of(t->teller), thing);
    push_objects(t, &objects);
    doer(t, &t->event->agent);
}

static void plain(struct telling *t)
{
    place(t);
    partners(t);
    if (t->empty_behind) {
        subject_as_object(t);
        return;
    }
    doer(t, &t->event->agent);
    push_objects(t, &t->objects);
}

static void fill(struct telling *t)
{
    switch (t->event->type) {
    case EVENT_AWARD: award(t); return;
    case EVENT_VISIT: visit(t); return;
    case EVENT_INCIDENT: incident(t); return;
    case EVENT_RELOCATE: relocate(t); return;
    default: plain(t);
    }
}

static void read_time(struct telling *t)
{
    struct event *event = t->event;
    struct time_value time =
        time_govern(t->teller->input->times, t->p->para, event->from, event->type);
    event->time = time.iso;
    event->time_para = time.para;
    event->time_from = time.from;
    event->time_to = time.to;
    event->time_impossible = time.impossible;
}

static void tell(struct teller *teller, const struct passage *p, const struct trigger *trigger)
{
    const struct hit *verb = trigger->hit;
    const struct clause *clause = &p->clauses.at[p->letters.at[verb->from].clause];
    struct event *event = &ARENA_PUSH(teller->arena, teller->events->events.at,
                                      teller->events->events.n, teller->room);
    *event = (struct event){.para = p->para,
                            .from = p->letters.at[verb->from].at,
                            .to = p->letters.at[verb->to].at,
                            .type = trigger->type,
                            .count = NO_NUMBER};
    struct telling t = {.teller = teller, .p = p, .verb = verb, .clause = clause, .event = event};
    struct range behind = argument_behind(p, classes_of(teller), verb, clause->to);
    t.parts = argument_parts(p, classes_of(teller), (struct range){clause->from, verb->from});
    t.objects = argument_objects(p, classes_of(teller), behind);
    t.empty_behind = is_empty(behind);
    read_time(&t);
    fill(&t);
}

void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers)
{
    uint32_t entry = teller->input->layout->paragraphs.at[p->para].entry;
    if (entry != teller->entry || entry == NONE) teller->subject.n = 0;
    teller->entry = entry;
    size_t next = 0;
    for (size_t i = 0; i < p->clauses.n; i++) {
        const struct clause *clause = &p->clauses.at[i];
        remember(teller, p, clause);
        for (; next < triggers->n && triggers->at[next].hit->from < clause->to; next++)
            if (triggers->at[next].type != TRIGGER_NONE) tell(teller, p, &triggers->at[next]);
    }
}

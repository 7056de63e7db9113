// SPDX-License-Identifier: Apache-2.0
//
// Walks through a paragraph clause by clause, keeps in mind who is spoken of, and puts an
// event together for each trigger: its time from the rules of time, its arguments from
// the parts of the clause (argument_types.c), who attends from the sentences that follow.
// Cost: linear in the paragraph but for attendance, which looks ahead once for each
// gathering. Memory: the arena.
#include "stages/event/argument.h"

#include "stages/event/argument_list.h"

static const struct classes *classes_of(const struct teller *teller)
{
    return &teller->rules->classes;
}

// ---- the subject that is carried ------------------------------------------------------

// True for bodies, persons and the places that act as bodies (下城区, not 中国丝绸城).
static bool can_act(const struct teller *teller, const struct passage *p,
                    uint32_t mention)
{
    enum { SHORT = 6 }; // bytes: 下城
    const struct mention *m = &p->mentions->mentions.at[mention];
    if (m->type != ENTITY_LOC) return true;
    struct span name = span_cut(p->text, m->from, m->to);
    const struct word *last = rules_last(teller->rules->rules, name);
    uint64_t classes = last ? last->classes : 0;
    if (classes & classes_of(teller)->no_division) return false;
    return name.n <= SHORT || (classes & classes_of(teller)->division) != 0;
}

// True where the clause is in the passive: 区图书馆被评为….
static bool is_passive(const struct passage *p, const struct clause *clause)
{
    for (size_t h = p->letters.at[clause->from].hit; h < p->hits.n; h++) {
        if (p->hits.at[h].from >= clause->to) break;
        if (span_starts(p->hits.at[h].word->text, SPAN("被"))) return true;
    }
    return false;
}

// True where the clause ends in its only verb, so that its subject may be a thing:
// 西沣小学新校区投入使用.
static bool ends_in_verb(const struct classes *classes, const struct passage *p,
                         const struct clause *clause)
{
    uint32_t end = 0;
    for (size_t h = p->letters.at[clause->from].hit; h < p->hits.n; h++) {
        const struct hit *hit = &p->hits.at[h];
        if (hit->from >= clause->to) break;
        if (end || hit->word->classes & classes->habit) return false; // 推进重点工程建设
        if (hit->word->types) end = hit->to;
    }
    return end == clause->to;
}

// True for a subject that is no name but stands for itself: 全区, 交警部门.
static bool is_collective(const struct teller *teller, const struct passage *p,
                          struct range subject)
{
    const struct classes *classes = classes_of(teller);
    size_t h = p->letters.at[subject.to].hit;
    const struct hit *last = h > 0 ? &p->hits.at[h - 1] : NULL;
    return last && last->to == subject.to && last->from >= subject.from &&
           last->word->classes & (classes->scope | classes->collective);
}

// Notes who the clause is about. A doer in plain view is carried to the entry's end; one
// who may be none (a place with something of its own: 园区入驻率…) to the sentence's.
static void remember(struct teller *teller, const struct passage *p,
                     const struct clause *clause)
{
    struct parts parts =
        argument_parts(p, classes_of(teller), (struct range){clause->from, clause->to});
    struct range subject = parts.at[0].range;
    struct names names;
    names.n = argument_names(p, classes_of(teller), subject, false, names.at, NAMES);
    bool plain = names.n > 0;
    if (!plain)
        names.n = argument_names(p, classes_of(teller), subject, true, names.at, NAMES);
    if (!names.n) {
        if (subject.from < subject.to && is_collective(teller, p, subject)) {
            teller->sentence_subject.n = 0;
            teller->spoken_for = true;
        }
        return;
    }
    bool acts = !ends_in_verb(classes_of(teller), p, clause);
    for (size_t i = 0; i < names.n; i++)
        acts &= can_act(teller, p, names.at[i]) &&
                (plain || p->mentions->mentions.at[names.at[i]].type != ENTITY_LOC);
    teller->sentence_subject.n = 0;
    teller->spoken_for = false;
    argument_list_names(teller, p, &teller->sentence_subject, &names);
    if (!acts || is_passive(p, clause)) return;
    teller->subject.n = 0;
    argument_list_names(teller, p, &teller->subject, &names);
}

// ---- who attends ----------------------------------------------------------------------

// Those who attend, preside or speak in the sentences behind a gathering, up to the next
// gathering: 区长柴世民主持会议, 区发改局作表态发言.
static void push_attending(struct telling *t, uint32_t until)
{
    const struct passage *p = t->p;
    uint32_t own = p->letters.at[t->verb->from].clause;
    for (size_t i = own + 1; i < p->clauses.n && p->clauses.at[i].from < until; i++) {
        const struct clause *clause = &p->clauses.at[i];
        struct range range = {clause->from, clause->to};
        if (!(phrase_words(p, range) & t->classes->attend)) continue;
        struct parts parts = argument_parts(p, t->classes, range);
        struct names names = argument_list_find(t, parts.at[0].range, false);
        argument_list_names(t->teller, p, &t->event->participant, &names);
    }
}

static bool gathers(const struct event *event)
{
    bool day = event->time.n >= 10; // YYYY-MM-DD
    bool kind = event->type == EVENT_MEETING || event->type == EVENT_ACTIVITY ||
                event->type == EVENT_VISIT;
    return day && kind && event->count == NO_NUMBER;
}

// ---- told twice -----------------------------------------------------------------------

static bool same_texts(const struct layout *layout, const struct argument *a, size_t n_a,
                       const struct argument *b, size_t n_b)
{
    if (n_a != n_b) return false;
    for (size_t i = 0; i < n_a; i++) {
        struct span x =
            span_cut(layout->paragraphs.at[a[i].para].text, a[i].from, a[i].to);
        struct span y =
            span_cut(layout->paragraphs.at[b[i].para].text, b[i].from, b[i].to);
        if (!span_eq(x, y)) return false;
    }
    return true;
}

static bool same_word(const struct layout *layout, const struct event *a,
                      const struct event *b)
{
    struct span x = span_cut(layout->paragraphs.at[a->para].text, a->from, a->to);
    struct span y = span_cut(layout->paragraphs.at[b->para].text, b->from, b->to);
    return span_eq(x, y);
}

// One happening told twice in an entry is one event: the same word of the same doer and
// thing at the same time. Two words (建成并投入使用) are two events.
static bool told_before(const struct teller *teller, const struct event *event)
{
    enum { BACK = 32 };
    const struct layout *layout = teller->input->layout;
    uint32_t entry = layout->paragraphs.at[event->para].entry;
    for (size_t i = 0; i < BACK && i < teller->events->events.n - 1; i++) {
        const struct event *before = event - 1 - i;
        uint32_t its = layout->paragraphs.at[before->para].entry;
        if (its != entry || (entry == NONE && before->para != event->para)) return false;
        if (before->type == event->type && same_word(layout, before, event) &&
            before->count == event->count && event->object.n > 0 &&
            span_eq(before->time, event->time) &&
            same_texts(layout, before->object.at, before->object.n, event->object.at,
                       event->object.n) &&
            same_texts(layout, before->agent.at, before->agent.n, event->agent.at,
                       event->agent.n) &&
            same_texts(layout, before->participant.at, before->participant.n,
                       event->participant.at, event->participant.n))
            return true;
    }
    return false;
}

// ---- events ---------------------------------------------------------------------------

static void read_time(struct teller *teller, struct event *event)
{
    struct time_value time =
        time_govern(teller->input->times, event->para, event->from, event->type);
    event->time = time.iso;
    event->time_para = time.para;
    event->time_from = time.from;
    event->time_to = time.to;
    event->time_impossible = time.impossible;
}

static void tell(struct teller *teller, const struct passage *p,
                 const struct trigger *trigger, uint32_t next)
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
    struct telling t = {.teller = teller,
                        .classes = classes_of(teller),
                        .p = p,
                        .verb = verb,
                        .clause = clause,
                        .event = event};
    t.behind = argument_behind(p, t.classes, verb, clause->to);
    t.parts = argument_parts(p, t.classes, (struct range){clause->from, verb->from});
    read_time(teller, event);
    argument_types_fill(&t);
    if (gathers(event)) push_attending(&t, next);
    if (told_before(teller, event)) teller->events->events.n--;
}

// The first letter of a time in [from, to); to where there is none.
static uint32_t next_time(const struct passage *p, uint32_t from, uint32_t to)
{
    while (from < to && !(p->letters.at[from].zone & ZONE_TIME))
        from++;
    return from;
}

static bool is_gathering(int type)
{
    return type == EVENT_MEETING || type == EVENT_ACTIVITY;
}

// For each trigger, up to where those who attend may stand: the next gathering, or the
// time before the next visit; the paragraph's end where there is neither.
static uint32_t *find_limits(const struct passage *p, const struct trigger_list *triggers,
                             struct arena *arena)
{
    uint32_t *limits = ARENA_NEW(arena, uint32_t, triggers->n + 1);
    uint32_t limit = (uint32_t)p->letters.n;
    bool visit = false; // ahead, before the limit
    for (size_t i = triggers->n; i-- > 0;) {
        limits[i] = limit;
        uint32_t from = triggers->at[i].hit->from;
        uint32_t before = i > 0 ? triggers->at[i - 1].hit->to : from;
        visit = (visit || triggers->at[i].type == EVENT_VISIT) &&
                !is_gathering(triggers->at[i].type);
        if (is_gathering(triggers->at[i].type)) limit = from;
        uint32_t time = next_time(p, before, from);
        if (visit && time < from) limit = time;
    }
    return limits;
}

void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers)
{
    uint32_t entry = teller->input->layout->paragraphs.at[p->para].entry;
    if (entry != teller->entry || entry == NONE) teller->subject.n = 0;
    teller->entry = entry;
    const uint32_t *limits = find_limits(p, triggers, teller->arena);
    size_t next = 0;
    uint32_t sentence = NONE;
    for (size_t i = 0; i < p->clauses.n; i++) {
        const struct clause *clause = &p->clauses.at[i];
        if (clause->sentence != sentence) {
            teller->sentence_subject.n = 0;
            teller->spoken_for = false;
        }
        sentence = clause->sentence;
        remember(teller, p, clause);
        for (; next < triggers->n && triggers->at[next].hit->from < clause->to; next++)
            if (triggers->at[next].type != TRIGGER_NONE)
                tell(teller, p, &triggers->at[next], limits[next]);
    }
}

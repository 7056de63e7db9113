// SPDX-License-Identifier: Apache-2.0
//
// Puts an event together for each trigger of a paragraph: its time from the rules of
// time, its arguments from the parts of the clause (argument_types.c), a dropped subject
// from the clauses before (argument_subject.c), who attends from the sentences that
// follow. Cost: linear in the paragraph but for attendance, which looks ahead once for
// each gathering. Memory: the arena.
#include "stages/event/argument.h"

#include "stages/event/argument_list.h"

static const struct classes *classes_of(const struct teller *teller)
{
    return &teller->rules->classes;
}

// ---- who attends ----------------------------------------------------------------------

enum { MONTH = sizeof "2018-02" - 1, DAY = sizeof "2018-02-24" - 1 };

static bool opens_with_time(const struct passage *p, struct range range)
{
    range = phrase_trim(p, range);
    return range.from < range.to && p->letters.at[range.from].zone & ZONE_TIME;
}

// Those who attend, preside or speak in the sentences behind a gathering, up to the next
// gathering, the next date or, where only its month is told, the end of its sentence:
// 区长柴世民主持会议, 区发改局作表态发言.
static void push_attending(struct telling *t, uint32_t until)
{
    const struct passage *p = t->p;
    uint32_t own = p->letters.at[t->verb->from].clause;
    for (size_t i = own + 1; i < p->clauses.n && p->clauses.at[i].from < until; i++) {
        const struct clause *clause = &p->clauses.at[i];
        struct range range = {clause->from, clause->to};
        bool same = clause->sentence == t->clause->sentence;
        if (!same && (t->event->time.n < DAY || opens_with_time(p, range))) break;
        if (!(phrase_words(p, range) & t->classes->attend)) continue;
        struct parts parts = argument_parts(p, t->classes, range);
        struct range who = parts.at[0].range;
        bool origin = who.from < who.to && span_starts(clause_text(p, who.from, who.to),
                                                       SPAN("来自")); // 来自上饶的代表队
        struct names names = argument_list_find(t, who, false);
        if (!origin) argument_list_names(t->teller, p, &t->event->participant, &names);
    }
}

static bool gathers(const struct event *event)
{
    bool kind = event->type == EVENT_MEETING || event->type == EVENT_ACTIVITY ||
                event->type == EVENT_VISIT;
    return event->time.n >= MONTH && kind && event->count == NO_NUMBER;
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

// 自来水二期工程竣工供水: what two letters behind a verb that has no object of its own
// say of the thing before it is no object.
static bool is_said_of(const struct telling *t)
{
    static const char *const verbs[] = {"竣工", "完工", "落成", "建成", "通车",
                                        "投产", "封顶", "贯通", "合龙", "开业"};
    enum { LETTERS = 2 };
    if (t->behind.to != t->clause->to || t->behind.to - t->behind.from != LETTERS ||
        t->thing.from >= t->thing.to)
        return false;
    for (uint32_t i = t->behind.from; i < t->behind.to; i++)
        if (t->p->letters.at[i].mention != NONE || t->p->letters.at[i].zone) return false;
    for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++)
        if (span_eq(t->verb->word->text, span_of(verbs[k]))) return true;
    return false;
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
    struct range before = {clause->from, verb->from};
    t.parts = argument_parts(p, t.classes, before);
    t.thing = argument_thing(p, t.classes, before);
    if (is_said_of(&t)) t.behind.from = t.behind.to = clause->to;
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

// 会议通过：任命…: what was adopted are the appointments, told each for itself.
static bool announces(const struct passage *p, const struct trigger_list *triggers,
                      size_t i)
{
    enum { COLON = 0xFF1A };
    if (triggers->at[i].type != EVENT_ISSUE || i + 1 == triggers->n) return false;
    uint32_t end = triggers->at[i].hit->to, c = p->letters.at[end].c;
    const struct trigger *next = &triggers->at[i + 1];
    return (c == COLON || c == ':') && next->type == EVENT_APPOINT &&
           next->hit->from == end + 1;
}

void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers)
{
    argument_subject_enter(teller, p);
    const uint32_t *limits = find_limits(p, triggers, teller->arena);
    for (size_t i = 0; i < triggers->n; i++)
        if (triggers->at[i].type != TRIGGER_NONE && !announces(p, triggers, i))
            tell(teller, p, &triggers->at[i], limits[i]);
}

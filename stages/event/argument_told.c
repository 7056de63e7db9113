// SPDX-License-Identifier: Apache-2.0
//
// Turns of phrase of their own, where the verb stands last: who organises something
// (由甲主办、乙承办的灯会举行), what a paper reports (以“…”为题报道), for whom a sign is
// unveiled (为服务基地授牌). Looks at the clause, and back over those that go on in it.
#include "stages/event/argument_list.h"

enum { OF = 0x7684 }; // 的

static bool is_empty(struct range range)
{
    return range.from >= range.to;
}

static bool is_among(struct span text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (span_eq(text, span_of(words[i]))) return true;
    return false;
}

// ---- who organises --------------------------------------------------------------------

static bool organises(const struct hit *hit)
{
    static const char *const words[] = {"主办", "承办", "协办", "联办",
                                        "合办", "举办", "发起"};
    return is_among(hit->word->text, words, sizeof words / sizeof words[0]);
}

// True where a verb of organising ends at letter `to`, at or behind `from`.
static bool ends_organising(const struct passage *p, uint32_t from, uint32_t to)
{
    size_t h = p->letters.at[to].hit;
    const struct hit *last = h > 0 ? &p->hits.at[h - 1] : NULL;
    return last && last->to == to && last->from >= from && organises(last);
}

// 由甲、乙主办,丙承办的灯会: adds the names of the clauses before that go on in this one.
static void push_before(struct telling *t)
{
    enum { BACK = 3 };
    const struct clause *first = t->clause;
    for (int i = 0; i < BACK && first > t->p->clauses.at; i++) {
        const struct clause *before = first - 1;
        if (before->sentence != t->clause->sentence ||
            !ends_organising(t->p, before->from, before->to))
            break;
        first = before;
    }
    for (; first < t->clause; first++) {
        struct range who = {first->from, first->to};
        struct names names = argument_list_find(t, who, true);
        argument_list_names(t->teller, t->p, &t->event->agent, &names);
    }
}

// The 的 behind which the thing stands: right behind a verb of organising, else behind
// 由; the verb's place where there is none.
static uint32_t find_of(const struct telling *t, uint32_t from)
{
    uint32_t limit = t->verb->from;
    bool by = from > t->clause->from;
    for (uint32_t i = from; i < limit; i++) {
        const struct letter *letter = &t->p->letters.at[i];
        if (letter->c != OF || letter->mention != NONE) continue;
        if (by || ends_organising(t->p, t->clause->from, i)) return i;
    }
    return limit;
}

// 由区妇联主办、区文化馆承办的“家风”故事会举行: all the names before the 的 are doers.
bool argument_told_organised(struct telling *t)
{
    uint32_t from = t->clause->from;
    for (size_t i = 0; i < t->parts.n; i++)
        if (t->parts.at[i].kind == PART_BY) {
            from = t->parts.at[i].range.from;
            break;
        }
    uint32_t of = find_of(t, from);
    if (of == t->verb->from) return false;
    push_before(t);
    struct range who = {from, of}, what = {of + 1, t->verb->from};
    struct names doers = argument_list_find(t, who, true);
    argument_list_names(t->teller, t->p, &t->event->agent, &doers);
    struct objects objects = argument_objects(
        t->p, t->classes, argument_thing(t->p, t->classes, what), OBJECT_PLAIN);
    for (size_t i = 0; i < objects.n; i++)
        argument_list_range(t->teller, t->p, &t->event->object, objects.at[i]);
    if (t->event->count == NO_NUMBER) t->event->count = objects.count;
    return true;
}

// ---- what a paper reports -------------------------------------------------------------

// 《浙江日报》第三版刊登…: the paper that opens the clause, where nobody else is named.
void argument_told_paper(struct telling *t)
{
    enum { OPEN = 0x300A, CLOSE = 0x300B }; // 《》
    uint32_t i = t->parts.at[0].range.from, to = t->verb->from;
    if (t->event->agent.n || i >= to || t->p->letters.at[i].c != OPEN) return;
    struct range paper = {i, i};
    while (paper.to < to && t->p->letters.at[paper.to].c != CLOSE)
        paper.to++;
    if (paper.to == to) return;
    paper.to++;
    argument_list_range(t->teller, t->p, &t->event->agent, paper);
}

// 《浙江日报》以“打通一公里”为题进行报道: the headline is the object.
bool argument_told_reported(struct telling *t)
{
    enum { WITH = 0x4EE5, OPEN = 0x201C, CLOSE = 0x201D }; // 以“”
    if (t->event->type != EVENT_PUBLISH) return false;
    struct range title = {0, 0};
    for (uint32_t i = t->clause->from; i + 1 < t->verb->from; i++) {
        uint32_t c = t->p->letters.at[i].c;
        if (c == WITH && t->p->letters.at[i + 1].c == OPEN) title.from = i + 1;
        if (c == CLOSE && title.from) title.to = i + 1;
    }
    if (is_empty(title)) return false;
    struct span behind = clause_text(t->p, title.to, t->verb->from);
    if (!span_starts(behind, SPAN("为题"))) return false;
    struct names names = argument_list_find(t, t->parts.at[0].range, true);
    argument_list_names(t->teller, t->p, &t->event->agent, &names);
    argument_told_paper(t);
    argument_list_range(t->teller, t->p, &t->event->object, title);
    return true;
}

// ---- for whom a sign is unveiled ------------------------------------------------------

// 黄飞为服务基地授牌: the base is what was set up.
bool argument_told_unveiled(struct telling *t)
{
    static const char *const verbs[] = {"授牌", "揭牌", "揭幕", "奠基"};
    struct range whom = argument_part(&t->parts, PART_TOWARD);
    if (is_empty(whom) ||
        !is_among(t->verb->word->text, verbs, sizeof verbs / sizeof verbs[0]))
        return false;
    if (!span_ends(clause_text(t->p, t->clause->from, whom.from), SPAN("为")))
        return false;
    struct names names = argument_list_find(t, t->parts.at[0].range, true);
    argument_list_names(t->teller, t->p, &t->event->agent, &names);
    struct objects objects = argument_objects(t->p, t->classes, whom, OBJECT_PLAIN);
    for (size_t i = 0; i < objects.n; i++)
        argument_list_range(t->teller, t->p, &t->event->object, objects.at[i]);
    return true;
}

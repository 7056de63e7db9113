// SPDX-License-Identifier: Apache-2.0
//
// What a sentence, a paragraph or an entry is about where the clause in work does not say
// it: the thing that was built (红石岭水库位于县城北部。1958年动工), the person whose
// life is told (沈维周（1886—1951）…。1927年,当选为副会长). Looks back over a few
// sentences.
#include "stages/event/argument_subject.h"

#include "stages/base/utf8.h"

enum { SENTENCES = 6, CLAUSES = 24 }; // that a thing is looked for in

// The letter behind the title, times and white space that open a clause.
static uint32_t behind_opening(const struct passage *p, const struct clause *clause)
{
    uint32_t i = clause->from;
    while (i < clause->to && (p->letters.at[i].zone & (ZONE_TIME | ZONE_HEAD) ||
                              utf8_is_space(p->letters.at[i].c)))
        i++;
    return i;
}

// The name that is all of the entry's title at the paragraph's head, or NONE.
static uint32_t titled(const struct passage *p)
{
    uint32_t mention = NONE;
    for (uint32_t i = 0; i < p->letters.n && p->letters.at[i].zone & ZONE_HEAD; i++) {
        const struct letter *letter = &p->letters.at[i];
        if (letter->mention == NONE && utf8_is_han(letter->c)) return NONE;
        if (letter->mention == NONE) continue;
        if (mention != NONE && mention != letter->mention) return NONE;
        mention = letter->mention;
    }
    return mention;
}

// True where nothing but the title stands before the sentence of the clause in work.
static bool follows_title(const struct telling *t)
{
    size_t first = t->teller->carried.begins;
    for (uint32_t i = 0; i < t->p->clauses.at[first].from; i++)
        if (!(t->p->letters.at[i].zone & ZONE_HEAD)) return false;
    return true;
}

// True for bodies that are built as well: 轴承厂, 图书馆.
static bool is_house(struct span name)
{
    struct span houses = SPAN("厂矿馆院校园场站店");
    struct span last = span_cut(name, name.n ? utf8_back(name, name.n) : 0, name.n);
    return last.n && span_find(houses, last, 0) < houses.n;
}

// True for a place that does nothing itself, and for the body that is founded, dissolved
// or opened.
static bool is_made(const struct telling *t, uint32_t mention)
{
    int type = t->p->mentions->mentions.at[mention].type;
    const struct mention *m = &t->p->mentions->mentions.at[mention];
    struct span name = span_cut(t->p->text, m->from, m->to);
    bool address = span_ends(name, SPAN("号")); // 香樟路100号
    if (type == ENTITY_LOC)
        return !address && !argument_subject_acts(t->teller, t->p, mention);
    bool opened = t->event->type == EVENT_COMPLETE &&
                  span_starts(t->verb->word->text, SPAN("开")); // 开馆, 开业
    bool body = t->event->type == EVENT_ESTABLISH || t->event->type == EVENT_REORGANIZE;
    return type == ENTITY_ORG && (body || opened || is_house(name));
}

// 红旗水库位于响山乡: what opens the clause is told of, whatever stands behind.
static bool is_told_of(const struct passage *p, uint32_t mention)
{
    static const char *const words[] = {"位于", "坐落", "座落", "地处", "在",   "东起",
                                        "西起", "南起", "北起", "横跨", "建于", "始建",
                                        "又名", "原名", "占地", "全长", "总",   "，"};
    uint32_t end = p->mentions->mentions.at[mention].to;
    struct span rest = utf8_trim(span_cut(p->text, end, p->text.n));
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_starts(rest, span_of(words[i]))) return true;
    return false;
}

// Appends the names where the first opens its clause and they are things that are made.
// True where one is.
static bool push_made(struct telling *t, void *list, const struct clause *clause,
                      const uint32_t *names, size_t n)
{
    const struct passage *p = t->p;
    uint32_t opening = behind_opening(p, clause);
    uint32_t first = p->letters.at[opening].mention;
    bool pushed = false;
    if (n == 0 || first == NONE) return false;
    if (first != names[0]) {
        pushed = is_told_of(p, first) && is_made(t, first);
        if (pushed) argument_list_mention(t->teller, p, list, first);
        return pushed;
    }
    for (size_t i = 0; i < n; i++) {
        if (!is_made(t, names[i])) continue;
        argument_list_mention(t->teller, p, list, names[i]);
        pushed = true;
    }
    return pushed;
}

// The clause of the sentence in work that holds who is carried.
static const struct clause *clause_of(const struct telling *t, struct argument subject)
{
    uint32_t at = clause_letter(t->p, subject.from);
    return &t->p->clauses.at[t->p->letters.at[at].clause];
}

bool argument_topic_opens(const struct telling *t)
{
    const struct carried *carried = &t->teller->carried;
    if (carried->sentence_subject.n == 0) return false;
    struct argument first = carried->sentence_subject.at[0];
    uint32_t opening = behind_opening(t->p, clause_of(t, first));
    return t->p->letters.at[opening].at == first.from;
}

// The thing that the last sentence before with a subject is about:
// 龙泉大桥横跨濂江。2006年 11月动工.
static bool push_from_before(struct telling *t, void *list)
{
    const struct passage *p = t->p;
    size_t first = t->teller->carried.begins;
    size_t least = first > CLAUSES ? first - CLAUSES : 0;
    for (int i = 0; i < SENTENCES && first > least; i++) {
        first--;
        while (first > least &&
               p->clauses.at[first - 1].sentence == p->clauses.at[first].sentence)
            first--;
        const struct clause *clause = &p->clauses.at[first];
        if (behind_opening(p, clause) == clause->to && clause < t->clause &&
            clause[1].sentence == clause->sentence)
            clause++; // 1952年,县供销合作社成立
        struct speaker speaker = argument_subject_read(t->teller, p, clause);
        if (speaker.collective) return false;
        if (speaker.names.n)
            return push_made(t, list, clause, speaker.names.at, speaker.names.n);
    }
    return false;
}

void argument_topic_thing(struct telling *t, void *list)
{
    const struct carried *carried = &t->teller->carried;
    argument_subject_sentence(t->teller, t->p, (size_t)(t->clause - t->p->clauses.at));
    if (carried->spoken_for) return;
    struct names names = {.n = 0};
    for (size_t i = 0; i < carried->sentence_subject.n && names.n < NAMES; i++)
        names.at[names.n++] = carried->sentence_subject.at[i].mention;
    if (names.n) {
        push_made(t, list, clause_of(t, carried->sentence_subject.at[0]), names.at,
                  names.n);
        return;
    }
    if (push_from_before(t, list)) return;
    uint32_t title = titled(t->p);
    if (title != NONE && follows_title(t) && is_made(t, title))
        argument_list_mention(t->teller, t->p, list, title);
}

// ---- lives ----------------------------------------------------------------------------

// True where a bracket at letter i holds years: 沈维周（1886—1951）, 张三(1902年生).
static bool years_at(const struct passage *p, uint32_t i)
{
    enum { LONGEST = 24, YEAR = 4 };
    uint32_t digits = 0, n = (uint32_t)p->letters.n;
    if (i >= n || (p->letters.at[i].c != '(' && p->letters.at[i].c != 0xFF08))
        return false;
    for (uint32_t end = i + LONGEST; ++i < n && i < end;) {
        uint32_t c = p->letters.at[i].c;
        if (c == ')' || c == 0xFF09) return false;
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits == YEAR) return true;
    }
    return false;
}

// True where the text goes on as a life does: ，男, 　字季良, ，原名….
static bool life_at(const struct passage *p, uint32_t i)
{
    static const char *const words[] = {"男",     "女",   "字",   "原名", "又名",
                                        "曾用名", "学名", "乳名", "号"};
    uint32_t n = (uint32_t)p->letters.n, from = i;
    while (i < n && (utf8_is_space(p->letters.at[i].c) || p->letters.at[i].c == ',' ||
                     p->letters.at[i].c == 0xFF0C))
        i++;
    if (i == from) return false;
    struct span rest = span_cut(p->text, p->letters.at[i].at, p->text.n);
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (span_starts(rest, span_of(words[k]))) return true;
    return false;
}

static bool is_person(const struct passage *p, uint32_t mention)
{
    return mention != NONE && p->mentions->mentions.at[mention].type == ENTITY_PER;
}

uint32_t argument_topic_life(const struct passage *p)
{
    uint32_t title = titled(p), i = 0, n = (uint32_t)p->letters.n;
    if (is_person(p, title)) return title;
    while (i < n && utf8_is_space(p->letters.at[i].c))
        i++;
    uint32_t mention = i < n ? p->letters.at[i].mention : NONE;
    if (!is_person(p, mention)) return NONE;
    while (i < n && p->letters.at[i].mention == mention)
        i++;
    return years_at(p, i) || life_at(p, i) ? mention : NONE;
}

// SPDX-License-Identifier: Apache-2.0
//
// The time of what a clause tells. In this order: an expression behind the verb with 于
// (成立于1985年); the last one before it in its sentence; else what the sentence
// inherits: the date of the occasion that it plainly goes on telling of (会上，…), the
// bare year with which the entry opens, or, where the entry gives no date, what the
// heading and the document say. In an entry that opens with an exact date, an undated
// sentence on something else has no time. Pure; takes no memory.
#include "stages/event/time_layer.h"

#include "stages/base/utf8.h"

enum { FIRST_CLAUSE = 90, BEHIND = 36 }; // bytes looked at
enum { LONGEST_BRACKET = 300 };          // bytes
enum { LONGEST_CHAIN = 8 };              // sentences that go on with one another

// An expression by its place.
struct place {
    uint32_t para; // NONE: no expression
    size_t index;
};

static const struct time_expression *expression(const struct times *times, struct place p)
{
    return &times->paras[p.para].found.at[p.index];
}

static struct span text_of(const struct times *times, uint32_t para)
{
    return times->layout->paragraphs.at[para].text;
}

static struct time_value value_of(const struct times *times, struct place p)
{
    const struct time_expression *e = expression(times, p);
    return (struct time_value){e->iso, e->impossible, p.para, e->from, e->to};
}

static struct time_value value_standing(struct span iso)
{
    return (struct time_value){iso, false, NONE, NONE, NONE};
}

// How many expressions of a paragraph begin before byte `at`.
static size_t count_before(const struct time_found *found, size_t at)
{
    size_t low = 0, high = found->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (found->at[middle].from < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// True where no bracket closes between the expression and the word: both stand within.
static bool same_bracket(struct span text, size_t from, size_t at)
{
    if (at - from > LONGEST_BRACKET) return false;
    struct span between = span_cut(text, from, at);
    return span_find(between, SPAN(")"), 0) == between.n &&
           span_find(between, SPAN("）"), 0) == between.n;
}

// Whether expression i dates a word at byte `at` behind it.
static bool dates(const struct times *times, uint32_t para, size_t i, size_t at)
{
    const struct time_found *found = &times->paras[para].found;
    const struct time_expression *e = &found->at[i];
    if (e->attributive) return false;
    return !found->marks[i].bracketed || same_bracket(text_of(times, para), e->to, at);
}

// 成立于1985年, 建成于…: the first expression behind the word, where 于 or 在 joins them.
static bool find_behind(const struct times *times, uint32_t para, size_t at,
                        struct place *place)
{
    const struct time_found *found = &times->paras[para].found;
    struct span text = text_of(times, para);
    size_t i = count_before(found, at);
    if (i == found->n || found->at[i].attributive) return false;
    size_t from = found->at[i].from;
    if (from - at > BEHIND) return false;
    struct span between = span_cut(text, at, from);
    if (!span_ends(between, SPAN("于")) && !span_ends(between, SPAN("在"))) return false;
    for (size_t j = 0; j < between.n; j += utf8_width(between.at[j]))
        if (j > 0 && time_scan_clause(between, j)) return false;
    *place = (struct place){para, i};
    return true;
}

// The last expression that dates byte `at`, not before byte `from` of the sentence.
static bool find_before(const struct times *times, uint32_t para, size_t from, size_t at,
                        struct place *place)
{
    const struct time_found *found = &times->paras[para].found;
    for (size_t i = count_before(found, at); i > 0; i--) {
        if (found->at[i - 1].from < from) return false;
        if (!dates(times, para, i - 1, at)) continue;
        *place = (struct place){para, i - 1};
        return true;
    }
    return false;
}

// The last expression of a paragraph that dates its clause and begins before byte `at`.
static bool find_last(const struct times *times, uint32_t para, size_t at,
                      struct place *place)
{
    const struct time_found *found = &times->paras[para].found;
    size_t n = count_before(found, at);
    size_t dating = n ? found->marks[n - 1].dating : 0;
    if (dating) *place = (struct place){para, dating - 1};
    return dating > 0;
}

// The nearest dating expression before a sentence, in its entry.
static struct place find_earlier(const struct times *times, uint32_t para,
                                 size_t sentence)
{
    struct place place = {NONE, 0};
    if (find_last(times, para, sentence, &place)) return place;
    uint32_t before = times->paras[para].earlier;
    if (before != NONE) find_last(times, before, text_of(times, before).n, &place);
    return place;
}

static size_t clause_end(struct span text, size_t from)
{
    size_t i = from;
    while (i < text.n && i - from < FIRST_CLAUSE) {
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        if (c == ',' || c == 0xFF0C || c == 0x3002 || c == ';' || c == 0xFF1B) break;
        i = next;
    }
    return i;
}

// True where an expression stands in the first clause of a sentence that begins at byte
// `sentence`, and is no background: a year other than the entry's own (该馆建于1985年).
static bool opens_entry(const struct times *times, uint32_t para, size_t sentence)
{
    const struct time_paragraph *own = &times->paras[para];
    const struct time_expression *e = &own->found.at[own->first];
    if (own->found.marks[own->first].opens) return true;
    struct span text = text_of(times, para);
    if (clause_end(text, sentence) < e->from) return false;
    return e->iso.n >= 4 && own->standing.n >= 4 &&
           memcmp(e->iso.at, own->standing.at, 4) == 0;
}

// The expression with which the entry opens: a dating one in its first clause.
static struct place find_opening(const struct times *times, uint32_t para)
{
    const struct layout *layout = times->layout;
    uint32_t entry = layout->paragraphs.at[para].entry;
    if (entry != NONE && layout->entries.at[entry].paras.n)
        para = layout->entries.at[entry].paras.at[0];
    const struct time_paragraph *own = &times->paras[para];
    struct span text = text_of(times, para);
    if (own->first == own->found.n) return (struct place){NONE, 0};
    size_t sentence =
        time_scan_sentence(&own->found, text, own->found.at[own->first].from);
    bool first = sentence <= own->found.title;
    if (first && opens_entry(times, para, sentence))
        return (struct place){para, own->first};
    return (struct place){NONE, 0};
}

// 会上，…; 结业典礼上，…; 培训期间，…: the sentence opens with the occasion, in its first
// words or at the end of a short first clause.
static bool opens_with_occasion(const struct time_rules *rules, struct span text,
                                size_t from)
{
    const struct words *words = rules->context[CONTEXT_OCCASION];
    while (from < text.n && (text.at[from] == ' ' || text.at[from] == '\t'))
        from++;
    if (words_at(words, text, from, NULL)) return true;
    size_t end = clause_end(text, from);
    if (end - from >= FIRST_CLAUSE / 2 || end == from) return false;
    struct span last = span_cut(text, utf8_back(text, end), end);
    return span_find(SPAN("上中间后场"), last, 0) < SPAN("上中间后场").n &&
           words_before(words, text, end, NULL) > 0;
}

// 区委常委、统战部部长黄飞为服务基地授牌: a person acts in the first clause.
static bool opens_with_person(const struct time_rules *rules, struct span text,
                              size_t from)
{
    size_t end = clause_end(text, from);
    for (size_t i = from; i < end; i += utf8_width(text.at[i]))
        if (words_at(rules->context[CONTEXT_PERSON], text, i, NULL)) return true;
    return false;
}

// True where at most one sentence end lies between the expression and the sentence.
static bool next_sentence(const struct times *times, struct place place, uint32_t para,
                          size_t sentence)
{
    if (place.para != para || sentence == 0) return false;
    struct span text = text_of(times, para);
    size_t before =
        time_scan_sentence(&times->paras[para].found, text, utf8_back(text, sentence));
    return expression(times, place)->from >= before;
}

static bool same_place(struct place a, struct place b)
{
    return a.para == b.para && a.index == b.index;
}

// A contest has been told of between the expression and the sentence: its prizes follow.
static bool tells_contest(const struct times *times, struct place place, size_t sentence)
{
    struct span text = text_of(times, place.para);
    const struct words *words = times->rules->context[CONTEXT_CONTEST];
    for (size_t i = expression(times, place)->to; i < sentence;)
        if (words_at(words, text, i, NULL))
            return true;
        else
            i += utf8_width(text.at[i]);
    return false;
}

// A word whose time is asked for.
struct question {
    uint32_t para;
    size_t sentence; // where its sentence begins
    int type;        // enum event_type, or -1
};

static bool same_occasion(const struct times *times, struct place earlier,
                          struct place opening, const struct question *q)
{
    struct span text = text_of(times, q->para);
    if (expression(times, earlier)->grain != TIME_DAY) return false;
    if (opens_with_occasion(times->rules, text, q->sentence)) return true;
    bool next = next_sentence(times, earlier, q->para, q->sentence);
    if (next && q->type == EVENT_AWARD && tells_contest(times, earlier, q->sentence))
        return true;
    return (next || same_place(earlier, opening)) &&
           opens_with_person(times->rules, text, q->sentence);
}

// An interval of days, or a month, holds on for the sentences behind it.
static bool holds_on(const struct times *times, struct place opening,
                     struct place earlier)
{
    const struct time_expression *e = expression(times, opening);
    if (!same_place(opening, earlier)) return false;
    bool interval = span_find(e->iso, SPAN("/"), 0) < e->iso.n;
    return e->grain == TIME_MONTH || (e->grain == TIME_DAY && interval);
}

// A figure without a time of its own is of the year at least.
static struct span year_of(struct span iso)
{
    return iso.n >= 4 ? span_cut(iso, 0, 4) : SPAN("");
}

// 其中,…: the sentence goes on with the one before.
static bool goes_on(const struct times *times, const struct question *q)
{
    struct span text = text_of(times, q->para);
    struct span rest = span_cut(text, q->sentence, text.n);
    return span_starts(rest, SPAN("其中"));
}

// An entry that opens with 年初 or 春节前夕 opens with no exact date.
static bool is_loose(const struct times *times, struct place p)
{
    return times->paras[p.para].found.marks[p.index].loose;
}

static struct time_value inherit(const struct times *times, const struct question *q)
{
    struct span standing = times->paras[q->para].standing;
    struct place earlier = find_earlier(times, q->para, q->sentence);
    if (earlier.para == NONE) return value_standing(standing);
    struct place opening = find_opening(times, q->para);
    if (same_occasion(times, earlier, opening, q)) return value_of(times, earlier);
    if (times->paras[q->para].report) return value_standing(standing);
    const struct time_mark *mark = &times->paras[earlier.para].found.marks[earlier.index];
    if (mark->told && mark->opens && expression(times, earlier)->grain >= TIME_YEAR)
        return value_of(times, earlier);
    if (opening.para == NONE || is_loose(times, opening)) return value_standing(standing);
    if (expression(times, opening)->grain >= TIME_YEAR) return value_of(times, opening);
    if (holds_on(times, opening, earlier)) return value_of(times, opening);
    return value_standing(q->type < 0 ? year_of(expression(times, opening)->iso)
                                      : SPAN(""));
}

// The question put to the sentence that this one goes on with, where it does.
static struct question main_sentence(const struct times *times, struct question q)
{
    const struct time_found *found = &times->paras[q.para].found;
    struct span text = text_of(times, q.para);
    for (int i = 0; i < LONGEST_CHAIN && q.sentence > 0 && goes_on(times, &q); i++)
        q.sentence = time_scan_sentence(found, text, utf8_back(text, q.sentence));
    return q;
}

struct time_value time_govern(const struct times *times, uint32_t para, uint32_t at,
                              int type)
{
    const struct time_found *found = &times->paras[para].found;
    size_t sentence = time_scan_sentence(found, text_of(times, para), at);
    struct question q = {para, sentence, type};
    struct place place;
    if (find_behind(times, para, at, &place)) return value_of(times, place);
    q = main_sentence(times, q);
    if (find_before(times, para, q.sentence, at, &place)) return value_of(times, place);
    return inherit(times, &q);
}

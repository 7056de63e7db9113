// SPDX-License-Identifier: Apache-2.0
//
// One pass over a paragraph: at each character that may begin a time expression it reads
// a point, or a range of two, asks the place what it means, and judges by what stands
// around whether it dates its clause. Linear time: a point reads ahead a bounded number
// of bytes.
#include "stages/event/time_scan.h"

#include "stages/base/utf8.h"
#include "stages/event/time_number.h"

enum { LONGEST_SENTENCE = 3000 }; // bytes; a sentence is cut there

struct scan {
    const struct time_rules *rules;
    struct span text;
    struct time_here *here;
    struct arena *arena;
    struct time_found *found;
    int round, quote, book, title; // how deep in （）, “”, 《》, 【】
    size_t quote_at;               // byte behind the last “
};

static bool before(const struct scan *s, size_t at, enum time_context kind)
{
    return words_before(s->rules->context[kind], s->text, at, NULL) > 0;
}

static bool behind(const struct scan *s, size_t at, enum time_context kind)
{
    return words_at(s->rules->context[kind], s->text, at, NULL) > 0;
}

static size_t back_over_space(struct span text, size_t at)
{
    while (at > 0) {
        size_t start = utf8_back(text, at), i = start;
        if (!utf8_is_space(utf8_next(text, &i))) break;
        at = start;
    }
    return at;
}

static bool one_of(struct span text, size_t at, struct span marks)
{
    if (at == 0) return false;
    size_t start = utf8_back(text, at);
    struct span last = span_cut(text, start, at);
    return span_find(marks, last, 0) < marks.n;
}

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x3011 || c == '!' ||
           c == '?' || c == '\n';
}

size_t time_scan_sentence(const struct time_found *found, struct span text, size_t at)
{
    size_t low = 0, high = found->stops.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (found->stops.at[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    size_t stop = low ? found->stops.at[low - 1] : 0;
    if (at - stop < LONGEST_SENTENCE || at <= LONGEST_SENTENCE) return stop;
    return utf8_back(text, at - LONGEST_SENTENCE + 1);
}

bool time_scan_clause(struct span text, size_t at)
{
    size_t start = back_over_space(text, at);
    return start == 0 || one_of(text, start, SPAN("，,。；;：:！!？?】、\n\t）)（("));
}

static bool sentence_opens(const struct scan *s, size_t at)
{
    size_t start = back_over_space(s->text, at);
    if (start == 0 || start == s->found->title) return true;
    size_t next = utf8_back(s->text, start);
    return ends_sentence(utf8_next(s->text, &next));
}

static bool clause_opens(const struct scan *s, size_t at)
{
    return (s->found->title && back_over_space(s->text, at) == s->found->title) ||
           time_scan_clause(s->text, at);
}

// Keeps count of the marks that a name or a title stands in.
static void keep_count(struct scan *s, uint32_t c, size_t at)
{
    switch (c) {
    case 0x300A:
        s->book++;
        break; // 《
    case 0x300B:
        s->book -= s->book > 0;
        break; // 》
    case 0x201C:
        s->quote++, s->quote_at = at;
        break; // “
    case 0x201D:
        s->quote -= s->quote > 0;
        break; // ”
    case 0x3010:
        s->title++;
        break; // 【
    case 0x3011:
        s->title = s->quote = s->book = 0;
        break; // 】
    case '(':
    case 0xFF08:
        s->round++;
        break; // （
    case ')':
    case 0xFF09:
        s->round -= s->round > 0;
        break; // ）
    default:
        break;
    }
}

// A bare 24日: no length of time (3日内, 每3日) and, in Chinese numerals, only where a
// clause or a list begins.
static bool day_stands(const struct scan *s, size_t at, const struct time_point *p)
{
    if (before(s, at, CONTEXT_DURATION) || behind(s, p->end, CONTEXT_NOT_DAY))
        return false;
    return !p->chinese || clause_opens(s, at) || before(s, at, CONTEXT_DATE);
}

// 年内, 次年 and the like, not the end of 五年内, 多年来, 学年初, 3次年鉴.
static bool word_stands(const struct scan *s, size_t at)
{
    static const struct span not_behind =
        SPAN("0123456789〇一二三四五六七八九十百千万两几数半余多每学周跨青少成老历近首整"
             "隔当常");
    if (!time_number_has(s->text, at, SPAN("年")) &&
        !time_number_has(s->text, at, SPAN("次")))
        return true;
    return !one_of(s->text, at, not_behind);
}

static bool stands(const struct scan *s, size_t at, const struct time_point *p)
{
    bool bare_day = p->day_ref != DAY_NONE && p->month_ref == MONTH_NONE;
    if (bare_day && p->day_ref == DAY_GIVEN)
        return p->day <= 31 && p->day_last <= 31 && day_stands(s, at, p);
    if (!word_stands(s, at)) return false;
    if (p->year_ref == YEAR_GIVEN || p->year_ref == YEAR_NONE)
        return !one_of(s->text, at, SPAN("前")) || p->month_ref != MONTH_NONE;
    return true;
}

// A feast without a year dates its clause only where the text makes a time of it.
static bool is_name_only(const struct time_point *p)
{
    return p->feast && p->year_ref == YEAR_NONE && !p->period;
}

static bool in_quotes(const struct scan *s, size_t from, size_t to)
{
    if (s->quote == 0) return false;
    bool whole = from == s->quote_at && time_number_has(s->text, to, SPAN("”"));
    return !whole;
}

// 光绪三十二年（1906年）: the bracket holds nothing else.
static bool fills_bracket(const struct scan *s, size_t from, size_t to)
{
    return s->round && one_of(s->text, from, SPAN("（(")) &&
           (time_number_has(s->text, to, SPAN(")")) ||
            time_number_has(s->text, to, SPAN("）")));
}

// True within 【…】, and in the entry's title whatever its marks.
static bool in_title(const struct scan *s, size_t at)
{
    return s->title || at < s->found->title;
}

// True where the sentence has a time already: 1949年5月上海解放后,….
static bool dated(const struct scan *s)
{
    const struct time_found *f = s->found;
    size_t last = f->n ? f->marks[f->n - 1].dating : 0;
    size_t stop = f->stops.n ? f->stops.at[f->stops.n - 1] : 0;
    return last && f->at[last - 1].from >= stop;
}

// Whether the expression says when its clause happened, or belongs to a noun or to a
// comparison.
static bool dates_clause(const struct scan *s, size_t from, const struct time_point *p)
{
    size_t to = p->end;
    if (s->book || in_title(s, from) || in_quotes(s, from, to)) return false;
    size_t start = back_over_space(s->text, from);
    if (before(s, start, CONTEXT_COMPARE) && !p->era) return false; // 为清嘉庆年间
    bool clause = clause_opens(s, from);
    bool date = before(s, start, CONTEXT_DATE);
    if (before(s, start, CONTEXT_DURATION)) return false;
    if (time_number_has(s->text, to, SPAN("的"))) return false;
    if (p->named && !p->period && !p->feast) return false;
    if (fills_bracket(s, from, to)) return false;
    if (p->era) return true;
    if (p->year_ref == YEAR_VAGUE) return clause || date || !dated(s);
    bool year = p->month_ref == MONTH_NONE && p->day_ref == DAY_NONE && !p->feast &&
                (p->year_ref == YEAR_GIVEN || (p->year_ref == YEAR_TOLD && p->year < 0));
    if (!year) return true;
    if (behind(s, to, CONTEXT_NOUN)) return false;
    return clause || date || p->period || behind(s, to, CONTEXT_ACT);
}

static void add(struct scan *s, size_t from, const struct time_point *p,
                const struct time_moment *moment)
{
    struct time_expression e = {
        .from = (uint32_t)from,
        .to = (uint32_t)p->end,
        .iso = time_resolve_iso(moment, s->arena),
        .grain = time_resolve_grain(moment),
        .impossible = moment->impossible,
        .attributive = !dates_clause(s, from, p),
    };
    struct time_mark mark = {
        .bracketed = s->round > 0,
        .opens = sentence_opens(s, from),
        .loose = p->year_ref == YEAR_HERE || (p->feast && p->year_ref == YEAR_NONE),
        .told = p->year_ref == YEAR_GIVEN || p->year_ref == YEAR_VAGUE,
    };
    struct time_found *f = s->found;
    bool dates = !e.attributive && !mark.bracketed;
    mark.dating = dates ? f->n + 1 : f->n ? f->marks[f->n - 1].dating : 0;
    ARENA_PUSH(s->arena, f->at, f->n, f->capacity) = e;
    ARENA_PUSH(s->arena, f->marks, f->marks_n, f->marks_capacity) = mark;
}

// What is named moves the place along: later 同年, 次日, 24日 start from here, and a year
// that opens a sentence is the year told of from here on.
static void move_here(struct scan *s, size_t from, const struct time_point *p,
                      const struct time_moment *m)
{
    if (m->impossible || s->book || s->quote) return;
    bool whole_year = p->year_ref == YEAR_HERE && p->month_ref == MONTH_NONE;
    if (!whole_year || s->here->said.year != m->last.year) s->here->said = m->last;
    if (p->year_ref != YEAR_GIVEN && p->year_ref != YEAR_SAID) return;
    bool single = m->first.year == m->last.year || m->first.month;
    if (single && sentence_opens(s, from) && !s->round && !in_title(s, from) &&
        dates_clause(s, from, p))
        s->here->year = m->last.year;
}

// 清 of 清乾隆三十年: bytes of the dynasty's name before an era.
static size_t dynasty_before(struct span text, size_t at)
{
    static const struct span names[] = {
        {"清朝", 6}, {"清代", 6}, {"前清", 6}, {"大清", 6}, {"清", 3},
        {"明朝", 6}, {"明代", 6}, {"大明", 6}, {"明", 3},   {"元代", 6},
        {"元朝", 6}, {"元", 3},   {"北宋", 6}, {"南宋", 6}, {"宋代", 6},
        {"宋", 3},   {"唐代", 6}, {"唐朝", 6}, {"唐", 3}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_ends(span_cut(text, 0, at), names[i])) return names[i].n;
    return 0;
}

static size_t until_before(const struct scan *s, size_t at)
{
    return words_before(s->rules->context[CONTEXT_UNTIL], s->text,
                        back_over_space(s->text, at), NULL);
}

// Reads a point at byte `from`, and a second where a range begins. Returns the byte
// behind, or `from` where there is no expression.
static size_t read_expression(struct scan *s, size_t from)
{
    struct time_point ends[2];
    struct time_moment moment;
    if (!time_point_read(s->rules, s->text, from, NULL, &ends[0])) return from;
    if (!stands(s, from, &ends[0]) || is_name_only(&ends[0])) return from;
    size_t at = ends[0].end;
    if (time_number_has(s->text, at, SPAN("起至"))) at += 3;
    size_t join = time_point_join(s->text, at);
    if (join && time_point_read(s->rules, s->text, at + join, &ends[0], &ends[1]) &&
        !is_name_only(&ends[1]) && time_resolve_range(s->rules, ends, s->here, &moment)) {
        ends[0].end = ends[1].end;
        from -= ends[0].era ? dynasty_before(s->text, from) : 0;
        add(s, from, &ends[0], &moment);
        move_here(s, from, &ends[0], &moment);
        return ends[1].end;
    }
    from -= ends[0].era ? dynasty_before(s->text, from) : 0;
    bool until = until_before(s, from) > 0;
    if (!time_resolve(s->rules, &ends[0], s->here, until, &moment)) return ends[0].end;
    add(s, from, &ends[0], &moment);
    move_here(s, from, &ends[0], &moment);
    return ends[0].end;
}

// 公元前221年 is outside what is found: byte behind the number.
static size_t skip_before_christ(const struct scan *s, size_t at)
{
    if (!time_number_has(s->text, at, SPAN("公元前"))) return at;
    at += SPAN("公元前").n;
    struct time_number n;
    return time_number_read(s->text, at, &n) ? n.end : at;
}

// A sentence ends before byte `at`, where none has been found to.
static void add_stop(struct scan *s, size_t at)
{
    struct time_found *f = s->found;
    if (f->stops.n && f->stops.at[f->stops.n - 1] == at) return;
    ARENA_PUSH(s->arena, f->stops.at, f->stops.n, f->stops.capacity) = at;
}

void time_scan(const struct time_rules *rules, struct span text, struct time_here *here,
               struct arena *arena, struct time_found *found)
{
    struct scan s = {
        .rules = rules, .text = text, .here = here, .arena = arena, .found = found};
    for (size_t i = 0; i < text.n;) {
        if (i > 0 && i == found->title) add_stop(&s, i);
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        uint8_t what = c < 0x10000 ? rules->chars[c] : 0;
        size_t end = i;
        if (what & CHAR_START) {
            end = skip_before_christ(&s, i);
            if (end == i) end = read_expression(&s, i);
            if (end == i && what & CHAR_DIGIT) end += time_point_number(text, i);
        }
        if (end > i) {
            next = end;
        } else if (what & (CHAR_MARK | CHAR_STOP)) {
            if (what & CHAR_MARK) keep_count(&s, c, next);
            if (what & CHAR_STOP) add_stop(&s, next);
        }
        i = next;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// Reads all times of a document, paragraph by paragraph in order, with the place (year
// told of, date last named) carried along within an entry and taken from the headings at
// its beginning. Memory: the document's arena. What a clause inherits: time_govern.c.
#include "stages/event/time_layer.h"
#include "stages/event/title.h"

#include "stages/base/utf8.h"

enum phase { PHASE_NONE, PHASE_REVIEW, PHASE_OUTLOOK };

// A heading's own word on time.
struct heading {
    struct span iso; // "" where it gives none
    int year, month; // 0: none
    enum phase phase;
};

struct walk {
    struct times *times;
    struct arena *arena;
    struct time_document document;
    struct heading chapter, section; // the open headings
    uint32_t entry;                  // that `here` belongs to, or NONE
    uint32_t earlier;                // its last paragraph with expressions, or NONE
    struct time_here here;
    struct date day; // that the paragraph before opened with; year 0: none
};

static bool mentions_any(const struct words *words, struct span text)
{
    for (size_t i = 0; i < text.n; i += utf8_width(text.at[i]))
        if (words_at(words, text, i, NULL)) return true;
    return false;
}

// 过去五年, 五年来: the years before the one in which a report speaks; 过去一年: the
// last.
static struct span years_past(const struct walk *w, struct span text)
{
    int now = w->document.now;
    size_t at = span_find(text, SPAN("过去"), 0);
    if (!now || !w->document.report) return SPAN("");
    struct time_number n = {.value = 1};
    if (at < text.n) {
        bool several = time_number_read(text, at + SPAN("过去").n, &n);
        if (!several) n.value = 1;
    } else if (span_find(text, SPAN("五年"), 0) < text.n) {
        n.value = 5;
    }
    struct time_moment m = {{now - n.value, 0, 0}, {now - 1, 0, 0}, false};
    return time_resolve_iso(&m, w->arena);
}

static int leading_number(struct span digits)
{
    int value = 0;
    for (size_t i = 0; i < digits.n && i < 4; i++)
        value = value * 10 + (digits.at[i] - '0');
    return value;
}

static void take_expression(struct heading *h, const struct time_expression *e)
{
    if (e->iso.n < 4) return;
    h->iso = e->iso;
    h->year = leading_number(span_cut(e->iso, 0, 4));
    if (e->iso.n == 7) h->month = leading_number(span_cut(e->iso, 5, 7));
}

// The heading's expression: the first that is not in brackets; a single year before a
// longer stretch (过去五年和2016年工作回顾).
static struct heading read_heading(struct walk *w, struct span text,
                                   const struct time_found *found)
{
    const struct time_rules *rules = w->times->rules;
    struct heading h = {.iso = SPAN("")};
    for (size_t i = 0; i < found->n; i++) {
        const struct time_expression *e = &found->at[i];
        if (found->marks[i].bracketed || (h.year && e->grain >= TIME_YEARS)) continue;
        if (h.iso.n == 0 || (h.iso.n > 7 && e->grain == TIME_YEAR))
            take_expression(&h, e);
    }
    if (mentions_any(rules->context[CONTEXT_REVIEW], text))
        h.phase = PHASE_REVIEW;
    else if (mentions_any(rules->context[CONTEXT_OUTLOOK], text))
        h.phase = PHASE_OUTLOOK;
    if (h.phase == PHASE_REVIEW && h.iso.n == 0) h.iso = years_past(w, text);
    if (h.phase == PHASE_REVIEW && h.iso.n == 4 && w->document.report)
        w->document.now = leading_number(h.iso) + 1;
    return h;
}

// A heading that is numbered within another: (一)坚定目标稳增长, 1．…
static bool is_inner(struct span text)
{
    static const struct span opens[] = {{"(", 1}, {"（", 3}};
    for (size_t i = 0; i < 2; i++)
        if (span_starts(text, opens[i])) return true;
    return text.n > 0 && text.at[0] >= '0' && text.at[0] <= '9';
}

static void open_heading(struct walk *w, const struct paragraph *p,
                         const struct time_found *found)
{
    struct heading h = read_heading(w, p->text, found);
    // What follows the plan in a report belongs to it: 三、在提高效能上争取更大作为.
    if (w->document.report && h.phase == PHASE_NONE && w->chapter.phase == PHASE_OUTLOOK)
        h.phase = PHASE_OUTLOOK;
    bool inner = p->role == ROLE_HEADING2 || is_inner(p->text);
    w->section = (struct heading){.iso = SPAN("")};
    if (inner && h.year)
        w->section = h;
    else if (!inner)
        w->chapter = h;
    else if (h.month)
        w->section = h;
}

static const struct heading *heading_of(const struct walk *w)
{
    return w->section.iso.n ? &w->section : &w->chapter;
}

// A chronicle's marks of one more event on the day of the paragraph before.
static bool goes_on_with_day(struct span text)
{
    static const struct span marks[] = {SPAN("△"), SPAN("▲"), SPAN("○")};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (span_starts(text, marks[i])) return true;
    return false;
}

// 同日, 是日, 当日 at the head of a text.
static bool opens_with_said_day(const struct walk *w, struct span text)
{
    struct time_point point;
    return time_point_read(w->times->rules, text, 0, NULL, &point) &&
           point.day_ref == DAY_SAID && point.year_ref == YEAR_NONE;
}

// The place at the head of an entry, or of a paragraph outside the entries.
static void enter(struct walk *w, uint32_t number)
{
    const struct layout *layout = w->times->layout;
    const struct paragraph *p = &layout->paragraphs.at[number];
    uint32_t entry = p->entry;
    const struct heading *h = heading_of(w);
    int own = 0;
    if (entry != NONE && layout->entries.at[entry].year != NO_NUMBER)
        own = (int)layout->entries.at[entry].year;
    int year = h->year ? h->year : own ? own : w->document.year;
    int opening = time_document_opening(w->times->rules, layout, number);
    if (w->document.report && h->phase == PHASE_NONE && !h->year && w->document.now)
        year = w->document.now - 1;
    if (opening) year = opening;
    int now = w->document.report && w->document.now ? w->document.now : year;
    w->entry = entry;
    w->earlier = NONE;
    w->here = (struct time_here){now, year, {h->month ? year : 0, h->month, 0}};
    if (w->day.year && opens_with_said_day(w, utf8_trim(p->text))) w->here.said = w->day;
}

// Remembers the day that a paragraph opens with; one that goes on with the day of the
// paragraph before keeps it.
static void remember_day(struct walk *w, uint32_t number)
{
    const struct time_found *found = &w->times->paras[number].found;
    if (goes_on_with_day(utf8_trim(w->times->layout->paragraphs.at[number].text))) return;
    w->day = (struct date){0, 0, 0};
    if (found->n == 0 || !found->marks[0].opens || found->marks[0].dating == 0) return;
    struct span iso = found->at[0].iso;
    if (iso.n != SPAN("2018-02-24").n || iso.at[4] != '-') return;
    w->day = (struct date){leading_number(span_cut(iso, 0, 4)),
                           leading_number(span_cut(iso, 5, 7)),
                           leading_number(span_cut(iso, 8, 10))};
}

static struct span year_iso(struct walk *w, int year)
{
    if (!year) return SPAN("");
    struct time_moment m = {{year, 0, 0}, {year, 0, 0}, false};
    return time_resolve_iso(&m, w->arena);
}

static void scan_paragraph(struct walk *w, uint32_t number)
{
    const struct paragraph *p = &w->times->layout->paragraphs.at[number];
    struct time_paragraph *own = &w->times->paras[number];
    const struct heading *h = heading_of(w);
    own->standing = h->iso.n && !h->month ? h->iso : year_iso(w, w->here.year);
    own->report = w->document.report || (h->phase == PHASE_REVIEW && h->year);
    own->outlook = w->document.report && w->chapter.phase == PHASE_OUTLOOK;
    own->earlier = w->earlier;
    if (w->day.year && goes_on_with_day(utf8_trim(p->text))) {
        struct time_moment m = {w->day, w->day, false};
        own->standing = time_resolve_iso(&m, w->arena);
        own->earlier = NONE;
    }
    own->found.title = title_end(w->times->layout, number);
    time_scan(w->times->rules, p->text, &w->here, w->arena, &own->found);
    while (own->first < own->found.n && !own->found.marks[own->first].dating)
        own->first++;
    if (own->first < own->found.n) w->earlier = number;
}

// A paragraph outside the entries is read at a place of its own, and a caption in the
// middle of an entry leaves the entry's place as it is.
static void read_paragraph(struct walk *w, uint32_t number)
{
    const struct paragraph *p = &w->times->layout->paragraphs.at[number];
    bool heading = p->role == ROLE_HEADING1 || p->role == ROLE_HEADING2;
    struct walk kept = *w;
    if (p->entry == NONE || p->entry != w->entry) enter(w, number);
    scan_paragraph(w, number);
    if (p->entry == NONE) *w = kept;
    remember_day(w, number);
    if (heading) w->day = (struct date){0, 0, 0};
    if (heading) open_heading(w, p, &w->times->paras[number].found);
}

struct times *time_read(const struct time_rules *rules, const struct layout *layout,
                        struct arena *arena)
{
    struct times *times = ARENA_NEW(arena, struct times, 1);
    *times = (struct times){
        rules, layout, ARENA_NEW(arena, struct time_paragraph, layout->paragraphs.n)};
    struct walk walk = {.times = times, .arena = arena, .entry = NONE, .earlier = NONE};
    walk.document = time_document_read(rules, layout, arena);
    walk.chapter.iso = walk.section.iso = SPAN("");
    for (size_t i = 0; i < layout->paragraphs.n; i++)
        read_paragraph(&walk, (uint32_t)i);
    return times;
}

const struct time_expression *time_expressions(const struct times *times, uint32_t para,
                                               size_t *n)
{
    *n = times->paras[para].found.n;
    return times->paras[para].found.at;
}

bool time_is_outlook(const struct times *times, uint32_t para)
{
    return times->paras[para].outlook;
}

// One date of an ISO value a year earlier; 29 February becomes 28 February.
static struct span date_before(struct span iso, struct arena *arena)
{
    int year = leading_number(span_cut(iso, 0, 4));
    struct span rest = span_cut(iso, 4, iso.n);
    if (span_eq(rest, SPAN("-02-29"))) rest = SPAN("-02-28");
    return arena_printf(arena, "%04d%.*s", year - 1, (int)rest.n, rest.at);
}

struct span time_year_before(struct span iso, struct arena *arena)
{
    if (iso.n < 4) return SPAN("");
    size_t slash = span_find(iso, SPAN("/"), 0);
    struct span first = date_before(span_cut(iso, 0, slash), arena);
    if (slash == iso.n || iso.n - slash < 5) return first;
    struct span last = date_before(span_cut(iso, slash + 1, iso.n), arena);
    return arena_printf(arena, "%.*s/%.*s", (int)first.n, first.at, (int)last.n, last.at);
}

// SPDX-License-Identifier: Apache-2.0
//
// What a document says of its own year: the layout's word for it, else the year with
// which more than half of its dated entries open; and, of a work report, the year in
// which it was given, from its title, its headings or the dates at its head.
#include "stages/base/utf8.h"
#include "stages/event/time_layer.h"
#include "stages/event/title.h"

enum { YEARS = 2200, HEAD = 30 }; // paragraphs that may hold a title block

static bool contains(struct span text, struct span what)
{
    return span_find(text, what, 0) < text.n;
}

int time_document_opening(const struct time_rules *rules, const struct layout *layout,
                          uint32_t para)
{
    struct span text = layout->paragraphs.at[para].text;
    size_t at = title_end(layout, para);
    while (at < text.n && (text.at[at] == ' ' || text.at[at] == '\t'))
        at++;
    if (time_number_has(text, at, SPAN("\xE3\x80\x80"))) at += 3; // ideographic space
    struct time_point point;
    if (!time_point_read(rules, text, at, NULL, &point)) return 0;
    bool plain = point.year_ref == YEAR_GIVEN && point.year == point.year_last;
    return plain && point.year > 0 && point.year < YEARS ? point.year : 0;
}

// The year with which more than half of the entries that open with one open, two at
// least: a gazetteer goes through the years, and the first of one entry says nothing of
// the next. 0: none.
static int commonest_opening(const struct time_rules *rules, const struct layout *layout,
                             struct arena *arena)
{
    uint32_t *count = ARENA_NEW(arena, uint32_t, YEARS);
    uint32_t dated = 0;
    int best = 0;
    for (size_t i = 0; i < layout->entries.n; i++) {
        const struct entry *entry = &layout->entries.at[i];
        if (entry->paras.n == 0) continue;
        int year = time_document_opening(rules, layout, entry->paras.at[0]);
        dated += year > 0;
        if (year && ++count[year] > count[best]) best = year;
    }
    return count[best] >= 2 && count[best] * 2 > dated ? best : 0;
}

static bool is_head(const struct paragraph *p)
{
    return p->role == ROLE_META || p->role == ROLE_HEADING1 || p->role == ROLE_HEADING2;
}

// A yearbook that holds a report among its entries (【…】, 〖…〗) is no report.
static bool is_yearbook(const struct layout *layout)
{
    size_t titled = 0;
    for (size_t i = 0; i < layout->entries.n; i++) {
        const struct entry *entry = &layout->entries.at[i];
        if (entry->paras.n == 0) continue;
        titled += title_end(layout, entry->paras.at[0]) > 0;
    }
    return titled * 3 > layout->entries.n;
}

static bool is_report(const struct layout *layout)
{
    if (is_yearbook(layout)) return false;
    if (contains(layout->title, SPAN("工作报告"))) return true;
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        const struct paragraph *p = &layout->paragraphs.at[i];
        if (!is_head(p)) continue;
        if (contains(p->text, SPAN("工作回顾"))) return true;
        if (i < HEAD && contains(p->text, SPAN("工作报告"))) return true;
    }
    return false;
}

// The first year that a text gives, or 0.
static int first_year(const struct time_rules *rules, struct span text,
                      struct arena *arena)
{
    struct time_here nowhere = {0};
    struct time_found found = {0};
    time_scan(rules, text, &nowhere, arena, &found);
    for (size_t i = 0; i < found.n; i++)
        if (found.marks[i].told && nowhere.said.year) return nowhere.said.year;
    return 0;
}

// The year of the title (2014年下城区政府工作报告), else of the first date in the title
// block.
static int report_year(const struct time_rules *rules, const struct layout *layout,
                       struct arena *arena)
{
    int year = contains(layout->title, SPAN("工作报告"))
                   ? first_year(rules, layout->title, arena)
                   : 0;
    int date = 0;
    for (size_t i = 0; !year && i < layout->paragraphs.n && i < HEAD; i++) {
        const struct paragraph *p = &layout->paragraphs.at[i];
        if (!is_head(p) || contains(p->text, SPAN("回顾"))) continue;
        int found = first_year(rules, p->text, arena);
        if (contains(p->text, SPAN("工作报告"))) year = found;
        if (!date) date = found;
    }
    if (year || date) return year ? year : date;
    return layout->year == NO_NUMBER ? 0 : (int)layout->year + 1;
}

struct time_document time_document_read(const struct time_rules *rules,
                                        const struct layout *layout, struct arena *arena)
{
    struct time_document document = {0};
    document.report = is_report(layout);
    if (document.report) document.now = report_year(rules, layout, arena);
    bool known = layout->year != NO_NUMBER && layout->year > 0 && layout->year < YEARS;
    document.year = known ? (int)layout->year : commonest_opening(rules, layout, arena);
    if (document.report && !document.year && document.now)
        document.year = document.now - 1;
    return document;
}

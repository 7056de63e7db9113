// SPDX-License-Identifier: Apache-2.0
//
// The document's title, the year that it covers, and the year that a bare `3月5日` takes
// in each entry. A work report of 2014 reviews 2013 and plans 2014: its headings say so
// (`一、2013年工作回顾`). A yearbook's entries open with their year; the year that most
// of them open with is the document's. A volume `年鉴（2019）` covers 2018.
#include "stages/base/numeral.h"
#include "stages/segment/glyph.h"
#include "stages/segment/meta.h"
#include "stages/segment/pattern.h"
#include "stages/segment/sheet.h"

enum {
    FIRST_YEAR = 1000,
    YEARS = 1100,
    OPENING = 48,
    ERA_OPENING = 12,
    MAX_LOOK = 4096,
    HEAD = 512
};

static const struct span reviews[] = {SPAN("回顾"),     SPAN("总结"),     SPAN("过去"),
                                      SPAN("完成情况"), SPAN("执行情况"), {0}};
static const struct span plans[] = {SPAN("安排"), SPAN("计划"), SPAN("任务"),
                                    SPAN("展望"), SPAN("打算"), SPAN("目标"),
                                    {0}};

// The value of an Arabic or Chinese digit, or -1.
static int digit_of(uint32_t c)
{
    return c >= '0' && c <= '9' ? (int)(c - '0') : numeral_digit(c);
}

// The year written at byte i (2018, 二〇一八), or -1; *length its bytes.
static int year_at(struct span s, size_t i, size_t *length)
{
    int year = 0;
    size_t from = i;
    for (size_t k = 0; k < 4; k++) {
        int digit = i < s.n ? digit_of(utf8_next(s, &i)) : -1;
        if (digit < 0) return -1;
        year = year * 10 + digit;
    }
    if (i < s.n && s.at[i] >= '0' && s.at[i] <= '9') return -1;
    if (from > 0 && s.at[from - 1] >= '0' && s.at[from - 1] <= '9') return -1;
    *length = i - from;
    return year >= FIRST_YEAR && year < FIRST_YEAR + YEARS ? year : -1;
}

// The number up to 99 before 年 at the head of s, in digits or Chinese numerals (元 is
// 1), or -1.
static int small_number(struct span s)
{
    int value = 0;
    for (size_t i = 0, count = 0; i < s.n && count < 5; count++) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        if (c == 0x5E74) return count > 0 ? value : -1;           // 年
        if (c == ' ' || (c == 0x5143 && value == 0 && at == 0)) { // 元
            value += c != ' ';
            continue;
        }
        if (c == 0x5341) { // 十
            value = value ? value * 10 : 10;
            continue;
        }
        int digit = digit_of(c);
        if (digit < 0) return -1;
        value = c <= '9' ? value * 10 + digit : value + digit;
    }
    return -1;
}

// `自2004年以来`, `比2017年增长`, `距今1200年`: a year that is looked back to, not the
// one told of, or a number of years.
static bool is_looked_back(struct span before)
{
    static const struct span words[] = {SPAN("自"), SPAN("从"), SPAN("比"), SPAN("距今"),
                                        SPAN("约"), SPAN("近"), {0}};
    return pattern_ends(before, words);
}

// `1950年生`, `表彰2012年度先进单位`: the year of a thing. unit: from 年 on.
static bool is_attribute(struct span unit)
{
    static const struct span born[] = {SPAN("年生"), SPAN("年出生"), {0}};
    size_t i = strlen("年度");
    if (!span_starts(unit, SPAN("年度"))) return pattern_starts(unit, born);
    return i < unit.n && !(glyph_class(utf8_next(unit, &i)) & GLYPH_PAUSE);
}

// The first `2018年` in s at or after *i and before `limit`; -1 where there is none. What
// stands in book titles is passed over.
static int next_year(struct span s, size_t *i, size_t limit)
{
    int depth = 0;
    size_t end = limit < s.n ? limit : s.n;
    for (size_t at = *i, next = at, length; at < end; at = next) {
        uint32_t c = utf8_next(s, &next);
        bool book = c == 0x300A || c == 0x300B;
        bool begins = c == '1' || c == '2' || c == 0x4E00 || c == 0x4E8C;
        if (!book && !begins) continue;
        if (c == 0x300A) depth++;
        if (c == 0x300B && depth > 0) depth--;
        if (depth > 0 || !begins) continue;
        int year = year_at(s, at, &length);
        if (year < 0) continue;
        next = at + length;
        while (next < s.n && s.at[next] == ' ')
            next++;
        *i = next;
        struct span unit = span_cut(s, next, s.n);
        if (!span_starts(unit, SPAN("年")) || is_attribute(unit)) continue;
        if (!is_looked_back(span_cut(s, 0, at))) return year;
    }
    *i = end;
    return -1;
}

// The first year by the name of an era in s before `limit` (`民国16年`, `光绪三年`), or
// -1.
static int era_year(struct span s, size_t limit)
{
    for (size_t i = 0; i < s.n && i < limit; i += utf8_width(s.at[i])) {
        int before;
        size_t length = pattern_era(span_cut(s, i, s.n), &before);
        if (length == 0) continue;
        int year = small_number(span_cut(s, i + length, s.n));
        if (year > 0) return before + year;
    }
    return -1;
}

// span_find for a sign of three bytes, of which the last is rare.
static size_t find_sign(struct span s, size_t from, struct span sign)
{
    for (size_t i = from + 2; i < s.n; i++) {
        const char *at = memchr(s.at + i, sign.at[2], s.n - i);
        if (!at) break;
        i = (size_t)(at - s.at);
        if (memcmp(at - 2, sign.at, 3) == 0) return i - 2;
    }
    return s.n;
}

// The year that an entry opens with: in its first sentence, at the head of a clause.
static int opening_year(struct span text)
{
    struct span head = span_cut(text, 0, text.n < HEAD ? text.n : HEAD);
    size_t close = find_sign(head, 0, SPAN("】"));
    size_t i = close < head.n ? close + strlen("】") : 0, last = i + OPENING + 12;
    size_t limit = last < text.n ? last : text.n;
    size_t stop = find_sign(span_cut(text, 0, limit), i, SPAN("。"));
    size_t from = i;
    int year = next_year(text, &i, stop);
    if (year >= 0) return i <= last ? year : -1;
    return era_year(span_cut(text, from, stop), ERA_OPENING);
}

static int heading_year(struct span text)
{
    size_t i = 0;
    int year = next_year(text, &i, text.n);
    return year >= 0 ? year : era_year(text, text.n);
}

// The year in a title: with 年, or the volume of a yearbook in brackets, less one.
static int title_year(struct span title)
{
    int year = heading_year(title);
    if (year >= 0) return year;
    if (span_find(title, SPAN("年鉴"), 0) == title.n) return -1;
    for (size_t i = 0; i < title.n; i += utf8_width(title.at[i])) {
        size_t length;
        int volume = year_at(title, i, &length);
        if (volume >= 0) return volume - 1;
    }
    return -1;
}

static int most_voted(const uint32_t *votes, uint32_t *count, uint32_t *total)
{
    int best = -1;
    *count = *total = 0;
    for (int y = 0; y < YEARS; y++) {
        *total += votes[y];
        if (votes[y] == 0 || votes[y] < *count) continue;
        *count = votes[y];
        best = FIRST_YEAR + y;
    }
    return best;
}

static int review_year(const struct layout *layout)
{
    for (size_t p = 0; p < layout->paragraphs.n; p++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[p];
        bool heading =
            paragraph->role == ROLE_HEADING1 || paragraph->role == ROLE_HEADING2;
        if (!heading || !pattern_holds_any(paragraph->text, reviews)) continue;
        if (pattern_holds_any(paragraph->text, plans)) continue;
        int year = heading_year(paragraph->text);
        if (year >= 0) return year;
    }
    return -1;
}

// The year most entries open with, where several agree.
static int opened_year(const struct layout *layout, const int *own)
{
    uint32_t votes[YEARS] = {0}, count, total;
    for (size_t e = 0; e < layout->entries.n; e++) {
        const struct entry *entry = &layout->entries.at[e];
        if (entry->title.n == 0) continue;
        if (own[e] >= 0) votes[own[e] - FIRST_YEAR]++;
    }
    int best = most_voted(votes, &count, &total);
    return count >= 2 && count * 5 >= total * 2 ? best : -1;
}

// The year most named in the first half of the entries: a report reviews before it plans.
static int named_year(const struct layout *layout, bool report)
{
    uint32_t votes[YEARS] = {0}, count, total;
    size_t half = (layout->entries.n + 1) / 2;
    for (size_t e = 0; e < half; e++) {
        const struct entry *entry = &layout->entries.at[e];
        struct span text = layout->paragraphs.at[entry->paras.at[0]].text;
        size_t limit = text.n < MAX_LOOK ? text.n : MAX_LOOK;
        for (size_t i = 0; i < limit;) {
            int year = next_year(text, &i, limit);
            if (year >= 0) votes[year - FIRST_YEAR]++;
        }
    }
    int best = most_voted(votes, &count, &total);
    bool most = count * 2 > total; // a gazetteer names the years of centuries
    return (report && count >= 2) || most ? best : -1;
}

// `经  济  管  理` without its white space.
static struct span unspaced(struct arena *arena, struct span s)
{
    if (!pattern_is_spaced(s)) return s;
    char *out = ARENA_NEW(arena, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        if (utf8_is_space(utf8_next(s, &i))) continue;
        memcpy(out + n, s.at + at, i - at);
        n += i - at;
    }
    return (struct span){out, n};
}

static struct span find_title(const struct layout *layout)
{
    struct span heading = SPAN("");
    for (size_t p = 0; p < layout->paragraphs.n; p++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[p];
        if (paragraph->role == ROLE_ENTRY) break;
        bool book = p == 0 && meta_is_book(paragraph->text);
        if (paragraph->role == ROLE_META && (book || meta_is_paper(paragraph->text)))
            return paragraph->text;
        if (paragraph->role == ROLE_HEADING1 && heading.n == 0) heading = paragraph->text;
    }
    return heading;
}

// The year that the volume covers whose running head stands on the pages.
static int banner_year(const struct layout *layout)
{
    for (size_t p = 0; p < layout->paragraphs.n; p++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[p];
        if (paragraph->role != ROLE_FURNITURE) continue;
        if (pattern_banner(paragraph->text) == BANNER_NONE) continue;
        int year = title_year(paragraph->text);
        if (year >= 0) return year;
    }
    return -1;
}

static int document_year(const struct layout *layout, const int *own)
{
    int year = review_year(layout);
    if (year < 0) year = opened_year(layout, own);
    int title = title_year(layout->title);
    bool report = span_find(layout->title, SPAN("报告"), 0) < layout->title.n;
    if (year < 0 && report) {
        year = named_year(layout, report);
        if (title >= 0 && (year < title - 1 || year > title)) year = title - 1;
    }
    if (year < 0) year = title;
    if (year < 0) year = banner_year(layout);
    return year >= 0 ? year : named_year(layout, report);
}

static bool same_section(const struct entry *a, const struct entry *b)
{
    if (a->path.n != b->path.n) return false;
    return a->path.n == 0 ||
           span_eq(a->path.at[a->path.n - 1], b->path.at[b->path.n - 1]);
}

// The year of a section: a heading's, else the one that its first entry (`概况`) or most
// of its entries open with (a vote in one pass: R. Boyer, J Moore 1981); -1 where none
// says so. Without brackets around titles, only in a document that covers a year: the
// entries of a gazetteer are of many.
static int section_year(const struct layout *layout, const int *own, size_t from,
                        size_t to)
{
    const struct entry *first = &layout->entries.at[from];
    for (size_t h = first->path.n; h-- > 0;) {
        int year = heading_year(first->path.at[h]);
        if (year >= 0) return year;
    }
    int year = own[from], agree = year >= 0 ? 2 : 0;
    bool bracket =
        span_starts(layout->paragraphs.at[first->paras.at[0]].text, SPAN("【"));
    if (first->title.n == 0 || (!bracket && layout->year == NO_NUMBER)) return -1;
    for (size_t e = from + 1 - (year < 0); e < to; e++) {
        if (own[e] < 0) continue;
        if (agree == 0) year = own[e];
        agree += own[e] == year ? 1 : -1;
    }
    return agree >= 2 ? year : -1;
}

// `10月1日　工程竣工`, `同年　…`, `△　…` without a year: of the year of the entry before.
static bool continues_year(const struct layout *layout, size_t e)
{
    size_t length, i = 0;
    struct span text = layout->paragraphs.at[layout->entries.at[e].paras.at[0]].text;
    if (pattern_date(text, &length) != DATE_NONE) return true;
    return text.n > 0 && glyph_class(utf8_next(text, &i)) & GLYPH_BULLET;
}

static void set_years(struct layout *layout, const int *own, size_t from, size_t to)
{
    int section = section_year(layout, own, from, to);
    int document = layout->year == NO_NUMBER ? -1 : (int)layout->year;
    int before = -1;
    for (size_t e = from; e < to; e++) {
        int year = own[e];
        if (year < 0 && before >= 0 && continues_year(layout, e)) year = before;
        before = year;
        if (year < 0) year = section >= 0 ? section : document;
        layout->entries.at[e].year = year >= 0 ? year : NO_NUMBER;
    }
}

// `关于政府工作报告的决议（2014年1月10日…通过）` behind a report of 2013: entries below
// it, and before a heading, are of the year in which it was adopted.
static void set_adopted(const struct layout *layout, int *own)
{
    static const struct span adopted[] = {
        SPAN("通过"), SPAN("通过）"), SPAN("通过)"), {0}};
    int year = -1;
    for (size_t p = 0, entries = 0; p < layout->paragraphs.n; p++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[p];
        bool entry = paragraph->role == ROLE_ENTRY && paragraph->entry != NONE;
        if (entry && year >= 0 && own[paragraph->entry] < 0) own[paragraph->entry] = year;
        entries += entry;
        if (paragraph->role == ROLE_HEADING1 || paragraph->role == ROLE_HEADING2)
            year = -1;
        if (paragraph->role != ROLE_META) continue;
        bool act = entries > 0 && pattern_ends(paragraph->text, adopted);
        year = act ? heading_year(paragraph->text) : -1;
    }
}

void years_find(struct sheet *sheet, struct layout *layout)
{
    int *own = ARENA_NEW(sheet->arena, int, layout->entries.n + 1);
    for (size_t e = 0; e < layout->entries.n; e++) {
        uint32_t first = layout->entries.at[e].paras.at[0];
        own[e] = opening_year(layout->paragraphs.at[first].text);
    }
    set_adopted(layout, own);
    layout->title = unspaced(sheet->arena, find_title(layout));
    int document = document_year(layout, own);
    layout->year = document >= 0 ? document : NO_NUMBER;
    for (size_t from = 0, to; from < layout->entries.n; from = to) {
        to = from + 1;
        while (to < layout->entries.n &&
               same_section(&layout->entries.at[from], &layout->entries.at[to]))
            to++;
        set_years(layout, own, from, to);
    }
}

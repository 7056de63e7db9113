// SPDX-License-Identifier: Apache-2.0
//
// Reads one point of time by descent: a year, then a part of it, then a part of that.
// Pure; takes no memory. What it does not do: ranges of two points (time_scan.c), what a
// point means (time_resolve.c).
#include "stages/event/time_point.h"

#include "stages/base/utf8.h"
#include "stages/event/time_number.h"

struct reader {
    const struct time_rules *rules;
    struct span text;
    struct time_point *point; // its `end` is the cursor
    struct time_pair *pair;   // the number at the cursor, once it has been asked for
};

static bool here(const struct reader *r, struct span what)
{
    return time_number_has(r->text, r->point->end, what);
}

// Steps over `what` where it stands here.
static bool take(const struct reader *r, struct span what)
{
    if (!here(r, what)) return false;
    r->point->end += what.n;
    return true;
}

static void skip_space(const struct reader *r)
{
    r->point->end += time_number_space(r->text, r->point->end);
}

static bool in_context(const struct reader *r, enum time_context kind)
{
    return words_at(r->rules->context[kind], r->text, r->point->end, NULL) > 0;
}

static bool numbers_here(const struct reader *r, struct span unit,
                         struct time_numbers *numbers)
{
    if (r->pair->at != r->point->end) *r->pair = time_number_pair(r->text, r->point->end);
    return time_number_unit(r->text, r->pair, unit, numbers);
}

static bool give_years(const struct reader *r, int first, int last, size_t end)
{
    struct time_point *p = r->point;
    p->year_ref = YEAR_GIVEN;
    p->year = first;
    p->year_last = last;
    p->end = end;
    return true;
}

static void give_months(struct time_point *p, int first, int last)
{
    p->month_ref = MONTH_GIVEN;
    p->month = first;
    p->month_last = last;
}

static void give_days(struct time_point *p, int first, int last)
{
    p->day_ref = DAY_GIVEN;
    p->day = first;
    p->day_last = last;
}

// 2018.3.5, 2018-03-05, 2018/3/5
static bool read_numeric(const struct reader *r)
{
    struct time_number n[3];
    size_t at = r->point->end;
    if (!time_number_read(r->text, at, &n[0]) || n[0].digits != 4 || n[0].chinese)
        return false;
    if (n[0].value < 1800 || n[0].value > 2150 || n[0].end >= r->text.n) return false;
    struct span mark = span_cut(r->text, n[0].end, n[0].end + 1);
    if (mark.at[0] != '.' && mark.at[0] != '-' && mark.at[0] != '/') return false;
    for (int i = 1; i < 3; i++) {
        if (!time_number_has(r->text, n[i - 1].end, mark)) return false;
        if (!time_number_read(r->text, n[i - 1].end + 1, &n[i])) return false;
        if (n[i].digits > 2 || n[i].chinese) return false;
    }
    if (time_number_has(r->text, n[2].end, mark)) return false; // 2018.3.5.1
    give_months(r->point, n[1].value, n[1].value);
    give_days(r->point, n[2].value, n[2].value);
    return give_years(r, n[0].value, n[0].value, n[2].end);
}

static bool give_vague(struct time_point *p)
{
    p->year_ref = YEAR_VAGUE;
    p->year = p->year_last = 0;
    return true;
}

// 民国初设县公署: 初 belongs to the verb.
static bool founds(const struct reader *r)
{
    return here(r, SPAN("初设")) || here(r, SPAN("初置")) || here(r, SPAN("初建")) ||
           here(r, SPAN("初创"));
}

// 光绪初年, 民国末期
static bool read_era_part(const struct reader *r)
{
    static const struct span parts[] = {{"初年", 6}, {"初期", 6}, {"初", 3},
                                        {"末年", 6}, {"末期", 6}, {"末", 3},
                                        {"中叶", 6}, {"中期", 6}, {"后期", 6}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (founds(r) || take(r, parts[i])) return give_vague(r->point);
    return false;
}

// 光绪十年, 民国23年, 康熙年间; within a range also 二十六年 behind 民国二十三年.
static bool read_era(const struct reader *r, const struct time_era *running)
{
    uint32_t index;
    struct time_point *p = r->point;
    size_t start = p->end, n = words_at(r->rules->eras, r->text, start, &index);
    const struct time_era *era = n ? &r->rules->era[index] : running;
    struct time_numbers years;
    if (!era) return false;
    p->end += n;
    p->era = era;
    p->lunar = era->lunar;
    if (take(r, SPAN("元年"))) return give_years(r, era->first, era->first, p->end);
    if (n && (take(r, SPAN("年间")) || take(r, SPAN("时期"))))
        return give_years(r, era->first, era->last, p->end);
    if (n && read_era_part(r)) return true;
    if (numbers_here(r, SPAN("年"), &years) && years.first > 0 && years.last < 100 &&
        era->first + years.last - 1 <= era->last + 1)
        return give_years(r, era->first + years.first - 1, era->first + years.last - 1,
                          years.end);
    *p = (struct time_point){.end = start};
    return false;
}

// 2017/2018学年, 2018学年
static bool read_school(const struct reader *r)
{
    struct time_numbers n;
    if (!numbers_here(r, SPAN("学年"), &n) || n.digits != 4) return false;
    if (n.last < 100) n.last += n.first / 100 * 100;
    if (n.last == n.first) n.last++;
    r->point->school = true;
    give_years(r, n.first, n.last, n.end);
    take(r, SPAN("度"));
    return true;
}

// 2018年, 2016—2018年, 1998—99年, 一九五八年
static bool read_plain_year(const struct reader *r)
{
    struct time_numbers n;
    size_t start = r->point->end;
    if (!numbers_here(r, SPAN("年"), &n) || n.digits != 4) return false;
    if (n.first < 1000 || n.first > 2150) return false;
    if (n.last < 100) n.last += n.first / 100 * 100;
    if (words_before(r->rules->context[CONTEXT_DURATION], r->text, start, NULL))
        return false; // 近2000年
    give_years(r, n.first, n.last, n.end);
    if (!in_context(r, CONTEXT_NOT_YEAR)) return true;
    *r->point = (struct time_point){.end = start};
    return false;
}

static int read_century(const struct reader *r)
{
    struct time_numbers n;
    if (take(r, SPAN("上世纪"))) return 1901;
    if (take(r, SPAN("本世纪"))) return 2001;
    if (!numbers_here(r, SPAN("世纪"), &n) || n.first < 1 || n.first > 21) return 0;
    r->point->end = n.end;
    return n.first * 100 - 99;
}

// 20世纪80年代, 90年代, 1980年代, 20世纪
static bool read_decade(const struct reader *r)
{
    struct time_numbers n;
    size_t start = r->point->end;
    int century = read_century(r);
    skip_space(r);
    if (numbers_here(r, SPAN("年代"), &n) && n.first % 10 == 0 && n.last % 10 == 0) {
        int base = n.digits == 4 ? 0 : century ? century - 1 : 1900;
        if (n.digits <= 2 || n.first >= 1000)
            return give_years(r, base + n.first, base + n.last + 9, n.end);
    }
    if (century && r->point->end > start) {
        bool bare = time_number_has(r->text, start, SPAN("上")) ||
                    time_number_has(r->text, start, SPAN("本"));
        if (!bare) return give_years(r, century, century + 99, r->point->end);
    }
    r->point->end = start;
    return false;
}

// Closes a named period or feast: whether 期间 or the like makes a time of it.
static void close_name(const struct reader *r)
{
    r->point->named = true;
    size_t n = words_at(r->rules->context[CONTEXT_PERIOD], r->text, r->point->end, NULL);
    r->point->period = n > 0;
    r->point->end += n;
}

// 抗战前, “文革”后: a time outside the period that is named.
static bool is_outside(struct span text, size_t from, size_t to)
{
    static const struct span words[] = {{"前", 3}, {"之前", 6}, {"以前", 6}, {"前夕", 6},
                                        {"后", 3}, {"之后", 6}, {"以后", 6}};
    struct span word = span_cut(text, from, to);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_eq(word, words[i])) return true;
    return false;
}

// “十二五”期间; 解放后, of a turning point, which has no years
static bool read_plan(const struct reader *r)
{
    uint32_t index;
    size_t start = r->point->end;
    bool quoted =
        words_at(r->rules->plans, r->text, start, NULL) == 0 && take(r, SPAN("“"));
    size_t n = words_at(r->rules->plans, r->text, r->point->end, &index);
    if (n) {
        r->point->end += n;
        if (!quoted || take(r, SPAN("”"))) {
            const struct time_plan *plan = &r->rules->plan[index];
            size_t end = r->point->end;
            give_years(r, plan->first, plan->last, end);
            close_name(r);
            if (!plan->first || is_outside(r->text, end, r->point->end))
                give_vague(r->point);
            return (quoted && plan->first) || r->point->period;
        }
    }
    *r->point = (struct time_point){.end = start};
    return false;
}

static void refer_year(struct time_point *p, int ref, int offset)
{
    p->year_ref = ref;
    p->year = p->year_last = offset;
}

// A word that tells a year or a part of the entry's own: 去年, 翌年, 全年, 上半年.
static bool read_year_word(const struct reader *r)
{
    uint32_t index;
    struct time_point *p = r->point;
    size_t n = words_at(r->rules->words, r->text, p->end, &index);
    if (!n) return false;
    const struct time_word *word = &r->rules->word[index];
    switch (word->kind) {
    case WORD_NOW:
        refer_year(p, YEAR_NOW, word->a);
        break;
    case WORD_TOLD_YEAR:
        refer_year(p, YEAR_TOLD, word->a);
        break;
    case WORD_SAID_YEAR:
        refer_year(p, YEAR_SAID, word->a);
        break;
    case WORD_YEAR:
        refer_year(p, YEAR_HERE, 0);
        break;
    case WORD_YEARS: // 南宋绍兴八年 is told by its era
        if (words_at(r->rules->eras, r->text, p->end + n, NULL)) return false;
        if (!word->a) return give_vague(p), p->end += n, true;
        return give_years(r, word->a, word->b, p->end + n);
    case WORD_MONTHS:
    case WORD_CLOSE:
        refer_year(p, YEAR_HERE, 0);
        give_months(p, word->a, word->b);
        p->close = word->kind == WORD_CLOSE;
        break;
    default:
        return false;
    }
    p->end += n;
    return true;
}

static bool read_year(const struct reader *r, const struct time_point *before)
{
    if (read_numeric(r)) return true;
    take(r, SPAN("公元"));
    return read_era(r, before ? before->era : NULL) || read_school(r) ||
           read_plain_year(r) || read_decade(r) || read_plan(r) || read_year_word(r);
}

// 底, 末, 初, 内, 间, 春 … directly behind a year.
static bool read_year_edge(const struct reader *r)
{
    struct time_point *p = r->point;
    if (here(r, SPAN("初步")) || here(r, SPAN("内部")) || here(r, SPAN("间接")))
        return false;
    if (take(r, SPAN("底")) || take(r, SPAN("末"))) {
        give_months(p, 12, 12);
        p->close = true;
        return true;
    }
    static const struct {
        struct span word;
        int first, last;
    } parts[] = {{{"初", 3}, 1, 1}, {{"春天", 6}, 3, 5}, {{"春", 3}, 3, 5},
                 {{"夏", 3}, 6, 8}, {{"秋", 3}, 9, 11},  {{"冬", 3}, 12, 12}};
    if (here(r, SPAN("春节")) || here(r, SPAN("春运"))) return false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!take(r, parts[i].word)) continue;
        give_months(p, parts[i].first, parts[i].last);
        return true;
    }
    return take(r, SPAN("内")) || take(r, SPAN("间"));
}

// 前三个月, 头两个月, 1—3季度
static bool read_first_months(const struct reader *r)
{
    struct time_numbers n;
    struct time_point *p = r->point;
    size_t start = p->end;
    if (numbers_here(r, SPAN("季度"), &n) && n.first >= 1 && n.first < n.last &&
        n.last <= 4) {
        give_months(p, n.first * 3 - 2, n.last * 3);
        p->end = n.end;
        return true;
    }
    if (!take(r, SPAN("前")) && !take(r, SPAN("头"))) return false;
    if (take(r, SPAN("两个月"))) return give_months(p, 1, 2), true;
    if (numbers_here(r, SPAN("个月"), &n) && n.first >= 2 && n.first <= 12 &&
        n.first == n.last) {
        give_months(p, 1, n.first);
        p->end = n.end;
        return true;
    }
    p->end = start;
    return false;
}

// 正月, 腊月, 闰四月, 农历八月
static bool read_lunar_month(const struct reader *r)
{
    static const struct span calendars[] = {
        {"农历", 6}, {"阴历", 6}, {"旧历", 6}, {"夏历", 6}};
    struct time_point *p = r->point;
    size_t start = p->end;
    for (size_t i = 0; i < 4; i++)
        p->lunar |= take(r, calendars[i]);
    p->leap = take(r, SPAN("闰"));
    p->lunar |= p->leap;
    static const struct {
        struct span word;
        int month;
    } names[] = {{{"正月", 6}, 1}, {{"冬月", 6}, 11}, {{"腊月", 6}, 12}};
    for (size_t i = 0; i < 3; i++) {
        if (!take(r, names[i].word)) continue;
        give_months(p, names[i].month, names[i].month);
        p->lunar = true;
        return true;
    }
    struct time_numbers n;
    if (p->lunar && numbers_here(r, SPAN("月"), &n) && n.first == n.last) {
        give_months(p, n.first, n.first);
        p->end = n.end;
        return true;
    }
    p->lunar = p->era && p->era->lunar;
    p->leap = false;
    p->end = start;
    return false;
}

static bool read_plain_month(const struct reader *r)
{
    struct time_numbers n;
    struct time_point *p = r->point;
    size_t start = p->end;
    if (!numbers_here(r, SPAN("月"), &n) || n.digits > 2 || n.last > 99) return false;
    p->end = n.end;
    if (in_context(r, CONTEXT_NOT_MONTH)) {
        p->end = start;
        return false;
    }
    take(r, SPAN("份"));
    give_months(p, n.first, n.last);
    return true;
}

static bool read_feast(const struct reader *r)
{
    uint32_t index;
    struct time_point *p = r->point;
    size_t n = words_at(r->rules->feasts, r->text, p->end, &index);
    if (!n) return false;
    p->end += n;
    p->feast = &r->rules->feast[index];
    close_name(r);
    return true;
}

// A month or another part of a year. With a year in front (`behind`) words like 年底 and
// 上半年 belong to it.
static bool read_month(const struct reader *r, bool behind)
{
    struct time_point *p = r->point;
    uint32_t index;
    size_t n = words_at(r->rules->words, r->text, p->end, &index);
    const struct time_word *word = n ? &r->rules->word[index] : NULL;
    if (word && behind && word->kind == WORD_YEAR) return p->end += n, true;
    if (word && behind && (word->kind == WORD_MONTHS || word->kind == WORD_CLOSE)) {
        give_months(p, word->a, word->b);
        p->close = word->kind == WORD_CLOSE;
        return p->end += n, true;
    }
    if (word && !behind && word->kind == WORD_SAID_MONTH) {
        p->month_ref = MONTH_SAID;
        p->month = p->month_last = word->a;
        return p->end += n, true;
    }
    return read_lunar_month(r) || read_plain_month(r) || read_first_months(r) ||
           read_feast(r);
}

// 初五, 十五, 廿三: a day of a lunar month without 日.
static bool read_lunar_day(const struct reader *r)
{
    struct time_number n;
    size_t at = r->point->end;
    bool early = time_number_has(r->text, at, SPAN("初"));
    if (early) at += 3;
    if (!time_number_read(r->text, at, &n) || !n.chinese || n.value < 1 || n.value > 30)
        return false;
    if (!early && n.value < 11) return false;
    give_days(r->point, n.value, n.value);
    r->point->end = n.end;
    take(r, SPAN("日"));
    return true;
}

// 日, or behind a month also 号; with a month the day may be a word (上旬, 底).
static bool read_day_number(const struct reader *r, bool behind)
{
    struct time_numbers n;
    struct time_point *p = r->point;
    if (!numbers_here(r, SPAN("日"), &n) && !(behind && numbers_here(r, SPAN("号"), &n)))
        return false;
    if ((n.digits > 2 && !n.chinese) || n.last > 99) return false;
    give_days(p, n.first, n.last);
    p->chinese = n.chinese;
    p->end = n.end;
    return true;
}

static bool read_day_word(const struct reader *r, bool behind)
{
    uint32_t index;
    struct time_point *p = r->point;
    size_t n = words_at(r->rules->words, r->text, p->end, &index);
    const struct time_word *word = n ? &r->rules->word[index] : NULL;
    if (word && word->kind == WORD_TENTH) {
        give_days(p, word->a, word->b ? word->b : DAY_LAST);
        if (!behind) p->month_ref = MONTH_SAID, p->month = p->month_last = 0;
        return p->end += n, true;
    }
    if (word && !behind && word->kind == WORD_SAID_DAY) {
        p->day_ref = DAY_SAID;
        p->day = p->day_last = word->a;
        return p->end += n, true;
    }
    if (word && !behind && (word->kind == WORD_EDGE || word->kind == WORD_EDGE_CLOSE)) {
        p->month_ref = MONTH_SAID;
        p->month = p->month_last = 0;
        p->close = word->kind == WORD_EDGE_CLOSE;
        return p->end += n, true;
    }
    if (!behind || here(r, SPAN("初步"))) return false;
    p->close = take(r, SPAN("底")) || take(r, SPAN("末"));
    return p->close || take(r, SPAN("初"));
}

static bool read_day(const struct reader *r, bool behind)
{
    return (r->point->lunar && behind && read_lunar_day(r)) ||
           read_day_number(r, behind) || read_day_word(r, behind);
}

// 光绪十年（1884年）三月: steps over the bracket between an era's year and its month.
static void skip_bracket(const struct reader *r)
{
    struct time_numbers n;
    size_t start = r->point->end;
    if (!r->point->era) return;
    bool open = take(r, SPAN("（")) || take(r, SPAN("("));
    take(r, SPAN("公元"));
    struct time_number year;
    if (open && numbers_here(r, SPAN("年"), &n) && n.digits == 4)
        r->point->end = n.end;
    else if (open && time_number_read(r->text, r->point->end, &year) && year.digits == 4)
        r->point->end = year.end;
    else
        open = false;
    if (!open || (!take(r, SPAN("）")) && !take(r, SPAN(")")))) r->point->end = start;
}

// The parts behind a year or a month, each only where it stands there.
static void read_rest(const struct reader *r, bool year)
{
    struct time_point *p = r->point;
    size_t start = p->end;
    bool month = p->month_ref != MONTH_NONE;
    bool whole = p->year_ref != YEAR_HERE && p->year_ref != YEAR_VAGUE &&
                 p->year == p->year_last && !p->school && !p->named &&
                 p->day_ref == DAY_NONE;
    if (year && !month && whole) {
        skip_bracket(r);
        skip_space(r);
        bool behind = p->end > start;
        month = read_month(r, true) || (!behind && read_year_edge(r));
        if (!month) p->end = start;
    }
    if (p->month_ref != MONTH_NONE && p->day_ref == DAY_NONE && !p->close) {
        start = p->end;
        skip_space(r);
        if (!read_day(r, true)) p->end = start;
    }
}

static bool is_kind(const struct time_rules *rules, uint32_t c, uint8_t kind)
{
    return c < 0x10000 && rules->chars[c] & kind;
}

// True where byte `at` begins a number before a unit of time, or a word of the rules: a
// quick look that spares most numbers of a text the descent.
static bool may_begin(const struct time_rules *rules, struct span text, size_t at)
{
    enum { BEFORE = 0x524D, HEAD = 0x5934, QUOTE = 0x201C }; // 前头“
    if (at >= text.n) return false;
    struct time_number n;
    size_t behind = at;
    uint32_t c = utf8_next(text, &behind);
    bool count = c == BEFORE || c == HEAD;
    if (count && time_number_read(text, behind, &n)) return true;
    if (is_kind(rules, c, CHAR_DIGIT) && time_number_read(text, at, &n)) {
        size_t i = n.end + time_number_space(text, n.end);
        if (i < text.n && is_kind(rules, utf8_next(text, &i), CHAR_UNIT)) return true;
    }
    return words_at(rules->openers, text, at, NULL) ||
           (c == QUOTE && words_at(rules->plans, text, behind, NULL));
}

bool time_point_read(const struct time_rules *rules, struct span text, size_t at,
                     const struct time_point *before, struct time_point *point)
{
    struct time_pair pair = {.at = SIZE_MAX};
    struct reader r = {rules, text, point, &pair};
    *point = (struct time_point){.end = at};
    if (!may_begin(rules, text, at)) return false;
    bool year = read_year(&r, before);
    if (!year) *point = (struct time_point){.end = at};
    if (!year && !read_month(&r, false) && !read_day(&r, false)) return false;
    read_rest(&r, year);
    return true;
}

size_t time_point_join(struct span text, size_t at)
{
    return time_number_join(text, at);
}

size_t time_point_number(struct span text, size_t at)
{
    size_t end = at;
    struct time_number n;
    while (end < text.n) {
        size_t next = end;
        uint32_t c = utf8_next(text, &next);
        bool ascii = (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '%';
        if (!ascii && (!time_number_read(text, end, &n) || n.chinese)) break;
        end = ascii ? next : n.end;
    }
    if (end == at && time_number_read(text, at, &n)) end = n.end;
    return end - at;
}

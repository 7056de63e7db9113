// SPDX-License-Identifier: Apache-2.0
//
// Writes down what a quantity tells: the value of the indicator before it, or the change
// of the statistic before it (…,增长8.5%) or of an indicator of its own
// (信访总量同比减少6.39%), and both for several at once behind 分别. Memory: the
// document's arena.
#include "stages/event/statistics_find.h"

#include "stages/base/utf8.h"

enum { MOST = 12 }; // that 分别 may tell of

struct quantities {
    struct quantity at[MOST];
    size_t n;
};

static const struct words *beside(const struct statistics_line *line,
                                  enum statistics_context kind)
{
    return line->rules->beside[kind];
}

static size_t separator_at(struct span text, size_t at)
{
    static const struct span separators[] = {{"、", 3}, {"和", 3}, {"与", 3}, {"及", 3}};
    for (size_t i = 0; i < 4; i++)
        if (at < text.n && span_starts(span_cut(text, at, text.n), separators[i]))
            return separators[i].n;
    return 0;
}

// The bare quantities that follow: 5%、6%和7%.
static void read_following(const struct statistics_line *line, struct quantities *all)
{
    while (all->n < MOST) {
        size_t end = all->at[all->n - 1].to;
        size_t n = separator_at(line->text, end);
        if (!n || !statistics_quantity_read(line->rules, line->text, end + n, line->arena,
                                            &all->at[all->n]))
            return;
        all->n++;
    }
}

// Cuts [from, to) at 、 and 和 into n parts. False where it does not have so many.
static bool cut_names(const struct statistics_line *line, size_t from, size_t to,
                      struct indicator names[MOST], size_t n)
{
    size_t k = 0, begin = from;
    for (size_t i = from; i <= to;) {
        size_t separator = i < to ? separator_at(line->text, i) : 0;
        if (i == to || separator) {
            if (k == n) return false;
            names[k++] = statistics_indicator(line, begin, i);
            begin = i + separator;
        }
        if (i == to) break;
        i += separator ? separator : utf8_width(line->text.at[i]);
    }
    for (size_t i = 0; i < k; i++)
        if (!statistics_names(line, &names[i])) return false;
    return k == n;
}

struct statistic *statistics_push(struct statistics_line *line,
                                  const struct indicator *name, const struct quantity *q)
{
    struct statistics_found *f = line->found;
    struct time_value time = time_govern(line->times, line->para, (uint32_t)q->from, -1);
    struct span nothing = SPAN("");
    struct statistic s = {.para = line->para,
                          .from = (uint32_t)name->from,
                          .to = (uint32_t)q->to,
                          .indicator = span_cut(line->text, name->from, name->to),
                          .value = nothing,
                          .unit = nothing,
                          .change = nothing,
                          .base = nothing,
                          .time = time.iso};
    if (name->n_places) {
        s.place.at = ARENA_NEW(line->arena, struct argument, name->n_places);
        memcpy(s.place.at, name->places, name->n_places * sizeof name->places[0]);
        s.place.n = name->n_places;
    }
    struct statistic *at = &ARENA_PUSH(line->arena, f->at, f->n, f->capacity);
    *at = s;
    return at;
}

static bool in_sentence(const struct statistics_line *line)
{
    return line->found->n > line->sentence;
}

static void add_value(struct statistics_line *line, const struct indicator *name,
                      const struct quantity *q)
{
    struct span before = SPAN("");
    if (in_sentence(line)) before = line->found->at[line->found->n - 1].indicator;
    struct statistic *s = statistics_push(line, name, q);
    // 房地产投资81.65亿元,占总投资72.5%: the share is that of what was told before.
    if (before.n && span_starts(s->indicator, SPAN("占")))
        s->indicator = arena_printf(line->arena, "%.*s%.*s", (int)before.n, before.at,
                                    (int)s->indicator.n, s->indicator.at);
    s->value = q->value;
    s->unit = q->unit;
}

static void set_change(struct statistics_line *line, struct statistic *s,
                       const struct change *change, const struct quantity *q)
{
    s->change = arena_printf(line->arena, "%c%.*s%.*s", change->sign > 0 ? '+' : '-',
                             (int)q->value.n, q->value.at, (int)q->unit.n, q->unit.at);
    s->to = (uint32_t)q->to;
    if (change->base.n)
        s->base = change->base;
    else if (change->bare && line->risen && s == &line->found->at[line->risen - 1])
        s->base = line->risen_from;
    else if (!change->other)
        s->base = time_year_before(s->time, line->arena);
}

// True where 分别 stands in [from, to).
static bool each(const struct statistics_line *line, size_t from, size_t to)
{
    return span_find(span_cut(line->text, from, to), SPAN("分别"), 0) < to - from;
}

// The statistics of this sentence that the last n quantities may belong to.
static struct statistic *last_statistics(struct statistics_line *line, size_t n)
{
    struct statistics_found *f = line->found;
    if (f->n - line->sentence < n) return NULL;
    for (size_t i = f->n - n; i < f->n; i++)
        if (f->at[i].change.n) return NULL;
    return &f->at[f->n - n];
}

// 比承诺日期缩短78.5%,比法定日期缩短84.8%: one indicator compared twice is two
// statistics.
static struct statistic *compared_again(struct statistics_line *line,
                                        const struct change *change,
                                        const struct quantity *q)
{
    if (!in_sentence(line) || !(change->other || change->base.n)) return NULL;
    struct indicator none = {.from = change->from, .to = q->to};
    struct span before = line->found->at[line->found->n - 1].indicator;
    struct statistic *s = statistics_push(line, &none, q);
    s->indicator = before;
    return s;
}

// 第一产业和第二产业增加值分别…: the head that only the last of the n statistics added
// last has, behind the word that all of them end in (产业), is that of the others too.
static void share_head(struct statistics_line *line, size_t n)
{
    enum { WORD = 6, LEAST = 6 }; // bytes: two characters
    struct statistics_found *f = line->found;
    struct span last = f->at[f->n - 1].indicator;
    for (size_t i = f->n - n; i + 1 < f->n; i++) {
        struct span own = f->at[i].indicator;
        struct span word = span_cut(own, own.n > WORD ? own.n - WORD : 0, own.n);
        size_t at = own.n > WORD ? span_find(last, word, 0) : last.n;
        if (at + WORD + LEAST > last.n) continue;
        struct span head = span_cut(last, at + WORD, last.n);
        f->at[i].indicator = arena_printf(line->arena, "%.*s%.*s", (int)own.n, own.at,
                                          (int)head.n, head.at);
    }
}

static size_t add_changes(struct statistics_line *line, const struct change *change,
                          const struct quantity *q)
{
    struct quantities all = {{*q}, 1};
    struct indicator names[MOST];
    struct indicator name = statistics_indicator(line, line->left, change->from);
    if (each(line, line->left, q->from)) read_following(line, &all);
    size_t end = all.at[all.n - 1].to;
    if (name.from == name.to) {
        struct statistic *s = last_statistics(line, all.n);
        if (!s && all.n == 1) s = compared_again(line, change, q);
        for (size_t i = 0; s && i < all.n; i++)
            set_change(line, &s[i], change, &all.at[i]);
    } else if (all.n > 1 && cut_names(line, name.from, name.to, names, all.n)) {
        for (size_t i = 0; i < all.n; i++)
            set_change(line, statistics_push(line, &names[i], &all.at[i]), change,
                       &all.at[i]);
        share_head(line, all.n);
    } else if (all.n == 1 && statistics_names(line, &name)) {
        set_change(line, statistics_push(line, &name, q), change, q);
    }
    return end;
}

// 生产总值年均增长8.1%,达到461.4亿元: the value of what has risen. 突破1000万美元大关,
// 达到1086万美元: the round figure that was passed gives way to the value.
static void reaches(struct statistics_line *line, const struct quantity *q)
{
    if (!in_sentence(line) || line->left != line->clause) return;
    struct statistic *s = &line->found->at[line->found->n - 1];
    size_t n = words_at(beside(line, BESIDE_LINK), line->text, line->left, NULL);
    bool passed = span_ends(span_cut(line->text, 0, s->to), SPAN("大关"));
    bool has_figure = (s->value.n || s->unit.n) && !passed;
    if (!n || has_figure || line->left - s->to > SPAN("，").n) return;
    s->value = q->value;
    s->unit = q->unit;
    s->to = (uint32_t)q->to;
}

// 9批、50多人次, 35件41人: the same counted in another unit.
static bool follows_quantity(const struct statistics_line *line, const struct quantity *q)
{
    if (!in_sentence(line) || line->left == line->clause) return false;
    struct span between = utf8_trim(span_cut(line->text, line->left, q->from));
    bool joined = between.n == 0 && line->found->at[line->found->n - 1].to == line->left;
    return joined || span_eq(between, SPAN("、"));
}

// 亩 of 万亩.
static struct span plain_unit(struct span unit)
{
    struct span scales = SPAN("十百千万亿");
    while (unit.n &&
           span_find(scales, span_cut(unit, 0, utf8_width(unit.at[0])), 0) < scales.n)
        unit = span_cut(unit, utf8_width(unit.at[0]), unit.n);
    return unit;
}

// 改造低产田1.2万亩,其中沙河乡3600亩: what was told before, of a place in it. A place or
// body alone names nothing else.
static void add_part(struct statistics_line *line, const struct indicator *name,
                     const struct quantity *q)
{
    if (!in_sentence(line)) return;
    struct statistic before = line->found->at[line->found->n - 1];
    if (!span_eq(plain_unit(before.unit), plain_unit(q->unit))) return;
    struct statistic *s = statistics_push(line, name, q);
    s->indicator = before.indicator;
    s->value = q->value;
    s->unit = q->unit;
}

static void add_counted_again(struct statistics_line *line, const struct quantity *q)
{
    struct statistic before = line->found->at[line->found->n - 1];
    struct indicator none = {.from = q->from, .to = q->to};
    struct statistic *s = statistics_push(line, &none, q);
    s->indicator = before.indicator;
    s->value = q->value;
    s->unit = q->unit;
    s->place.at = before.place.at;
    s->place.n = before.place.n;
}

static size_t add_values(struct statistics_line *line, const struct quantity *q)
{
    struct quantities all = {{*q}, 1};
    struct indicator names[MOST];
    struct indicator name = statistics_indicator(line, line->left, q->from);
    if (each(line, name.to, q->from)) read_following(line, &all);
    if (all.n > 1 && cut_names(line, name.from, name.to, names, all.n)) {
        for (size_t i = 0; i < all.n; i++)
            add_value(line, &names[i], &all.at[i]);
        share_head(line, all.n);
        return all.at[all.n - 1].to;
    }
    if (statistics_alone(line, &name))
        add_part(line, &name, q);
    else if (q->kind == UNIT_TIME && !statistics_lasts(line, &name))
        return all.at[all.n - 1].to;
    else if (statistics_names(line, &name)) {
        for (size_t i = 0; i < all.n; i++) // 城乡居民收入分别为3万元和1万元
            add_value(line, &name, &all.at[i]);
        return all.at[all.n - 1].to;
    } else if (name.from == name.to && follows_quantity(line, q))
        add_counted_again(line, q);
    else if (name.from == name.to)
        reaches(line, q);
    return q->to;
}

static bool digit_at(struct span text, size_t at)
{
    return at < text.n && text.at[at] >= '0' && text.at[at] <= '9';
}

// True where no noun that a quantity could count stands at byte `at`.
static bool no_noun_at(const struct statistics_line *line, size_t at)
{
    struct span text = line->text;
    if (at >= text.n) return true;
    size_t next = at;
    uint32_t c = utf8_next(text, &next);
    if (!utf8_is_han(c)) return !digit_at(text, at) && c != 0x201C && c != 0x300A;
    return words_at(beside(line, BESIDE_GOES_ON), text, at, NULL) > 0 ||
           words_at(beside(line, BESIDE_UP), text, at, NULL) > 0 ||
           words_at(beside(line, BESIDE_DOWN), text, at, NULL) > 0;
}

bool statistics_stands(const struct statistics_line *line, const struct quantity *q)
{
    struct span text = line->text;
    size_t at = q->to;
    while (at < text.n && text.at[at] == ' ')
        at++;
    struct quantity next; // 35件41人
    if (digit_at(text, at) && !statistics_time_at(line, at))
        return statistics_quantity_read(line->rules, text, at, line->arena, &next) &&
               (digit_at(text, next.to) || no_noun_at(line, next.to));
    return no_noun_at(line, at);
}

bool statistics_later(const struct statistics_line *line, struct span iso)
{
    if (line->year == NO_NUMBER || iso.n < 4) return false;
    int64_t year = 0;
    for (size_t i = 0; i < 4; i++)
        year = year * 10 + (iso.at[i] - '0');
    return year > line->year;
}

// 到2020年,绿化率达到40%: a year behind the entry's own is planned.
static bool is_ahead(const struct statistics_line *line, const struct quantity *q)
{
    struct time_value time = time_govern(line->times, line->para, (uint32_t)q->from, -1);
    if (time.para != line->para || !statistics_later(line, time.iso)) return false;
    return span_starts(span_cut(line->text, time.from, line->text.n), SPAN("到")) ||
           span_ends(span_cut(line->text, 0, time.from), SPAN("到"));
}

// True where the clause tells what is planned, or compares with another indicator. Goes
// on where the look for the quantity before has ended.
static bool is_barred(struct statistics_line *line, size_t to)
{
    if (line->barred_from != line->clause || line->barred_to < line->clause ||
        line->barred_to > to) {
        line->barred_from = line->barred_to = line->clause;
        line->barred = false;
    }
    while (line->barred_to < to && !line->barred) {
        uint32_t bar = 0;
        size_t n = words_at(line->rules->bars, line->text, line->barred_to, &bar);
        line->barred = n && bar;
        line->barred_to += n ? n : utf8_width(line->text.at[line->barred_to]);
    }
    return line->barred;
}

// 5%—8%, 3000元至5000元: no figure that could be loaded. Sets *end behind it.
static bool is_range(const struct statistics_line *line, const struct quantity *q,
                     size_t *end)
{
    static const struct span joints[] = {{"—", 3}, {"–", 3},  {"～", 3}, {"~", 1},
                                         {"-", 1}, {"至", 3}, {"到", 3}};
    struct span rest = span_cut(line->text, q->to, line->text.n);
    size_t at = q->to;
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++)
        if (span_starts(rest, joints[i])) at += joints[i].n;
    if (at == q->to) return false;
    while (span_starts(span_cut(line->text, at, line->text.n), SPAN("—")))
        at += SPAN("—").n;
    size_t n = statistics_quantity_digits(line->text, at);
    struct quantity second;
    if (!n || statistics_time_at(line, at)) return false;
    struct span upper = span_cut(line->text, at, line->text.n);
    bool read = statistics_quantity_read(line->rules, upper, 0, line->arena, &second);
    *end = at + (read ? second.to : n);
    return true;
}

size_t statistics_add(struct statistics_line *line, const struct quantity *q)
{
    size_t end = 0;
    if (is_barred(line, q->from) || is_ahead(line, q))
        return statistics_stands(line, q) ? q->to : line->left;
    if (statistics_past(line, q, &end) || is_range(line, q, &end)) return end;
    if (!statistics_stands(line, q)) return line->left;
    struct change change = statistics_change(line, q->from);
    if (!change.sign) return add_values(line, q);
    struct indicator name = statistics_indicator(line, line->left, change.from);
    bool noun = change.rate && name.from < name.to;
    return noun ? add_values(line, q) : add_changes(line, &change, q);
}

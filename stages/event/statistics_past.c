// SPDX-License-Identifier: Apache-2.0
//
// From an old value to a new one:
// 地区生产总值从2010年的311.8亿元增加到2015年的476.97亿元, 办理时长由5.2天缩短至3.1天.
// Both are values of the one indicator, each at its own time; the old one's is empty
// where the text does not name it. Pure but for what it adds.
#include "stages/event/statistics_find.h"

#include "stages/base/utf8.h"

enum { LONGEST_PAST = 60, LONGEST_STEP = 60 }; // bytes before either quantity

struct past {
    struct quantity old, new;
    size_t marker;                  // where 由 or 从 begins
    struct span old_time, new_time; // "" where none is named
};

static const struct words *beside(const struct statistics_line *line,
                                  enum statistics_context kind)
{
    return line->rules->beside[kind];
}

static bool has(struct span text, size_t at, struct span what)
{
    return at <= text.n && span_starts(span_cut(text, at, text.n), what);
}

// Bytes at `at` that only lead to a quantity: a time (kept), 的, 约, 原来, white space.
static size_t step_at(const struct statistics_line *line, size_t at, struct span *time)
{
    const struct time_expression *e = statistics_time_at(line, at);
    if (e && e->from == at) {
        *time = e->iso;
        return e->to - at;
    }
    size_t next = at;
    if (utf8_is_space(utf8_next(line->text, &next))) return next - at;
    static const enum statistics_context kinds[] = {BESIDE_LINK, BESIDE_FILLER,
                                                    BESIDE_FORMER, BESIDE_MANNER};
    size_t longest = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t n = words_at(beside(line, kinds[i]), line->text, at, NULL);
        longest = n > longest ? n : longest;
    }
    return longest;
}

// Goes over steps from `at`, at most to `to`.
static size_t over_steps(const struct statistics_line *line, size_t at, size_t to,
                         struct span *time)
{
    while (at < to) {
        size_t n = step_at(line, at, time);
        if (!n) break;
        at += n;
    }
    return at;
}

// 由 or 从 before the quantity, with nothing between but steps, or words that end in 的
// (由改革前的5天). False where none stands there.
static bool find_marker(const struct statistics_line *line, struct past *past)
{
    size_t to = past->old.from, at = to;
    while (at > line->left && to - at < LONGEST_PAST) {
        at = utf8_back(line->text, at);
        if (!has(line->text, at, SPAN("由")) && !has(line->text, at, SPAN("从")))
            continue;
        if (words_at(beside(line, BESIDE_NO_NOUN), line->text, at, NULL)) return false;
        size_t first = at + SPAN("由").n;
        past->marker = at;
        size_t behind = over_steps(line, first, to, &past->old_time);
        return behind == to || span_ends(span_cut(line->text, first, to), SPAN("的"));
    }
    return false;
}

// The verb that leads to the new value: 增加到, 降至, 提高为; 0: none.
static size_t verb_at(const struct statistics_line *line, size_t at)
{
    static const struct span ends[] = {{"到", 3}, {"至", 3}, {"为", 3}, {"成", 3}};
    size_t link = words_at(beside(line, BESIDE_LINK), line->text, at, NULL);
    size_t up = words_at(beside(line, BESIDE_UP), line->text, at, NULL);
    size_t down = words_at(beside(line, BESIDE_DOWN), line->text, at, NULL);
    size_t verb = up > down ? up : down;
    struct span word = span_cut(line->text, at, at + link);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (verb && has(line->text, at + verb, ends[i])) return verb + ends[i].n;
        if (span_ends(word, ends[i])) return link;
    }
    return 0;
}

// Reads the new value behind the old one.
static bool read_new(const struct statistics_line *line, struct past *past)
{
    struct span text = line->text;
    struct span before_verb = SPAN("");
    size_t at = past->old.to;
    if (has(text, at, SPAN(","))) at += 1;
    if (has(text, at, SPAN("，"))) at += SPAN("，").n;
    for (size_t n; at < text.n && !verb_at(line, at); at += n)
        if (!(n = step_at(line, at, &before_verb))) return false;
    size_t verb = verb_at(line, at), end = at + verb + LONGEST_STEP;
    if (!verb) return false;
    past->new_time = before_verb;
    at = over_steps(line, at + verb, end < text.n ? end : text.n, &past->new_time);
    bool named = past->old_time.n || past->new_time.n;
    if (verb == SPAN("到").n && !named) return false; // 从5%到8%: a range
    return statistics_quantity_read(line->rules, text, at, line->arena, &past->new);
}

static void add(struct statistics_line *line, const struct indicator *name,
                const struct quantity *q, struct span time)
{
    struct statistic *s = statistics_push(line, name, q);
    s->value = q->value;
    s->unit = q->unit;
    s->time = time;
}

bool statistics_past(struct statistics_line *line, const struct quantity *q, size_t *end)
{
    struct past past = {.old = *q, .old_time = SPAN(""), .new_time = SPAN("")};
    if (!find_marker(line, &past) || !read_new(line, &past)) return false;
    *end = past.new.to;
    struct indicator name = statistics_indicator(line, line->left, past.marker);
    if (!statistics_names(line, &name) || !statistics_stands(line, &past.new))
        return true;
    add(line, &name, &past.old, past.old_time);
    if (statistics_later(line, past.new_time)) return true;
    struct time_value time =
        time_govern(line->times, line->para, (uint32_t)name.from, -1);
    add(line, &name, &past.new, past.new_time.n ? past.new_time : time.iso);
    line->risen = line->found->n;
    line->risen_from = past.old_time;
    return true;
}

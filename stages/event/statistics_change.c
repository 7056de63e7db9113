// SPDX-License-Identifier: Apache-2.0
//
// Rises and falls: 增长8.5%, 比上年减少12起, 同比下降6.39%, 较2017年增加3.2个百分点. The
// verb stands directly before the figure; before the verb may stand what it is measured
// against. Pure.
#include "stages/event/statistics_find.h"

#include "stages/base/utf8.h"

enum { LONGEST_COMPARISON = 60 }; // bytes

static const struct words *beside(const struct statistics_line *line,
                                  enum statistics_context kind)
{
    return line->rules->beside[kind];
}

static size_t back_over_space(struct span text, size_t at)
{
    while (at > 0 && text.at[at - 1] == ' ')
        at--;
    return at;
}

// Where the verb begins that ends before byte `at`; sets *sign. `at` where none does.
static size_t verb_before(const struct statistics_line *line, size_t at, int *sign)
{
    struct span text = line->text;
    for (int i = 0; i < 3; i++) {
        at = back_over_space(text, at);
        size_t up = words_before(beside(line, BESIDE_UP), text, at, NULL);
        size_t down = words_before(beside(line, BESIDE_DOWN), text, at, NULL);
        if (up || down) {
            *sign = up > down ? 1 : -1;
            return at - (up > down ? up : down);
        }
        size_t n = words_before(beside(line, BESIDE_FILLER), text, at, NULL);
        if (!n) return at;
        at -= n;
    }
    return at;
}

// True where [from, to) is a comparison: 比 or 较 and anything short, or 同比 and the
// like.
static bool is_comparison(const struct statistics_line *line, size_t from, size_t to)
{
    struct span rest = span_cut(line->text, from, to);
    if (rest.n > LONGEST_COMPARISON) return false;
    if (span_starts(rest, SPAN("比")) || span_starts(rest, SPAN("较"))) return true;
    if (span_starts(rest, SPAN("与"))) return span_ends(rest, SPAN("相比"));
    for (size_t i = from; i < to;) {
        const struct time_expression *e = statistics_time_at(line, i);
        size_t n = words_at(beside(line, BESIDE_COMPARE), line->text, i, NULL);
        if (!n && e) n = e->to - i;
        if (!n && line->text.at[i] == ' ') n = 1;
        if (!n) return false;
        i += n;
    }
    return true;
}

// Where the comparison before the verb begins; `verb` where there is none.
static size_t comparison_before(const struct statistics_line *line, size_t verb)
{
    for (size_t i = line->left; i < verb;) {
        size_t noun = words_at(beside(line, BESIDE_NO_NOUN), line->text, i, NULL);
        size_t n = words_at(beside(line, BESIDE_COMPARE), line->text, i, NULL);
        if (n && noun < n && is_comparison(line, i, verb)) return i;
        if (n && noun == n && is_comparison(line, i, verb)) return i;
        i += noun ? noun : utf8_width(line->text.at[i]);
    }
    return verb;
}

static void read_base(const struct statistics_line *line, size_t from, size_t verb,
                      struct change *change)
{
    struct span words = span_cut(line->text, from, verb);
    for (size_t i = from; i < verb; i += utf8_width(line->text.at[i])) {
        const struct time_expression *e = statistics_time_at(line, i);
        if (!e) continue;
        change->base = e->iso;
        return;
    }
    bool own_year = span_find(words, SPAN("同比"), 0) < words.n ||
                    span_find(words, SPAN("同期"), 0) < words.n ||
                    span_find(words, SPAN("可比"), 0) < words.n;
    bool named = span_starts(words, SPAN("比")) || span_starts(words, SPAN("较")) ||
                 span_starts(words, SPAN("与"));
    bool month = span_find(words, SPAN("环比"), 0) < words.n ||
                 span_find(words, SPAN("年均"), 0) < words.n;
    change->bare = from == verb;
    change->other = month || (named && !own_year);
}

struct change statistics_change(const struct statistics_line *line, size_t at)
{
    struct change change = {.base = SPAN("")};
    int sign = 0;
    size_t verb = verb_before(line, at, &sign);
    if (!sign || verb < line->left) return change;
    change.from = comparison_before(line, verb);
    // 多12家, 增8% only behind a comparison or at the head of the clause: not in 新增8个.
    size_t up = words_at(beside(line, BESIDE_UP), line->text, verb, NULL);
    size_t down = words_at(beside(line, BESIDE_DOWN), line->text, verb, NULL);
    size_t one = utf8_width(line->text.at[verb]);
    bool short_verb = up <= one && down <= one && change.from == verb;
    size_t head = line->left;
    while (head < verb && line->text.at[head] == ' ')
        head++;
    if (short_verb && head != verb) return change;
    change.sign = sign;
    change.rate = words_at(beside(line, BESIDE_RATE), line->text, verb, NULL) > 0;
    read_base(line, change.from, verb, &change);
    return change;
}

// SPDX-License-Identifier: Apache-2.0
//
// Quantities: 963.31亿元, 1,234 件, 180多万条, 0.34个百分点, 三百余人. Pure but for the
// arena, in which a value without its group marks and a unit without its 多 are put
// together.
#include "stages/event/statistics_rules.h"

#include "stages/base/utf8.h"

static bool digit(struct span text, size_t i)
{
    return i < text.n && text.at[i] >= '0' && text.at[i] <= '9';
}

static bool has(struct span text, size_t at, struct span what)
{
    return at <= text.n && span_starts(span_cut(text, at, text.n), what);
}

// Bytes of one of the characters in `set` at byte `at`; 0: none.
static size_t one_of(struct span text, size_t at, struct span set)
{
    if (at >= text.n) return 0;
    struct span c = span_cut(text, at, at + utf8_width(text.at[at]));
    return span_find(set, c, 0) < set.n ? c.n : 0;
}

size_t statistics_quantity_digits(struct span text, size_t at)
{
    size_t i = at;
    while (digit(text, i) ||
           (i > at && i < text.n && text.at[i] == '.' && digit(text, i + 1)))
        i++;
    return i - at;
}

// 1,234,567 and 9 846: groups of three behind the first digits, all with the same mark.
static size_t read_groups(struct span text, size_t at)
{
    size_t i = at;
    while (digit(text, i) && i - at < 3)
        i++;
    size_t end = i;
    char mark = has(text, i, SPAN(" ")) ? ' ' : ',';
    while (end < text.n && text.at[end] == mark && digit(text, end + 1) &&
           digit(text, end + 2) && digit(text, end + 3) && !digit(text, end + 4))
        end += 4;
    if (end == i) return 0;
    if (end < text.n && text.at[end] == '.' && digit(text, end + 1))
        end += 1 + statistics_quantity_digits(text, end + 1);
    return end - at;
}

static struct span without_marks(struct span s, struct arena *arena)
{
    char *at = ARENA_NEW(arena, char, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] != ',' && s.at[i] != ' ') at[n++] = s.at[i];
    return (struct span){at, n};
}

// True where the digits belong to something else: 第3, G4, 2.0, 〔2017〕, 1+7, 3—5,
// 前3名.
static bool is_part(const struct statistics_rules *rules, uint32_t before)
{
    return statistics_is(rules, before, CHAR_JOINS);
}

// The character before byte `at`; 0 at the beginning.
static uint32_t character_before(struct span text, size_t at)
{
    if (at == 0) return 0;
    size_t start = utf8_back(text, at);
    return utf8_next(text, &start);
}

// 5至8%, 三十至五十元: the number before says that it is a range.
static bool ends_range(const struct statistics_rules *rules, struct span text, size_t at,
                       uint32_t before)
{
    enum { TO = 0x81F3, UP_TO = 0x5230 }; // 至到
    if (before != TO && before != UP_TO) return false;
    uint32_t lower = character_before(text, at - SPAN("至").n);
    return (lower >= '0' && lower <= '9') || statistics_is(rules, lower, CHAR_NUMERAL);
}

static size_t spaces(struct span text, size_t at)
{
    size_t i = at;
    while (i < text.n && (text.at[i] == ' ' || has(text, i, SPAN("\xE3\x80\x80"))))
        i += utf8_width(text.at[i]);
    return i - at;
}

// The unit behind the digits: [多余]十百千万亿[多余] and a word of units.txt, `/` and
// another. A unit that begins with such a character is no multiplier: 亿千瓦时.
static bool read_unit(const struct statistics_rules *rules, struct span text,
                      struct arena *arena, struct quantity *q)
{
    size_t i = q->number_to + spaces(text, q->number_to);
    i += one_of(text, i, SPAN("多余来几"));
    size_t times = i;
    for (size_t n; (n = one_of(text, i, SPAN("十百千万亿"))) > 0;) {
        if (words_at(rules->units, text, i, NULL)) break;
        i += n;
    }
    size_t times_to = i;
    i += one_of(text, i, SPAN("多余"));
    size_t n = words_at(rules->units, text, i, &q->kind);
    if (!n) return false;
    size_t unit = i;
    i += n;
    uint32_t second;
    size_t more =
        has(text, i, SPAN("/")) ? words_at(rules->units, text, i + 1, &second) : 0;
    if (more) i += 1 + more;
    q->unit = times_to == unit
                  ? span_cut(text, times, i)
                  : arena_printf(arena, "%.*s%.*s", (int)(times_to - times),
                                 text.at + times, (int)(i - unit), text.at + unit);
    for (size_t b; (b = words_at(rules->beside[BESIDE_BEHIND], text, i, NULL)) > 0;)
        i += b;
    q->to = i;
    return true;
}

// True where the characters belong to something else: 第三, 前三, 数十, 每三.
static bool is_part_of_words(const struct statistics_rules *rules, struct span text,
                             size_t at, uint32_t before)
{
    if (statistics_is(rules, before, CHAR_SAYS)) return true;
    return statistics_is(rules, before, CHAR_VAGUE) &&
           (has(text, at, SPAN("十")) || has(text, at, SPAN("百")));
}

// 三百余人, 十二点五万元; below ten only with a ratio or money: 两次 is a manner of
// speaking.
static bool read_numeral(const struct statistics_rules *rules, struct span text,
                         struct arena *arena, struct quantity *q)
{
    size_t n = statistics_numeral_read(text, q->from, arena, &q->value);
    q->number_to = q->from + n;
    if (!n || !read_unit(rules, text, arena, q)) return false;
    struct span scales = SPAN("十百千万亿");
    struct span first = span_cut(q->unit, 0, q->unit.n ? utf8_width(q->unit.at[0]) : 0);
    bool large = q->value.n > 1 || (first.n && span_find(scales, first, 0) < scales.n);
    return large || (q->kind != UNIT_COUNT && q->kind != UNIT_TIME);
}

// 百分之三十二, 百分之32.
static bool read_percent(struct span text, struct arena *arena, struct quantity *q)
{
    size_t at = q->from + SPAN("百分之").n;
    size_t n = statistics_quantity_digits(text, at);
    q->value = span_cut(text, at, at + n);
    if (!n) n = statistics_numeral_read(text, at, arena, &q->value);
    q->number_to = q->to = at + n;
    q->unit = SPAN("%");
    q->kind = UNIT_RATIO;
    return n > 0;
}

bool statistics_quantity_read(const struct statistics_rules *rules, struct span text,
                              size_t at, struct arena *arena, struct quantity *q)
{
    *q = (struct quantity){.from = at};
    uint32_t before = character_before(text, at);
    if (at >= text.n || is_part(rules, before) || ends_range(rules, text, at, before))
        return false;
    if (!digit(text, at)) {
        if (is_part_of_words(rules, text, at, before)) return false;
        if (has(text, at, SPAN("百分之"))) return read_percent(text, arena, q);
        size_t next = at;
        return statistics_is(rules, utf8_next(text, &next), CHAR_NUMERAL) &&
               read_numeral(rules, text, arena, q);
    }
    size_t groups = read_groups(text, at);
    size_t n = groups ? groups : statistics_quantity_digits(text, at);
    q->number_to = at + n;
    if (n == 0 || n > 20 || !read_unit(rules, text, arena, q)) return false;
    struct span digits = span_cut(text, at, at + n);
    q->value = groups ? without_marks(digits, arena) : digits;
    return true;
}

// SPDX-License-Identifier: Apache-2.0
//
// What a quantity is of. The stretch before it is stripped of what belongs to no
// indicator; the rest is taken as it stands: 全区实现生产总值 -> 生产总值,
// 消防下城大队接警 -> 接警. Pure.
#include "stages/event/statistics_find.h"

#include "stages/base/utf8.h"

enum { LONGEST = 150, SHORTEST = 6 }; // bytes

static const struct words *beside(const struct statistics_line *line,
                                  enum statistics_context kind)
{
    return line->rules->beside[kind];
}

static bool has(struct span text, size_t at, struct span what)
{
    return at <= text.n && span_starts(span_cut(text, at, text.n), what);
}

const struct time_expression *statistics_time_at(const struct statistics_line *line,
                                                 size_t at)
{
    size_t low = 0, high = line->n_times;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct time_expression *e = &line->times_at[middle];
        if (at < e->from)
            high = middle;
        else if (at >= e->to)
            low = middle + 1;
        else
            return e;
    }
    return NULL;
}

// The last mention that begins before byte `at`, or NULL.
static const struct mention *last_mention(const struct statistics_line *line, size_t at)
{
    size_t low = 0, high = line->n_mentions;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (line->mentions[middle].from < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &line->mentions[low - 1] : NULL;
}

// The mention that begins at byte `at`, or NULL.
static const struct mention *mention_at(const struct statistics_line *line, size_t at)
{
    const struct mention *m = last_mention(line, at + 1);
    return m && m->from == at ? m : NULL;
}

static size_t filling_at(struct span text, size_t at)
{
    static const struct span fillings[] = {{" ", 1},  {"\t", 1}, {"　", 3},
                                           {"、", 3}, {"，", 3}, {",", 1},
                                           {"—", 3},  {"】", 3}, {"·", 2}};
    for (size_t i = 0; i < sizeof fillings / sizeof fillings[0]; i++)
        if (has(text, at, fillings[i])) return fillings[i].n;
    return 0;
}

// 和 between two quantities: 书籍5本和光盘3张.
static size_t joint_at(struct span text, size_t at)
{
    return has(text, at, SPAN("和")) || has(text, at, SPAN("及")) ? 3 : 0;
}

static void add_place(struct indicator *name, uint32_t para, size_t from, size_t to,
                      uint32_t mention)
{
    if (name->n_places < PLACES)
        name->places[name->n_places++] =
            (struct argument){para, (uint32_t)from, (uint32_t)to, mention};
}

// Where a list of bodies and places that begins at byte `at` ends:
// 区市场监管局、区人社局等部门. 0 where it is one of which more follows, or none.
static size_t behind_list(const struct statistics_line *line, size_t at)
{
    const struct mention *m = mention_at(line, at);
    if (!m) return 0;
    while (m && m->type != ENTITY_PER) {
        at = m->to;
        bool goes_on = has(line->text, at, SPAN("、")) || has(line->text, at, SPAN("和"));
        m = goes_on ? mention_at(line, at + SPAN("、").n) : NULL;
        if (goes_on && !m) return 0;
    }
    if (!has(line->text, at, SPAN("等"))) return at;
    at += SPAN("等").n;
    static const struct span kinds[] = {{"部门", 6}, {"单位", 6}, {"有关部门", 12}};
    for (size_t i = 0; i < 3; i++)
        if (has(line->text, at, kinds[i])) return at + kinds[i].n;
    return 0;
}

// The places of the list at the indicator's head, up to byte `to`.
static void add_list(const struct statistics_line *line, struct indicator *name,
                     size_t to)
{
    const struct mention *m = mention_at(line, name->from);
    for (; m && m->from < to; m = mention_at(line, m->to + SPAN("、").n))
        if (m->type == ENTITY_LOC)
            add_place(name, line->para, m->from, m->to,
                      line->first_mention + (uint32_t)(m - line->mentions));
}

// A body or place that acts, or that the indicator is of, or a list of them; not part of
// a name (杭州的…).
static size_t subject_at(const struct statistics_line *line, struct indicator *name)
{
    size_t at = name->from, behind = behind_list(line, at);
    if (behind > at && behind < name->to) {
        add_list(line, name, behind);
        return behind - at;
    }
    size_t n = words_at(beside(line, BESIDE_PLACE), line->text, at, NULL);
    if (n && name->n_places == 0) add_place(name, line->para, at, at + n, NONE);
    return n;
}

// A bracket at the head belongs to what stood before: （简称“区交易中心”）设评标室.
static size_t bracket_at(struct span text, size_t at, size_t to)
{
    bool wide = has(text, at, SPAN("（"));
    if (!wide && !has(text, at, SPAN("("))) return 0;
    size_t close = span_find(span_cut(text, 0, to), wide ? SPAN("）") : SPAN(")"), at);
    return close < to ? close + (wide ? 3 : 1) - at : 0;
}

// A time, also with 至 or the like before it.
static size_t time_at(const struct statistics_line *line, size_t at)
{
    static const struct span joints[] = {{"截至", 6}, {"至", 3}, {"到", 3}};
    const struct time_expression *e = statistics_time_at(line, at);
    for (size_t i = 0; !e && i < 3; i++)
        if (has(line->text, at, joints[i]))
            e = statistics_time_at(line, at + joints[i].n);
    return e ? e->to - at : 0;
}

// 在防汛防台期间, 在…过程中, 区“两会”期间: an adverbial at the head.
static size_t adverbial_at(struct span text, size_t at, size_t to)
{
    static const struct span ends[] = {{"期间", 6}, {"过程中", 9}, {"方面", 6}};
    size_t n = has(text, at, SPAN("在")) ? 3 : 1;
    for (size_t i = 0; i < n; i++) {
        size_t end = span_find(span_cut(text, 0, to), ends[i], at);
        if (end + ends[i].n < to) return end + ends[i].n - at;
    }
    return 0;
}

static bool digit_at(const struct statistics_line *line, size_t at)
{
    struct span text = line->text;
    while (at < text.n && text.at[at] == ' ')
        at++;
    if (at >= text.n) return false;
    size_t next = at;
    uint32_t c = utf8_next(text, &next);
    return (c >= '0' && c <= '9') || statistics_is(line->rules, c, CHAR_NUMERAL);
}

// 在鹤子镇、版石镇设立便民服务站12个, 到区检察院调研3次: where it was, by name.
static size_t where_at(const struct statistics_line *line, struct indicator *name)
{
    static const struct span words[] = {{"在", 3}, {"到", 3}, {"赴", 3}, {"于", 3}};
    size_t at = name->from;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!has(line->text, at, words[i])) continue;
        size_t behind = behind_list(line, at + words[i].n);
        if (behind <= at || behind >= name->to) return 0;
        name->from = at + words[i].n;
        add_list(line, name, behind);
        name->from = at;
        return behind - at;
    }
    return 0;
}

// The number of a point of a list: 1.完成造林3000亩, 一是新建公路120公里, ①.
static size_t point_at(const struct statistics_line *line, size_t at, size_t to)
{
    static const struct span marks[] = {{".", 1}, {"．", 3}, {"、", 3}};
    struct span text = line->text;
    size_t i = at, next = at;
    uint32_t c = utf8_next(text, &next);
    if (c >= 0x2460 && c <= 0x2473) return next - at; // ① to ⑳
    while (i < to && text.at[i] >= '0' && text.at[i] <= '9')
        i++;
    if (i == at) {
        while (i < to && statistics_is(line->rules, c, CHAR_NUMERAL)) {
            i = next;
            if (i < to) c = utf8_next(text, &next);
        }
        if (i > at && i < to && has(text, i, SPAN("是"))) return i + SPAN("是").n - at;
    }
    for (size_t k = 0; i > at && i < to && k < 3; k++)
        if (has(text, i, marks[k]) && !digit_at(line, i + marks[k].n)) // 一、二级管网
            return i + marks[k].n - at;
    return 0;
}

static size_t lead_at(const struct statistics_line *line, size_t at)
{
    size_t noun = words_at(beside(line, BESIDE_NO_NOUN), line->text, at, NULL);
    size_t lead = words_at(beside(line, BESIDE_LEAD), line->text, at, NULL);
    return noun > lead ? 0 : lead;
}

static void strip_head(const struct statistics_line *line, struct indicator *name)
{
    for (;;) {
        size_t at = name->from;
        if (at >= name->to) return;
        size_t n = time_at(line, at);
        if (!n) n = bracket_at(line->text, at, name->to);
        if (!n) n = filling_at(line->text, at);
        if (!n) n = adverbial_at(line->text, at, name->to);
        if (!n && at == line->left && at > line->clause) n = joint_at(line->text, at);
        if (!n) n = lead_at(line, at);
        if (!n && at == line->clause) n = point_at(line, at, name->to);
        if (!n) n = subject_at(line, name);
        if (!n) n = where_at(line, name);
        if (!n) return;
        name->from += n;
    }
}

static size_t back_over_space(struct span text, size_t at, size_t least)
{
    while (at > least) {
        size_t start = utf8_back(text, at), next = start;
        if (!utf8_is_space(utf8_next(text, &next))) break;
        at = start;
    }
    return at;
}

// Bytes of a note's mark that ends before byte `at`: 地区生产总值[2], 常住人口①.
static size_t note_before(struct span text, size_t at, size_t least)
{
    static const struct span opens[] = {{"[", 1}, {"［", 3}},
                             closes[] = {{"]", 1}, {"］", 3}};
    if (at <= least) return 0;
    size_t start = utf8_back(text, at), next = start;
    uint32_t c = utf8_next(text, &next);
    if (c >= 0x2460 && c <= 0x2473) return at - start; // ① to ⑳
    for (size_t i = 0; i < 2; i++) {
        if (!span_ends(span_cut(text, 0, at), closes[i])) continue;
        size_t open = start;
        while (open > least && text.at[open - 1] >= '0' && text.at[open - 1] <= '9')
            open--;
        if (open < start && open >= least + opens[i].n &&
            span_ends(span_cut(text, 0, open), opens[i]))
            return at - open + opens[i].n;
    }
    return 0;
}

static void strip_end(const struct statistics_line *line, struct indicator *name)
{
    for (;;) {
        name->to = back_over_space(line->text, name->to, name->from);
        size_t note = note_before(line->text, name->to, name->from);
        if (note) {
            name->to -= note;
            continue;
        }
        size_t noun =
            words_before(beside(line, BESIDE_NO_NOUN), line->text, name->to, NULL);
        size_t link = words_before(beside(line, BESIDE_LINK), line->text, name->to, NULL);
        if (!link || noun > link || name->to - name->from < link) return;
        name->to -= link;
    }
}

// 办理时长由5.2天缩短至3.1天: what it was before is no part of the name.
static void cut_old_value(const struct statistics_line *line, struct indicator *name)
{
    for (size_t i = name->from; i < name->to; i += utf8_width(line->text.at[i])) {
        bool old = has(line->text, i, SPAN("由")) || has(line->text, i, SPAN("从"));
        if (old && i > name->from && digit_at(line, i + SPAN("由").n)) name->to = i;
    }
}

// 受理量前三位的部门分别是区公安局120件、…: whose figure it is is no part of the name.
static void cut_first_of_list(const struct statistics_line *line, struct indicator *name)
{
    static const struct span verbs[] = {
        {"分别是", 9}, {"分别为", 9}, {"依次是", 9}, {"依次为", 9}};
    const struct mention *m = last_mention(line, name->to);
    if (!m || m->to != name->to || m->from <= name->from) return;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (!span_ends(span_cut(line->text, name->from, m->from), verbs[i])) continue;
        name->to = m->from - verbs[i].n;
        if (m->type == ENTITY_LOC)
            add_place(name, line->para, m->from, m->to,
                      line->first_mention + (uint32_t)(m - line->mentions));
    }
}

// 副县长王志远走访企业56家: who acts is no part of the name, nor what he is.
static bool cut_person(const struct statistics_line *line, struct indicator *name)
{
    static const struct span parts[] = {{"的", 3}, {"等", 3}, {"为", 3}, {"、", 3},
                                        {"和", 3}, {"与", 3}, {"及", 3}, {"”", 3},
                                        {"》", 3}, {"）", 3}, {")", 1}};
    const struct mention *m = last_mention(line, name->to);
    for (; m && m->from >= name->from; m = m > line->mentions ? m - 1 : NULL) {
        if (m->type != ENTITY_PER || m->to >= name->to) continue;
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
            if (has(line->text, m->to, parts[i])) return false;
        size_t rank = words_at(beside(line, BESIDE_RANK), line->text, m->to, NULL);
        if (m->to + rank >= name->to) return false;
        name->from = m->to + rank;
        return true;
    }
    return false;
}

// 竣工项目单位有国投大厦、…等15个: the examples are no part of the name.
static void cut_examples(const struct statistics_line *line, struct indicator *name)
{
    static const struct span verbs[] = {{"有", 3}, {"包括", 6}, {"分别为", 9}};
    struct span s = span_cut(line->text, 0, name->to);
    if (!span_ends(s, SPAN("等"))) return;
    for (size_t i = 0; i < 3; i++) {
        size_t at = span_find(s, verbs[i], name->from);
        size_t noun = words_at(beside(line, BESIDE_NO_NOUN), line->text, at, NULL);
        if (at < s.n && at > name->from && noun == 0) name->to = at;
    }
}

// 受理项目125项,完成99项: where nothing else is left, the verb names what is counted.
static void keep_verb(const struct statistics_line *line, size_t from,
                      struct indicator *name)
{
    size_t n = words_before(beside(line, BESIDE_VERB), line->text, name->to, NULL);
    name->from = n && name->to >= from + n ? name->to - n : name->to;
}

struct indicator statistics_indicator(const struct statistics_line *line, size_t from,
                                      size_t to)
{
    struct indicator name = {.from = from, .to = to};
    cut_old_value(line, &name);
    cut_examples(line, &name);
    strip_end(line, &name);
    cut_first_of_list(line, &name);
    strip_head(line, &name);
    if (cut_person(line, &name)) strip_head(line, &name);
    if (name.from >= name.to) keep_verb(line, from, &name);
    return name;
}

bool statistics_alone(const struct statistics_line *line, struct indicator *name)
{
    if (name->from >= name->to || behind_list(line, name->from) != name->to) return false;
    add_list(line, name, name->to);
    return true;
}

bool statistics_lasts(const struct statistics_line *line, const struct indicator *name)
{
    return words_before(beside(line, BESIDE_LASTING), line->text, name->to, NULL) > 0;
}

bool statistics_names(const struct statistics_line *line, const struct indicator *name)
{
    static const struct span measures = SPAN("长宽高深重");
    struct span s = span_cut(line->text, name->from, name->to);
    if (s.n == 0 || s.n > LONGEST) return false;
    if (s.n < SHORTEST && span_find(measures, s, 0) == measures.n) return false;
    if (has(s, 0, SPAN("是")) && statistics_time_at(line, name->from + SPAN("是").n))
        return false; // 是2001年的2.1倍
    size_t last = utf8_back(s, s.n);
    size_t at = last;
    uint32_t c = utf8_next(s, &at);
    static const struct span never[] = {{"等", 3}, {"第", 3}, {"由", 3}, {"从", 3}};
    for (size_t i = 0; i < 4; i++)
        if (span_ends(s, never[i])) return false;
    struct quantity q; // 213户768人
    if (statistics_quantity_read(line->rules, line->text, name->from, line->arena, &q) &&
        q.to >= name->to)
        return false;
    return utf8_is_han(c) || c == 0x201D || c == 0x300B || c == ')' || c == 0xFF09 ||
           (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// SPDX-License-Identifier: Apache-2.0
//
// Cuts clauses into parts and picks names out of them. Linear in the clause. No memory.
#include "stages/event/argument_parts.h"

#include "stages/base/utf8.h"

static bool closed(const struct letter *letter) // inside quotes, titles, brackets, names
{
    return letter->mention != NONE ||
           letter->zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_BRACKET | ZONE_HEAD);
}

static bool is_list_mark(uint32_t c)
{
    return c == 0x3001 || c == 0x548C || c == 0x4E0E || c == 0x53CA || c == 0x540C ||
           c == 0x66A8; // 、和与及同暨
}

static uint32_t skip_opening(const struct passage *p, struct range range)
{
    while (range.from < range.to) {
        const struct letter *letter = &p->letters.at[range.from];
        bool space = utf8_is_space(letter->c) || letter->c == 0x3001;
        if (!space && !(letter->zone & (ZONE_TIME | ZONE_HEAD))) break;
        range.from++;
    }
    return range.from;
}

static int kind_of(const struct classes *classes, const struct word *word)
{
    uint64_t c = word->classes;
    if (c & classes->at) return PART_AT;
    if (c & classes->disposal) return PART_DISPOSAL;
    if (c & classes->with) return PART_WITH;
    if (c & classes->by) return PART_BY;
    if (c & classes->joint) return PART_JOINT;
    if (c & classes->toward) return PART_TOWARD;
    bool ends = c & (classes->aspect | classes->habit | classes->modal |
                     classes->negation | classes->light | classes->verb) ||
                word->types;
    return ends ? PART_OTHER : -1;
}

static void close_part(struct parts *parts, const struct passage *p, uint32_t to)
{
    if (!parts->n) return;
    struct range *range = &parts->at[parts->n - 1].range;
    range->to = to;
    *range = phrase_trim(p, *range);
}

static void open_part(struct parts *parts, int kind, uint32_t from)
{
    if (parts->n == PARTS) parts->n--; // the last ones matter most
    parts->at[parts->n].kind = kind;
    parts->at[parts->n++].range = (struct range){from, from};
}

// 与 between two doers is a list mark: 下城运管处与21家企业签订.
static bool joins_names(const struct passage *p, const struct parts *parts,
                        const struct hit *hit)
{
    return parts->n == 1 && hit->from > parts->at[0].range.from &&
           p->letters.at[hit->from - 1].mention != NONE;
}

// True where a word of this kind ends the open part: a phrase behind 对 or 在 runs on
// over verbs and adverbs (对小镇首发项目) up to 进行 or the next preposition.
static bool ends(const struct parts *parts, const struct classes *classes, int kind,
                 const struct hit *hit)
{
    int open = parts->at[parts->n - 1].kind;
    if (kind != PART_OTHER || open == PART_SUBJECT || open == PART_OTHER) return true;
    return (hit->word->classes & classes->light) != 0 || open == PART_BY ||
           open == PART_JOINT;
}

// 区法学会成立并揭牌: where the first of two joined verbs begins; i where none stands
// there.
static uint32_t before_joined(const struct passage *p, struct range range, uint32_t i)
{
    size_t h = p->letters.at[i].hit;
    const struct hit *verb = h > 0 ? &p->hits.at[h - 1] : NULL;
    return verb && verb->word->types && verb->from > range.from ? verb->from : i;
}

// True for the first of two joined verbs, told of the same thing (竣工投用). A verb that
// may be a noun is the thing that is done (改造完成), and so is any verb before 完成.
static bool is_joined(const struct passage *p, const struct classes *classes,
                      const struct hit *first, uint32_t to)
{
    const uint32_t joined = 1u << EVENT_COMPLETE | 1u << EVENT_ESTABLISH |
                            1u << EVENT_LAUNCH | 1u << EVENT_CONSTRUCT;
    const struct hit *verb = phrase_hit(p, to);
    if (!verb || !(verb->word->types & joined) || !(first->word->types & joined))
        return false;
    return !(first->word->classes & classes->heads) && first->to - first->from > 1 &&
           !span_eq(verb->word->text, SPAN("完成"));
}

// Letters of the adverb that ends a range, said of the whole or the manner and no name of
// a thing (5号线全线开工); 0 where none does.
static uint32_t adverb_before(const struct passage *p, struct range range)
{
    static const char adverbs[][sizeof "全线"] = {
        "全线", "全面", "全部", "整体", "基本", "正式", "顺利", "如期", "按期",
        "按时", "提前", "初步", "双双", "同步", "同时", "逐步", "胜利"};
    enum { LETTERS = 2, BYTES = sizeof adverbs[0] - 1 };
    if (range.to < range.from + LETTERS || closed(&p->letters.at[range.to - LETTERS]) ||
        closed(&p->letters.at[range.to - 1]))
        return 0;
    struct span end = clause_text(p, range.to - LETTERS, range.to);
    for (size_t i = 0; i < sizeof adverbs / sizeof adverbs[0] && end.n == BYTES; i++)
        if (memcmp(end.at, adverbs[i], BYTES) == 0) return LETTERS;
    return 0;
}

// 历时五个月完工: how long it took is no thing.
static bool is_duration(const struct passage *p, struct range range)
{
    static const char *const words[] = {"历时", "历经", "耗时", "用时", "为期"};
    struct span text =
        range.from < range.to ? clause_text(p, range.from, range.to) : SPAN("");
    bool whole = span_find(text, SPAN("的"), 0) == text.n; // 历时三年编成的《县志》
    for (size_t i = 0; i < sizeof words / sizeof words[0] && whole; i++)
        if (span_starts(text, span_of(words[i]))) return true;
    return false;
}

// True where a 的 makes the rest of a range a description (区人大票决产生的民生实事).
static bool subordinate(const struct passage *p, uint32_t i, uint32_t limit)
{
    for (; i < limit; i++)
        if (!closed(&p->letters.at[i]) && p->letters.at[i].c == 0x7684) return true;
    return false;
}

// Cut at the first preposition, without the adverbs, particles and times right before the
// verb and the verbs that are joined to it.
struct range argument_thing(const struct passage *p, const struct classes *classes,
                            struct range range)
{
    range.from = skip_opening(p, range);
    for (uint32_t i = range.from; i < range.to; i++) {
        const struct hit *hit = closed(&p->letters.at[i]) ? NULL : phrase_hit(p, i);
        int kind = hit ? kind_of(classes, hit->word) : -1;
        if (p->letters.at[i].c == 0x5E76) range.to = before_joined(p, range, i); // 并
        bool long_word = hit && (hit->to - hit->from > 1 || // not the 为 of 为民工作法
                                 p->letters.at[i].c == 0x56E0); // 因
        if (kind == PART_AT || kind == PART_DISPOSAL || kind == PART_BY ||
            (kind == PART_WITH && i == range.from &&
             !subordinate(p, i, range.to)) || // 与县商业局合并
            (kind == PART_TOWARD && long_word && i > range.from))
            range.to = i;
    }
    uint64_t loose = classes->aspect | classes->habit | classes->modal | classes->light;
    uint32_t end = range.to; // where the last verb begins
    for (bool more = true; more && range.from < range.to;) {
        size_t h = p->letters.at[range.to].hit;
        const struct hit *last = h > 0 ? &p->hits.at[h - 1] : NULL;
        more = true;
        bool meets = last && last->to == range.to && last->from >= range.from;
        if (meets && last->word->classes & loose)
            range.to = last->from;
        else if (meets && is_joined(p, classes, last, end))
            end = range.to = last->from;
        else if (adverb_before(p, range))
            range.to -= adverb_before(p, range);
        else if (p->letters.at[range.to - 1].zone & ZONE_TIME ||
                 utf8_is_space(p->letters.at[range.to - 1].c))
            range.to--;
        else
            more = false;
    }
    range = phrase_trim(p, range);
    return is_duration(p, range) ? (struct range){range.from, range.from} : range;
}

// 率团来昆访问: 来 leads to a place as 到 does.
static bool comes_to(const struct passage *p, uint32_t i, uint32_t limit)
{
    enum { COME = 0x6765 }; // 来
    if (p->letters.at[i].c != COME || closed(&p->letters.at[i]) || i + 1 >= limit)
        return false;
    uint32_t mention = p->letters.at[i + 1].mention;
    return mention != NONE && p->mentions->mentions.at[mention].type == ENTITY_LOC;
}

struct parts argument_parts(const struct passage *p, const struct classes *classes,
                            struct range range)
{
    struct parts parts = {0};
    range.from = skip_opening(p, range);
    open_part(&parts, PART_SUBJECT, range.from);
    for (uint32_t i = range.from; i < range.to;) {
        const struct hit *hit = closed(&p->letters.at[i]) ? NULL : phrase_hit(p, i);
        int kind = hit ? kind_of(classes, hit->word) : -1;
        bool time = p->letters.at[i].zone & ZONE_TIME && i > range.from &&
                    parts.at[parts.n - 1].kind == PART_SUBJECT;
        if (comes_to(p, i, range.to)) {
            close_part(&parts, p, i);
            open_part(&parts, PART_TOWARD, i + 1);
            i++;
            continue;
        }
        if (kind == PART_WITH && joins_names(p, &parts, hit)) kind = -1;
        if (kind >= 0 && !ends(&parts, classes, kind, hit)) kind = -1;
        if (kind >= 0 || time) {
            uint32_t next = kind >= 0 ? hit->to : i + 1;
            close_part(&parts, p, i);
            open_part(&parts, kind < 0 ? PART_OTHER : kind, next);
            i = next;
            continue;
        }
        i = hit && hit->to <= range.to ? hit->to : i + 1;
    }
    close_part(&parts, p, range.to);
    return parts;
}

struct range argument_part(const struct parts *parts, int kind)
{
    for (size_t i = parts->n; i > 0; i--)
        if (parts->at[i - 1].kind == kind) return parts->at[i - 1].range;
    return (struct range){0, 0};
}

// ---- names ----------------------------------------------------------------------------

static uint32_t mention_end(const struct passage *p, uint32_t i, uint32_t limit)
{
    uint32_t mention = p->letters.at[i].mention;
    while (i < limit && p->letters.at[i].mention == mention)
        i++;
    return i;
}

// Past a closing quote and past a bracket that opens at i (区委（区政府）).
static uint32_t skip_bracket(const struct passage *p, uint32_t i, uint32_t limit)
{
    if (i < limit && p->letters.at[i].c == 0x201D) i++; // ”
    while (i < limit && p->letters.at[i].zone & ZONE_BRACKET)
        i++;
    return i;
}

static bool is_person(const struct passage *p, uint32_t mention)
{
    return p->mentions->mentions.at[mention].type == ENTITY_PER;
}

// 刘伟的散文集《故乡》: whose thing it is.
static bool is_owner(const struct passage *p, uint32_t i, uint32_t limit)
{
    return i + 1 < limit && !closed(&p->letters.at[i]) && p->letters.at[i].c == 0x7684;
}

// True for the 三期 of 水处理公司三期扩建项目: a number that is part of a thing's name.
static bool is_stage(const struct passage *p, uint32_t i, uint32_t limit)
{
    while (i < limit && clause_is_number(p->letters.at[i].c))
        i++;
    uint32_t c = i < limit ? p->letters.at[i].c : 0;
    return c == 0x671F || c == 0x53F7 || c == 0x697C; // 期号楼
}

// True where the name that ends before i stands for itself.
static bool stands_alone(const struct passage *p, const struct classes *classes,
                         uint32_t i, uint32_t limit)
{
    while (i < limit && utf8_is_space(p->letters.at[i].c))
        i++;
    if (i == limit) return true;
    uint32_t c = p->letters.at[i].c;
    if (p->letters.at[i].mention == NONE && (is_list_mark(c) || c == 0x7B49))
        return true;                                        // 等
    if (clause_is_number(c)) return !is_stage(p, i, limit); // A、B2个项目
    const struct hit *hit = phrase_hit(p, i);
    if (!hit) return false;
    bool noun = hit->word->types && hit->word->classes & classes->heads; // 下城区改造项目
    return hit->word->classes & classes->delegation ||
           (kind_of(classes, hit->word) >= 0 && !noun);
}

size_t argument_names(const struct passage *p, const struct classes *classes,
                      struct range range, bool loose, uint32_t *names, size_t room)
{
    size_t n = 0;
    uint32_t first = NONE, last_person = NONE;
    for (uint32_t i = range.from; i < range.to && n < room;) {
        const struct letter *letter = &p->letters.at[i];
        if (letter->mention == NONE || letter->zone & (ZONE_TITLE | ZONE_BRACKET)) {
            i++;
            continue;
        }
        uint32_t mention = letter->mention, end = mention_end(p, i, range.to);
        uint32_t behind = skip_bracket(p, end, range.to);
        if (i == range.from && !subordinate(p, behind, range.to)) first = mention;
        bool person = is_person(p, mention) && !is_owner(p, behind, range.to);
        if (person || stands_alone(p, classes, behind, range.to)) {
            names[n++] = mention;
            if (is_person(p, mention)) last_person = mention;
        }
        i = behind > i ? behind : end;
    }
    if (n == 0 && loose && first != NONE && last_person == NONE) names[n++] = first;
    return n;
}

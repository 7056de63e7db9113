// SPDX-License-Identifier: Apache-2.0
//
// Objects without a parser. Linear in the clause, but for lists within lists (twice).
// No memory.
#include "stages/event/argument_object.h"

#include "stages/base/utf8.h"

// What is read, and into what.
struct reading {
    const struct passage *p;
    const struct classes *classes;
    enum object_style style;
    struct objects *objects;
};

static bool open_text(const struct passage *p, uint32_t i)
{
    return p->letters.at[i].mention == NONE &&
           !(p->letters.at[i].zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_BRACKET));
}

static bool is_and(const struct passage *p, uint32_t i) // 和与及
{
    uint32_t c = p->letters.at[i].c;
    return open_text(p, i) && (c == 0x548C || c == 0x4E0E || c == 0x53CA);
}

static bool is_comma(const struct passage *p, uint32_t i) // 、
{
    return p->letters.at[i].c == 0x3001 && open_text(p, i);
}

static bool is_empty(struct range range)
{
    return range.from >= range.to;
}

static const struct hit *hit_before(const struct passage *p, uint32_t to)
{
    size_t h = p->letters.at[to].hit;
    return h > 0 && p->hits.at[h - 1].to == to ? &p->hits.at[h - 1] : NULL;
}

// ---- where the object stands ----------------------------------------------------------

static bool is_particle(uint32_t c) // 了出过为至到有
{
    return c == 0x4E86 || c == 0x51FA || c == 0x8FC7 || c == 0x4E3A || c == 0x81F3 ||
           c == 0x5230 || c == 0x6709 || utf8_is_space(c);
}

// Past particles and past a second verb: 签订和续签协议, 新建、改建公厕.
static uint32_t skip_particles(const struct passage *p, uint32_t i, uint32_t limit)
{
    while (i < limit && open_text(p, i)) {
        const struct hit *next = i + 1 < limit ? phrase_hit(p, i + 1) : NULL;
        const struct hit *second = phrase_hit(p, i); // 建成出铁
        if (is_particle(p->letters.at[i].c) && !(second && second->word->types))
            i++;
        else if ((is_comma(p, i) || is_and(p, i) || p->letters.at[i].c == 0x5E76) &&
                 next && next->word->types) // 、和并
            i = next->to;
        else
            break;
    }
    return i;
}

// Past a verb right behind the verb, which belongs to it: 提升改造, 出版发行.
static uint32_t skip_second(const struct passage *p, const struct classes *classes,
                            uint32_t i, uint32_t limit)
{
    const struct hit *hit = i < limit ? phrase_hit(p, i) : NULL;
    if (!hit || !hit->word->types || hit->to > limit) return i;
    bool last = hit->to == limit && hit->to - hit->from > 2; // 开通试运营
    if (hit->to - hit->from != 2 && !last) return i;
    return hit->word->classes & classes->heads ? i : skip_particles(p, hit->to, limit);
}

// True where something is done to what the 对 at i names: a verb stands behind it. There
// is none behind the 对 of 结对协议.
static bool disposes(const struct passage *p, const struct classes *classes, uint32_t i,
                     uint32_t limit)
{
    for (size_t h = p->letters.at[i].hit + 1; h < p->hits.n; h++) {
        const struct hit *hit = &p->hits.at[h];
        if (hit->from >= limit) break;
        if (hit->word->types || hit->word->classes & (classes->light | classes->habit))
            return true;
    }
    return false;
}

// 责令甲企业停产整顿, 判处张某有期徒刑: what the one who is ordered must do or suffer is
// no part of him. Where that begins; limit where nothing of the kind stands behind him.
static uint32_t before_order(const struct passage *p, const struct hit *verb,
                             uint32_t from, uint32_t limit)
{
    static const char *const verbs[] = {"责令", "勒令", "责成", "判处"};
    static const char *const orders[] = {"限期", "立即", "停产",     "停业",     "停止",
                                         "改正", "整改", "关闭",     "拆除",     "退还",
                                         "死刑", "拘役", "有期徒刑", "无期徒刑", "死缓"};
    bool ordering = false;
    for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++)
        ordering |= span_eq(verb->word->text, span_of(verbs[k]));
    for (uint32_t i = from + 1; i < limit && ordering; i++) {
        if (!open_text(p, i)) continue;
        struct span rest = clause_text(p, i, limit);
        for (size_t k = 0; k < sizeof orders / sizeof orders[0]; k++)
            if (span_starts(rest, span_of(orders[k]))) return i;
    }
    return limit;
}

struct range argument_behind(const struct passage *p, const struct classes *classes,
                             const struct hit *verb, uint32_t limit)
{
    uint32_t from = skip_particles(p, verb->to, limit);
    if (from == verb->to) from = skip_second(p, classes, from, limit);
    limit = before_order(p, verb, from, limit);
    for (uint32_t i = from; i < limit; i++) {
        const struct hit *hit = open_text(p, i) ? phrase_hit(p, i) : NULL;
        if (!hit) continue;
        uint32_t c = p->letters.at[i].c;
        bool joins = c == 0x5E76 || (i == from && c == 0x800C); // 并, 合并而成
        bool fresh = p->letters.at[i].c == 0x65B0;              // 启用新系统
        bool adverb = i == from && !fresh && hit->word->classes & classes->aspect &&
                      !(hit->word->classes & classes->filler);
        bool disposal = hit->word->classes & classes->disposal &&
                        (i == from || disposes(p, classes, i, limit));
        if (joins || disposal || adverb) limit = i;
    }
    return phrase_trim(p, (struct range){from < limit ? from : limit, limit});
}

// ---- a noun phrase --------------------------------------------------------------------

// Behind the last 的 and the last dash, which leave the noun that they describe.
static struct range bare(const struct passage *p, struct range range)
{
    uint32_t from = range.from;
    for (uint32_t i = range.from; i + 1 < range.to; i++) {
        uint32_t c = p->letters.at[i].c;
        bool dash = c == 0x2014 && p->letters.at[i + 1].c != 0x2014;
        if (open_text(p, i) && (c == 0x7684 || dash)) from = i + 1;
    }
    return phrase_trim(p, (struct range){from, range.to});
}

static struct range without_fillers(const struct reading *r, struct range range)
{
    while (!is_empty(range)) {
        const struct hit *hit = phrase_hit(r->p, range.from);
        if (!hit || !(hit->word->classes & r->classes->filler) || hit->to > range.to)
            break;
        if (hit->to == range.to) return (struct range){range.to, range.to}; // 近800万元
        // 超 of 超限车辆 belongs to the noun, that of 超100辆 to its count.
        if (hit->to - hit->from == 1 && !clause_is_number(r->p->letters.at[hit->to].c))
            break;
        range.from = hit->to;
    }
    return phrase_trim(r->p, range);
}

static void note_count(struct reading *r, const struct phrase *phrase)
{
    if (is_empty(phrase->count)) return;
    r->objects->measured |= phrase->measured;
    int64_t count = phrase->measured ? NO_NUMBER : phrase_number(r->p, phrase->count);
    r->objects->count = r->objects->n == 0 ? count : NO_NUMBER;
}

// Behind a number with its classifier inside the phrase: 北部园区16条道路改造. The name
// before it, if there is one, goes to objects->names.
static struct range behind_count(struct reading *r, struct range noun)
{
    for (uint32_t i = noun.from + 1; i < noun.to; i++) {
        bool number = open_text(r->p, i) && clause_is_number(r->p->letters.at[i].c) &&
                      !clause_is_number(r->p->letters.at[i - 1].c) &&
                      r->p->letters.at[i - 1].c != 0x7B2C && // 第
                      !phrase_is_session(r->p, i);
        if (!number) continue;
        struct phrase rest = phrase_read(r->p, r->classes, (struct range){i, noun.to});
        if (rest.leading && span_eq(rest.unit->word->text, SPAN("大"))) continue;
        if (!rest.leading || rest.measured || rest.noun.to - rest.noun.from < 2) continue;
        note_count(r, &rest);
        if (is_empty(r->objects->names)) r->objects->names = (struct range){noun.from, i};
        return rest.noun;
    }
    return noun;
}

// 村志《石桥村志》: the title alone.
static struct range title_only(const struct passage *p, struct range noun)
{
    if (is_empty(noun) || p->letters.at[noun.to - 1].c != 0x300B) return noun; // 》
    uint32_t open = noun.from;
    while (open < noun.to && p->letters.at[open].c != 0x300A) {
        if (p->letters.at[open].mention != NONE) return noun;
        open++;
    }
    return (struct range){open, noun.to};
}

// 解放大道沿线违法建设: the place goes to objects->names, what is there stays.
static struct range behind_place(struct reading *r, struct range noun)
{
    static const char *const words[] = {"沿线", "沿岸", "境内", "周边",
                                        "两侧", "一带", "两岸", "范围内"};
    uint32_t i = noun.from, mention = is_empty(noun) ? NONE : r->p->letters.at[i].mention;
    if (mention == NONE || r->p->mentions->mentions.at[mention].type != ENTITY_LOC)
        return noun;
    while (i < noun.to && r->p->letters.at[i].mention == mention)
        i++;
    if (i == noun.to) return noun;
    struct span rest = clause_text(r->p, i, noun.to);
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        struct span word = span_of(words[k]);
        uint32_t end = i + (uint32_t)utf8_count(word);
        if (!span_starts(rest, word) || end + 2 > noun.to) continue;
        r->objects->names = (struct range){noun.from, i};
        return (struct range){end, noun.to};
    }
    return noun;
}

// 十大精品案件: the 十大 of an honour belongs to its name.
static bool is_ten_great(const struct reading *r, const struct phrase *phrase)
{
    return r->style == OBJECT_WHOLE && phrase->leading &&
           span_eq(phrase->unit->word->text, SPAN("大"));
}

// True for one letter that is no thing of any kind: the 其 of 责令其停产, the 场 of 到场.
static bool is_stray(const struct reading *r, struct range noun)
{
    const struct hit *hit = phrase_hit(r->p, noun.from);
    bool thing = hit && hit->word->classes & r->classes->heads;
    return noun.to == noun.from + 1 && open_text(r->p, noun.from) && !thing;
}

static void add(struct reading *r, struct range range)
{
    struct phrase phrase = phrase_read(r->p, r->classes, range);
    if (is_ten_great(r, &phrase)) {
        if (r->objects->n < OBJECTS) r->objects->at[r->objects->n++] = range;
        return;
    }
    note_count(r, &phrase);
    struct range noun = without_fillers(r, bare(r->p, phrase.noun));
    struct phrase inner = phrase_read(r->p, r->classes, noun);
    if (is_empty(phrase.count)) note_count(r, &inner);
    noun = without_fillers(r, inner.noun);
    if (is_empty(inner.count) && is_empty(phrase.count) && !is_empty(noun))
        noun = behind_count(r, noun);
    noun = behind_place(r, title_only(r->p, noun));
    if (!is_empty(noun) && !is_stray(r, noun) && r->objects->n < OBJECTS)
        r->objects->at[r->objects->n++] = noun;
}

// ---- lists ----------------------------------------------------------------------------

// The piece between two marks; 以及 is one mark.
static struct range piece_of(const struct passage *p, uint32_t from, uint32_t to)
{
    if (to > from && p->letters.at[to - 1].c == 0x4EE5 && p->letters.at[to].c == 0x53CA)
        to--;
    return phrase_trim(p, (struct range){from, to});
}

static bool ends_closed(const struct passage *p, uint32_t to)
{
    const struct letter *letter = &p->letters.at[to - 1];
    return letter->mention != NONE || letter->c == 0x300B || letter->c == 0x201D; // 》”
}

// True where the piece before a list mark is a noun phrase of its own, not one of several
// that share the head behind the list (规划、开发、产业三大委员会).
static bool complete(const struct reading *r, struct range piece)
{
    if (piece.to < piece.from + 2) return false;
    if (ends_closed(r->p, piece.to)) return true;
    const struct hit *last = hit_before(r->p, piece.to);
    if (!last || last->from < piece.from) return false;
    uint64_t nouns = r->classes->heads | r->classes->classifier | r->classes->measure;
    return last->word->classes & nouns || last->word->types;
}

typedef bool mark_test(const struct passage *p, uint32_t i);

// True where every piece before a mark is complete, and there is a mark.
static bool splits(const struct reading *r, struct range range, mark_test *is_mark,
                   bool closed_only)
{
    uint32_t from = range.from, marks = 0;
    for (uint32_t i = range.from; i < range.to; i++) {
        if (!is_mark(r->p, i)) continue;
        struct range piece = piece_of(r->p, from, i);
        if (is_empty(piece) ||
            !(closed_only ? ends_closed(r->p, piece.to) : complete(r, piece)))
            return false;
        from = i + 1;
        marks++;
    }
    return marks > 0;
}

static bool quotes_meet(const struct passage *p, uint32_t i) // ”“ and 》《
{
    uint32_t before = i > 0 ? p->letters.at[i - 1].c : 0, c = p->letters.at[i].c;
    return (before == 0x201D && c == 0x201C) || (before == 0x300B && c == 0x300A);
}

static bool any_meet(const struct passage *p, struct range range)
{
    for (uint32_t i = range.from + 1; i < range.to; i++)
        if (quotes_meet(p, i)) return true;
    return false;
}

// 规划、开发、产业三大委员会: the count of a head that a list shares; empty where there
// is none.
static struct range shared_count(const struct passage *p, struct range range)
{
    for (uint32_t i = range.from + 1; i + 1 < range.to; i++) {
        bool big = p->letters.at[i].c == 0x5927 && open_text(p, i); // 大
        if (big && clause_is_number(p->letters.at[i - 1].c))
            return (struct range){i - 1, i};
    }
    return (struct range){0, 0};
}

// Adds the pieces between 和: where both sides are things of their own.
static void split_and(struct reading *r, struct range range, bool named)
{
    bool cut = named || any_meet(r->p, range) ||
               splits(r, range, is_and, r->style == OBJECT_WHOLE);
    uint32_t from = range.from;
    for (uint32_t i = range.from; i < range.to && cut; i++) {
        bool meet = i > from && quotes_meet(r->p, i);
        if (!meet && !is_and(r->p, i)) continue;
        add(r, piece_of(r->p, from, i));
        from = meet ? i : i + 1;
    }
    add(r, phrase_trim(r->p, (struct range){from, range.to}));
}

static void split(struct reading *r, struct range range, bool named)
{
    bool cut = named || splits(r, range, is_comma, false);
    struct range shared = shared_count(r->p, range);
    if (cut && !named && !is_empty(shared)) {
        r->objects->at[r->objects->n++] = range;
        r->objects->count = phrase_number(r->p, shared);
        return;
    }
    uint32_t from = range.from;
    for (uint32_t i = range.from; i < range.to && cut; i++) {
        bool meet = i > from && quotes_meet(r->p, i);
        if (!meet && !is_comma(r->p, i)) continue;
        split_and(r, piece_of(r->p, from, i), named);
        from = meet ? i : i + 1;
    }
    split_and(r, phrase_trim(r->p, (struct range){from, range.to}), named);
}

// ---- examples -------------------------------------------------------------------------

// True for the 等 of 二等奖, 等级, 高等学校.
static bool is_rank(const struct passage *p, uint32_t i)
{
    uint32_t before = p->letters.at[i - 1].c, behind = p->letters.at[i + 1].c;
    bool number = before == 0x4E00 || before == 0x4E8C || before == 0x4E09; // 一二三
    return number || before == 0x7279 || before == 0x9AD8 || before == 0x5E73 ||
           before == 0x540C || before == 0x7532 || behind == 0x5956 || behind == 0x7EA7;
    // 特高平同甲 … 奖级
}

// The last 等 in open text with something before it; range.to where there is none.
static uint32_t find_examples(const struct passage *p, struct range range)
{
    uint32_t found = range.to;
    for (uint32_t i = range.from + 1; i < range.to; i++)
        if (open_text(p, i) && p->letters.at[i].c == 0x7B49 && !is_rank(p, i)) found = i;
    return found;
}

// The end of a list of names that a count and a head follow: 天水巷、麒麟街6条背街小巷.
static uint32_t find_list(const struct passage *p, struct range range)
{
    if (p->letters.at[range.from].mention == NONE) return range.to;
    bool list = false;
    for (uint32_t i = range.from; i < range.to; i++) {
        list |= is_comma(p, i);
        if (open_text(p, i) && clause_is_number(p->letters.at[i].c))
            return list && i > range.from && ends_closed(p, i) ? i : range.to;
        if (p->letters.at[i].c == ')' && i + 1 < range.to && list &&
            clause_is_number(p->letters.at[i + 1].c))
            return i + 1;
    }
    return range.to;
}

// True where the examples hold a name, a quote or a number of their series (首届马拉松).
static bool are_named(const struct passage *p, struct range range)
{
    enum { SESSION = 0x5C4A }; // 届
    for (uint32_t i = range.from; i < range.to; i++)
        if (p->letters.at[i].mention != NONE || p->letters.at[i].c == SESSION ||
            p->letters.at[i].zone & (ZONE_QUOTE | ZONE_TITLE))
            return true;
    return false;
}

// True for 活动, 系列活动, 大型活动: a head that says nothing of its own.
static bool is_vague(const struct reading *r, const struct hit *last, struct range noun)
{
    static const char *const words[] = {"系列", "大型", "主题", "各类",  "文体",
                                        "重大", "专项", "重点", "群众性"};
    if (!(last->word->classes & r->classes->vague_head)) return false;
    if (last->from == noun.from) return true;
    struct span before = clause_text(r->p, noun.from, last->from);
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (span_eq(before, span_of(words[k]))) return true;
    return false;
}

static void read_examples(struct reading *r, struct range named, struct range rest)
{
    struct objects whole = {.count = NO_NUMBER};
    struct reading head = {r->p, r->classes, r->style, &whole};
    add(&head, rest);
    const struct hit *last = whole.n ? hit_before(r->p, whole.at[0].to) : NULL;
    uint64_t kind = last ? last->word->classes : 0;
    bool vague = last && is_vague(r, last, whole.at[0]);
    bool task = r->style == OBJECT_TASK && kind & r->classes->head_task && !vague;
    bool money = r->style == OBJECT_MONEY && whole.measured;
    bool examples = !whole.n || vague || (are_named(r->p, named) && !task && !money);
    if (examples)
        split(r, named, true);
    else
        *r->objects = whole;
    if (task) r->objects->names = named;
    r->objects->count = whole.count;
    r->objects->measured = whole.measured;
}

// Behind the 的 of a clause that a list of names does something in: 恒泰与海天合资组建的
// 公司 is the company alone.
static struct range past_clause(const struct passage *p, struct range range)
{
    uint32_t mark = range.to, of = range.to;
    for (uint32_t i = range.from; i + 1 < range.to; i++) {
        bool joint = is_and(p, i) || is_comma(p, i);
        if (joint && of < range.to) return range; // a list of its own behind 的
        if (joint) mark = i;
        if (open_text(p, i) && p->letters.at[i].c == 0x7684) of = i; // 的
    }
    bool names = mark > range.from && mark < of && of < range.to &&
                 ends_closed(p, mark) && p->letters.at[mark + 1].mention != NONE;
    for (uint32_t i = mark + 1; names && i < of; i++) {
        const struct hit *hit = open_text(p, i) ? phrase_hit(p, i) : NULL;
        if (hit && hit->word->types) return (struct range){of + 1, range.to};
    }
    return range;
}

// 开工项目有甲、乙等43个: behind the 有 that a head opens the list with.
static struct range past_having(const struct reading *r, struct range range)
{
    enum { HAVE = 0x6709, SOON = 8 }; // 有
    for (uint32_t i = range.from; i + 1 < range.to && i < range.from + SOON; i++) {
        if (!open_text(r->p, i)) return range;
        const struct hit *head = hit_before(r->p, i);
        if (r->p->letters.at[i].c == HAVE && head && head->from >= range.from &&
            head->word->classes & r->classes->heads)
            return (struct range){i + 1, range.to};
    }
    return range;
}

// 位于白石巷318号的便民服务大厅: where the things are, up to the last 的, goes to names.
static void note_site(struct reading *r, struct range range)
{
    struct span text = clause_text(r->p, range.from, range.to);
    if (!span_starts(text, SPAN("位于"))) return;
    r->objects->names = (struct range){range.from, bare(r->p, range).from};
}

// “三村”安置房项目除地铁借地外: without the exception.
static struct range without_exception(const struct passage *p, struct range range)
{
    enum { EXCEPT = 0x9664, OUTSIDE = 0x5916 }; // 除外
    if (p->letters.at[range.to - 1].c != OUTSIDE) return range;
    for (uint32_t i = range.from + 1; i < range.to; i++) {
        size_t h = p->letters.at[i].hit;
        bool word = h > 0 && p->hits.at[h - 1].to > i; // 拆除
        if (p->letters.at[i].c == EXCEPT && open_text(p, i) && !word)
            return (struct range){range.from, i};
    }
    return range;
}

struct objects argument_objects(const struct passage *p, const struct classes *classes,
                                struct range range, enum object_style style)
{
    struct objects objects = {.count = NO_NUMBER};
    struct reading reading = {p, classes, style, &objects};
    range = phrase_trim(p, range);
    if (is_empty(range)) return objects;
    range = past_having(&reading, past_clause(p, without_exception(p, range)));
    note_site(&reading, range);
    uint32_t examples = find_examples(p, range), list = find_list(p, range);
    if (examples < range.to)
        read_examples(&reading, (struct range){range.from, examples},
                      (struct range){examples + 1, range.to});
    else if (list < range.to)
        read_examples(&reading, (struct range){range.from, list},
                      (struct range){list, range.to});
    else
        split(&reading, range, false);
    return objects;
}

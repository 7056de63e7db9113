// SPDX-License-Identifier: Apache-2.0
//
// Who is carried where a clause drops its subject: the doer named last in its sentence,
// else in its entry. Looked for only when a clause asks, backwards from there to where
// the last one who asked has looked, so that no clause is read twice: linear in the
// entry. Memory: the arena.
#include "stages/event/argument_subject.h"

#include "stages/base/utf8.h"

static const struct classes *classes_of(const struct teller *teller)
{
    return &teller->rules->classes;
}

// True for bodies, persons and the places that act as bodies (下城区, not 中国丝绸城).
bool argument_subject_acts(const struct teller *teller, const struct passage *p,
                           uint32_t mention)
{
    enum { SHORT = 6 }; // bytes: 下城
    const struct mention *m = &p->mentions->mentions.at[mention];
    if (m->type != ENTITY_LOC) return true;
    struct span name = span_cut(p->text, m->from, m->to);
    const struct word *last = rules_last(teller->rules->rules, name);
    uint64_t classes = last ? last->classes : 0;
    if (classes & classes_of(teller)->no_division) return false;
    return name.n <= SHORT || (classes & classes_of(teller)->division) != 0;
}

// True where the clause is in the passive: 区图书馆被评为….
static bool is_passive(const struct passage *p, const struct clause *clause)
{
    for (size_t h = p->letters.at[clause->from].hit; h < p->hits.n; h++) {
        if (p->hits.at[h].from >= clause->to) break;
        if (span_starts(p->hits.at[h].word->text, SPAN("被"))) return true;
    }
    return false;
}

// True where the clause ends in its only verb, so that its subject may be a thing:
// 西沣小学新校区投入使用.
static bool ends_in_verb(const struct classes *classes, const struct passage *p,
                         const struct clause *clause)
{
    uint32_t end = 0;
    for (size_t h = p->letters.at[clause->from].hit; h < p->hits.n; h++) {
        const struct hit *hit = &p->hits.at[h];
        if (hit->from >= clause->to) break;
        if (end || hit->word->classes & classes->habit) return false; // 推进重点工程建设
        if (hit->word->types) end = hit->to;
    }
    return end == clause->to;
}

// True for a subject that is no name but stands for itself: 全区, 交警部门, also in
// 交警部门现场查处.
static bool is_collective(const struct teller *teller, const struct passage *p,
                          struct range subject)
{
    enum { ADVERB = 2 };
    const struct classes *classes = classes_of(teller);
    bool adverb = subject.to >= subject.from + ADVERB &&
                  span_eq(clause_text(p, subject.to - ADVERB, subject.to), SPAN("现场"));
    if (adverb) subject.to -= ADVERB;
    size_t h = p->letters.at[subject.to].hit;
    const struct hit *last = h > 0 ? &p->hits.at[h - 1] : NULL;
    return last && last->to == subject.to && last->from >= subject.from &&
           last->word->classes & (classes->scope | classes->collective);
}

// 区人大票决产生的十件实事全部完成: who stands before a verb and its 的 is not who the
// clause is about.
static bool describes(const struct passage *p, const struct parts *parts)
{
    enum { OF = 0x7684 }; // 的
    if (parts->n < 2) return false;
    const struct letter *behind = &p->letters.at[parts->at[1].range.from];
    return behind->c == OF && behind->mention == NONE;
}

// 选举陈新国为主任,王强、赵刚为副主任: told of by the verb of a clause before.
static bool appointed(const struct passage *p, const struct clause *clause,
                      const struct names *names)
{
    enum { AS = 0x4E3A }; // 为
    bool opens = clause == p->clauses.at || clause[-1].sentence != clause->sentence;
    size_t end = p->mentions->mentions.at[names->at[names->n - 1]].to;
    if (span_starts(span_cut(p->text, end, p->text.n), SPAN("同志")))
        end += SPAN("同志").n;
    return !opens && p->letters.at[clause_letter(p, (uint32_t)end)].c == AS;
}

// 副区长李强主持, 其中大成公司获奖: who is there besides the one who is told of.
static bool is_aside(const struct teller *teller, const struct passage *p,
                     const struct clause *clause, const struct names *names)
{
    struct range range = {clause->from, clause->to};
    struct span text = utf8_trim(clause_text(p, clause->from, clause->to));
    if (span_starts(text, SPAN("其中"))) return true;
    bool persons = names->n > 0;
    for (size_t i = 0; i < names->n; i++)
        persons &= p->mentions->mentions.at[names->at[i]].type == ENTITY_PER;
    if (!persons) return false;
    return appointed(p, clause, names) ||
           phrase_words(p, range) & classes_of(teller)->attend;
}

// True where something befalls the one who is named, or he gets another name: 石塘镇遭受
// 洪水, 市卫计局更名为市卫生健康局.
static bool is_undergone(const struct passage *p, const struct clause *clause)
{
    enum { AS = 0x4E3A }; // 为
    for (size_t h = p->letters.at[clause->from].hit; h < p->hits.n; h++) {
        const struct hit *hit = &p->hits.at[h];
        if (hit->from >= clause->to) break;
        uint32_t types = hit->word->types;
        bool becomes =
            p->letters.at[hit->to].c == AS || p->letters.at[hit->to - 1].c == AS;
        if (types == 1u << EVENT_INCIDENT) return true;
        if (types) return types == 1u << EVENT_REORGANIZE && becomes;
    }
    return false;
}

// 轴承厂位于城西: where it lies is not who is spoken of.
static struct range before_where(const struct passage *p, struct range subject)
{
    static const char *const words[] = {"位于", "坐落", "地处"};
    if (subject.from >= subject.to) return subject;
    struct span text = clause_text(p, subject.from, subject.to);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t at = span_find(text, span_of(words[i]), 0);
        if (at == 0 || at == text.n) continue;
        uint32_t to = clause_letter(p, p->letters.at[subject.from].at + (uint32_t)at);
        if (p->letters.at[to].mention == NONE) subject.to = to;
    }
    return subject;
}

// 管委会联合区财政局出台: whom the speakers act with, behind `names`; how many.
static size_t joint_names(const struct passage *p, const struct classes *classes,
                          const struct parts *parts, struct names *names)
{
    struct range joint = argument_part(parts, PART_JOINT);
    return argument_names(p, classes, joint, true, names->at + names->n,
                          NAMES - names->n);
}

struct speaker argument_subject_read(const struct teller *teller, const struct passage *p,
                                     const struct clause *clause)
{
    const struct classes *classes = classes_of(teller);
    struct speaker speaker;
    struct names *names = &speaker.names;
    struct parts parts =
        argument_parts(p, classes, (struct range){clause->from, clause->to});
    struct range subject = before_where(p, parts.at[0].range);
    if (describes(p, &parts)) return (struct speaker){.acts = false};
    names->n = argument_names(p, classes, subject, false, names->at, NAMES);
    bool plain = names->n > 0;
    if (is_aside(teller, p, clause, names)) return (struct speaker){.acts = false};
    if (!plain) names->n = argument_names(p, classes, subject, true, names->at, NAMES);
    speaker.loose = !plain;
    if (names->n) names->n += joint_names(p, classes, &parts, names);
    speaker.collective =
        !names->n && subject.from < subject.to && is_collective(teller, p, subject);
    speaker.acts = names->n > 0 && !ends_in_verb(classes, p, clause) &&
                   !is_passive(p, clause) && !is_undergone(p, clause);
    for (size_t i = 0; i < names->n && speaker.acts; i++)
        speaker.acts =
            argument_subject_acts(teller, p, names->at[i]) &&
            (plain || p->mentions->mentions.at[names->at[i]].type != ENTITY_LOC);
    return speaker;
}

void argument_subject_enter(struct teller *teller, const struct passage *p)
{
    struct carried *carried = &teller->carried;
    uint32_t entry = teller->input->layout->paragraphs.at[p->para].entry;
    if (entry != carried->entry || entry == NONE) {
        carried->unread.n = carried->read = 0;
        carried->subject.n = 0;
        carried->life = NONE;
    }
    uint32_t life = argument_topic_life(p);
    if (life != NONE) carried->life = life;
    carried->entry = entry;
    carried->sentence = NONE;
    ARENA_PUSH(teller->arena, carried->unread.at, carried->unread.n, carried->room) = p;
}

// The clause where a sentence begins.
static size_t sentence_begins(const struct passage *p, size_t clause)
{
    while (clause > 0 &&
           p->clauses.at[clause - 1].sentence == p->clauses.at[clause].sentence)
        clause--;
    return clause;
}

// A work report is told by the government as a whole: whoever a sentence names is told
// of in that sentence alone, or in the item of it that ends in ；.
static bool is_report(const struct layout *layout)
{
    return span_find(layout->title, SPAN("工作报告"), 0) < layout->title.n;
}

// Forgets who was spoken of before the last ； that stands before the clause and has not
// been read yet.
static void forget_items(struct carried *carried, const struct passage *p, size_t clause)
{
    enum { SEMICOLON = 0xFF1B };
    size_t least =
        carried->read_to > carried->begins ? carried->read_to - 1 : carried->begins;
    for (size_t i = clause; i-- > least;) {
        uint32_t mark = p->clauses.at[i].mark;
        if (mark != SEMICOLON && mark != ';') continue;
        carried->sentence_subject.n = 0;
        carried->spoken_for = false;
        if (carried->read_to < i + 1) carried->read_to = i + 1;
        return;
    }
}

// Sees to it that `sentence_subject` holds who is spoken of up to the clause.
void argument_subject_sentence(struct teller *teller, const struct passage *p,
                               size_t clause)
{
    struct carried *carried = &teller->carried;
    if (carried->sentence != p->clauses.at[clause].sentence) {
        carried->sentence = p->clauses.at[clause].sentence;
        carried->begins = carried->read_to = sentence_begins(p, clause);
        carried->sentence_subject.n = 0;
        carried->spoken_for = false;
    }
    if (is_report(teller->input->layout)) forget_items(carried, p, clause);
    for (size_t i = clause + 1; i-- > carried->read_to;) {
        struct speaker speaker = argument_subject_read(teller, p, &p->clauses.at[i]);
        if (!speaker.names.n && !speaker.collective) continue;
        carried->sentence_subject.n = 0;
        carried->spoken_for = speaker.collective;
        carried->loose = speaker.loose;
        argument_list_names(teller, p, &carried->sentence_subject, &speaker.names);
        break;
    }
    if (clause >= carried->read_to) carried->read_to = clause + 1;
}

// Sees to it that `subject` holds who has acted last before the sentence.
static void read_entry(struct teller *teller, size_t begins)
{
    struct carried *carried = &teller->carried;
    bool found = false;
    for (size_t k = carried->unread.n; k-- > 0 && !found;) {
        const struct passage *p = carried->unread.at[k];
        size_t i = k + 1 == carried->unread.n ? begins : p->clauses.n;
        size_t least = k == 0 ? carried->read : 0;
        while (i > least && !found) {
            struct speaker speaker =
                argument_subject_read(teller, p, &p->clauses.at[--i]);
            found = speaker.acts;
            if (!found) continue;
            carried->subject.n = 0;
            argument_list_names(teller, p, &carried->subject, &speaker.names);
        }
    }
    carried->unread.at[0] = carried->unread.at[carried->unread.n - 1];
    carried->unread.n = 1;
    carried->read = begins;
}

// True where a person is among those who are carried.
static bool holds_person(const struct passage *p, const struct argument *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i].mention != NONE &&
            p->mentions->mentions.at[at[i].mention].type == ENTITY_PER)
            return true;
    return false;
}

// 佛子岭水库加固工程完成投资,修复堤坝46处: a place that opens the name of something else
// does nothing.
static bool is_place_only(const struct telling *t, uint32_t mention)
{
    return t->teller->carried.loose && mention != NONE &&
           !argument_subject_acts(t->teller, t->p, mention);
}

// 会同市公安局进行检查,取缔摊点26个: whom the carried one acts with in a clause before
// that drops its subject too.
static void push_joint_before(struct telling *t, void *list)
{
    enum { BACK = 2 };
    const struct clause *clause = t->clause;
    for (int i = 0; i < BACK && clause > t->p->clauses.at; i++) {
        clause--;
        if (clause->sentence != t->clause->sentence) return;
        struct range range = {clause->from, clause->to};
        struct parts parts = argument_parts(t->p, t->classes, range);
        if (parts.at[0].range.from < parts.at[0].range.to) return;
        struct names names =
            argument_list_find(t, argument_part(&parts, PART_JOINT), true);
        argument_list_names(t->teller, t->p, list, &names);
    }
}

void argument_subject_carry(struct telling *t, void *list)
{
    struct teller *teller = t->teller;
    struct carried *carried = &teller->carried;
    argument_subject_sentence(teller, t->p, (size_t)(t->clause - t->p->clauses.at));
    bool open = !carried->sentence_subject.n && !carried->spoken_for;
    if (carried->life != NONE && !carried->spoken_for && !argument_topic_opens(t)) {
        argument_list_mention(teller, t->p, list, carried->life);
        return;
    }
    if (open && is_report(teller->input->layout)) return;
    if (open) read_entry(teller, carried->begins);
    // 市民张某举报。查处案件12起: a person is carried to the end of his sentence only.
    if (open && holds_person(t->p, carried->subject.at, carried->subject.n)) return;
    bool own = carried->sentence_subject.n > 0;
    const struct argument *at = own ? carried->sentence_subject.at : carried->subject.at;
    size_t n = own                   ? carried->sentence_subject.n
               : carried->spoken_for ? 0
                                     : carried->subject.n;
    for (size_t i = 0; i < n; i++)
        if (!own || !is_place_only(t, at[i].mention))
            argument_list_push(teller, list, at[i]);
    if (n) push_joint_before(t, list);
}

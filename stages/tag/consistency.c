// SPDX-License-Identifier: Apache-2.0
//
// Document-level consistency. Every distinct name is looked for everywhere; each place
// where it stands is a vote on what it is: marked so, marked as part of something longer,
// marked in pieces, or not marked. Then
//
//   - its mentions take the type of the majority;
//   - places in pieces are joined where the name stands whole at least as often
//   (`东新街道
//     万家星城社区` in one place, two names in another);
//   - free places are marked where the name is trusted: a division of the lists, a
//     person's name, or one that is marked often enough among the places where it could
//     be.
//
// A short name is not marked where it crosses a word (`上城` in `网上城市大脑`).
#include "stages/tag/consistency.h"

#include "stages/base/utf8.h"

enum {
    LONG_NAME = 4,   // characters from which on a name is no accident
    WORD_REACH = 12, // bytes before a name in which a crossing word may begin
};

static const uint32_t divisions = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                                  1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP;
static const uint32_t words =
    1u << LEXICON_NOUN | 1u << LEXICON_VERB | 1u << LEXICON_OTHER | 1u << LEXICON_GENERIC;

static const uint32_t places = 1u << LEXICON_SHORT | 1u << LEXICON_TOWN_SHORT |
                               1u << LEXICON_COUNTRY | 1u << LEXICON_FOREIGN |
                               1u << LEXICON_PLACE;

// The end of the longest word of the lists that begins at byte `at`.
static size_t word_end(const struct pass *pass, struct span text, size_t at)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = at < text.n ? lexicon_match(pass->lexicon, text, at, hits) : 0;
    while (n > 0 && !(hits[n - 1].classes & (words | 1u << LEXICON_COMMON)))
        n--;
    return n > 0 ? hits[n - 1].end : at;
}

static bool is_division(const struct pass *pass, const struct name *name)
{
    return name->type == ENTITY_LOC && name->length > 2 &&
           (lexicon_find(pass->lexicon, name->text) & divisions);
}

// clang-format off
static bool is_particle(uint32_t c)
{
    switch (c) {
    case U'就': case U'和': case U'与': case U'及': case U'在': case U'为': case U'到':
    case U'任': case U'说': case U'等': case U'率': case U'将': case U'被': case U'曾':
    case U'对': case U'向': case U'称': case U'的': case U'是': case U'从': case U'于':
    case U'带': case U'赴': case U'来':
        return true;
    default:
        return false;
    }
}
// clang-format on

// Whether a word that begins at byte `at` and reaches into a name at `from` is an
// accident: a longer word ends where the name begins (`定下` in `肯定|下城区`), or all
// that is left of it is a particle (`在下` in `在|下城`).
static bool is_accident(const struct pass *pass, struct span text, size_t at, size_t from)
{
    size_t next = at, left = from - at;
    bool particle = is_particle(utf8_next(text, &next)) && next == from;
    return particle || lexicon_suffix(pass->lexicon, span_cut(text, 0, from),
                                      words | 1u << LEXICON_COMMON) > left;
}

// Whether a word of the lists begins before `from` and ends inside, or begins inside and
// ends after `to`. Of a name that is sure, accidents do not count, nor what a longer word
// behind the name parts (`区分` in `下城区|分层次`).
static bool crosses_word(const struct pass *pass, const struct names_hit *hit)
{
    struct span text = pass_text(pass, hit->para);
    struct lexicon_hit hits[LEXICON_HITS];
    bool sure = hit->name->declared || is_division(pass, hit->name);
    size_t i = hit->from < WORD_REACH ? 0 : hit->from - WORD_REACH;
    while (i < hit->from && ((unsigned char)text.at[i] & 0xC0) == 0x80)
        i++;
    for (; i < hit->to; i += utf8_width(text.at[i])) {
        if (i == hit->from)
            continue; // a longer word from the same place is the longer name's business
        size_t n = lexicon_match(pass->lexicon, text, i, hits);
        for (size_t k = 0; k < n; k++) {
            uint32_t end = hits[k].end;
            if (!(hits[k].classes & (words | 1u << LEXICON_COMMON))) continue;
            if (i < hit->from && end > hit->from && end < hit->to &&
                !(sure && is_accident(pass, text, i, hit->from)))
                return true;
            if (i > hit->from && end > hit->to &&
                !(sure && word_end(pass, text, hit->to) > end))
                return true;
        }
    }
    return false;
}

// A person's name is looked for elsewhere where it is nothing else: no word, no place,
// and with a surname at its head.
static bool is_trusted_person(const struct pass *pass, const struct name *name,
                              uint32_t classes)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(pass->lexicon, name->text, 0, hits);
    bool family = false;
    for (size_t i = 0; i < n; i++)
        family = family ||
                 (hits[i].classes & 1u << LEXICON_SURNAME && hits[i].end < name->text.n);
    if (classes & ~(1u << LEXICON_PERSON | 1u << LEXICON_COMMON | 1u << LEXICON_VILLAGE))
        return false;
    if (name->length == 2 && classes & 1u << LEXICON_COMMON) return false;
    return (family && name->length <= 4) || name->cover[COVER_EXACT] > 1;
}

static bool is_anchored(const struct pass *pass, const struct name *name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(pass->lexicon, name->text, 0, hits);
    for (size_t i = 0; i < n; i++)
        if (hits[i].classes & (divisions | places | 1u << LEXICON_ABBREVIATED))
            return true;
    return false;
}

// Whether free places of the name are names too.
static bool is_trusted(const struct pass *pass, const struct name *name)
{
    uint32_t classes = lexicon_find(pass->lexicon, name->text);
    uint32_t marked = name->cover[COVER_EXACT], free = name->cover[COVER_FREE];
    if (name->length < 2 || (marked == 0 && !name->declared) ||
        (classes & 1u << LEXICON_GENERIC))
        return false;
    if (name->declared || (name->type == ENTITY_LOC && (classes & divisions)))
        return true;
    if (name->type == ENTITY_PER) return is_trusted_person(pass, name, classes);
    if (name->length < LONG_NAME && (classes & words))
        return (classes & places) && marked > 2 * free;
    if (name->length < LONG_NAME) return 2 * marked >= free;
    return (is_anchored(pass, name) ? 2 : 1) * marked >= free;
}

// A name without a place or surname at its head that is left unmarked most of the time is
// a common noun (`微型消防站`).
static bool is_common(const struct pass *pass, const struct name *name)
{
    return !name->declared && name->cover[COVER_FREE] >= 3 &&
           name->cover[COVER_FREE] > name->cover[COVER_EXACT] &&
           !is_anchored(pass, name) && name->type != ENTITY_PER;
}

// `健康上城`, `平安下城`: a short form behind one of these is a slogan, as is one that is
// looked for everywhere behind any noun.
static bool is_slogan(const struct pass *pass, const struct names_hit *hit)
{
    static const char *const heads[] = {
        "平安", "美丽", "健康", "幸福", "智慧", "数字", "法治", "文明", "品质", "活力",
        "和谐", "绿色", "生态", "信用", "清廉", "创新", "宜居", "书香", "文化", "多彩",
        "魅力", "富强", "诚信", "清洁", "无废", "海绵", "爱心", "阳光"};
    struct span before = span_cut(pass_text(pass, hit->para), 0, hit->from);
    if (hit->name->type != ENTITY_LOC || hit->name->length >= LONG_NAME) return false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (span_ends(before, span_of(heads[i]))) return true;
    return hit->name->declared &&
           lexicon_suffix(pass->lexicon, before, 1u << LEXICON_NOUN) >= 6 &&
           lexicon_suffix(pass->lexicon, before, 1u << LEXICON_VERB) < 6;
}

// Whether a person's name stands where one is called: behind a post, a verb of appointing
// or a mark, and before a particle. A word that crosses it (`实为` in `任命陈实为局长`)
// is an accident there.
static bool is_called(const struct pass *pass, const struct names_hit *hit)
{
    static const struct span verbs[] = {
        {"任命", 6}, {"选举", 6}, {"免去", 6}, {"决定", 6}};
    struct span text = pass_text(pass, hit->para), before = span_cut(text, 0, hit->from);
    size_t next = hit->to;
    if (hit->name->type != ENTITY_PER || next == text.n ||
        !is_particle(utf8_next(text, &next)))
        return false;
    size_t last = before.n ? utf8_back(before, before.n) : 0;
    if (before.n == 0 || !utf8_is_han(utf8_next(before, &last))) return true;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (span_ends(before, verbs[i])) return true;
    return lexicon_suffix(pass->lexicon, before, 1u << LEXICON_TITLE) >= 6;
}

// Whether a free place may be marked with this name.
static bool is_open(const struct pass *pass, const struct names_hit *hit)
{
    if (!pass_allows(pass, hit->para, hit->from, hit->to) || is_slogan(pass, hit))
        return false;
    size_t sure = hit->name->type == ENTITY_PER ? LONG_NAME - 1 : LONG_NAME;
    return hit->name->length >= sure || is_called(pass, hit) || !crosses_word(pass, hit);
}

// Where some name begins, in order: the hit where it is one, else without its name.
struct found {
    struct names_hit *at;
    size_t n, capacity;
};

static void count_place(const struct pass *pass, struct names_hit *hit)
{
    enum covering cover = pass_cover(pass, hit->para, hit->from, hit->to);
    if (cover != COVER_FREE || is_open(pass, hit)) hit->name->cover[cover]++;
}

static struct found count_places(const struct pass *pass, const struct names *names)
{
    struct names_hit hits[NAMES_HITS];
    struct found found = {NULL, 0, 0};
    for (uint32_t para = 0; para < pass->layout->paragraphs.n; para++) {
        struct span text = pass_text(pass, para);
        if (pass->layout->paragraphs.at[para].role == ROLE_FURNITURE) continue;
        size_t i = names_next(names, text, 0);
        for (; i < text.n; i = names_next(names, text, i + utf8_width(text.at[i]))) {
            size_t n = names_match(names, text, i, hits);
            if (n == 0) continue;
            for (size_t k = 0; k < n; k++) {
                hits[k].para = para;
                count_place(pass, &hits[k]);
            }
            if (n > 1) hits[0].name = NULL;
            ARENA_PUSH(pass->arena, found.at, found.n, found.capacity) = hits[0];
        }
    }
    return found;
}

static bool is_majority(const struct name *name)
{
    uint32_t all = 0;
    for (size_t i = 0; i < NAMES_TYPES; i++)
        all += name->marked[i];
    return 2 * name->marked[name->type] > all;
}

static bool joins(const struct name *name)
{
    return name->cover[COVER_EXACT] >= name->cover[COVER_PARTS];
}

// Takes the decision on one place; returns whether it is now this name's.
static bool settle(struct pass *pass, const struct names_hit *hit)
{
    switch (pass_cover(pass, hit->para, hit->from, hit->to)) {
    case COVER_EXACT:
        if (is_common(pass, hit->name)) {
            pass_drop(pass, pass_at(pass, hit->para, hit->from));
            return true;
        }
        if (is_majority(hit->name))
            pass_at(pass, hit->para, hit->from)->type = hit->name->type;
        return true;
    case COVER_FREE:
        return is_trusted(pass, hit->name) && is_open(pass, hit) &&
               pass_add(pass, hit->para, hit->from, hit->to, hit->name->type) != NULL;
    case COVER_PARTS:
        return joins(hit->name) && is_open(pass, hit) &&
               pass_add(pass, hit->para, hit->from, hit->to, hit->name->type) != NULL;
    default:
        return false;
    }
}

// Takes the longest name that holds at one place; returns where it ends, or 0.
static uint32_t settle_place(struct pass *pass, const struct names *names,
                             const struct names_hit *found)
{
    struct names_hit hits[NAMES_HITS];
    if (found->name) return settle(pass, found) ? found->to : 0;
    size_t n = names_match(names, pass_text(pass, found->para), found->from, hits);
    while (n-- > 0) {
        hits[n].para = found->para;
        if (settle(pass, &hits[n])) return hits[n].to;
    }
    return 0;
}

static void settle_all(struct pass *pass, const struct names *names,
                       const struct found *found)
{
    uint32_t para = 0, end = 0; // of the name that was settled last
    for (size_t i = 0; i < found->n; i++) {
        const struct names_hit *place = &found->at[i];
        if (place->para == para && place->from < end) continue;
        para = place->para;
        end = settle_place(pass, names, place);
    }
}

// `陈治就`: a person's name and one character more, where the name alone is marked too;
// no name ends in 的.
static bool trim_persons(struct pass *pass, const struct names *names)
{
    bool any = false;
    for (size_t i = 0; i < pass->n; i++) {
        struct mention *m = &pass->mentions[i];
        if (m->type != ENTITY_PER || m->to - m->from < 9) continue;
        struct span name = pass_name(pass, m);
        size_t last = utf8_back(name, name.n), end = last;
        uint32_t c = utf8_next(name, &end);
        if (!is_particle(c)) continue;
        struct span rest = span_cut(name, 0, last);
        const struct name *known = names_find(names, pass_squeeze(pass->arena, rest));
        bool person = c == U'的' || (known && known->marked[ENTITY_PER]);
        if (person && pass_resize(pass, m, m->from, m->from + last)) any = true;
    }
    return any;
}

// The division that most names begin with or are (`下城区`, `下城区人民政府`); without
// text where none does again and again.
static struct span often_named(const struct pass *pass)
{
    enum { OFTEN = 4 };
    static const uint32_t kinds = 1u << LEXICON_CITY | 1u << LEXICON_COUNTY;
    struct lexicon_hit hits[LEXICON_HITS];
    struct names *votes = names_new(pass->arena, pass->n);
    struct span best = {"", 0};
    uint32_t least = OFTEN;
    for (size_t i = 0; i < pass->n; i++) {
        const struct mention *m = &pass->mentions[i];
        if (m->from == m->to || m->type == ENTITY_PER) continue;
        struct span full = pass_name(pass, m);
        size_t n = lexicon_match(pass->lexicon, full, 0, hits);
        while (n > 0 && !(hits[n - 1].classes & kinds))
            n--;
        if (n == 0) continue;
        struct span head = span_cut(full, 0, hits[n - 1].end);
        struct name *name = names_add(votes, pass_squeeze(pass->arena, head), m->type);
        if (!name || ++name->cover[COVER_EXACT] < least) continue;
        least = name->cover[COVER_EXACT] + 1;
        best = name->text;
    }
    return best;
}

// The short form of the document's own division is a name wherever it stands (`下城`
// beside 下城区), unless it is a common word too (`和平`, `新城`).
static void declare_home(struct pass *pass, struct names *names)
{
    struct span home = often_named(pass);
    if (home.n < 9) return;
    struct span head = span_cut(home, 0, home.n - 3);
    uint32_t classes = lexicon_find(pass->lexicon, head);
    if (!(classes & 1u << LEXICON_SHORT) || (classes & words)) return;
    struct name *name = names_add(names, head, ENTITY_LOC);
    if (name && name->type == ENTITY_LOC) name->declared = true;
}

void consistency_apply(struct pass *pass)
{
    struct names *names = names_of(pass);
    if (trim_persons(pass, names)) names = names_of(pass);
    declare_home(pass, names);
    names_open(names);
    for (size_t i = 0; i < pass->declared.n; i++) {
        struct span text = pass_squeeze(pass->arena, pass->declared.at[i]);
        struct name *name = names_find(names, text);
        if (name) name->declared = true;
    }
    struct found found = count_places(pass, names);
    settle_all(pass, names, &found);
}

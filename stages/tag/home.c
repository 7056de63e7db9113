// SPDX-License-Identifier: Apache-2.0
//
// Votes: every place or body whose name begins with a division speaks for that division,
// louder in a title, a heading or the document's metadata. Short names of organs say how
// high it stands (`区政府`: a district); a candidate of that kind wins. Of several places
// of the winner's name (鼓楼区) the one whose city or province the document names wins.
#include "stages/tag/home.h"

#include "stages/base/utf8.h"

#include <stdlib.h>

static const uint32_t upper =
    1u << LEXICON_PROVINCE | 1u << LEXICON_CITY | 1u << LEXICON_COUNTY;

struct vote {
    struct span name;
    uint32_t weight;
};

struct votes {
    struct arena *arena;
    struct vote *at;
    size_t n, capacity;
};

// Takes what the entries say that a name begins with where no division has been read.
static void read_town(struct chain *chain, const struct lexicon_hit *hits, size_t n,
                      size_t whole)
{
    for (size_t i = 0; i < n; i++) {
        if (hits[i].classes & 1u << LEXICON_TOWNSHIP) chain->town = hits[i].end;
        if (hits[i].end == whole) chain->whole = hits[i].classes;
    }
}

struct chain home_chain(const struct lexicon *lexicon, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    struct chain chain = {.n = 0};
    uint32_t wanted = upper | 1u << LEXICON_TOWNSHIP | 1u << LEXICON_SHORT;
    while (chain.n < 3 && chain.end < name.n) {
        size_t next = chain.end;
        if (!(lexicon_opens(lexicon, utf8_next(name, &next)) & wanted)) break;
        size_t n = lexicon_match(lexicon, name, chain.end, hits), end = 0;
        for (size_t i = 0; i < n; i++)
            if (hits[i].classes & upper) end = hits[i].end;
        if (chain.n == 0) read_town(&chain, hits, n, name.n);
        if (!end) break;
        chain.parts[chain.n++] = span_cut(name, chain.end, end);
        chain.end = end;
        wanted = upper;
    }
    return chain;
}

// ---- which place a name means
// ----------------------------------------------------------

static bool is_named(const struct divisions *divisions, uint32_t code, int64_t year,
                     struct span name)
{
    const struct division *division = divisions_coded(divisions, code, year);
    return division && span_eq(division->name, name);
}

// How near a code is to home: 3 itself or above it, 2 in the same city, 1 in the same
// province, 0 elsewhere.
static int nearness(const struct home *home, uint32_t code)
{
    if (!home->code) return 0;
    if (code == home->code || code == divisions_city(home->code) ||
        code == divisions_province(home->code))
        return 3;
    if (divisions_city(code) == divisions_city(home->code)) return 2;
    return divisions_province(code) == divisions_province(home->code);
}

// The code of a chain's last part; 0 where it cannot be told.
static uint32_t code_of(const struct divisions *divisions, const struct home *home,
                        const struct chain *chain)
{
    const struct division *found[DIVISIONS_MOST];
    size_t n = divisions_named(divisions, chain->parts[chain->n - 1], home->year, found);
    uint32_t best = 0;
    int best_near = -1;
    bool tie = false;
    for (size_t i = 0; i < n; i++) {
        uint32_t code = found[i]->code;
        if (chain->n > 1) {
            struct span above = chain->parts[chain->n - 2];
            if (!is_named(divisions, divisions_city(code), home->year, above) &&
                !is_named(divisions, divisions_province(code), home->year, above))
                continue;
        }
        int near = nearness(home, code);
        tie = near == best_near ? code != best : near > best_near ? false : tie;
        if (near > best_near) {
            best_near = near;
            best = code;
        }
    }
    return tie ? 0 : best;
}

// The name of a division as bodies bear it: its own, behind its city's where several
// places have that.
static struct span plain_of(const struct divisions *divisions, const struct home *home,
                            struct arena *arena, struct span name, uint32_t code)
{
    const struct division *same[DIVISIONS_MOST];
    size_t n = divisions_named(divisions, name, home->year, same);
    bool several = false;
    for (size_t i = 1; i < n; i++)
        several = several || same[i]->code != same[0]->code;
    if (!several || code == 0) return name;
    uint32_t above =
        divisions_city(code) != code ? divisions_city(code) : divisions_province(code);
    const struct division *city = divisions_coded(divisions, above, home->year);
    if (!city) city = divisions_coded(divisions, divisions_province(code), home->year);
    return city ? arena_join(arena, (struct span[]){city->name, name}, 2) : name;
}

struct seat home_seat(const struct divisions *divisions, const struct home *home,
                      struct arena *arena, const struct chain *chain)
{
    struct seat seat = {.code = code_of(divisions, home, chain)};
    if (seat.code) seat.full = divisions_chain(divisions, arena, seat.code, home->year);
    seat.plain =
        plain_of(divisions, home, arena, chain->parts[chain->n - 1], seat.code);
    return seat;
}

// ---- votes
// -----------------------------------------------------------------------------

static int vote_cmp(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;
    return span_cmp(x->name, y->name);
}

static void sum_votes(struct votes *votes)
{
    size_t n = 0;
    if (votes->n) qsort(votes->at, votes->n, sizeof *votes->at, vote_cmp);
    for (size_t i = 0; i < votes->n; i++) {
        if (n && span_eq(votes->at[n - 1].name, votes->at[i].name))
            votes->at[n - 1].weight += votes->at[i].weight;
        else
            votes->at[n++] = votes->at[i];
    }
    votes->n = n;
}

static uint32_t weight_of(const struct vote *votes, size_t n, struct span name)
{
    for (size_t i = 0; i < n; i++)
        if (span_eq(votes[i].name, name)) return votes[i].weight;
    return 0;
}

static uint32_t role_weight(const struct layout *layout, uint32_t para)
{
    int role = layout->paragraphs.at[para].role;
    return role == ROLE_HEADING1 || role == ROLE_HEADING2 || role == ROLE_META ? 4 : 1;
}

// Which of 区 县 市 省 州 旗 the short names of organs begin with most often; "" for
// none.
static struct span usual_letter(const struct lexicon *lexicon, const struct forms *forms)
{
    static const struct span letters[] = {{"区", 3}, {"县", 3}, {"旗", 3},
                                          {"市", 3}, {"州", 3}, {"省", 3}};
    enum { LETTERS = sizeof letters / sizeof *letters };
    uint32_t counts[LETTERS] = {0};
    for (size_t i = 0; i < forms->mentions->mentions.n; i++) {
        struct span name = forms_spelt(forms, i);
        if (forms->mentions->mentions.at[i].type != ENTITY_ORG || name.n < 3) continue;
        for (size_t k = 0; k < LETTERS; k++)
            if (memcmp(name.at, letters[k].at, 3) == 0)
                counts[k] += !(lexicon_find(lexicon, name) & 1u << LEXICON_ORG);
    }
    size_t best = 0;
    for (size_t k = 1; k < LETTERS; k++)
        if (counts[k] > counts[best]) best = k;
    return counts[best] ? letters[best] : (struct span){"", 0};
}

static void cast(struct votes *votes, struct span name, uint32_t weight)
{
    ARENA_PUSH(votes->arena, votes->at, votes->n, votes->capacity) =
        (struct vote){name, weight};
}

static void cast_chain(struct votes *votes, const struct chain *chain, uint32_t weight)
{
    for (size_t k = 0; k < chain->n; k++)
        cast(votes, chain->parts[k], weight);
}

// A form votes once for all its mentions; those with white space inside may begin with
// less than the form does, and vote for themselves.
static void cast_all(struct votes *votes, const struct lexicon *lexicon,
                     const struct forms *forms)
{
    uint32_t *weights = ARENA_NEW(votes->arena, uint32_t, forms->n + 1);
    for (size_t i = 0; i < forms->mentions->mentions.n; i++) {
        const struct form *form = &forms->at[forms->of[i]];
        uint32_t weight =
            role_weight(forms->layout, forms->mentions->mentions.at[i].para);
        if (form->type == ENTITY_PER) continue;
        struct span name = forms_spelt(forms, i);
        if (name.n == form->text.n) {
            weights[forms->of[i]] += weight;
        } else {
            struct chain chain = home_chain(lexicon, name);
            cast_chain(votes, &chain, weight);
        }
    }
    for (size_t i = 0; i < forms->n; i++)
        if (weights[i]) cast_chain(votes, &forms->at[i].chain, weights[i]);
    struct chain title = home_chain(lexicon, forms->layout->title);
    if (title.n) cast(votes, title.parts[title.n - 1], 20);
}

static uint32_t choose_code(const struct divisions *divisions, const struct votes *votes,
                            struct span name, int64_t year)
{
    const struct division *found[DIVISIONS_MOST];
    size_t n = divisions_named(divisions, name, year, found);
    uint32_t best = 0, best_weight = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t above[2] = {divisions_city(found[i]->code),
                             divisions_province(found[i]->code)};
        uint32_t weight = 1;
        for (int k = 0; k < 2; k++) {
            const struct division *division = divisions_coded(divisions, above[k], year);
            if (division && above[k] != found[i]->code)
                weight += 2 * weight_of(votes->at, votes->n, division->name);
        }
        if (weight == best_weight) best = 0; // nobody can tell
        if (weight > best_weight) {
            best_weight = weight;
            best = found[i]->code;
        }
    }
    return best;
}

static void add_level(const struct divisions *divisions, struct home *home,
                      struct arena *arena, struct span name, uint32_t code)
{
    home->levels[home->n_levels++] =
        (struct level){name, plain_of(divisions, home, arena, name, code)};
}

// Looks up what stands above home.
static void read_levels(const struct divisions *divisions, struct home *home,
                        struct arena *arena)
{
    uint32_t above[2] = {divisions_city(home->code), divisions_province(home->code)};
    if (home->name.n) add_level(divisions, home, arena, home->name, home->code);
    for (int i = 0; i < 2 && home->code; i++) {
        const struct division *division =
            divisions_coded(divisions, above[i], home->year);
        if (above[i] != home->code && division)
            add_level(divisions, home, arena, division->name, division->code);
    }
}

struct home home_of(const struct lexicon *lexicon, const struct divisions *divisions,
                    const struct forms *forms)
{
    const struct layout *layout = forms->layout;
    struct votes votes = {.arena = forms->arena};
    struct home home = {.year = layout->year == NO_NUMBER ? -1 : layout->year};
    struct span letter = usual_letter(lexicon, forms);
    cast_all(&votes, lexicon, forms);
    sum_votes(&votes);
    uint32_t best = 0;
    for (size_t i = 0; i < votes.n; i++) {
        bool fits =
            letter.n == 0 || span_ends(votes.at[i].name, letter) ||
            (span_eq(letter, SPAN("省")) && span_ends(votes.at[i].name, SPAN("自治区")));
        if (fits && votes.at[i].weight > best) {
            best = votes.at[i].weight;
            home.name = votes.at[i].name;
        }
    }
    if (home.name.n) home.code = choose_code(divisions, &votes, home.name, home.year);
    read_levels(divisions, &home, forms->arena);
    return home;
}

const struct level *home_level(const struct home *home, struct span letter)
{
    for (size_t i = 0; i < home->n_levels; i++)
        if (span_ends(home->levels[i].name, letter)) return &home->levels[i];
    return NULL;
}

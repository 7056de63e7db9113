// SPDX-License-Identifier: Apache-2.0
//
// Document-level consistency. Every distinct name is looked for everywhere; each place
// where it stands is a vote on what it is: marked so, marked as part of something longer,
// marked in pieces, or not marked. Then
//
//   - its mentions take the type of the majority;
//   - places in pieces are joined where the name stands whole at least as often (`东新街道
//     万家星城社区` in one place, two names in another);
//   - free places are marked where the name is trusted: a division of the lists, a
//     person's name, or one that is marked often enough among the places where it could be.
//
// A short name is not marked where it crosses a word (`上城` in `网上城市大脑`).
#include "stages/tag/consistency.h"

#include "stages/base/utf8.h"

enum {
    LONG_NAME = 4,        // characters from which on a name is no accident
    WORD_REACH = 12,      // bytes before a name in which a crossing word may begin
};

static const uint32_t divisions = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                                  1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP;
static const uint32_t words = 1u << LEXICON_NOUN | 1u << LEXICON_VERB |
                              1u << LEXICON_OTHER | 1u << LEXICON_GENERIC;

// Whether a word of the lists begins before `from` and ends inside, or begins inside and
// ends after `to`.
static bool crosses_word(const struct pass *pass, const struct names_hit *hit)
{
    struct span text = pass_text(pass, hit->para);
    struct lexicon_hit hits[LEXICON_HITS];
    size_t i = hit->from < WORD_REACH ? 0 : hit->from - WORD_REACH;
    while (i < hit->from && ((unsigned char)text.at[i] & 0xC0) == 0x80)
        i++;
    for (; i < hit->to; i += utf8_width(text.at[i])) {
        if (i == hit->from)
            continue; // a longer word from the same place is the longer name's business
        size_t n = lexicon_match(pass->lexicon, text, i, hits);
        for (size_t k = 0; k < n; k++) {
            bool over_from = i < hit->from && hits[k].end > hit->from && hits[k].end < hit->to;
            bool over_to = i > hit->from && i < hit->to && hits[k].end > hit->to;
            if ((over_from || over_to) && (hits[k].classes & words))
                return true;
        }
    }
    return false;
}

static void count_places(const struct pass *pass, const struct names *names)
{
    struct names_hit hits[NAMES_HITS];
    for (uint32_t para = 0; para < pass->layout->paragraphs.n; para++) {
        struct span text = pass_text(pass, para);
        if (pass->layout->paragraphs.at[para].role == ROLE_FURNITURE)
            continue;
        for (size_t i = 0; i < text.n; i += utf8_width(text.at[i])) {
            size_t n = names_match(names, text, i, hits);
            for (size_t k = 0; k < n; k++) {
                hits[k].para = para;
                enum covering cover = pass_cover(pass, para, hits[k].from, hits[k].to);
                if (cover == COVER_FREE && (!pass_allows(pass, para, i, hits[k].to) ||
                                            (hits[k].name->length < LONG_NAME &&
                                             crosses_word(pass, &hits[k]))))
                    continue;
                hits[k].name->cover[cover]++;
            }
        }
    }
}

// Whether free places of the name are names too.
static bool is_trusted(const struct pass *pass, const struct name *name)
{
    uint32_t classes = lexicon_find(pass->lexicon, name->text);
    uint32_t marked = name->cover[COVER_EXACT], free = name->cover[COVER_FREE];
    if (name->length < 2 || marked == 0 || (classes & 1u << LEXICON_GENERIC))
        return false;
    if (name->declared || (name->type == ENTITY_LOC && (classes & divisions)))
        return true;
    if (name->type == ENTITY_PER)
        return name->length > 2 || !(classes & words) || marked > free;
    if (name->length < LONG_NAME && (classes & words))
        return marked > 2 * free;
    return name->length < LONG_NAME ? 2 * marked >= free : 4 * marked >= free;
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
        pass_at(pass, hit->para, hit->from)->type = hit->name->type;
        return true;
    case COVER_FREE:
        if (!is_trusted(pass, hit->name) ||
            (hit->name->length < LONG_NAME && crosses_word(pass, hit)))
            return false;
        return pass_add(pass, hit->para, hit->from, hit->to, hit->name->type) != NULL;
    case COVER_PARTS:
        return joins(hit->name) &&
               pass_add(pass, hit->para, hit->from, hit->to, hit->name->type) != NULL;
    default:
        return false;
    }
}

static void settle_all(struct pass *pass, const struct names *names)
{
    struct names_hit hits[NAMES_HITS];
    for (uint32_t para = 0; para < pass->layout->paragraphs.n; para++) {
        struct span text = pass_text(pass, para);
        if (pass->layout->paragraphs.at[para].role == ROLE_FURNITURE)
            continue;
        for (size_t i = 0; i < text.n;) {
            size_t n = names_match(names, text, i, hits), next = i + utf8_width(text.at[i]);
            while (n-- > 0) { // the longest that holds
                hits[n].para = para;
                if (settle(pass, &hits[n])) {
                    next = hits[n].to;
                    break;
                }
            }
            i = next;
        }
    }
}

void consistency_apply(struct pass *pass)
{
    struct names *names = names_of(pass);
    for (size_t i = 0; i < pass->declared.n; i++) {
        struct span text = pass_squeeze(pass->arena, pass->declared.at[i]);
        struct name *name = names_find(names, text);
        if (name)
            name->declared = true;
    }
    count_places(pass, names);
    settle_all(pass, names);
}

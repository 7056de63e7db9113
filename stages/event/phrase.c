// SPDX-License-Identifier: Apache-2.0
//
// Takes counts off phrases: 常务会议8次, 等荣誉116项, 资金2.93亿元, 10条道路, 首届….
#include "stages/event/phrase.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"

static int ask(const struct rules *rules, const char *name, uint64_t *bit)
{
    *bit = rules_class(rules, name);
    if (*bit) return 0;
    log_warn("words.txt: there is no class '%s'", name);
    return -1;
}

int phrase_classes(const struct rules *rules, struct classes *classes)
{
    return ask(rules, "modal", &classes->modal) | ask(rules, "negation", &classes->negation) |
           ask(rules, "aspect", &classes->aspect) |
           ask(rules, "passive", &classes->passive) |
           ask(rules, "conjunction", &classes->conjunction) |
           ask(rules, "habit", &classes->habit) |
           ask(rules, "classifier", &classes->classifier) |
           ask(rules, "measure", &classes->measure) |
           ask(rules, "money", &classes->money) |
           ask(rules, "ordinal", &classes->ordinal) |
           ask(rules, "plan_heading", &classes->plan_heading) |
           ask(rules, "review_heading", &classes->review_heading) |
           ask(rules, "opaque", &classes->opaque);
}

uint64_t phrase_words(const struct passage *p, struct range range)
{
    uint64_t bits = 0;
    for (size_t h = p->letters.at[range.from].hit; h < p->hits.n; h++) {
        if (p->hits.at[h].from >= range.to) break;
        bits |= p->hits.at[h].word->classes;
    }
    return bits;
}

static bool plain_number(const struct passage *p, uint32_t i)
{
    return p->letters.at[i].mention == NONE && clause_is_number(p->letters.at[i].c);
}

// The number that ends at `to` (余 and 多 of 30余 belong to it); empty where there is none.
static struct range number_before(const struct passage *p, uint32_t least, uint32_t to)
{
    uint32_t from = to;
    while (from > least && plain_number(p, from - 1)) from--;
    return (struct range){from, to};
}

// The last hit that ends at `to`, or NULL.
static const struct hit *hit_before(const struct passage *p, uint32_t to)
{
    size_t h = p->letters.at[to].hit;
    return h > 0 && p->hits.at[h - 1].to == to ? &p->hits.at[h - 1] : NULL;
}

static void take_trailing(const struct passage *p, const struct classes *classes,
                          struct phrase *phrase)
{
    struct range *noun = &phrase->noun;
    const struct hit *hit = hit_before(p, noun->to);
    if (!hit || !(hit->word->classes & (classes->classifier | classes->measure))) return;
    if (hit->from <= noun->from) return;
    struct range number = number_before(p, noun->from, hit->from);
    if (number.from == number.to || number.from == noun->from) return;
    phrase->count = number;
    phrase->measured = !(hit->word->classes & classes->classifier);
    noun->to = number.from;
}

static void take_leading(const struct passage *p, const struct classes *classes,
                         struct phrase *phrase)
{
    struct range *noun = &phrase->noun;
    uint32_t i = noun->from;
    while (i < noun->to && plain_number(p, i)) i++;
    if (i == noun->from || i == noun->to) return;
    size_t h = p->letters.at[i].hit;
    const struct hit *hit = h < p->hits.n && p->hits.at[h].from == i ? &p->hits.at[h] : NULL;
    bool known = hit && hit->word->classes & (classes->classifier | classes->measure);
    if (!known || hit->to >= noun->to) return;
    if (phrase->count.from == phrase->count.to) {
        phrase->count = (struct range){noun->from, i};
        phrase->measured = !(hit->word->classes & classes->classifier);
        phrase->leading = true;
    }
    noun->from = hit->to;
}

struct phrase phrase_read(const struct passage *p, const struct classes *classes,
                          struct range range)
{
    struct phrase phrase = {.noun = range};
    if (range.from < range.to) take_trailing(p, classes, &phrase);
    if (phrase.noun.to > phrase.noun.from && p->letters.at[phrase.noun.to - 1].c == 0x7B49)
        phrase.noun.to--; // 等
    if (phrase.noun.from < phrase.noun.to) take_leading(p, classes, &phrase);
    return phrase;
}

// SPDX-License-Identifier: Apache-2.0
//
// A name that begins with a verb that yearbooks put before names (`督促市政公司`,
// `新建城南 公园`) begins after it, unless a division of the lists begins there
// (`新建区`). One that begins with a particle (`与公羊队`, `自茨河`) begins after it
// where the rest is known: a division, or marked elsewhere in the document.
#include "stages/tag/heads.h"

#include "stages/base/utf8.h"
#include "stages/tag/names.h"

static const uint32_t known_classes = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                                      1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP |
                                      1u << LEXICON_SHORT | 1u << LEXICON_ABBREVIATED |
                                      1u << LEXICON_COUNTRY | 1u << LEXICON_ORG;

#define TWO(first, second) ((uint64_t)(first) << 32 | (second))

// clang-format off
static bool is_verb(uint32_t first, uint32_t second)
{
    switch (TWO(first, second)) {
    case TWO(U'新', U'建'): case TWO(U'改', U'建'): case TWO(U'扩', U'建'):
    case TWO(U'迁', U'建'): case TWO(U'启', U'动'): case TWO(U'督', U'促'):
    case TWO(U'联', U'合'): case TWO(U'根', U'据'): case TWO(U'协', U'调'):
    case TWO(U'推', U'进'): case TWO(U'举', U'办'): case TWO(U'召', U'开'):
    case TWO(U'印', U'发'): case TWO(U'成', U'立'): case TWO(U'依', U'托'):
    case TWO(U'位', U'于'): case TWO(U'途', U'经'): case TWO(U'走', U'进'):
    case TWO(U'建', U'成'): case TWO(U'完', U'成'): case TWO(U'组', U'建'):
    case TWO(U'筹', U'建'): case TWO(U'开', U'通'): case TWO(U'实', U'施'):
    case TWO(U'委', U'托'): case TWO(U'授', U'予'): case TWO(U'邀', U'请'):
    case TWO(U'组', U'织'): case TWO(U'引', U'进'): case TWO(U'引', U'入'):
    case TWO(U'参', U'观'): case TWO(U'考', U'察'): case TWO(U'关', U'于'):
    case TWO(U'配', U'合'): case TWO(U'协', U'助'): case TWO(U'牵', U'头'):
    case TWO(U'通', U'过'): case TWO(U'按', U'照'): case TWO(U'包', U'括'):
    case TWO(U'其', U'中'): case TWO(U'以', U'及'): case TWO(U'力', U'争'):
    case TWO(U'争', U'取'): case TWO(U'确', U'保'): case TWO(U'续', U'建'):
    case TWO(U'兴', U'建'): case TWO(U'修', U'建'): case TWO(U'重', U'建'):
    case TWO(U'复', U'建'): case TWO(U'增', U'建'): case TWO(U'设', U'立'):
    case TWO(U'增', U'设'): case TWO(U'创', U'办'): case TWO(U'兴', U'办'):
    case TWO(U'撤', U'销'): case TWO(U'拆', U'除'): case TWO(U'责', U'成'):
    case TWO(U'支', U'持'): case TWO(U'开', U'工'): case TWO(U'竣', U'工'):
        return true;
    default:
        return false;
    }
}

static bool is_particle(uint32_t c)
{
    switch (c) {
    case U'与': case U'和': case U'由': case U'经': case U'自': case U'至': case U'其':
    case U'该': case U'在': case U'从': case U'对': case U'向': case U'将': case U'为':
    case U'被': case U'及': case U'以': case U'因': case U'于': case U'日': case U'赴':
    case U'到': case U'迁': case U'集':
        return true;
    default:
        return false;
    }
}
// clang-format on

static bool begins_known(const struct pass *pass, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(pass->lexicon, name, 0, hits);
    for (size_t i = 0; i < n; i++)
        if (hits[i].classes & known_classes) return true;
    return false;
}

// A verb or particle that a mention begins with.
struct head {
    size_t mention;
    size_t bytes;
    bool known;       // it is a verb, or the rest is in the lists
    struct span rest; // what stands behind it, without white space
};

// Finds the head of a mention that may not be its own.
static bool read_head(const struct pass *pass, size_t mention, struct head *head)
{
    const struct mention *m = &pass->mentions[mention];
    if (m->type == ENTITY_PER || m->to - m->from < 9) return false;
    struct span name = pass_name(pass, m);
    size_t at = 0;
    uint32_t first = utf8_next(name, &at);
    *head = (struct head){.mention = mention, .bytes = at};
    bool particle = is_particle(first);
    bool verb = is_verb(first, utf8_next(name, &at)) && name.n >= at + 6;
    if ((!verb && !particle) || begins_known(pass, name)) return false;
    if (verb) head->bytes = at;
    struct span rest = span_cut(name, head->bytes, name.n);
    head->known = verb || (lexicon_find(pass->lexicon, rest) & known_classes);
    head->rest = pass_squeeze(pass->arena, rest);
    return true;
}

// The rests of the heads, counted where they are mentions.
static struct names *count_rests(const struct pass *pass, const struct head *heads,
                                 size_t n)
{
    struct names *names = names_new(pass->arena, n);
    for (size_t i = 0; i < n; i++)
        names_add(names, heads[i].rest, ENTITY_LOC);
    for (size_t i = 0; i < pass->n; i++) {
        const struct mention *m = &pass->mentions[i];
        if (m->from == m->to) continue;
        struct name *name = names_find(names, pass_squeezed(pass, m));
        if (name) name->marked[m->type]++;
    }
    return names;
}

static bool is_marked(const struct name *name)
{
    for (int type = 0; name && type < NAMES_TYPES; type++)
        if (name->marked[type]) return true;
    return false;
}

void heads_trim(struct pass *pass)
{
    struct head *heads = NULL, head;
    size_t n = 0, capacity = 0;
    for (size_t i = 0; i < pass->n; i++)
        if (read_head(pass, i, &head)) ARENA_PUSH(pass->arena, heads, n, capacity) = head;
    if (n == 0) return;
    struct names *names = count_rests(pass, heads, n);
    for (size_t i = 0; i < n; i++) {
        struct mention *m = &pass->mentions[heads[i].mention];
        if (heads[i].known || is_marked(names_find(names, heads[i].rest)))
            pass_resize(pass, m, m->from + heads[i].bytes, m->to);
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// A name that begins with a verb that yearbooks put before names (`督促市政公司`,
// `新建城南 公园`) begins after it, unless a division of the lists begins there
// (`新建区`). One that begins with a particle (`与公羊队`, `自茨河`) begins after it
// where the rest is known: a division, or marked elsewhere in the document.
#include "stages/tag/heads.h"

#include "stages/tag/names.h"

static const uint32_t known_classes = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                                      1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP |
                                      1u << LEXICON_SHORT | 1u << LEXICON_ABBREVIATED |
                                      1u << LEXICON_COUNTRY | 1u << LEXICON_ORG;

static const char *const verbs[] = {
    "新建", "改建", "扩建", "迁建", "启动", "督促", "联合", "根据", "协调",
    "推进", "举办", "召开", "印发", "成立", "依托", "位于", "途经", "走进",
    "建成", "完成", "组建", "筹建", "开通", "实施", "委托", "授予", "邀请",
    "组织", "引进", "引入", "参观", "考察", "关于", "配合", "协助", "牵头",
    "通过", "按照", "包括", "其中", "以及"};
static const char *const particles[] = {"与", "和", "由", "经", "自", "至", "其", "该",
                                        "在", "从", "对", "向", "将", "为", "被", "及",
                                        "以", "因", "于", "日", "赴", "到", "迁", "集"};

static bool begins_known(const struct pass *pass, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(pass->lexicon, name, 0, hits);
    for (size_t i = 0; i < n; i++)
        if (hits[i].classes & known_classes) return true;
    return false;
}

// Bytes of the verb or particle that a name begins with and does not own; 0 for none.
static size_t head_of(const struct pass *pass, const struct names *names,
                      struct span name)
{
    if (begins_known(pass, name)) return 0;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (span_starts(name, span_of(verbs[i])) && name.n >= strlen(verbs[i]) + 6)
            return strlen(verbs[i]);
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        struct span head = span_of(particles[i]);
        if (!span_starts(name, head) || name.n < head.n + 6) continue;
        struct span rest = span_cut(name, head.n, name.n);
        const struct name *known = names_find(names, pass_squeeze(pass->arena, rest));
        uint32_t classes = lexicon_find(pass->lexicon, rest);
        if ((classes & known_classes) || (known && known->marked[known->type]))
            return head.n;
    }
    return 0;
}

void heads_trim(struct pass *pass)
{
    struct names *names = names_of(pass);
    for (size_t i = 0; i < pass->n; i++) {
        struct mention *m = &pass->mentions[i];
        if (m->from == m->to || m->type == ENTITY_PER) continue;
        size_t head = head_of(pass, names, pass_name(pass, m));
        if (head) pass_resize(pass, m, m->from + head, m->to);
    }
}

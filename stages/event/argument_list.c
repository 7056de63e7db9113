// SPDX-License-Identifier: Apache-2.0
//
// Lists of arguments, of at most MOST each. Memory: the arena; a list of n costs n * n
// / 2.
#include "stages/event/argument_list.h"

typedef LIST(struct argument) arguments;

void argument_list_push(struct teller *teller, void *list, struct argument argument)
{
    enum { MOST = 256 };
    arguments *to = list;
    if (to->n == MOST) return;
    for (size_t i = 0; i < to->n; i++)
        if (to->at[i].para == argument.para && to->at[i].from == argument.from) return;
    struct argument *grown = ARENA_NEW(teller->arena, struct argument, to->n + 1);
    if (to->n) memcpy(grown, to->at, to->n * sizeof *grown);
    grown[to->n] = argument;
    to->at = grown;
    to->n++;
}

void argument_list_mention(struct teller *teller, const struct passage *p, void *list,
                           uint32_t mention)
{
    const struct mention *m = &p->mentions->mentions.at[mention];
    argument_list_push(teller, list, (struct argument){m->para, m->from, m->to, mention});
}

void argument_list_names(struct teller *teller, const struct passage *p, void *list,
                         const struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        argument_list_mention(teller, p, list, names->at[i]);
}

void argument_list_range(struct teller *teller, const struct passage *p, void *list,
                         struct range range)
{
    range = phrase_trim(p, range);
    if (range.from >= range.to) return;
    struct argument argument = {p->para, p->letters.at[range.from].at,
                                p->letters.at[range.to].at, NONE};
    uint32_t mention = p->letters.at[range.from].mention;
    if (mention != NONE) {
        const struct mention *m = &p->mentions->mentions.at[mention];
        if (m->from == argument.from && m->to == argument.to) argument.mention = mention;
    }
    argument_list_push(teller, list, argument);
}

struct names argument_list_find(const struct telling *t, struct range range, bool loose)
{
    struct names names;
    names.n = argument_names(t->p, t->classes, range, loose, names.at, NAMES);
    return names;
}

// SPDX-License-Identifier: Apache-2.0
//
// The order of the second pass: repairs of single mentions and of their neighbourhood
// first, since they make better voters; then the vote over the whole document.
#include "stages/tag/second.h"

#include "stages/tag/aliases.h"
#include "stages/tag/bare.h"
#include "stages/tag/consistency.h"
#include "stages/tag/cuts.h"
#include "stages/tag/heads.h"
#include "stages/tag/lists.h"
#include "stages/tag/organs.h"
#include "stages/tag/papers.h"
#include "stages/tag/persons.h"
#include "stages/tag/quoted.h"
#include "stages/tag/shape.h"

#include <stdlib.h>

struct second {
    const struct lexicon *lexicon;
    uint8_t glance[PASS_PLANE];
};

static uint8_t glance_at(const struct lexicon *lexicon, uint32_t c)
{
    uint32_t opens = lexicon_opens(lexicon, c), closes = lexicon_closes(lexicon, c);
    return (uint8_t)((opens & 1u << LEXICON_SURNAME ? GLANCE_SURNAME : 0) |
                     (opens & 1u << LEXICON_GIVEN ? GLANCE_GIVEN : 0) |
                     (opens & 1u << LEXICON_TITLE ? GLANCE_TITLE : 0) |
                     (closes & 1u << LEXICON_TITLE ? GLANCE_POST : 0));
}

struct second *second_new(const struct lexicon *lexicon)
{
    struct second *second = xcalloc(1, sizeof *second);
    second->lexicon = lexicon;
    for (uint32_t c = 0; c < PASS_PLANE; c++)
        second->glance[c] = glance_at(lexicon, c);
    return second;
}

void second_free(struct second **second)
{
    free(*second);
    *second = NULL;
}

// Marks declared names as what they stand for.
static void mark_aliases(struct pass *pass)
{
    size_t from, to, capacity = 0;
    for (size_t i = 0, n = pass->n; i < n; i++) {
        struct mention full = pass->mentions[i];
        if (full.from == full.to ||
            !aliases_behind(pass_text(pass, full.para), full.to, &from, &to))
            continue;
        if (pass_cover(pass, full.para, from, to) == COVER_EXACT)
            pass_at(pass, full.para, from)->type = full.type;
        else
            pass_add(pass, full.para, from, to, full.type);
        ARENA_PUSH(pass->arena, pass->declared.at, pass->declared.n, capacity) =
            span_cut(pass_text(pass, full.para), from, to);
    }
}

void second_pass(const struct second *second, const struct layout *layout,
                 struct arena *arena, struct mentions *mentions)
{
    struct pass pass;
    pass_open(&pass, second->lexicon, layout, arena, mentions);
    pass.glance = second->glance;
    papers_drop(&pass);
    cuts_apply(&pass);
    bare_drop(&pass);
    shape_repair(&pass);
    heads_trim(&pass);
    organs_mark(&pass);
    quoted_mark(&pass);
    mark_aliases(&pass);
    persons_mark(&pass);
    lists_mark(&pass);
    consistency_apply(&pass);
    pass_close(&pass, mentions);
}

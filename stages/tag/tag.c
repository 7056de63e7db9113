// SPDX-License-Identifier: Apache-2.0
//
// Runs the model over every paragraph that is not furniture, then looks at the document as
// a whole.
#include "stages/tag/tag.h"

#include "stages/base/log.h"
#include "stages/tag/entities.h"
#include "stages/tag/second.h"

#include <stdlib.h>

struct tag {
    struct lexicon *lexicon;
    struct tagger *tagger;
    struct entities_data entities;
    bool consistent;
};

struct tag *tag_open(const struct tag_options *options)
{
    char why[512];
    struct tag *tag = xcalloc(1, sizeof *tag);
    tag->consistent = options->consistent;
    tag->lexicon = lexicon_open(options->lexicon);
    if (tag->lexicon) {
        tag->tagger = tagger_open(options->model, tag->lexicon, why, sizeof why);
        if (!tag->tagger) log_warn("%s", why);
    }
    if (!tag->tagger || entities_open(&tag->entities, tag->lexicon, options->lexicon) < 0)
        tag_close(&tag);
    return tag;
}

void tag_close(struct tag **tag)
{
    if (!*tag) return;
    tagger_close(&(*tag)->tagger);
    entities_close(&(*tag)->entities);
    lexicon_free(&(*tag)->lexicon);
    free(*tag);
    *tag = NULL;
}

static void tag_paragraphs(const struct tag *tag, const struct layout *layout,
                           struct arena *arena, struct mentions *mentions)
{
    size_t longest = 0, capacity = 0;
    for (size_t i = 0; i < layout->paragraphs.n; i++)
        if (layout->paragraphs.at[i].text.n > longest)
            longest = layout->paragraphs.at[i].text.n;
    struct tagger_room *room = tagger_room(tag->tagger, arena, longest);
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[i];
        if (paragraph->role == ROLE_FURNITURE) continue;
        const struct tagged *found;
        size_t n = tagger_text(tag->tagger, room, paragraph->text, &found);
        for (size_t k = 0; k < n; k++)
            ARENA_PUSH(arena, mentions->mentions.at, mentions->mentions.n, capacity) =
                (struct mention){(uint32_t)i, found[k].from, found[k].to, found[k].type,
                                 NONE};
    }
}

void tag_document(const struct tag *tag, const struct layout *layout, struct arena *arena,
                  struct mentions *mentions)
{
    *mentions = (struct mentions){0};
    tag_paragraphs(tag, layout, arena, mentions);
    if (tag->consistent) second_pass(tag->lexicon, layout, arena, mentions);
    entities_make(&tag->entities, layout, arena, mentions);
}

// SPDX-License-Identifier: Apache-2.0
//
// Runs the model over every paragraph that is not furniture, then looks at the document
// as a whole.
#include "stages/tag/tag.h"

#include "proto/simplified.h"
#include "stages/base/log.h"
#include "stages/tag/entities.h"
#include "stages/tag/second.h"

#include <stdlib.h>

struct tag {
    struct lexicon *lexicon;
    struct tagger *tagger;
    struct second *second; // NULL where it is not wanted
    struct entities_data entities;
};

struct tag *tag_open(const struct tag_options *options)
{
    char why[512];
    struct tag *tag = xcalloc(1, sizeof *tag);
    tag->lexicon = lexicon_open(options->lexicon);
    if (tag->lexicon) {
        tag->tagger = tagger_open(options->model, tag->lexicon, why, sizeof why);
        if (!tag->tagger) log_warn("%s", why);
        if (options->consistent) tag->second = second_new(tag->lexicon);
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
    second_free(&(*tag)->second);
    lexicon_free(&(*tag)->lexicon);
    free(*tag);
    *tag = NULL;
}

void tag_document(const struct tag *tag, const struct layout *layout, struct arena *arena,
                  struct mentions *mentions)
{
    layout = simplified_layout(layout, arena);
    tagger_document(tag->tagger, layout, arena, mentions);
    if (tag->second) second_pass(tag->second, layout, arena, mentions);
    entities_make(&tag->entities, layout, arena, mentions);
}

// SPDX-License-Identifier: Apache-2.0
//
// Runs the model over every paragraph that is not furniture, then looks at the document as
// a whole.
#include "stages/tag/tag.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "stages/tag/second.h"

#include <stdlib.h>

struct tag {
    struct lexicon *lexicon;
    struct tagger *tagger;
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
    if (!tag->tagger) tag_close(&tag);
    return tag;
}

void tag_close(struct tag **tag)
{
    if (!*tag) return;
    tagger_close(&(*tag)->tagger);
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

// A mention's name without white space, and which mention it is.
struct named {
    struct span name;
    int type;
    uint32_t mention;
};

static int compare(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order = a->type != b->type ? (a->type > b->type) - (a->type < b->type)
                                   : span_cmp(a->name, b->name);
    return order ? order : (a->mention > b->mention) - (a->mention < b->mention);
}

static struct span without_space(struct arena *arena, struct span s)
{
    char *at = arena_alloc(arena, s.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        if (utf8_is_space(utf8_next(s, &i))) continue;
        memcpy(at + n, s.at + from, i - from);
        n += i - from;
    }
    return (struct span){at, n};
}

// One entity for each distinct pair of type and name, in the order of pairs.
static void make_entities(const struct layout *layout, struct arena *arena,
                          struct mentions *mentions)
{
    size_t n = mentions->mentions.n;
    struct named *names = ARENA_NEW(arena, struct named, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct mention *m = &mentions->mentions.at[i];
        struct span text = span_cut(layout->paragraphs.at[m->para].text, m->from, m->to);
        names[i] = (struct named){without_space(arena, text), m->type, (uint32_t)i};
    }
    qsort(names, n, sizeof *names, compare);
    mentions->entities.at = ARENA_NEW(arena, struct entity, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct entity *last = mentions->entities.at + mentions->entities.n;
        bool same = i && names[i].type == names[i - 1].type &&
                    span_eq(names[i].name, names[i - 1].name);
        if (!same) *last = (struct entity){.type = names[i].type, .name = names[i].name};
        mentions->entities.n += !same;
        mentions->mentions.at[names[i].mention].entity =
            (uint32_t)mentions->entities.n - 1;
    }
}

void tag_document(const struct tag *tag, const struct layout *layout, struct arena *arena,
                  struct mentions *mentions)
{
    *mentions = (struct mentions){0};
    tag_paragraphs(tag, layout, arena, mentions);
    if (tag->consistent) second_pass(tag->lexicon, layout, arena, mentions);
    make_entities(layout, arena, mentions);
}

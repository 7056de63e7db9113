// SPDX-License-Identifier: Apache-2.0
//
// The state of the second pass: mentions and the bytes that they own. Takes four bytes of
// memory for one of text, from the document's arena.
#include "stages/tag/pass.h"

#include "stages/base/utf8.h"

#include <stdlib.h>

// Marks [from, to) of a paragraph's zone where text holds open … close, outermost pairs
// only. A mark that is never closed opens nothing.
static void mark_zone(struct span text, struct span open, struct span close,
                      uint8_t *zone, enum zone kind)
{
    size_t depth = 0, begin = 0;
    char last = open.at[open.n - 1], also = close.at[close.n - 1]; // no ASCII
    for (size_t i = open.n - 1; i < text.n; i++) {
        if (text.at[i] != last && text.at[i] != also) continue;
        struct span here = span_cut(text, i + 1 - open.n, i + 1);
        if (span_eq(here, open) && depth++ == 0)
            begin = i + 1;
        else if (span_eq(here, close) && depth > 0 && --depth == 0)
            for (size_t j = begin; j < i + 1 - close.n; j++)
                if (zone[j] < kind) zone[j] = (uint8_t)kind;
    }
}

static void own(struct pass *pass, const struct mention *mention, uint32_t owner)
{
    uint32_t *at = pass->owner + pass->base[mention->para];
    for (size_t i = mention->from; i < mention->to; i++)
        at[i] = owner;
}

void pass_open(struct pass *pass, const struct lexicon *lexicon,
               const struct layout *layout, struct arena *arena,
               const struct mentions *mentions)
{
    *pass = (struct pass){.lexicon = lexicon, .layout = layout, .arena = arena};
    size_t total = 0, n = layout->paragraphs.n;
    pass->base = ARENA_NEW(arena, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        pass->base[i] = total;
        total += layout->paragraphs.at[i].text.n;
    }
    pass->owner = ARENA_NEW(arena, uint32_t, total + 1);
    pass->zone = ARENA_NEW(arena, uint8_t, total + 1);
    for (size_t i = 0; i < n; i++) {
        struct span text = layout->paragraphs.at[i].text;
        mark_zone(text, SPAN("“"), SPAN("”"), pass->zone + pass->base[i], ZONE_QUOTE);
        mark_zone(text, SPAN("《"), SPAN("》"), pass->zone + pass->base[i], ZONE_TITLE);
    }
    for (size_t i = 0; i < mentions->mentions.n; i++) {
        ARENA_PUSH(arena, pass->mentions, pass->n, pass->capacity) =
            mentions->mentions.at[i];
        own(pass, &pass->mentions[i], (uint32_t)i + 1);
    }
}

static int mention_cmp(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    if (x->para != y->para) return x->para < y->para ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

void pass_close(struct pass *pass, struct mentions *mentions)
{
    size_t n = 0;
    struct mention *at = ARENA_NEW(pass->arena, struct mention, pass->n + 1);
    for (size_t i = 0; i < pass->n; i++)
        if (pass->mentions[i].from < pass->mentions[i].to) at[n++] = pass->mentions[i];
    qsort(at, n, sizeof *at, mention_cmp);
    mentions->mentions.at = at;
    mentions->mentions.n = n;
}

enum covering pass_cover(const struct pass *pass, uint32_t para, size_t from, size_t to)
{
    const uint32_t *owner = pass->owner + pass->base[para];
    enum covering cover = COVER_FREE;
    for (size_t i = from; i < to; i++) {
        if (!owner[i]) continue;
        const struct mention *mention = &pass->mentions[owner[i] - 1];
        if (mention->from == from && mention->to == to) return COVER_EXACT;
        if (mention->from <= from && mention->to >= to) return COVER_INNER;
        if (mention->from < from || mention->to > to) return COVER_CROSS;
        cover = COVER_PARTS;
        i = mention->to - 1;
    }
    return cover;
}

bool pass_allows(const struct pass *pass, uint32_t para, size_t from, size_t to)
{
    const uint8_t *zone = pass->zone + pass->base[para];
    struct span text = pass_text(pass, para);
    if (zone[from] == ZONE_TITLE && zone[to - 1] == ZONE_TITLE) return false;
    if (zone[from] != ZONE_QUOTE || zone[to - 1] != ZONE_QUOTE) return true;
    bool opens = from > 0 && zone[from - 1] != ZONE_QUOTE;
    bool closes = to < text.n && zone[to] != ZONE_QUOTE;
    return opens && closes;
}

void pass_drop(struct pass *pass, struct mention *mention)
{
    own(pass, mention, 0);
    mention->to = mention->from;
}

struct mention *pass_add(struct pass *pass, uint32_t para, size_t from, size_t to,
                         int type)
{
    if (from >= to || !pass_allows(pass, para, from, to)) return NULL;
    enum covering cover = pass_cover(pass, para, from, to);
    if (cover == COVER_INNER || cover == COVER_CROSS) return NULL;
    for (size_t i = from; i < to; i++) {
        struct mention *old = pass_at(pass, para, i);
        if (old) pass_drop(pass, old);
    }
    ARENA_PUSH(pass->arena, pass->mentions, pass->n, pass->capacity) =
        (struct mention){para, (uint32_t)from, (uint32_t)to, type, NONE};
    own(pass, &pass->mentions[pass->n - 1], (uint32_t)pass->n);
    return &pass->mentions[pass->n - 1];
}

bool pass_resize(struct pass *pass, struct mention *mention, size_t from, size_t to)
{
    if (from >= to || !pass_allows(pass, mention->para, from, to)) return false;
    uint32_t index = (uint32_t)(mention - pass->mentions) + 1;
    const uint32_t *owner = pass->owner + pass->base[mention->para];
    for (size_t i = from; i < to; i++)
        if (owner[i] && owner[i] != index) return false;
    own(pass, mention, 0);
    mention->from = (uint32_t)from;
    mention->to = (uint32_t)to;
    own(pass, mention, index);
    return true;
}

struct span pass_squeeze(struct arena *arena, struct span name)
{
    size_t i = 0, n = 0;
    while (i < name.n) {
        size_t before = i;
        if (utf8_is_space(utf8_next(name, &i))) {
            i = before;
            break;
        }
    }
    if (i == name.n) return name;
    char *out = ARENA_NEW(arena, char, name.n);
    for (size_t at = 0; at < name.n;) {
        size_t from = at;
        if (utf8_is_space(utf8_next(name, &at))) continue;
        memcpy(out + n, name.at + from, at - from);
        n += at - from;
    }
    return (struct span){out, n};
}

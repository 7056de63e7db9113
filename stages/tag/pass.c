// SPDX-License-Identifier: Apache-2.0
//
// The state of the second pass: mentions and the bytes that they own. Takes four bytes of
// memory for one of text, from the document's arena.
#include "stages/tag/pass.h"

#include "stages/base/utf8.h"
#include "stages/base/wide.h"

// Marks that open and close a zone, and those of them that are open.
struct marks {
    uint32_t open, close;
    enum zone kind;
    size_t depth, begin;
};

static void read_mark(struct marks *marks, uint32_t c, size_t from, size_t to,
                      uint8_t *zone)
{
    if (c == marks->open && marks->depth++ == 0) marks->begin = to;
    if (c != marks->close || marks->depth == 0 || --marks->depth > 0) return;
    for (size_t i = marks->begin; i < from; i++)
        if (zone[i] < marks->kind) zone[i] = (uint8_t)marks->kind;
}

// All marks of zones begin with one of two bytes, which no other byte of a character is.
static bool may_be_mark(char c)
{
    return c == '\xE2' || c == '\xE3';
}

#ifdef WIDE
AVX2 static size_t skip_blocks(struct span text, size_t i)
{
    for (; text.n - i >= 32; i += 32) {
        __m256i block = _mm256_loadu_si256((const void *)(text.at + i));
        __m256i found = _mm256_or_si256(_mm256_cmpeq_epi8(block, splat(0xE2)),
                                        _mm256_cmpeq_epi8(block, splat(0xE3)));
        unsigned bits = (unsigned)_mm256_movemask_epi8(found);
        if (bits) return i + (size_t)__builtin_ctz(bits);
    }
    return i;
}
#endif

// The first place at or after byte i that a mark may begin at.
static size_t next_mark(struct span text, size_t i)
{
#ifdef WIDE
    if (wide_have()) i = skip_blocks(text, i);
#endif
    while (i < text.n && !may_be_mark(text.at[i]))
        i++;
    return i;
}

// Marks the zones of a paragraph, outermost pairs only. A mark that is never closed opens
// nothing.
static void mark_zones(struct span text, uint8_t *zone)
{
    struct marks quotes = {U'“', U'”', ZONE_QUOTE, 0, 0};
    struct marks titles = {U'《', U'》', ZONE_TITLE, 0, 0};
    for (size_t i = 0; (i = next_mark(text, i)) < text.n;) {
        size_t from = i;
        uint32_t c = utf8_next(text, &i);
        if (c < U'“' || c > U'》') continue;
        read_mark(&quotes, c, from, i, zone);
        read_mark(&titles, c, from, i, zone);
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
    pass->base[n] = total;
    pass->owner = ARENA_NEW(arena, uint32_t, total + 1);
    pass->zone = ARENA_NEW(arena, uint8_t, total + 1);
    for (size_t i = 0; i < n; i++)
        mark_zones(layout->paragraphs.at[i].text, pass->zone + pass->base[i]);
    for (size_t i = 0; i < mentions->mentions.n; i++) {
        ARENA_PUSH(arena, pass->mentions, pass->n, pass->capacity) =
            mentions->mentions.at[i];
        own(pass, &pass->mentions[i], (uint32_t)i + 1);
    }
}

// Steps over bytes that nobody owns, four at a time.
static size_t skip_free(const uint32_t *owner, size_t i, size_t end)
{
    uint64_t four[2];
    while (end - i >= 4 && (memcpy(four, owner + i, sizeof four), !(four[0] | four[1])))
        i += 4;
    while (i < end && !owner[i])
        i++;
    return i;
}

// The bytes' owners come in the order that is asked for.
// Without the white space that a step left at either end of a mention.
static void trim(const struct pass *pass, struct mention *mention)
{
    struct span text = pass_text(pass, mention->para);
    struct span name = utf8_trim(span_cut(text, mention->from, mention->to));
    mention->from = (uint32_t)(name.at - text.at);
    mention->to = mention->from + (uint32_t)name.n;
}

void pass_close(struct pass *pass, struct mentions *mentions)
{
    size_t n = 0;
    struct mention *at = ARENA_NEW(pass->arena, struct mention, pass->n + 1);
    for (size_t para = 0; para < pass->layout->paragraphs.n; para++) {
        const uint32_t *owner = pass->owner + pass->base[para];
        size_t end = pass->base[para + 1] - pass->base[para];
        for (size_t i = 0; (i = skip_free(owner, i, end)) < end;) {
            at[n] = pass->mentions[owner[i] - 1];
            i = at[n].to;
            trim(pass, &at[n]);
            n += at[n].from < at[n].to;
        }
    }
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
    for (size_t next = 0; (i = utf8_skip_han(name, next)) < name.n;) {
        next = i;
        if (utf8_is_space(utf8_next(name, &next))) break;
    }
    if (i == name.n) return name;
    char *out = arena_raw(arena, name.n);
    for (size_t at = 0; at < name.n;) {
        size_t from = at;
        if (utf8_is_space(utf8_next(name, &at))) continue;
        memcpy(out + n, name.at + from, at - from);
        n += at - from;
    }
    return (struct span){out, n};
}

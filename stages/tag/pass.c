// SPDX-License-Identifier: Apache-2.0
//
// The state of the second pass: mentions and the bytes that they own. Takes half a byte
// of memory for one of text, from the document's arena, and room for four more that is
// written where a mention begins.
#include "stages/tag/pass.h"

#include "stages/base/utf8.h"

// Marks that open and close a zone, and those of them that are open.
struct pair {
    uint32_t open, close;
    uint64_t *zone; // map of what lies between them
    size_t depth, begin;
};

// Reads the character c at [from, to) of the map.
static void read_mark(struct pair *pair, uint32_t c, size_t from, size_t to)
{
    if (c == pair->open && pair->depth++ == 0) pair->begin = to;
    if (c != pair->close || pair->depth == 0 || --pair->depth > 0) return;
    bits_fill(pair->zone, pair->begin, from, true);
}

// Marks the zones of a paragraph, outermost pairs only. A mark that is never closed opens
// nothing.
static void mark_zones(struct pass *pass, uint32_t para)
{
    struct span text = pass_text(pass, para);
    struct pair quotes = {U'“', U'”', pass->quoted, 0, 0};
    struct pair titles = {U'《', U'》', pass->titled, 0, 0};
    size_t base = pass->marks.base[para], end = base + text.n;
    for (size_t at = base; (at = bits_next(pass->marks.quotes, at, end)) < end;) {
        size_t from = at, next = at - base;
        uint32_t c = utf8_next(text, &next);
        at = base + next;
        read_mark(&quotes, c, from, at);
        read_mark(&titles, c, from, at);
    }
}

static void own(struct pass *pass, uint32_t index, bool owned)
{
    const struct mention *mention = &pass->mentions[index];
    size_t base = pass->marks.base[mention->para], from = base + mention->from;
    if (mention->from == mention->to) return;
    bits_fill(pass->owned, from, base + mention->to, owned);
    if (owned)
        bits_set(pass->first, from);
    else
        bits_clear(pass->first, from);
    pass->number[from] = index;
}

void pass_open(struct pass *pass, const struct lexicon *lexicon,
               const struct layout *layout, struct arena *arena,
               const struct mentions *mentions)
{
    *pass = (struct pass){.lexicon = lexicon, .layout = layout, .arena = arena};
    pass->marks = marks_of(layout, arena);
    size_t total = pass->marks.base[layout->paragraphs.n], words = bits_words(total);
    pass->owned = ARENA_NEW(arena, uint64_t, 4 * words);
    pass->first = pass->owned + words;
    pass->quoted = pass->first + words;
    pass->titled = pass->quoted + words;
    pass->number = arena_raw(arena, total * sizeof *pass->number);
    for (uint32_t i = 0; i < layout->paragraphs.n; i++)
        mark_zones(pass, i);
    pass->n = mentions->mentions.n;
    pass->capacity = pass->n + pass->n / 8;
    pass->mentions = arena_raw(arena, pass->capacity * sizeof *pass->mentions);
    if (pass->n)
        memcpy(pass->mentions, mentions->mentions.at, pass->n * sizeof *pass->mentions);
    for (uint32_t i = 0; i < pass->n; i++)
        own(pass, i, true);
}

// Without the white space that a step left at either end of a mention.
static void trim(const struct pass *pass, struct mention *mention)
{
    if (pass_is_plain(pass, mention)) return;
    struct span text = pass_text(pass, mention->para);
    struct span name = utf8_trim(span_cut(text, mention->from, mention->to));
    mention->from = (uint32_t)(name.at - text.at);
    mention->to = mention->from + (uint32_t)name.n;
}

// The mentions' first bytes come in the order that is asked for.
void pass_close(struct pass *pass, struct mentions *mentions)
{
    size_t n = 0, end = pass->marks.base[pass->layout->paragraphs.n];
    struct mention *at = arena_raw(pass->arena, pass->n * sizeof *at);
    for (size_t i = 0; (i = bits_next(pass->first, i, end)) < end; i++) {
        at[n] = pass->mentions[pass->number[i]];
        trim(pass, &at[n]);
        n += at[n].from < at[n].to;
    }
    mentions->mentions.at = at;
    mentions->mentions.n = n;
}

// The first mention that owns a byte of [from, to), or NULL.
static struct mention *first_of(const struct pass *pass, uint32_t para, size_t from,
                                size_t to)
{
    size_t base = pass->marks.base[para];
    size_t at = bits_next(pass->owned, base + from, base + to);
    return at < base + to ? pass_at(pass, para, at - base) : NULL;
}

enum covering pass_cover(const struct pass *pass, uint32_t para, size_t from, size_t to)
{
    const struct mention *mention = first_of(pass, para, from, to);
    if (!mention) return COVER_FREE;
    if (mention->from == from && mention->to == to) return COVER_EXACT;
    if (mention->from <= from && mention->to >= to) return COVER_INNER;
    for (; mention; mention = first_of(pass, para, mention->to, to))
        if (mention->from < from || mention->to > to) return COVER_CROSS;
    return COVER_PARTS;
}

// Whether a byte of the map is in a quotation and in no title.
static bool is_quoted(const struct pass *pass, size_t at)
{
    return bits_has(pass->quoted, at) && !bits_has(pass->titled, at);
}

bool pass_allows(const struct pass *pass, uint32_t para, size_t from, size_t to)
{
    size_t base = pass->marks.base[para], end = pass->marks.base[para + 1];
    size_t first = base + from, last = base + to - 1;
    if (bits_has(pass->titled, first) && bits_has(pass->titled, last)) return false;
    if (!is_quoted(pass, first) || !is_quoted(pass, last)) return true;
    bool opens = first > base && !is_quoted(pass, first - 1);
    bool closes = last + 1 < end && !is_quoted(pass, last + 1);
    return opens && closes;
}

void pass_drop(struct pass *pass, struct mention *mention)
{
    own(pass, (uint32_t)(mention - pass->mentions), false);
    mention->to = mention->from;
}

struct mention *pass_add(struct pass *pass, uint32_t para, size_t from, size_t to,
                         int type)
{
    if (from >= to || !pass_allows(pass, para, from, to)) return NULL;
    enum covering cover = pass_cover(pass, para, from, to);
    if (cover == COVER_INNER || cover == COVER_CROSS) return NULL;
    for (struct mention *old; (old = first_of(pass, para, from, to));)
        pass_drop(pass, old);
    ARENA_PUSH(pass->arena, pass->mentions, pass->n, pass->capacity) =
        (struct mention){para, (uint32_t)from, (uint32_t)to, type, NONE};
    own(pass, (uint32_t)pass->n - 1, true);
    return &pass->mentions[pass->n - 1];
}

bool pass_resize(struct pass *pass, struct mention *mention, size_t from, size_t to)
{
    if (from >= to || !pass_allows(pass, mention->para, from, to)) return false;
    uint32_t index = (uint32_t)(mention - pass->mentions), para = mention->para;
    const struct mention *other = first_of(pass, para, from, to);
    if (other == mention) other = first_of(pass, para, mention->to, to);
    if (other && other != mention) return false;
    own(pass, index, false);
    mention->from = (uint32_t)from;
    mention->to = (uint32_t)to;
    own(pass, index, true);
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

// SPDX-License-Identifier: Apache-2.0
//
// Two chained hash tables over the same words: by the first two characters and by the
// last two, each chain with the longest word first, so that the first hit is the longest;
// words of one character have chains of their own, looked at last. A bitmap of the
// characters that begin (or end) a word answers most questions with one look. Memory: the
// words and 80 KB; none while matching.
#include "stages/base/words.h"

#include "stages/base/memory.h"
#include "stages/base/utf8.h"

#include <stdlib.h>

enum { BUCKETS = 4096, CHARACTERS = 0x10000 };

struct word {
    struct span text;
    uint32_t value;
    struct word *next[2]; // in the chain by first characters, by last characters
    char bytes[];         // of the text: what is compared lies beside what is chained
};

struct words {
    struct word *chains[2][BUCKETS];
    uint8_t known[2][CHARACTERS / 8];
    uint8_t pairs[2][CHARACTERS / 8]; // by pair_of
};

enum side { FIRST, LAST };

struct words *words_new(void)
{
    return xcalloc(1, sizeof(struct words));
}

void words_free(struct words **words)
{
    if (!*words) return;
    for (size_t i = 0; i < BUCKETS; i++) {
        struct word *next;
        for (struct word *w = (*words)->chains[FIRST][i]; w; w = next) {
            next = w->next[FIRST];
            free(w);
        }
    }
    free(*words);
    *words = NULL;
}

// The outermost character of a text that is not empty; sets *rest to the text without it.
static uint32_t outermost(struct span text, enum side side, struct span *rest)
{
    size_t i = side == FIRST ? 0 : utf8_back(text, text.n), from = i;
    uint32_t c = utf8_next(text, &i);
    *rest = side == FIRST ? span_cut(text, i, text.n) : span_cut(text, 0, from);
    return c % CHARACTERS;
}

// The character beside it; 0 where there is none.
static uint32_t beside(struct span rest, enum side side)
{
    struct span unused;
    return rest.n ? outermost(rest, side, &unused) : 0;
}

// 16 bits of a pair; their upper 12 are its bucket.
static uint32_t pair_of(uint32_t outer, uint32_t second)
{
    return ((outer * 0x9E3779B1u) ^ (second * 0x85EBCA6Bu)) >> 16;
}

static bool is_set(const uint8_t *bits, uint32_t i)
{
    return bits[i / 8] >> i % 8 & 1;
}

static void chain(struct words *words, struct word *w, enum side side)
{
    struct span rest;
    uint32_t c = outermost(w->text, side, &rest), pair = pair_of(c, beside(rest, side));
    words->known[side][c / 8] |= (uint8_t)(1u << c % 8);
    words->pairs[side][pair / 8] |= (uint8_t)(1u << pair % 8);
    struct word **at = &words->chains[side][pair >> 4];
    while (*at && (*at)->text.n >= w->text.n)
        at = &(*at)->next[side];
    w->next[side] = *at;
    *at = w;
}

bool words_add(struct words *words, struct span word, uint32_t value)
{
    if (word.n == 0 || words_has(words, word, NULL)) return false;
    struct word *w = xcalloc(1, sizeof *w + word.n);
    memcpy(w->bytes, word.at, word.n);
    w->text = (struct span){w->bytes, word.n};
    w->value = value;
    chain(words, w, FIRST);
    chain(words, w, LAST);
    return true;
}

// Most words of a chain differ from the text in the byte looked at first.
static bool stands(struct span text, struct span word, enum side side)
{
    if (text.n < word.n) return false;
    size_t last = word.n - 1, from = side == FIRST ? 0 : text.n - word.n;
    return text.at[from + (side == FIRST ? last : 0)] ==
               word.at[side == FIRST ? last : 0] &&
           memcmp(text.at + from, word.at, word.n) == 0;
}

// The first word of a pair's chain that stands there, or NULL.
static const struct word *of_pair(const struct words *words, struct span text,
                                  enum side side, uint32_t pair)
{
    if (!is_set(words->pairs[side], pair)) return NULL;
    const struct word *w = words->chains[side][pair >> 4];
    while (w && !stands(text, w->text, side))
        w = w->next[side];
    return w;
}

// The longest word at that side of a text that is not empty, or NULL.
static const struct word *longest(const struct words *words, struct span text,
                                  enum side side)
{
    struct span rest;
    uint32_t c = outermost(text, side, &rest);
    if (!is_set(words->known[side], c)) return NULL;
    uint32_t second = beside(rest, side);
    const struct word *w = second ? of_pair(words, text, side, pair_of(c, second)) : NULL;
    return w ? w : of_pair(words, text, side, pair_of(c, 0));
}

static size_t found(const struct word *w, uint32_t *value)
{
    if (!w) return 0;
    if (value) *value = w->value;
    return w->text.n;
}

size_t words_at(const struct words *words, struct span text, size_t at, uint32_t *value)
{
    return at < text.n ? found(longest(words, span_cut(text, at, text.n), FIRST), value)
                       : 0;
}

size_t words_before(const struct words *words, struct span text, size_t end,
                    uint32_t *value)
{
    return end > 0 ? found(longest(words, span_cut(text, 0, end), LAST), value) : 0;
}

bool words_opens(const struct words *words, uint32_t c)
{
    c %= CHARACTERS;
    return is_set(words->known[FIRST], c);
}

bool words_has(const struct words *words, struct span s, uint32_t *value)
{
    if (s.n == 0) return false;
    struct span rest;
    uint32_t c = outermost(s, FIRST, &rest), pair = pair_of(c, beside(rest, FIRST));
    if (!is_set(words->pairs[FIRST], pair)) return false;
    const struct word *w = words->chains[FIRST][pair >> 4];
    while (w && !span_eq(w->text, s))
        w = w->next[FIRST];
    return found(w, value) > 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Two chained hash tables over the same words: by first and by last character, each chain
// with the longest word first, so that the first hit is the longest. A bitmap of the
// characters that begin (or end) a word answers most questions with one look. Memory: the
// words and 16 KB; none while matching.
#include "stages/base/words.h"

#include "stages/base/memory.h"
#include "stages/base/utf8.h"

#include <stdlib.h>

enum { BUCKETS = 1024, CHARACTERS = 0x10000 };

struct word {
    struct span text;
    uint32_t value;
    struct word *next[2]; // in the chain by first character, by last character
};

struct words {
    struct word *chains[2][BUCKETS];
    uint8_t known[2][CHARACTERS / 8];
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
            free((char *)w->text.at);
            free(w);
        }
    }
    free(*words);
    *words = NULL;
}

static uint32_t character(struct span word, enum side side)
{
    size_t i = side == FIRST ? 0 : utf8_back(word, word.n);
    return utf8_next(word, &i) % CHARACTERS;
}

static void chain(struct words *words, struct word *w, enum side side)
{
    uint32_t c = character(w->text, side);
    words->known[side][c / 8] |= (uint8_t)(1u << c % 8);
    struct word **at = &words->chains[side][c % BUCKETS];
    while (*at && (*at)->text.n >= w->text.n)
        at = &(*at)->next[side];
    w->next[side] = *at;
    *at = w;
}

bool words_add(struct words *words, struct span word, uint32_t value)
{
    if (word.n == 0 || words_has(words, word, NULL)) return false;
    struct word *w = xcalloc(1, sizeof *w);
    w->text = (struct span){xstrndup(word.at, word.n), word.n};
    w->value = value;
    chain(words, w, FIRST);
    chain(words, w, LAST);
    return true;
}

static const struct word *first_of(const struct words *words, uint32_t c, enum side side)
{
    c %= CHARACTERS;
    bool known = words->known[side][c / 8] >> c % 8 & 1;
    return known ? words->chains[side][c % BUCKETS] : NULL;
}

static size_t found(const struct word *w, uint32_t *value)
{
    if (!w) return 0;
    if (value) *value = w->value;
    return w->text.n;
}

size_t words_at(const struct words *words, struct span text, size_t at, uint32_t *value)
{
    if (at >= text.n) return 0;
    struct span rest = span_cut(text, at, text.n);
    const struct word *w = first_of(words, character(rest, FIRST), FIRST);
    while (w && !span_starts(rest, w->text))
        w = w->next[FIRST];
    return found(w, value);
}

size_t words_before(const struct words *words, struct span text, size_t end,
                    uint32_t *value)
{
    if (end == 0) return 0;
    struct span rest = span_cut(text, 0, end);
    const struct word *w = first_of(words, character(rest, LAST), LAST);
    while (w && !span_ends(rest, w->text))
        w = w->next[LAST];
    return found(w, value);
}

bool words_opens(const struct words *words, uint32_t c)
{
    return first_of(words, c, FIRST) != NULL;
}

bool words_has(const struct words *words, struct span s, uint32_t *value)
{
    if (s.n == 0) return false;
    const struct word *w = first_of(words, character(s, FIRST), FIRST);
    while (w && !span_eq(s, w->text))
        w = w->next[FIRST];
    return found(w, value) > 0;
}

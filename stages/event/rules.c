// SPDX-License-Identifier: Apache-2.0
//
// The word lists. Reads rows `name: word word ...`. Refuses unknown event types, rows
// without a name, words of more than LONGEST_WORD characters, and a word that stands
// twice under one name; every fault is said with file and line. The words that a
// character opens lie side by side, the longest first, so that a look at a place of the
// text is a table's entry and a few comparisons. Memory: the words and 128 KB,
// long-lived.
#include "stages/event/rules.h"

#include "stages/base/rows.h"
#include "stages/base/utf8.h"
#include "stages/base/words.h"

#include <stdlib.h>

enum { LONGEST_WORD = 16, LONGEST_NAME = 40, CHARACTERS = 0x10000, MOST = UINT16_MAX };

struct opening {     // a word, among those of the same first character
    uint32_t second; // character; 0 where the word has but one
    uint16_t word;   // its place in `words`
    uint16_t more;   // bytes of the word behind the second character
};

struct rules {
    struct words *index; // a word's value is its place in `words`
    struct word *words;
    size_t n_words, room;
    struct span class_names[RULES_CLASSES]; // ours
    uint32_t class_hashes[RULES_CLASSES];
    size_t n_classes;
    struct opening *openings;       // by first character, then the longest first
    uint16_t opens[CHARACTERS + 1]; // a character's are [opens[c], opens[c + 1])
};

// Characters beyond CHARACTERS begin no word (add_word).
const struct word *rules_longest(const struct rules *rules, struct span text, size_t from)
{
    size_t at = from;
    uint32_t c = from < text.n ? utf8_next(text, &at) : CHARACTERS;
    if (c >= CHARACTERS) return NULL;
    const struct opening *o = rules->openings + rules->opens[c];
    const struct opening *end = rules->openings + rules->opens[c + 1];
    if (o == end) return NULL;
    uint32_t second = at < text.n ? utf8_next(text, &at) : 0;
    for (; o < end; o++) {
        if (o->second && o->second != second) continue;
        const struct word *word = &rules->words[o->word];
        if (!o->more) return word;
        if (text.n - at >= o->more &&
            memcmp(text.at + at, word->text.at + word->text.n - o->more, o->more) == 0)
            return word;
    }
    return NULL;
}

const uint16_t *rules_opens(const struct rules *rules)
{
    return rules->opens;
}

const struct word *rules_last(const struct rules *rules, struct span text)
{
    uint32_t i;
    return words_before(rules->index, text, text.n, &i) ? &rules->words[i] : NULL;
}

// The entry of a word, made where it is new.
static struct word *enter(struct rules *rules, struct span text)
{
    uint32_t i;
    if (words_has(rules->index, text, &i)) return &rules->words[i];
    words_add(rules->index, text, (uint32_t)rules->n_words);
    if (rules->n_words == rules->room) {
        rules->room = rules->room ? rules->room * 2 : 1 << 10;
        rules->words = xrealloc(rules->words, rules->room * sizeof *rules->words);
    }
    struct word *word = &rules->words[rules->n_words++];
    *word = (struct word){.text = {xstrndup(text.at, text.n), text.n},
                          .hash = rules_hash(text)};
    return word;
}

// ---- the files ------------------------------------------------------------------------

struct reading {
    struct rules *rules;
    struct rows *rows;
    bool types; // names are event types, not classes
};

static int type_of_name(struct span name)
{
    for (int t = 0; t < EVENT_TYPES; t++)
        if (span_eq(name, span_of(event_type_names[t]))) return t;
    return -1;
}

static int class_of_name(struct rules *rules, struct span name)
{
    for (size_t i = 0; i < rules->n_classes; i++)
        if (span_eq(name, rules->class_names[i])) return (int)i;
    if (rules->n_classes == RULES_CLASSES) return -1;
    rules->class_names[rules->n_classes] =
        (struct span){xstrndup(name.at, name.n), name.n};
    rules->class_hashes[rules->n_classes] = rules_hash(name);
    return (int)rules->n_classes++;
}

static void add_word(const struct reading *reading, struct span text, int number)
{
    if (utf8_count(text) > LONGEST_WORD) {
        rows_error(reading->rows, "'%.*s' is longer than %d characters", (int)text.n,
                   text.at, LONGEST_WORD);
        return;
    }
    size_t first = 0;
    if (utf8_next(text, &first) >= CHARACTERS) {
        rows_error(reading->rows, "'%.*s' begins with a character beyond U+FFFF",
                   (int)text.n, text.at);
        return;
    }
    struct word *word = enter(reading->rules, text);
    uint64_t bit = (uint64_t)1 << number;
    if (reading->types ? word->types & bit : word->classes & bit)
        rows_error(reading->rows, "'%.*s' stands twice under this name", (int)text.n,
                   text.at);
    if (reading->types)
        word->types |= (uint32_t)bit;
    else
        word->classes |= bit;
}

static void read_row(const struct reading *reading, struct span line)
{
    size_t colon = span_find(line, SPAN(":"), 0);
    struct span name = span_cut(line, 0, colon);
    if (colon == line.n || colon == 0 || colon > LONGEST_NAME) {
        rows_error(reading->rows, "expected 'name: word word ...'");
        return;
    }
    int number =
        reading->types ? type_of_name(name) : class_of_name(reading->rules, name);
    if (number < 0) {
        rows_error(reading->rows, "%s '%.*s'",
                   reading->types ? "no such event type:" : "one class too many:",
                   (int)name.n, name.at);
        return;
    }
    for (size_t i = colon + 1, end; i < line.n; i = end + 1) {
        end = span_find(line, SPAN(" "), i);
        if (end > i) add_word(reading, span_cut(line, i, end), number);
    }
}

static unsigned read_words(struct rules *rules, const char *folder, const char *name,
                           bool types)
{
    struct reading reading = {rules, rows_open(folder, name), types};
    if (!reading.rows) return 1;
    for (struct row row; rows_next(reading.rows, &row);) {
        if (row.n > 1)
            rows_error(reading.rows, "words are divided by spaces, not tabs");
        else
            read_row(&reading, row.column[0]);
    }
    if (rules->n_words > MOST)
        rows_error(reading.rows, "more than %d words in all", (int)MOST);
    return rows_close(&reading.rows, NULL);
}

// ---- which word opens at a place
// --------------------------------------------------------

// The character that a word begins with; sets *opening but for its place.
static uint32_t open(const struct word *word, struct opening *opening)
{
    size_t i = 0;
    uint32_t first = utf8_next(word->text, &i);
    opening->second = i < word->text.n ? utf8_next(word->text, &i) : 0;
    opening->more = (uint16_t)(word->text.n - i);
    return first;
}

// Puts a word among those of its first character, behind the longer ones; `filled` of
// them stand there already.
static void put_opening(struct rules *rules, size_t word, uint16_t *filled)
{
    struct opening opening = {.word = (uint16_t)word};
    uint32_t c = open(&rules->words[word], &opening);
    struct opening *at = rules->openings + rules->opens[c] + filled[c]++;
    for (; at > rules->openings + rules->opens[c]; at--) {
        if (rules->words[at[-1].word].text.n >= rules->words[word].text.n) break;
        *at = at[-1];
    }
    *at = opening;
}

static void index_openings(struct rules *rules)
{
    uint16_t *filled = xcalloc(CHARACTERS, sizeof *filled);
    struct opening unused;
    for (size_t i = 0; i < rules->n_words; i++)
        rules->opens[open(&rules->words[i], &unused) + 1]++;
    for (size_t c = 0; c < CHARACTERS; c++)
        rules->opens[c + 1] = (uint16_t)(rules->opens[c + 1] + rules->opens[c]);
    rules->openings = xcalloc(rules->n_words + 1, sizeof *rules->openings);
    for (size_t i = 0; i < rules->n_words; i++)
        put_opening(rules, i, filled);
    free(filled);
}

struct rules *rules_load(const char *folder)
{
    struct rules *rules = xcalloc(1, sizeof *rules);
    rules->index = words_new();
    unsigned errors = read_words(rules, folder, "triggers.txt", true);
    errors += read_words(rules, folder, "words.txt", false);
    if (errors)
        rules_free(&rules);
    else
        index_openings(rules);
    return rules;
}

void rules_free(struct rules **rules)
{
    struct rules *gone = *rules;
    if (!gone) return;
    for (size_t i = 0; i < gone->n_words; i++)
        free((char *)(uintptr_t)gone->words[i].text.at);
    for (size_t i = 0; i < gone->n_classes; i++)
        free((char *)(uintptr_t)gone->class_names[i].at);
    words_free(&gone->index);
    free(gone->openings);
    free(gone->words);
    free(gone);
    *rules = NULL;
}

uint64_t rules_class(const struct rules *rules, const char *name)
{
    for (size_t i = 0; i < rules->n_classes; i++)
        if (span_eq(rules->class_names[i], span_of(name))) return (uint64_t)1 << i;
    return 0;
}

struct span rules_class_name(const struct rules *rules, size_t i)
{
    return i < rules->n_classes ? rules->class_names[i] : SPAN("");
}

uint32_t rules_class_hash(const struct rules *rules, size_t i)
{
    return i < rules->n_classes ? rules->class_hashes[i] : 0;
}

uint32_t rules_hash(struct span text)
{
    uint64_t h = text.n;
    for (size_t i = 0; i < text.n;) {
        uint64_t bytes = 0; // the next eight, the first one lowest
        for (size_t k = 0; k < 8 && i < text.n; k++, i++)
            bytes |= (uint64_t)(unsigned char)text.at[i] << 8 * k;
        h = (h ^ bytes) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    return (uint32_t)h;
}

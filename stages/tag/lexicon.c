// SPDX-License-Identifier: Apache-2.0
//
// Finds entries in the trie (trie.h): the first two characters lead to their node by a
// hash table, and below that, where nodes have few children, a binary search does.
#include "stages/tag/lexicon.h"

#include "stages/base/memory.h"
#include "stages/base/utf8.h"
#include "stages/tag/trie.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    SUFFIX_MOST = 16, // characters that lexicon_suffix tries
    AHEAD = 8         // positions by which memory is asked for before it is read
};

static const char *const class_names[LEXICON_CLASSES] = {
    "province", "city",    "county",   "township", "short",   "town-short",  "village",
    "country",  "foreign", "place",    "surname",  "given",   "person",      "org",
    "organ",    "firm",    "school",   "field",    "road",    "estate",      "nature",
    "division", "title",   "address",  "role",     "generic", "abbreviated", "noun",
    "verb",     "other",   "namelike", "common"};

const char *lexicon_class_name(int class)
{
    return class_names[class];
}

// The trie made of the lists when the project was built: beside the lists' folder where
// it is installed, beside the data folder in a build folder.
static struct lexicon *open_made(const char *folder)
{
    uint64_t lists = trie_lists(folder);
    struct lexicon *lexicon = NULL;
    size_t n = strlen(folder);
    while (n && folder[n - 1] == '/') n--;
    for (int level = 0; level < 2 && !lexicon; level++) {
        while (n && folder[n - 1] != '/') n--;
        char *path = xprintf("%.*slexicon.trie", (int)n, folder);
        lexicon = trie_map(path, lists);
        free(path);
        while (n && folder[n - 1] == '/') n--;
    }
    return lexicon;
}

struct lexicon *lexicon_open(const char *folder)
{
    struct lexicon *lexicon = open_made(folder);
    return lexicon ? lexicon : trie_build(folder);
}

void lexicon_free(struct lexicon **address)
{
    struct lexicon *lexicon = *address;
    if (!lexicon) return;
    if (lexicon->map.at) {
        munmap((void *)(uintptr_t)lexicon->map.at, lexicon->map.n);
    } else {
        free(lexicon->nodes);
        free(lexicon->sets);
        free(lexicon->roots);
        free(lexicon->singles);
        free(lexicon->opens);
        free(lexicon->pairs);
    }
    free(lexicon);
    *address = NULL;
}

uint64_t lexicon_checksum(const struct lexicon *lexicon)
{
    return lexicon->checksum;
}

struct children { // nodes [first, first + n)
    uint32_t first, n;
};

// The child by character; NULL where there is none.
static inline const struct trie_node *child_of(const struct lexicon *lexicon,
                                               struct children in, uint32_t c)
{
    const struct trie_node *from = lexicon->nodes + in.first;
    while (in.n) {
        uint32_t half = in.n / 2;
        if (from[half].character == c) return from + half;
        if (from[half].character < c) {
            from += half + 1;
            in.n -= half + 1;
        } else {
            in.n = half;
        }
    }
    return NULL;
}

static inline struct children children_of(const struct trie_node *node)
{
    return (struct children){node->first, node[1].first - node->first};
}

static inline const struct trie_pair *pair_find(const struct lexicon *lexicon, uint32_t a,
                                                uint32_t b)
{
    uint32_t key = a << 16 | b;
    if (a == 0 || a >= TRIE_PLANE || b >= TRIE_PLANE) return NULL;
    for (uint32_t slot = trie_slot(lexicon, key);;
         slot = (slot + 1) & lexicon->pairs_mask) {
        if (lexicon->pairs[slot].key == key) return &lexicon->pairs[slot];
        if (lexicon->pairs[slot].key == 0) return NULL;
    }
}

uint32_t lexicon_opens(const struct lexicon *lexicon, uint32_t c)
{
    return c < TRIE_PLANE ? lexicon->opens[c] : 0;
}

static inline size_t add_hit(const struct lexicon *lexicon, uint32_t set, size_t end,
                             struct lexicon_hit *hits, size_t n)
{
    if (set) hits[n] = (struct lexicon_hit){(uint32_t)end, lexicon->sets[set]};
    return n + (set != 0);
}

size_t lexicon_match(const struct lexicon *lexicon, struct span text, size_t at,
                     struct lexicon_hit *hits)
{
    if (at >= text.n) return 0;
    uint32_t a = utf8_next(text, &at);
    if (a >= TRIE_PLANE || !lexicon->roots[a]) return 0;
    size_t n = add_hit(lexicon, lexicon->singles[a], at, hits, 0);
    if (at >= text.n) return n;
    const struct trie_pair *pair = pair_find(lexicon, a, utf8_next(text, &at));
    if (!pair) return n;
    n = add_hit(lexicon, pair->set, at, hits, n);
    struct children in = {pair->first, pair->n};
    while (in.n && at < text.n && n < LEXICON_HITS) {
        const struct trie_node *node = child_of(lexicon, in, utf8_next(text, &at));
        if (!node) break;
        n = add_hit(lexicon, node->set, at, hits, n);
        in = children_of(node);
    }
    return n;
}

void lexicon_pairs(const struct lexicon *lexicon, const uint32_t *text, size_t n,
                   uint32_t *pairs)
{
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD + 1 < n) {
            uint32_t key = text[i + AHEAD] << 16 | text[i + AHEAD + 1];
            __builtin_prefetch(&lexicon->pairs[trie_slot(lexicon, key)]);
        }
        const struct trie_pair *pair =
            i + 1 < n ? pair_find(lexicon, text[i], text[i + 1]) : NULL;
        pairs[i] = pair ? (uint32_t)(pair - lexicon->pairs) + 1 : 0;
    }
}

size_t lexicon_match_run(const struct lexicon *lexicon, const struct lexicon_run *run,
                         size_t i, struct lexicon_hit *hits)
{
    uint32_t c = run->text[i], found = run->pairs[i];
    if (i + AHEAD < run->n && run->pairs[i + AHEAD])
        __builtin_prefetch(
            &lexicon->nodes[lexicon->pairs[run->pairs[i + AHEAD] - 1].first]);
    size_t n = c < TRIE_PLANE ? add_hit(lexicon, lexicon->singles[c], i + 1, hits, 0) : 0;
    if (!found) return n;
    const struct trie_pair *pair = &lexicon->pairs[found - 1];
    n = add_hit(lexicon, pair->set, i + 2, hits, n);
    struct children in = {pair->first, pair->n};
    for (size_t at = i + 2; in.n && at < run->n && n < LEXICON_HITS; at++) {
        const struct trie_node *node = child_of(lexicon, in, run->text[at]);
        if (!node) break;
        n = add_hit(lexicon, node->set, at + 1, hits, n);
        in = children_of(node);
    }
    return n;
}

uint32_t lexicon_find(const struct lexicon *lexicon, struct span name)
{
    size_t at = 0;
    if (name.n == 0) return 0;
    uint32_t a = utf8_next(name, &at);
    if (a >= TRIE_PLANE) return 0;
    if (at == name.n) return lexicon->sets[lexicon->singles[a]];
    const struct trie_pair *pair = pair_find(lexicon, a, utf8_next(name, &at));
    if (!pair) return 0;
    uint32_t set = pair->set;
    struct children in = {pair->first, pair->n};
    while (at < name.n) {
        const struct trie_node *node = child_of(lexicon, in, utf8_next(name, &at));
        if (!node) return 0;
        set = node->set;
        in = children_of(node);
    }
    return lexicon->sets[set];
}

size_t lexicon_suffix(const struct lexicon *lexicon, struct span s, uint32_t classes)
{
    size_t starts[SUFFIX_MOST], n = 0, at = s.n;
    while (at > 0 && n < SUFFIX_MOST)
        starts[n++] = at = utf8_back(s, at);
    while (n > 0) {
        at = starts[--n];
        if (lexicon_find(lexicon, span_cut(s, at, s.n)) & classes) return s.n - at;
    }
    return 0;
}

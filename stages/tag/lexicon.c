// SPDX-License-Identifier: Apache-2.0
//
// Finds entries in the trie (trie.h).
#include "stages/tag/lexicon.h"

#include "stages/base/memory.h"
#include "stages/base/utf8.h"
#include "stages/tag/walk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { SUFFIX_MOST = 16 }; // characters that lexicon_suffix tries

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
    while (n && folder[n - 1] == '/')
        n--;
    for (int level = 0; level < 2 && !lexicon; level++) {
        while (n && folder[n - 1] != '/')
            n--;
        char *path = xprintf("%.*slexicon.trie", (int)n, folder);
        lexicon = trie_map(path, lists);
        free(path);
        while (n && folder[n - 1] == '/')
            n--;
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
        free(lexicon->codes);
        free(lexicon->opens);
        free(lexicon->closes);
    }
    free(lexicon);
    *address = NULL;
}

uint64_t lexicon_checksum(const struct lexicon *lexicon)
{
    return lexicon->checksum;
}

uint32_t lexicon_opens(const struct lexicon *lexicon, uint32_t c)
{
    return c < TRIE_PLANE ? lexicon->opens[c] : 0;
}

uint32_t lexicon_closes(const struct lexicon *lexicon, uint32_t c)
{
    return c < TRIE_PLANE ? lexicon->closes[c] : 0;
}

// The node by the character at *at, which moves on, below one with this base; NULL where
// there is none.
static inline const struct trie_node *
child_of(const struct lexicon *lexicon, uint32_t base, struct span text, size_t *at)
{
    uint32_t code = trie_code(lexicon, utf8_next(text, at));
    const struct trie_node *node = &lexicon->nodes[base + code];
    return code && node->code == code ? node : NULL;
}

size_t lexicon_match(const struct lexicon *lexicon, struct span text, size_t at,
                     struct lexicon_hit *hits)
{
    size_t n = 0;
    for (uint32_t base = lexicon->root; base && at < text.n;) {
        const struct trie_node *node = child_of(lexicon, base, text, &at);
        if (!node) break;
        uint32_t classes = lexicon_classes(lexicon, node->set);
        if (classes) hits[n++] = (struct lexicon_hit){(uint32_t)at, classes};
        base = node->base;
    }
    return n;
}

uint32_t lexicon_find(const struct lexicon *lexicon, struct span name)
{
    uint32_t base = lexicon->root, set = 0;
    for (size_t at = 0; at < name.n;) {
        const struct trie_node *node = child_of(lexicon, base, name, &at);
        if (!node) return 0;
        base = node->base;
        set = node->set;
    }
    return lexicon_classes(lexicon, set);
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

// ---- a text at once -------------------------------------------------------------------

struct lexicon_run lexicon_run_new(struct arena *arena, size_t n)
{
    return (struct lexicon_run){
        .codes = arena_raw(arena, (n + LEXICON_LONGEST + WALK_BESIDE) * sizeof(uint16_t)),
        .places = arena_raw(arena, (n + WALK_BESIDE) * sizeof(struct lexicon_place)),
        .longer = arena_raw(arena, n * LEXICON_LONGEST * sizeof(uint16_t)),
        .walks = arena_raw(arena, (n + WALK_BESIDE) * sizeof(struct lexicon_walk))};
}

// Takes the step from the node with this base by a character; returns the base of where
// it leads, 0 where it leads to no longer entry. From base 0 it leads nowhere. There are
// no branches, as none could be foreseen.
static inline uint32_t take_step(const struct trie_node *nodes, uint32_t base,
                                 uint16_t code, uint16_t *set)
{
    struct trie_node node = nodes[base + code];
    bool there = node.code == code;
    *set = there ? node.set : 0;
    return there ? node.base : 0;
}

size_t walk_plain(const struct lexicon *lexicon, const struct lexicon_run *run)
{
    const struct trie_node *nodes = lexicon->nodes;
    struct lexicon_walk *walks = run->walks;
    size_t alive = 0, end = run->n;
    uint32_t bases[WALK_BLOCK];
    for (size_t first = 0, n; first < end; first += n) {
        n = end - first < WALK_BLOCK ? end - first : WALK_BLOCK;
        struct lexicon_place *places = run->places + first;
        for (size_t i = 0; i < n; i++)
            bases[i] = lexicon->root;
        for (size_t k = 0; k < LEXICON_USUAL; k++) {
            const uint16_t *codes = run->codes + first + k;
            for (size_t i = 0; i < n; i++) {
                bases[i] = take_step(nodes, bases[i], codes[i], &places[i].sets[k]);
                __builtin_prefetch(&nodes[bases[i] + codes[i + 1]]);
            }
        }
        for (size_t i = 0; i < n; i++) {
            places[i].longer = 0;
            walks[alive] = (struct lexicon_walk){(uint32_t)(first + i), bases[i]};
            alive += bases[i] != 0;
        }
    }
    return alive;
}

walk_usual *walk_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return walk_avx512;
#endif
    return walk_plain;
}

void lexicon_run(const struct lexicon *lexicon, struct lexicon_run *run)
{
    struct lexicon_walk *walks = run->walks;
    memset(run->codes + run->n, 0, (LEXICON_LONGEST + WALK_BESIDE) * sizeof *run->codes);
    size_t alive = walk_best()(lexicon, run);
    for (size_t k = LEXICON_USUAL; alive && k < LEXICON_LONGEST; k++) {
        size_t n = 0;
        for (size_t j = 0; j < alive; j++) {
            uint32_t i = walks[n].at = walks[j].at;
            uint16_t *set = &run->longer[i * LEXICON_LONGEST + k];
            walks[n].base =
                take_step(lexicon->nodes, walks[j].base, run->codes[i + k], set);
            run->places[i].longer |= (uint16_t)((*set != 0) << k);
            n += walks[n].base != 0;
        }
        alive = n;
    }
}

uint16_t lexicon_code(const struct lexicon *lexicon, uint32_t c)
{
    return (uint16_t)trie_code(lexicon, c);
}

size_t lexicon_sets(const struct lexicon *lexicon)
{
    return lexicon->n_sets;
}

uint32_t lexicon_classes(const struct lexicon *lexicon, size_t set)
{
    return (uint32_t)lexicon->sets[set];
}

uint32_t lexicon_kind(const struct lexicon *lexicon, size_t set)
{
    return (uint32_t)(lexicon->sets[set] >> TRIE_KIND);
}

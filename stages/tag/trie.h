// SPDX-License-Identifier: Apache-2.0
//
// The word lists in memory: what trie.c makes of the text files and lexicon.c
// looks things up in.
#ifndef FZ_TAG_TRIE_H
#define FZ_TAG_TRIE_H

#include "stages/tag/lexicon.h"

enum {
    TRIE_PLANE = 0x10000, // characters that an entry may hold are below this
    TRIE_KIND = 32
};

struct trie_node { // of a double array (stages/model/places.h)
    uint32_t
        base; // the child by code c stands at base + c, if its code is c; 0: no child
    uint16_t code; // 0 where nothing stands
    uint16_t set;  // index in sets; 0: no entry
};

struct lexicon {
    struct trie_node *nodes; // every base + code is below n_nodes; the first is empty
    size_t n_nodes;
    uint32_t root;  // base of the first characters
    uint64_t *sets; // classes, and from bit TRIE_KIND on the kind
    size_t n_sets;
    uint16_t *codes;  // by code point, smaller ones for those in more entries; 0: in none
    uint32_t *opens;  // by code point: classes of the entries that begin with it
    uint32_t *closes; // … and of those that end with it
    uint64_t checksum;
    struct span map; // the file that the arrays lie in; empty: they are on the heap
};

static inline uint32_t trie_code(const struct lexicon *lexicon, uint32_t c)
{
    return c < TRIE_PLANE ? lexicon->codes[c] : 0;
}

// Reads the lists under folder. NULL after log_warn where one is missing or malformed.
struct lexicon *trie_build(const char *folder);
// The checksum of the lists under folder, without making anything of them.
uint64_t trie_lists(const char *folder);

// Writes beside path and renames. Returns 0, or -1 with errno set.
int trie_write(const struct lexicon *lexicon, const char *path);
// The trie that was written to path for lists of this checksum; NULL where there is none.
struct lexicon *trie_map(const char *path, uint64_t lists);
// A file's bytes, for munmap; at is NULL where there are none.
struct span trie_map_file(const char *path);

#endif

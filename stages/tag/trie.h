// SPDX-License-Identifier: Apache-2.0
//
// The word lists in memory: what trie.c makes of the text files and lexicon.c
// looks things up in.
#ifndef FZ_TAG_TRIE_H
#define FZ_TAG_TRIE_H

#include "stages/tag/lexicon.h"

enum { TRIE_PLANE = 0x10000 }; // characters that an entry may hold are below this

struct trie_node {
    uint16_t character;
    uint16_t set;   // index in sets; 0 is no entry
    uint32_t first; // its first child; its children end where the next node's begin
};

struct trie_pair { // the node of the first two characters, without the way to it
    uint32_t key;  // first << 16 | second; 0 is free (U+0000 begins no entry)
    uint32_t first;
    uint16_t set, n; // n: children
};

struct lexicon {
    struct trie_node *nodes; // one more than n_nodes, which closes the last's children
    size_t n_nodes;
    uint32_t *sets;
    size_t n_sets;
    uint32_t *roots;   // by code point; 0 is none (node 0 is the root)
    uint16_t *singles; // by code point: set of the entry of this one character
    uint32_t *opens;   // by code point: classes of the entries that begin with it
    struct trie_pair *pairs;
    uint32_t pairs_mask;
    uint64_t checksum;
    struct span map; // the file that the arrays lie in; empty: they are on the heap
};

static inline uint32_t trie_slot(const struct lexicon *lexicon, uint32_t key)
{
    return (key * 2654435761u ^ key >> 16) & lexicon->pairs_mask;
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

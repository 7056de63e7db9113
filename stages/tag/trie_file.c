// SPDX-License-Identifier: Apache-2.0
//
// The trie as a file: written when the project is built, mapped read-only by all workers,
// who share its pages. It says of which lists it was made; where these have changed
// since, it is of no use, and the lists are read.
//
// A header, then the arrays of struct lexicon as they are.
#include "stages/base/memory.h"
#include "stages/model/file.h"
#include "stages/tag/trie.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "FZTRIE5"

struct header {
    char magic[8];
    uint64_t lists, body; // checksums: of the lists, of what follows the header
    uint64_t n_nodes, n_sets, root;
};

enum { PARTS = 5 };

struct parts { // sizes in bytes, in the order of the file
    size_t at[PARTS], all;
};

static struct parts sizes(const struct header *header)
{
    struct parts parts = {{header->n_nodes * sizeof(struct trie_node),
                           TRIE_PLANE * sizeof(uint32_t), TRIE_PLANE * sizeof(uint32_t),
                           header->n_sets * sizeof(uint64_t),
                           TRIE_PLANE * sizeof(uint16_t)},
                          0};
    for (int i = 0; i < PARTS; i++)
        parts.all += parts.at[i];
    return parts;
}

int trie_write(const struct lexicon *lexicon, const char *path)
{
    struct header header = {MAGIC,           lexicon->checksum, 0, lexicon->n_nodes,
                            lexicon->n_sets, lexicon->root};
    const void *arrays[PARTS] = {lexicon->nodes, lexicon->opens, lexicon->closes,
                                 lexicon->sets, lexicon->codes};
    struct parts parts = sizes(&header);
    struct buffer body = {0};
    for (int i = 0; i < PARTS; i++)
        buffer_add(&body, arrays[i], parts.at[i]);
    header.body = file_checksum(body.at, body.n);
    char *beside = xprintf("%s.new", path);
    FILE *to = fopen(beside, "wb");
    bool done = to && fwrite(&header, sizeof header, 1, to) == 1 &&
                fwrite(body.at, 1, body.n, to) == body.n;
    if (to && fclose(to) != 0) done = false;
    if (done) done = rename(beside, path) == 0;
    free(beside);
    buffer_free(&body);
    return done ? 0 : -1;
}

struct span trie_map_file(const char *path)
{
    struct span bytes = {NULL, 0};
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return bytes;
    if (fstat(fd, &status) == 0 && status.st_size > 0) {
        size_t n = (size_t)status.st_size;
        void *at = mmap(NULL, n, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
        if (at != MAP_FAILED) bytes = (struct span){at, n};
    }
    close(fd);
    return bytes;
}

static bool is_sound(struct span file, uint64_t lists)
{
    const struct header *header = (const void *)file.at;
    if (file.n < sizeof *header || memcmp(header->magic, MAGIC, sizeof MAGIC) != 0)
        return false;
    if (header->lists != lists || header->n_nodes > file.n || header->n_sets > file.n ||
        sizes(header).all != file.n - sizeof *header)
        return false;
    return header->body == file_checksum(header + 1, file.n - sizeof *header);
}

struct lexicon *trie_map(const char *path, uint64_t lists)
{
    struct span file = trie_map_file(path);
    if (!file.at) return NULL;
    if (!is_sound(file, lists)) {
        munmap((void *)(uintptr_t)file.at, file.n);
        return NULL;
    }
    const struct header *header = (const void *)file.at;
    struct parts parts = sizes(header);
    void *arrays[PARTS]; // read-only from here on, whoever made the trie
    const char *at = (const char *)(header + 1);
    for (int i = 0; i < PARTS; at += parts.at[i++])
        arrays[i] = (void *)(uintptr_t)at;
    struct lexicon *lexicon = xcalloc(1, sizeof *lexicon);
    *lexicon = (struct lexicon){.nodes = arrays[0],
                                .n_nodes = header->n_nodes,
                                .root = (uint32_t)header->root,
                                .sets = arrays[3],
                                .n_sets = header->n_sets,
                                .codes = arrays[4],
                                .opens = arrays[1],
                                .closes = arrays[2],
                                .checksum = lists,
                                .map = file};
    return lexicon;
}

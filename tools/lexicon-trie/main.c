// SPDX-License-Identifier: Apache-2.0
//
// lexicon-trie FOLDER FILE
//
// Reads the word lists under FOLDER and writes the trie that the tagger maps
// (stages/tag/trie.h) to FILE. A part of the build.
#include "stages/base/log.h"
#include "stages/tag/trie.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: lexicon-trie FOLDER FILE\n");
        return EXIT_USAGE;
    }
    struct lexicon *lexicon = trie_build(argv[1]);
    if (!lexicon) return 1;
    int status = trie_write(lexicon, argv[2]);
    if (status != 0) fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
    lexicon_free(&lexicon);
    return status != 0;
}

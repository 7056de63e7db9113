// SPDX-License-Identifier: Apache-2.0
//
// Folding the entities of all documents: one line a document and entity becomes one line
// an entity, with mentions and documents summed and aliases united.
#ifndef FZ_FANGZHI_ENTITIES_H
#define FZ_FANGZHI_ENTITIES_H

#include <stdint.h>

// Reads lines of {"entity", "type", "name", "aliases", "mentions", "documents"} from the
// file `from` and writes the folded ones to the file `to`, which appears whole or not at
// all, in byte order of the id. `folder` is for temporary files. The result depends on
// the lines and their order alone. Returns 0 with their number in *lines, or -1 after
// saying why.
int entities_fold(const char *from, const char *to, const char *folder, uint64_t *lines)
    __attribute__((warn_unused_result));

#endif

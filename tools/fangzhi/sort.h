// SPDX-License-Identifier: Apache-2.0
//
// Sorting lines that do not fit into memory: sorted runs in files of a folder, merged as
// a k-way merge (D. E. Knuth, The Art of Computer Programming 3, section 5.4.1). Lines
// are key TAB value; they come back in byte order of the key, lines of one key in the
// order in which they went in. Memory: SORT_MEMORY bytes, whatever the number of lines.
#ifndef FZ_FANGZHI_SORT_H
#define FZ_FANGZHI_SORT_H

#include "stages/base/memory.h"

enum { SORT_MEMORY = 32 << 20, SORT_FAN = 64 };

struct sort;

// Runs are written as `folder`/sort-NUMBER. `memory` is SORT_MEMORY, or less in tests.
struct sort *sort_open(const char *folder, size_t memory);
// Adds a line; neither key nor value holds a line feed, the key no TAB. Returns 0, or -1
// with errno.
int sort_add(struct sort *sort, struct span key, struct span value)
    __attribute__((warn_unused_result));
// Ends the adding. Returns 0, or -1 with errno.
int sort_start(struct sort *sort) __attribute__((warn_unused_result));
// The next line, valid until the next call. Returns 1, 0 at the end, -1 with errno.
int sort_next(struct sort *sort, struct span *key, struct span *value)
    __attribute__((warn_unused_result));
// Frees everything and removes the runs.
void sort_close(struct sort **sort);

#endif

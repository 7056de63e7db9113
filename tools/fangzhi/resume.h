// SPDX-License-Identifier: Apache-2.0
//
// Inside of the output folder, shared by folder.c (writing) and resume.c (opening, and
// finding out what an earlier run has left).
#ifndef FZ_FANGZHI_RESUME_H
#define FZ_FANGZHI_RESUME_H

#include "tools/fangzhi/folder.h"

struct handle {
    int fd;
    bool unsynced;
    struct buffer waiting; // appended, not yet written
};

struct folder {
    char *path;
    int lock, journal;
    uint64_t chain;
    struct journal_files files; // with what has been appended
    struct journal_files safe;  // as the journal has them
    struct handle handles[JOURNAL_MAX_FILES];
    struct buffer entered; // lines that wait for the journal
    uint64_t journal_safe; // its length without them
    bool names;            // a file was made whose name is not yet on the disk
};

// Opens file i; a fresh one is emptied.
int folder_open_file(struct folder *folder, size_t i, bool fresh)
    __attribute__((warn_unused_result));
int folder_add_file(struct folder *folder, struct span name)
    __attribute__((warn_unused_result));

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The journal of a run: what is done, one line a document, in the order of the input.
// Each line begins with a checksum over itself and the line before it, so that whatever a
// crash leaves behind is cut off at the last sound line.
//
//   checksum fangzhi-journal VERSION RUN FINGERPRINT
//   checksum done|rejected NUMBER SHA256|- SIZE PART|- BYTES MS FILES PATH
//   checksum complete MS
//
// FILES is name=length/lines of every output file behind this document, with commas; PATH
// has \n for a line feed and \\ for a backslash. Memory: one line.
#ifndef FZ_FANGZHI_JOURNAL_H
#define FZ_FANGZHI_JOURNAL_H

#include "stages/base/memory.h"

#include <stdint.h>
#include <stdio.h>

enum { JOURNAL_VERSION = 1, JOURNAL_MAX_FILES = 64, JOURNAL_MAX_NAME = 32 };

struct journal_file {
    char name[JOURNAL_MAX_NAME + 1];
    uint64_t length, lines;
};

struct journal_files {
    struct journal_file at[JOURNAL_MAX_FILES];
    size_t n;
};

enum journal_kind { JOURNAL_HEADER, JOURNAL_DOCUMENT, JOURNAL_COMPLETE };

struct journal_line {
    enum journal_kind kind;
    char run[17], fingerprint[17]; // of a header
    bool rejected;
    uint64_t sequence;
    char sha256[65]; // "" where there is none
    uint64_t size, bytes;
    uint32_t part; // or NONE
    uint64_t ms;   // that the run has taken so far
    struct journal_files files;
    struct span path; // as given; in memory of the reader or the caller
};

// Appends the line to out, with the checksum that follows *chain, and advances *chain.
void journal_format(const struct journal_line *line, uint64_t *chain, struct buffer *out);

struct journal_reader {
    FILE *from;
    uint64_t chain;  // behind the last sound line
    uint64_t offset; // likewise, in the file
    char *text;
    size_t room;
    struct buffer path;
};

// Returns -1 with errno where the file cannot be opened.
int journal_open(struct journal_reader *reader, const char *path)
    __attribute__((warn_unused_result));
// The next sound line; false at the end, and at the first line that is not sound.
bool journal_next(struct journal_reader *reader, struct journal_line *line);
void journal_close(struct journal_reader *reader);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The archive as a sequence of documents, in an order that depends on nothing but names:
// paths as given, folders in byte order of their entries, members of archives as stored,
// parts of large files in order. Memory: one document, whatever the archive's size.
#ifndef FZ_FANGZHI_INPUT_H
#define FZ_FANGZHI_INPUT_H

#include "stages/base/memory.h"

#include <stdint.h>

enum input_result { INPUT_DOCUMENT, INPUT_REJECT, INPUT_END };

// Valid until the next call of input_next.
struct input_item {
    struct span path;    // as in struct source (proto/layers.h); always valid UTF-8
    char sha256[65];     // of the whole file or member; "" on a reject that has none
    uint64_t size, base; // likewise as in struct source
    uint32_t part;
    struct span head;
    struct span bytes;
    struct span reason; // of a reject: "unreadable", "archive", "empty", …
    struct span detail;
};

struct input;

// Paths are files, folders, archives (.zip .tar .tar.gz .tar.zst .7z), .jsonl of
// {"path", "text"}, or "-". A path that does not exist ends the program (status 2) before
// anything is read.
struct input *input_open(char **paths, size_t n, uint64_t part_size);
// Passes over this folder wherever the walk meets it: the run's own output, which may not
// be there yet.
void input_leave_out(struct input *input, const char *folder);
// Bytes of all files that the paths name (0 where unknown, as with "-"), for progress.
uint64_t input_total(const struct input *input);
// How many of those bytes have been read so far; of an archive, packed bytes.
uint64_t input_position(const struct input *input);
enum input_result input_next(struct input *input, struct input_item *item);
void input_close(struct input **input);

#endif

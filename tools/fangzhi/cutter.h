// SPDX-License-Identifier: Apache-2.0
//
// One file, member or text as a sequence of parts. What fits into a part is held in
// memory; what does not is read from its file again, part by part, or, where it came as a
// stream, from a temporary file.
#ifndef FZ_FANGZHI_CUTTER_H
#define FZ_FANGZHI_CUTTER_H

#include "proto/schema.h"
#include "tools/fangzhi/digest.h"
#include "tools/fangzhi/input.h"

#include <sys/types.h>

// Where the bytes come from: like read(2), -1 with `why` set by the reader on failure.
struct reader {
    ssize_t (*read)(void *from, char *to, size_t n);
    void *from;
    int file;      // a file of the same bytes that can be read at any place, or -1
    uint64_t most; // more bytes than this are refused; 0: no limit
    const char *(*why)(void *from);
};

struct cutter {
    uint64_t part_size;
    struct buffer bytes; // everything, or the window that the part is cut from
    struct digest digest;
    char sha256[DIGEST_HEX + 1];
    char head[4];
    size_t head_n;
    int unit;        // 1; 2: UTF-16LE; -2: UTF-16BE
    int file, spool; // where the parts come from: the reader's own file, or ours
    bool large;
    uint64_t size, base, line; // line: where the last line begins, so far
    uint32_t part;
    bool done;
};

void cutter_init(struct cutter *cutter, uint64_t part_size);
void cutter_free(struct cutter *cutter);

// Takes in a whole file. Returns 0, or -1 with a reject's reason in item->reason and
// item->detail (static, or the reader's). reader->file must stay open until the last
// part.
int cutter_load(struct cutter *cutter, const struct reader *reader,
                struct input_item *item) __attribute__((warn_unused_result));

// The next part: fills sha256, size, base, part, head and bytes. INPUT_END when there is
// none.
enum input_result cutter_next(struct cutter *cutter, struct input_item *item);

#endif

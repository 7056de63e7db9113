// SPDX-License-Identifier: Apache-2.0
//
// Documents out of a file of JSON lines {"path", "text"} (jansson's door).
#ifndef FZ_FANGZHI_JSONL_H
#define FZ_FANGZHI_JSONL_H

#include "tools/fangzhi/cutter.h"

struct jsonl;

// NULL with errno set where the file cannot be read.
struct jsonl *jsonl_open(const char *path);
void jsonl_close(struct jsonl **jsonl);

// The next line, taken in by the cutter; as members_next. *name is the line's path.
enum input_result jsonl_next(struct jsonl *jsonl, struct cutter *cutter,
                             struct span *name, struct input_item *item);
uint64_t jsonl_position(const struct jsonl *jsonl);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The members of an archive, one after the other (libarchive's door).
#ifndef FZ_FANGZHI_MEMBERS_H
#define FZ_FANGZHI_MEMBERS_H

#include "tools/fangzhi/cutter.h"

struct members;

// True where a path ends like an archive's: .zip .7z .tar .tar.gz .tgz .tar.zst …
bool members_name(struct span path);

struct members *members_open(const char *path);
void members_close(struct members **members);

// The next member, taken in by the cutter: INPUT_DOCUMENT, its parts are in the cutter;
// INPUT_REJECT with item->reason and item->detail set (valid until the next call); or
// INPUT_END. *name is the member's name as UTF-8; empty where the whole archive is meant.
enum input_result members_next(struct members *members, struct cutter *cutter,
                               struct span *name, struct input_item *item);
// Bytes of the archive read so far.
uint64_t members_position(const struct members *members);

#endif

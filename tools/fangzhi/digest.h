// SPDX-License-Identifier: Apache-2.0
//
// SHA-256, the one door to nettle.
#ifndef FZ_FANGZHI_DIGEST_H
#define FZ_FANGZHI_DIGEST_H

#include "stages/base/span.h"

#include <nettle/sha2.h>

struct digest {
    struct sha256_ctx context;
};

enum { DIGEST_HEX = 64 };

void digest_init(struct digest *digest);
void digest_add(struct digest *digest, const void *bytes, size_t n);
// A text with its length, so that neighbours cannot run together.
void digest_add_text(struct digest *digest, struct span text);
// 64 hex digits and NUL; the digest starts anew.
void digest_hex(struct digest *digest, char hex[DIGEST_HEX + 1]);
// Adds what is in a file, 64 KB at a time. Returns 0, or -1 with errno set.
int digest_add_file(struct digest *digest, const char *path)
    __attribute__((warn_unused_result));

#endif

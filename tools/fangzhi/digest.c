// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 by nettle.
#include "tools/fangzhi/digest.h"

#include "stages/base/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void digest_init(struct digest *digest)
{
    sha256_init(&digest->context);
}

void digest_add(struct digest *digest, const void *bytes, size_t n)
{
    sha256_update(&digest->context, n, bytes);
}

void digest_add_text(struct digest *digest, struct span text)
{
    unsigned char length[8];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (unsigned char)((unsigned long long)text.n >> 8 * i);
    digest_add(digest, length, sizeof length);
    digest_add(digest, text.at, text.n);
}

void digest_hex(struct digest *digest, char hex[DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[SHA256_DIGEST_SIZE];
    sha256_digest(&digest->context, sizeof raw, raw);
    for (size_t i = 0; i < sizeof raw; i++) {
        hex[2 * i] = digits[raw[i] >> 4];
        hex[2 * i + 1] = digits[raw[i] & 15];
    }
    hex[DIGEST_HEX] = '\0';
}

int digest_add_file(struct digest *digest, const char *path)
{
    enum { STEP = 1 << 16 };
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    char *bytes = xmalloc(STEP);
    ssize_t n;
    while ((n = read(file, bytes, STEP)) > 0)
        digest_add(digest, bytes, (size_t)n);
    free(bytes);
    close(file);
    return n < 0 ? -1 : 0;
}

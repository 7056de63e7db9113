// SPDX-License-Identifier: Apache-2.0
//
// The weights' file: magic, version, bits, checksum (FNV-1a of the runs), number of runs;
// then runs of non-zero weights: slots skipped, length (16 bits each), values. Most slots
// are zero, so this is small. Little-endian. The whole is read and checked at start-up.
#include "stages/event/weights.h"

#include "stages/base/log.h"
#include "stages/base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const char magic[8] = "FZEVENT2";

struct header {
    char magic[8];
    uint32_t bits, checksum, size; // size: bytes behind the header
    uint32_t unused;
};

static uint32_t checksum(const char *at, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)at[i]) * 16777619u;
    return h;
}

static int unpack(struct span body, struct weights *weights)
{
    size_t slot = 0;
    for (size_t i = 0; i < body.n;) {
        uint16_t run[2];
        if (body.n - i < sizeof run) return -1;
        memcpy(run, body.at + i, sizeof run);
        i += sizeof run;
        slot += run[0];
        if (slot + run[1] > WEIGHTS_SIZE || (body.n - i) / 2 < run[1]) return -1;
        memcpy(weights->at + slot, body.at + i, run[1] * sizeof(int16_t));
        slot += run[1];
        i += run[1] * sizeof(int16_t);
    }
    return 0;
}

static int vet(struct span file, struct weights *weights)
{
    struct header header;
    if (file.n < sizeof header) return -1;
    memcpy(&header, file.at, sizeof header);
    struct span body = span_cut(file, sizeof header, file.n);
    if (memcmp(header.magic, magic, sizeof magic) != 0 || header.bits != WEIGHTS_BITS ||
        header.size != body.n || header.checksum != checksum(body.at, body.n))
        return -1;
    return unpack(body, weights);
}

struct weights *weights_read(const char *path)
{
    enum { STEP = 1 << 16 };
    FILE *file = fopen(path, "rb");
    if (!file) {
        log_warn("cannot read %s: %s", path, strerror(errno));
        return NULL;
    }
    struct buffer bytes = {0};
    size_t got;
    while ((got = fread(buffer_room(&bytes, STEP), 1, STEP, file)) > 0)
        bytes.n += got;
    fclose(file);
    struct weights *weights = xcalloc(1, sizeof *weights);
    if (vet(buffer_span(&bytes), weights)) {
        log_warn(
            "%s: not a weights file of this version; `fangzhi event --train` makes one",
            path);
        weights_free(&weights);
    }
    buffer_free(&bytes);
    return weights;
}

void weights_free(struct weights **weights)
{
    free(*weights);
    *weights = NULL;
}

int weights_write(const struct weights *weights, const char *path)
{
    struct buffer body = {0};
    for (size_t i = 0, end; i < WEIGHTS_SIZE; i = end) {
        size_t from = i;
        while (from < WEIGHTS_SIZE && from - i < UINT16_MAX && !weights->at[from])
            from++;
        for (end = from; end < WEIGHTS_SIZE && end - from < UINT16_MAX; end++)
            if (!weights->at[end]) break;
        uint16_t run[2] = {(uint16_t)(from - i), (uint16_t)(end - from)};
        buffer_add(&body, run, sizeof run);
        buffer_add(&body, weights->at + from, (end - from) * sizeof(int16_t));
    }
    struct header header = {.bits = WEIGHTS_BITS,
                            .checksum = checksum(body.at, body.n),
                            .size = (uint32_t)body.n};
    memcpy(header.magic, magic, sizeof magic);
    FILE *file = fopen(path, "wb");
    int failed = !file || fwrite(&header, sizeof header, 1, file) != 1 ||
                 fwrite(body.at, 1, body.n, file) != body.n;
    if (file && fclose(file)) failed = 1;
    buffer_free(&body);
    return failed ? -1 : 0;
}

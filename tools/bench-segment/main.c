// SPDX-License-Identifier: Apache-2.0
//
// bench-segment [-m MEGABYTES] FILE…: the speed of segmentation alone, on one core.
//
// Each file (UTF-8) is repeated to documents of 1, 4, 16 and 64 MB; the digits of each
// copy are changed, so that few passages repeat. Prints, for each size, megabytes of text
// in a second of processor time (the best of three runs) and the cost of a byte against
// that of the 1 MB document: 1.00 throughout is linear.
#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "stages/segment/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 3, MEGABYTE = 1 << 20 };

static struct buffer read_file(const char *path)
{
    struct buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    if (!file) log_die(EXIT_FAILED, "%s: cannot be read", path);
    size_t got;
    while ((got = fread(buffer_room(&bytes, MEGABYTE), 1, MEGABYTE, file)) > 0)
        bytes.n += got;
    fclose(file);
    if (!utf8_valid(buffer_span(&bytes))) log_die(EXIT_FAILED, "%s: not UTF-8", path);
    return bytes;
}

// Copies of `from` until there are `size` bytes, each with other digits.
static struct buffer repeated(struct span from, size_t size)
{
    struct buffer text = {0};
    for (unsigned copy = 1; text.n < size; copy++) {
        char *at = buffer_room(&text, from.n);
        unsigned seed = copy * 2654435761u;
        for (size_t i = 0; i < from.n; i++) {
            bool digit = from.at[i] >= '0' && from.at[i] <= '9';
            if (digit) seed = seed * 1664525u + 1013904223u;
            at[i] = digit ? (char)('0' + (seed >> 24) % 10) : from.at[i];
        }
        text.n += from.n;
    }
    return text;
}

static double seconds_of(struct span text)
{
    double best = 1e9;
    for (int run = 0; run < RUNS; run++) {
        struct arena *arena = arena_new();
        struct layout layout;
        clock_t begin = clock();
        segment_text(arena, text, &layout);
        double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        if (seconds < best) best = seconds;
        arena_free(&arena);
    }
    return best;
}

static void bench(const char *path, size_t most)
{
    struct buffer file = read_file(path);
    double first = 0;
    printf("%s\n", path);
    for (size_t size = MEGABYTE; size <= most; size *= 4) {
        struct buffer text = repeated(buffer_span(&file), size);
        double each = seconds_of(buffer_span(&text)) / (double)text.n;
        if (first <= 0) first = each;
        printf("  %3zu MB  %7.1f MB/s  %.2f\n", size / MEGABYTE, 1 / each / MEGABYTE,
               each / first);
        buffer_free(&text);
    }
    buffer_free(&file);
}

int main(int argc, char **argv)
{
    log_name("bench-segment");
    size_t most = 64;
    int at = 1;
    if (argc > 3 && strcmp(argv[1], "-m") == 0) {
        most = strtoul(argv[2], NULL, 10);
        at = 3;
    }
    if (at >= argc || most == 0)
        log_die(EXIT_USAGE, "usage: bench-segment [-m MEGABYTES] FILE…");
    for (; at < argc; at++)
        bench(argv[at], most * MEGABYTE);
    return EXIT_DONE;
}

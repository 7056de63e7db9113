// SPDX-License-Identifier: Apache-2.0
//
// Fuzz driver of normalize (libFuzzer): any bytes, as a whole file or as a later part.
// Whatever comes out must pass every check of normalize_check.h.
#include "tests/fuzz/normalize_check.h"

#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void run(const struct normalizer *normalizer, struct source *source)
{
    struct arena *arena = arena_new();
    struct text text;
    struct refusal refusal = {0};
    if (normalize_source(normalizer, source, arena, &text, &refusal) == 0) {
        const char *fault = check_text(source, &text, arena);
        if (fault) {
            fprintf(stderr, "normalize: %s\n", fault);
            abort();
        }
    } else if (!refusal.reason || !refusal.detail) {
        abort();
    }
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct normalizer *normalizer;
    if (!normalizer) normalizer = normalizer_new();
    if (!normalizer) abort();
    struct source source = {.path = SPAN("fuzz"), .size = n, .part = NONE};
    source.bytes = (struct span){(const char *)data, n};
    source.head = span_cut(source.bytes, 0, n < 4 ? n : 4);
    run(normalizer, &source);
    source.base = 1; // a later part, cut at an odd place
    source.part = 1;
    run(normalizer, &source);
    return 0;
}

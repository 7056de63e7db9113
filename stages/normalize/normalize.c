// SPDX-License-Identifier: Apache-2.0
//
// The passes in order: what is it (detect), to UTF-8 (decode), once (twice), out of
// its markup (html), to one form (fold). Each pass maps to the one before; here the maps
// are joined. Rejects what is binary, what no encoding reads, and what is more than one
// part in ten damage.
#include "stages/normalize/normalize.h"

#include "proto/map.h"
#include "stages/normalize/decode.h"
#include "stages/normalize/fold.h"
#include "stages/normalize/html.h"
#include "stages/normalize/twice.h"

#include <stdlib.h>

struct normalizer {
    struct charsets charsets;
    struct folds folds;
};

struct normalizer *normalizer_new(void)
{
    struct normalizer *normalizer = xcalloc(1, sizeof *normalizer);
    if (charset_init(&normalizer->charsets)) normalizer_free(&normalizer);
    if (normalizer) fold_init(&normalizer->folds);
    return normalizer;
}

void normalizer_free(struct normalizer **normalizer)
{
    free(*normalizer);
    *normalizer = NULL;
}

// A cut or a few bad bytes are damage; a document that is full of them is not worth
// having.
static bool too_damaged(const struct decoded *decoded, struct span bytes)
{
    enum { SOME = 16 };
    return decoded->damaged > SOME && decoded->damaged * 10 > bytes.n;
}

// "GB18030", or "UTF-8+GB18030" for a mixed document, the larger share first.
static struct span name_encoding(const struct decoded *decoded, struct arena *arena)
{
    struct span names = {"", 0};
    bool named[ENCODINGS] = {false};
    for (;;) {
        int most = -1;
        for (int e = 0; e < ENCODINGS; e++)
            if (!named[e] && decoded->bytes[e] > 0 &&
                (most < 0 || decoded->bytes[e] > decoded->bytes[most]))
                most = e;
        if (most < 0) break;
        named[most] = true;
        names = names.n ? arena_printf(arena, "%.*s+%s", (int)names.n, names.at,
                                       encoding_names[most])
                        : span_of(encoding_names[most]);
    }
    return names.n ? names : SPAN("UTF-8");
}

// Puts the text that a pass has written, with its map, in the place of the one before.
static void replace(struct decoded *decoded, const struct writer *writer,
                    struct arena *arena)
{
    struct runs runs = {.arena = arena};
    runs_compose(&writer->runs, &decoded->runs, &runs);
    decoded->text = writer_text(writer);
    decoded->runs = runs;
}

int normalize_source(const struct normalizer *normalizer, const struct source *source,
                     struct arena *arena, struct text *text, struct refusal *refusal)
{
    if (detect_binary(source, refusal)) return -1;
    struct detected detected;
    if (detect(&normalizer->charsets, source, &detected, refusal)) return -1;

    struct decoded decoded;
    decode(&normalizer->charsets, source, &detected, arena, &decoded);
    if (too_damaged(&decoded, source->bytes)) {
        *refusal = (struct refusal){"undecodable", (int64_t)decoded.damage.at[0].source,
                                    "more than a tenth of it cannot be decoded"};
        return -1;
    }
    struct writer writer;
    size_t size = decoded.text.n, twice = twice_undo(decoded.text, arena, &writer);
    if (twice) replace(&decoded, &writer, arena);
    if (html_recognised(decoded.text)) {
        writer = html_extract(decoded.text, arena);
        replace(&decoded, &writer, arena);
    }
    if (fold(&normalizer->folds, decoded.text, arena, &writer))
        replace(&decoded, &writer, arena);
    bool all_twice = twice * 3 > size;
    *text = (struct text){.encoding = all_twice ? SPAN("UTF-8 twice")
                                                : name_encoding(&decoded, arena),
                          .text = decoded.text,
                          .map = map_packed(decoded.runs.at, decoded.runs.n, arena),
                          .damage = {decoded.damage.at, decoded.damage.n}};
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// A decoding under way: shared by decode.c and pairs.c.
#ifndef FZ_NORMALIZE_DECODING_H
#define FZ_NORMALIZE_DECODING_H

#include "stages/normalize/decode.h"

struct decoding {
    const struct charsets *sets;
    struct span bytes;
    struct writer writer;
    struct decoded *decoded;
    size_t damage_capacity;
    size_t bad_from, bad_to; // damage that may still grow
    size_t no_resync;        // before this place there are no bounds to be found
};

// Ends the damage that may still grow; called before anything else is written.
void decoding_flush(struct decoding *d);

// The bytes [from, to) are no character; neighbours become one damage.
void decoding_bad(struct decoding *d, size_t from, size_t to);

// Writes one character for the bytes [from, to).
void decoding_put(struct decoding *d, struct span utf8, size_t from, size_t to);

// Takes back what was written for the source from `from` on.
void decoding_take_back(struct decoding *d, size_t from);

// How a stretch read.
struct reading_score {
    int64_t weight;    // the sum over its characters
    size_t characters; // that are not ASCII
    size_t bad;        // bytes
};

// Decodes [from, to) in a set of two-byte characters (pairs.c).
struct reading_score pairs_decode(struct decoding *d, const struct charset *set,
                                  size_t from, size_t to);

#endif

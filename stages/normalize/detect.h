// SPDX-License-Identifier: Apache-2.0
//
// Which encoding is this? Strict validation where that decides, and the weight of the
// characters that each candidate would yield (charset_weight) where it does not.
#ifndef FZ_NORMALIZE_DETECT_H
#define FZ_NORMALIZE_DETECT_H

#include "proto/layers.h"
#include "stages/normalize/charset.h"

enum encoding { UTF_8, GB18030, BIG5, UTF_16LE, UTF_16BE };
enum { ENCODINGS = UTF_16BE + 1 };
extern const char *const encoding_names[ENCODINGS];

// Why a document is given up. reason NULL: it is not.
struct refusal {
    const char *reason; // "binary" or "undecodable"
    int64_t offset;     // in the source, or NO_NUMBER
    const char *detail; // a phrase
};

// Looks for what is no text at all. True, with *refusal filled, where it is.
bool detect_binary(const struct source *source, struct refusal *refusal);

// The encoding of most of the document. *refusal is filled where no candidate yields
// anything that looks like text.
enum encoding detect_primary(const struct charsets *sets, const struct source *source,
                             struct refusal *refusal);

// Lines of one encoding: the bytes [from, to).
struct stretch {
    size_t from, to;
    enum encoding encoding;
};

struct stretches {
    struct stretch *at;
    size_t n, capacity;
};

// Cuts a document into stretches: lines that are not text in the primary encoding and are
// in another one go to that one. The primary is not UTF-16.
void detect_stretches(const struct charsets *sets, struct span bytes,
                      enum encoding primary, struct arena *arena, struct stretches *out);

// Bytes of the byte order mark that the document begins with, by its encoding.
size_t detect_mark(const struct source *source, enum encoding encoding);

// The sum of the weights of the characters of s, read in an encoding.
int64_t detect_score(const struct charsets *sets, struct span s, enum encoding encoding);

#endif

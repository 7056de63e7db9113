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

struct detected {
    enum encoding encoding; // of most of the document
    bool valid;             // all of it is well-formed UTF-8
};

// Decides. Returns 0, or -1 with *refusal filled where no candidate yields anything that
// looks like text.
int detect(const struct charsets *sets, const struct source *source,
           struct detected *detected, struct refusal *refusal)
    __attribute__((warn_unused_result));

// The encoding of a line that does not read well in the primary one (which is not
// UTF-16); `before` is that of the line before it.
enum encoding detect_line(const struct charsets *sets, struct span line,
                          enum encoding primary, enum encoding before);

// Bytes of the byte order mark that the document begins with, by its encoding.
size_t detect_mark(const struct source *source, enum encoding encoding);

// The sum of the weights of the characters of s, read in an encoding.
int64_t detect_score(const struct charsets *sets, struct span s, enum encoding encoding);

#endif

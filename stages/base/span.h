// SPDX-License-Identifier: Apache-2.0
//
// A span is text or bytes by pointer and length: the one way in which text is handed
// about. Text in a span is validated UTF-8; it is never NUL-terminated, and the span
// never owns it. Offsets into a span are bytes unless a name says otherwise.
#ifndef FZ_BASE_SPAN_H
#define FZ_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
    const char *at;
    size_t n;
};

// A span of a string literal or of a NUL-terminated string of our own making.
#define SPAN(literal) ((struct span){"" literal, sizeof(literal) - 1})

static inline struct span span_of(const char *s)
{
    return (struct span){s, s ? strlen(s) : 0};
}

// The part [from, to) of s. The caller vouches that from <= to <= s.n.
static inline struct span span_cut(struct span s, size_t from, size_t to)
{
    return (struct span){s.at + from, to - from};
}

// Most texts that are compared differ in the last byte: that is looked at before a
// function is called.
static inline bool span_same(const char *a, const char *b, size_t n)
{
    return n == 0 || (a[n - 1] == b[n - 1] && memcmp(a, b, n) == 0);
}

static inline bool span_eq(struct span a, struct span b)
{
    return a.n == b.n && span_same(a.at, b.at, a.n);
}

static inline bool span_starts(struct span s, struct span prefix)
{
    return s.n >= prefix.n && span_same(s.at, prefix.at, prefix.n);
}

static inline bool span_ends(struct span s, struct span suffix)
{
    return s.n >= suffix.n && span_same(s.at + s.n - suffix.n, suffix.at, suffix.n);
}

// Byte offset of the first occurrence of what in s at or after from; s.n where there is
// none.
size_t span_find(struct span s, struct span what, size_t from);

// Byte order comparison, for sorting.
int span_cmp(struct span a, struct span b);

// A list is a pointer and a count; the schema (proto/schema.h) relies on this very shape.
#define LIST(type)                                                                       \
    struct {                                                                             \
        type *at;                                                                        \
        size_t n;                                                                        \
    }

struct spans {
    struct span *at;
    size_t n;
};

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Memory. Long-lived things are made with xmalloc and friends, which abort when there is
// no memory; whatever belongs to one document lives in an arena that the skeleton resets
// after the document. Sizes that come from a file or a socket are vetted before they
// reach any function here.
#ifndef FZ_BASE_MEMORY_H
#define FZ_BASE_MEMORY_H

#include "stages/base/span.h"

void *xmalloc(size_t n) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *old, size_t n) __attribute__((returns_nonnull));
char *xstrndup(const char *s, size_t n) __attribute__((malloc, returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));
// printf into fresh memory that the caller frees.
char *xprintf(const char *format, ...)
    __attribute__((format(printf, 1, 2), malloc, returns_nonnull));

// An arena hands out zeroed, 16-byte aligned memory and takes all of it back at once.
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena **arena);
// Gives everything back; keeps one block of at most 1 MB, so that memory stays flat after
// a large document.
void arena_reset(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t count, size_t size)
    __attribute__((returns_nonnull));
// The same without the zeros, for n bytes that are written at once.
void *arena_raw(struct arena *arena, size_t n) __attribute__((returns_nonnull));
// A copy of s that lives in the arena.
struct span arena_copy(struct arena *arena, struct span s);
// n texts one behind the other, in the arena.
struct span arena_join(struct arena *arena, const struct span *parts, size_t n);
// printf into the arena.
struct span arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(arena, type, count)                                                    \
    ((type *)arena_alloc((arena), (count), sizeof(type)))

// Makes room for one more element in a growing array that lives in an arena:
//   ARENA_PUSH(arena, list.at, list.n, capacity) = value;
#define ARENA_PUSH(arena, at, n, capacity)                                               \
    (*((n) == (capacity)                                                                 \
           ? ((at) = arena_grow((arena), (at), (n), sizeof *(at), &(capacity)),          \
              &(at)[(n)++])                                                              \
           : &(at)[(n)++]))

// Doubles an array of n elements (at least 16); sets *capacity. The old array stays
// behind in the arena until its reset.
void *arena_grow(struct arena *arena, const void *old, size_t n, size_t size,
                 size_t *capacity) __attribute__((returns_nonnull));

// A byte buffer that grows on the heap, for what outlives a document.
struct buffer {
    char *at;
    size_t n;
    size_t capacity;
};

void buffer_add(struct buffer *buffer, const void *bytes, size_t n);
void buffer_add_span(struct buffer *buffer, struct span s);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// Room for n more bytes; returns where they go. The caller adds to buffer->n.
char *buffer_room(struct buffer *buffer, size_t n);
void buffer_free(struct buffer *buffer);

static inline struct span buffer_span(const struct buffer *buffer)
{
    return (struct span){buffer->at, buffer->n};
}

#endif

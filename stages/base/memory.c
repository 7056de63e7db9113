// SPDX-License-Identifier: Apache-2.0
//
// xmalloc, arenas and growing buffers. An arena is a chain of blocks, each at least as
// large as all before it together, so that a document of any size costs a handful of
// calls to malloc; reset keeps the newest block when it is small and frees the others.
// Large blocks ask for huge pages: a page fault for each 4 KB costs more than what most
// steps do with them.
#include "stages/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
    FIRST_BLOCK = 64 * 1024,
    KEPT_BLOCK = 1024 * 1024,
    HUGE_PAGE = 2 * 1024 * 1024,
    LARGE = 8 * HUGE_PAGE, // so that what is left of the last page does not matter
    ALIGNMENT = 16,
};

struct block {
    struct block *older;
    size_t capacity;
    size_t used;
    size_t unused; // keeps data aligned to 16
    char data[];
};

struct arena {
    struct block *newest;
};

static void no_memory(size_t n)
{
    fprintf(stderr, "fangzhi: out of memory (asked for %zu bytes)\n", n);
    abort();
}

void *xmalloc(size_t n)
{
    void *fresh = malloc(n ? n : 1);
    if (!fresh) no_memory(n);
    return fresh;
}

void *xcalloc(size_t count, size_t size)
{
    void *fresh = calloc(count ? count : 1, size ? size : 1);
    if (!fresh) no_memory(count * size);
    return fresh;
}

void *xrealloc(void *old, size_t n)
{
    void *fresh = realloc(old, n ? n : 1);
    if (!fresh) no_memory(n);
    return fresh;
}

char *xstrndup(const char *s, size_t n)
{
    char *copy = xmalloc(n + 1);
    if (n) memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *xstrdup(const char *s)
{
    return xstrndup(s, strlen(s));
}

static size_t printed_length(const char *format, va_list args)
{
    va_list copy;
    va_copy(copy, args);
    int n = vsnprintf(NULL, 0, format, copy);
    va_end(copy);
    if (n < 0) abort();
    return (size_t)n;
}

char *xprintf(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t n = printed_length(format, args);
    char *text = xmalloc(n + 1);
    vsnprintf(text, n + 1, format, args);
    va_end(args);
    return text;
}

struct arena *arena_new(void)
{
    return xcalloc(1, sizeof(struct arena));
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *older = block->older;
        free(block);
        block = older;
    }
}

void arena_free(struct arena **arena)
{
    if (!*arena) return;
    free_blocks((*arena)->newest);
    free(*arena);
    *arena = NULL;
}

void arena_reset(struct arena *arena)
{
    struct block *newest = arena->newest;
    if (!newest) return;
    free_blocks(newest->older);
    newest->older = NULL;
    if (newest->capacity > KEPT_BLOCK) {
        free(newest);
        arena->newest = NULL;
    } else {
        newest->used = 0;
    }
}

// Room for n bytes.
static struct block *block_new(size_t n)
{
    if (n < LARGE) return xmalloc(n);
    if (n > SIZE_MAX - HUGE_PAGE) no_memory(n);
    n = (n + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
    struct block *block = aligned_alloc(HUGE_PAGE, n);
    if (!block) no_memory(n);
    madvise(block, n, MADV_HUGEPAGE); // where there are none, small ones do
    return block;
}

static void add_block(struct arena *arena, size_t n)
{
    size_t capacity = arena->newest ? arena->newest->capacity * 2 : FIRST_BLOCK;
    if (capacity < n) capacity = n;
    struct block *block = block_new(sizeof *block + capacity);
    *block = (struct block){.older = arena->newest, .capacity = capacity};
    arena->newest = block;
}

void *arena_raw(struct arena *arena, size_t n)
{
    if (n > SIZE_MAX - ALIGNMENT) no_memory(SIZE_MAX);
    n = (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (!arena->newest || arena->newest->capacity - arena->newest->used < n)
        add_block(arena, n);
    char *fresh = arena->newest->data + arena->newest->used;
    arena->newest->used += n;
    return fresh;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) no_memory(SIZE_MAX);
    char *fresh = arena_raw(arena, count * size);
    memset(fresh, 0, count * size);
    return fresh;
}

void *arena_grow(struct arena *arena, const void *old, size_t n, size_t size,
                 size_t *capacity)
{
    *capacity = n < 8 ? 16 : n * 2;
    void *fresh = arena_alloc(arena, *capacity, size);
    if (n) memcpy(fresh, old, n * size);
    return fresh;
}

struct span arena_copy(struct arena *arena, struct span s)
{
    char *copy = arena_raw(arena, s.n);
    if (s.n) memcpy(copy, s.at, s.n);
    return (struct span){copy, s.n};
}

struct span arena_join(struct arena *arena, const struct span *parts, size_t n)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++)
        length += parts[i].n;
    char *text = arena_raw(arena, length + 1), *to = text;
    for (size_t i = 0; i < n; to += parts[i++].n)
        if (parts[i].n) memcpy(to, parts[i].at, parts[i].n);
    return (struct span){text, length};
}

struct span arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t n = printed_length(format, args);
    char *text = arena_alloc(arena, n + 1, 1);
    vsnprintf(text, n + 1, format, args);
    va_end(args);
    return (struct span){text, n};
}

char *buffer_room(struct buffer *buffer, size_t n)
{
    if (!buffer->at || buffer->capacity - buffer->n < n) {
        size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
        while (capacity - buffer->n < n)
            capacity *= 2;
        buffer->at = xrealloc(buffer->at, capacity);
        buffer->capacity = capacity;
    }
    return buffer->at + buffer->n;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t n)
{
    if (n == 0) return;
    memcpy(buffer_room(buffer, n), bytes, n);
    buffer->n += n;
}

void buffer_add_span(struct buffer *buffer, struct span s)
{
    buffer_add(buffer, s.at, s.n);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t n = printed_length(format, args);
    vsnprintf(buffer_room(buffer, n + 1), n + 1, format, args);
    buffer->n += n;
    va_end(args);
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->at);
    *buffer = (struct buffer){0};
}

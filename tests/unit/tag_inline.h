// SPDX-License-Identifier: Apache-2.0
//
// Documents for tests of the tag stage, written as text: one paragraph a line, mentions
// in braces, `{ORG|区政府}召开会议`. A line that begins with `# ` is a heading.
#ifndef FZ_TESTS_TAG_INLINE_H
#define FZ_TESTS_TAG_INLINE_H

#include "proto/layers.h"
#include "stages/base/memory.h"

#include <stdio.h>

struct inline_document {
    struct arena *arena;
    struct layout layout;
    struct mentions mentions;
};

static inline int inline_type(struct span name)
{
    for (int i = ENTITY_PER; i <= ENTITY_LOC; i++)
        if (span_eq(name, span_of(entity_type_names[i]))) return i;
    return -1;
}

static inline void inline_paragraph(struct inline_document *d, struct span line,
                                    size_t *capacity)
{
    struct paragraph *paragraph = &d->layout.paragraphs.at[d->layout.paragraphs.n];
    uint32_t number = (uint32_t)d->layout.paragraphs.n++;
    paragraph->role = span_starts(line, SPAN("# ")) ? ROLE_HEADING1 : ROLE_BODY;
    size_t i = paragraph->role == ROLE_HEADING1 ? 2 : 0, n = 0;
    char *text = ARENA_NEW(d->arena, char, line.n + 1);
    while (i < line.n) {
        if (line.at[i] != '{') {
            text[n++] = line.at[i++];
            continue;
        }
        size_t bar = span_find(line, SPAN("|"), i), end = span_find(line, SPAN("}"), i);
        struct mention m = {number, (uint32_t)n, 0,
                            inline_type(span_cut(line, i + 1, bar)), NONE};
        memcpy(text + n, line.at + bar + 1, end - bar - 1);
        n += end - bar - 1;
        m.to = (uint32_t)n;
        ARENA_PUSH(d->arena, d->mentions.mentions.at, d->mentions.mentions.n, *capacity) =
            m;
        i = end + 1;
    }
    paragraph->text = (struct span){text, n};
    paragraph->entry = NONE;
    paragraph->dup_of = NONE;
}

static inline struct inline_document inline_read(const char *source, int64_t year)
{
    struct inline_document d = {.arena = arena_new()};
    struct span rest = span_of(source);
    size_t capacity = 0;
    d.layout.paragraphs.at = ARENA_NEW(d.arena, struct paragraph, rest.n + 1);
    d.layout.year = year;
    while (rest.n) {
        size_t end = span_find(rest, SPAN("\n"), 0);
        inline_paragraph(&d, span_cut(rest, 0, end), &capacity);
        size_t skip = end < rest.n ? end + 1 : end;
        rest = span_cut(rest, skip, rest.n);
    }
    return d;
}

// The document as text again, in memory that the caller frees with buffer_free.
static inline struct buffer inline_write(const struct inline_document *d)
{
    struct buffer out = {NULL, 0, 0};
    size_t k = 0;
    for (uint32_t i = 0; i < d->layout.paragraphs.n; i++) {
        const struct paragraph *p = &d->layout.paragraphs.at[i];
        uint32_t at = 0;
        if (i) buffer_add(&out, "\n", 1);
        if (p->role == ROLE_HEADING1) buffer_add(&out, "# ", 2);
        for (; k < d->mentions.mentions.n && d->mentions.mentions.at[k].para == i; k++) {
            const struct mention *m = &d->mentions.mentions.at[k];
            buffer_add_span(&out, span_cut(p->text, at, m->from));
            buffer_printf(&out, "{%s|", entity_type_names[m->type]);
            buffer_add_span(&out, span_cut(p->text, m->from, m->to));
            buffer_add(&out, "}", 1);
            at = m->to;
        }
        buffer_add_span(&out, span_cut(p->text, at, p->text.n));
    }
    buffer_add(&out, "", 1);
    return out;
}

#endif

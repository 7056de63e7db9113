// SPDX-License-Identifier: Apache-2.0
//
// The names of all documents are sorted by what they can stand in for, without
// repetitions; a name is replaced by any of its own kind, each as likely as the next.
#include "tools/fangzhi/variants.h"

#include "stages/base/utf8.h"

#include <stdlib.h>

enum {
    SPACED = 8,   // one person's name of two characters in so many gets a space
    LONGEST = 240 // bytes of a name that is replaced or put in
};

struct name {
    uint64_t kind;
    struct span text;
};

struct variants {
    struct name *names;
    size_t n;
    uint64_t random, limit; // limit: share of 2^32
};

static uint32_t next_random(struct variants *variants) // xorshift64*, Vigna 2016
{
    variants->random ^= variants->random >> 12;
    variants->random ^= variants->random << 25;
    variants->random ^= variants->random >> 27;
    return (uint32_t)((variants->random * 2685821657736338717u) >> 32);
}

// What a name can stand in for: its type, and its length (persons) or last character.
// 0: nothing, names that are no Chinese characters alone.
static uint64_t kind_of(int entity, struct span name)
{
    uint64_t last = 0;
    if (name.n > LONGEST) return 0;
    for (size_t i = 0; i < name.n;) {
        last = utf8_next(name, &i);
        if (!utf8_is_han((uint32_t)last)) return 0;
    }
    size_t n = utf8_count(name);
    if (entity == ENTITY_PER) return 1 + n;
    return n < 3 ? 0 : ((uint64_t)entity + 1) << 32 | last;
}

static struct span mark_text(const struct annotated *document,
                             const struct annotated_mark *mark)
{
    return span_cut(document->layout.paragraphs.at[mark->para].text, mark->from,
                    mark->to);
}

static int compare_names(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    size_t n = x->text.n < y->text.n ? x->text.n : y->text.n;
    int order = memcmp(x->text.at, y->text.at, n);
    return order ? order : (x->text.n > y->text.n) - (x->text.n < y->text.n);
}

static void collect(struct variants *variants, const struct annotated *const *documents,
                    size_t n)
{
    size_t marks = 0;
    for (size_t d = 0; d < n; d++) marks += documents[d]->marks.n;
    variants->names = xcalloc(marks + 1, sizeof *variants->names);
    for (size_t d = 0; d < n; d++)
        for (size_t m = 0; m < documents[d]->marks.n; m++) {
            const struct annotated_mark *mark = &documents[d]->marks.at[m];
            if (mark->entity < 0) continue;
            struct span text = mark_text(documents[d], mark);
            struct name name = {kind_of(mark->entity, text), text};
            if (name.kind) variants->names[variants->n++] = name;
        }
    qsort(variants->names, variants->n, sizeof *variants->names, compare_names);
    size_t kept = 0;
    for (size_t i = 0; i < variants->n; i++)
        if (i == 0 || compare_names(&variants->names[kept - 1], &variants->names[i]))
            variants->names[kept++] = variants->names[i];
    variants->n = kept;
}

// The first name of a kind that is not below `kind`.
static size_t lower_bound(const struct variants *variants, uint64_t kind)
{
    size_t from = 0, to = variants->n;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (variants->names[middle].kind < kind)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static struct span replace(struct variants *variants, int entity, struct span name)
{
    uint64_t kind = kind_of(entity, name);
    if (!kind || next_random(variants) >= variants->limit) return name;
    size_t from = lower_bound(variants, kind), to = lower_bound(variants, kind + 1);
    return to > from ? variants->names[from + next_random(variants) % (to - from)].text
                     : name;
}

static size_t append(char *to, size_t at, struct span s)
{
    memcpy(to + at, s.at, s.n);
    return at + s.n;
}

// Writes a name behind `at`; returns its end.
static size_t append_name(struct variants *variants, int entity, char *to, size_t at,
                          struct span name)
{
    name = replace(variants, entity, name);
    if (entity != ENTITY_PER || name.n != 6 || next_random(variants) % SPACED)
        return append(to, at, name);
    at = append(to, at, span_cut(name, 0, 3));
    at = append(to, at, SPAN(" "));
    return append(to, at, span_cut(name, 3, 6));
}

// Adds the variant of paragraph p, with the names from mark m on; returns the first mark
// of a later paragraph.
static size_t vary(struct variants *variants, struct annotated_set *set,
                   const struct annotated *from, size_t p, size_t m)
{
    struct annotated *to = &set->at[set->n - 1];
    const struct paragraph *paragraph = &from->layout.paragraphs.at[p];
    size_t end = m, at = 0, done = 0;
    while (end < from->marks.n && from->marks.at[end].para <= p) end++;
    char *text = ARENA_NEW(set->arena, char,
                           paragraph->text.n + (end - m) * (LONGEST + 1) + 1);
    for (; m < end; m++) {
        struct annotated_mark mark = from->marks.at[m];
        if (mark.entity < 0 || mark.from < done) continue;
        struct span name = mark_text(from, &mark);
        at = append(text, at, span_cut(paragraph->text, done, mark.from));
        done = mark.to;
        mark.from = (uint32_t)at;
        at = append_name(variants, mark.entity, text, at, name);
        mark.to = (uint32_t)at;
        annotated_mark(set, to, mark);
    }
    at = append(text, at, span_cut(paragraph->text, done, paragraph->text.n));
    annotated_paragraph(set, to, paragraph->role, (struct span){text, at});
    return end;
}

void variants_add(struct annotated_set *set, const struct annotated *const *documents,
                  size_t n, double share, uint64_t seed)
{
    struct variants variants = {.random = seed * 2 + 1,
                                .limit = (uint64_t)(share * 4294967296.0)};
    collect(&variants, documents, n);
    for (size_t d = 0; d < n; d++) {
        size_t m = 0;
        annotated_add(set, "variant");
        for (size_t p = 0; p < documents[d]->layout.paragraphs.n; p++)
            m = vary(&variants, set, documents[d], p, m);
    }
    free(variants.names);
}

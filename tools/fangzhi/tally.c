// SPDX-License-Identifier: Apache-2.0
//
// The comparison. An error is told by what is marked and what was found where they
// overlap: `LOC 下城区 for ORG 下城区人民政府`; by one of them where they do not.
#include "tools/fangzhi/tally.h"

#include "stages/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { TYPES = ENTITY_LOC + 1 };

struct counts {
    size_t right, found, marked;
};

struct error {
    char *text;
    size_t n;
};

struct tally {
    struct counts types[TYPES], last;
    struct error *errors;
    size_t n_errors, capacity;
};

struct tally *tally_new(void)
{
    return xcalloc(1, sizeof(struct tally));
}

// Whether [from, to) lies inside 《》, or inside “” without filling it. Marks that do not
// pair up in the paragraph (more of one than of the other) are not looked at.
static bool is_neutral_in(struct span text, struct span open, struct span close,
                          size_t from, size_t to, bool whole_counts)
{
    size_t opens = 0, closes = 0, depth = 0, start = 0;
    for (size_t i = 0; i < text.n; i++) {
        opens += span_starts(span_cut(text, i, text.n), open);
        closes += span_starts(span_cut(text, i, text.n), close);
    }
    if (opens != closes) return false;
    for (size_t i = 0; i < text.n; i++) {
        if (span_starts(span_cut(text, i, text.n), open)) {
            if (depth++ == 0) start = i + open.n;
        } else if (depth && span_starts(span_cut(text, i, text.n), close)) {
            if (--depth == 0 && start <= from && to <= i)
                return !(whole_counts && start == from && to == i);
        }
    }
    return false;
}

static bool is_neutral(struct span text, size_t from, size_t to)
{
    return is_neutral_in(text, SPAN("《"), SPAN("》"), from, to, false) ||
           is_neutral_in(text, SPAN("“"), SPAN("”"), from, to, true);
}

// What is compared: marks and mentions alike.
struct item {
    uint32_t para, from, to;
    int type;
};

struct items {
    struct item *at;
    size_t n;
};

static void put_item(struct items *items, const struct layout *layout, struct item item)
{
    const struct paragraph *paragraph = &layout->paragraphs.at[item.para];
    if (paragraph->role != ROLE_FURNITURE &&
        !is_neutral(paragraph->text, item.from, item.to))
        items->at[items->n++] = item;
}

static int before(const struct item *a, const struct item *b) // a ends before b begins
{
    return a->para != b->para ? a->para < b->para : a->to <= b->from;
}

static void count_error(struct tally *tally, const struct layout *layout,
                        const struct item *marked, const struct item *found)
{
    struct buffer text = {0};
    const struct item *both[] = {found, marked};
    for (int i = 0; i < 2; i++) {
        if (!both[i]) continue;
        struct span all = layout->paragraphs.at[both[i]->para].text;
        buffer_printf(&text, "%s%s %.*s",
                      i ? (found ? " for " : "missed ") : (marked ? "" : "spurious "),
                      entity_type_names[both[i]->type],
                      (int)(both[i]->to - both[i]->from), all.at + both[i]->from);
    }
    buffer_add(&text, "", 1);
    size_t i = 0;
    while (i < tally->n_errors && strcmp(tally->errors[i].text, text.at) != 0) i++;
    if (i < tally->n_errors) {
        tally->errors[i].n++;
        buffer_free(&text);
        return;
    }
    if (tally->n_errors == tally->capacity) {
        tally->capacity = tally->capacity ? tally->capacity * 2 : 64;
        tally->errors = xrealloc(tally->errors, tally->capacity * sizeof *tally->errors);
    }
    tally->errors[tally->n_errors++] = (struct error){text.at, 1};
}

static void compare(struct tally *tally, const struct layout *layout, struct items marked,
                    struct items found)
{
    size_t m = 0, f = 0;
    for (size_t i = 0; i < marked.n; i++) tally->types[marked.at[i].type].marked++;
    for (size_t i = 0; i < found.n; i++) tally->types[found.at[i].type].found++;
    while (m < marked.n || f < found.n) {
        const struct item *a = m < marked.n ? &marked.at[m] : NULL;
        const struct item *b = f < found.n ? &found.at[f] : NULL;
        if (!b || (a && before(a, b))) {
            count_error(tally, layout, a, NULL);
            m++;
        } else if (!a || before(b, a)) {
            count_error(tally, layout, NULL, b);
            f++;
        } else {
            bool same = a->from == b->from && a->to == b->to && a->type == b->type;
            if (same)
                tally->types[a->type].right++, tally->last.right++;
            else
                count_error(tally, layout, a, b);
            uint32_t end = a->to < b->to ? a->to : b->to;
            m += a->to == end;
            f += b->to == end;
        }
    }
    tally->last.marked += marked.n;
    tally->last.found += found.n;
}

void tally_add(struct tally *tally, const struct annotated *document,
               const struct mentions *mentions)
{
    struct items marked = {xmalloc((document->marks.n + 1) * sizeof(struct item)), 0};
    struct items found = {xmalloc((mentions->mentions.n + 1) * sizeof(struct item)), 0};
    for (size_t i = 0; i < document->marks.n; i++) {
        const struct annotated_mark *mark = &document->marks.at[i];
        if (mark->entity >= 0)
            put_item(&marked, &document->layout,
                     (struct item){mark->para, mark->from, mark->to, mark->entity});
    }
    for (size_t i = 0; i < mentions->mentions.n; i++) {
        const struct mention *mention = &mentions->mentions.at[i];
        put_item(&found, &document->layout,
                 (struct item){mention->para, mention->from, mention->to, mention->type});
    }
    tally->last = (struct counts){0};
    compare(tally, &document->layout, marked, found);
    free(marked.at);
    free(found.at);
}

static void print_counts(const char *name, struct counts counts)
{
    double p = counts.found ? (double)counts.right / (double)counts.found : 0;
    double r = counts.marked ? (double)counts.right / (double)counts.marked : 0;
    double f = p + r > 0 ? 2 * p * r / (p + r) : 0;
    printf("%-8s P %.4f  R %.4f  F1 %.4f  of %zu\n", name, p, r, f, counts.marked);
}

void tally_print_last(const struct tally *tally, struct span name)
{
    print_counts("document", tally->last);
    printf("         %.*s\n", (int)name.n, name.at);
}

static int commonest(const void *left, const void *right)
{
    const struct error *a = left, *b = right;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return strcmp(a->text, b->text);
}

void tally_print(const struct tally *tally, size_t errors)
{
    struct counts all = {0};
    for (int type = 0; type < TYPES; type++) {
        print_counts(entity_type_names[type], tally->types[type]);
        all.right += tally->types[type].right;
        all.found += tally->types[type].found;
        all.marked += tally->types[type].marked;
    }
    print_counts("all", all);
    if (tally->n_errors)
        qsort(tally->errors, tally->n_errors, sizeof *tally->errors, commonest);
    for (size_t i = 0; i < tally->n_errors && i < errors; i++)
        printf("%5zu x %s\n", tally->errors[i].n, tally->errors[i].text);
}

void tally_free(struct tally **tally)
{
    if (!*tally) return;
    for (size_t i = 0; i < (*tally)->n_errors; i++) free((*tally)->errors[i].text);
    free((*tally)->errors);
    free(*tally);
    *tally = NULL;
}

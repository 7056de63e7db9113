// SPDX-License-Identifier: Apache-2.0
//
// A layout with its mentions out of the lines of a fuzz driver's input, such as stands in
// a capture that has been vetted. Each line is a paragraph; its first letter is its role
// (see role_letters; a line without one is body), `=` makes it a copy of the paragraph
// before it, and a number of four digits on the first line is the year of the document.
// An entry line, 【title】 or not, opens an entry with the headings met so far above it.
// {PER|张三}, {ORG|区政府} and {LOC|沙洲镇} are mentions; their marks are taken out.
#ifndef FZ_TESTS_LINES_H
#define FZ_TESTS_LINES_H

#include "proto/vet.h"
#include "stages/base/memory.h"
#include "stages/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>

// By number of the role: body, entry, headings, table, caption, byline, box, meta,
// furniture.
static const char role_letters[] = "BEHSTCYXMF";

struct lines_read {
    struct arena *arena;
    struct layout layout;
    struct mentions mentions;
    size_t room_paragraphs, room_entries, room_mentions, room_entities, room_paras;
    struct span path[2]; // the headings met last
    char **texts;        // each paragraph's text alone on the heap, for ASan to guard
    size_t room_texts, n_texts;
};

static uint32_t lines_entity(struct lines_read *to, int type, struct span name)
{
    for (uint32_t i = 0; i < to->mentions.entities.n; i++)
        if (to->mentions.entities.at[i].type == type &&
            span_eq(to->mentions.entities.at[i].name, name))
            return i;
    ARENA_PUSH(to->arena, to->mentions.entities.at, to->mentions.entities.n,
               to->room_entities) = (struct entity){.type = type, .name = name};
    return (uint32_t)to->mentions.entities.n - 1;
}

static void lines_mention(struct lines_read *to, struct span text, int type,
                          uint32_t from)
{
    if (type < 0 || from == text.n) return;
    struct span name = arena_copy(to->arena, span_cut(text, from, text.n));
    ARENA_PUSH(to->arena, to->mentions.mentions.at, to->mentions.mentions.n,
               to->room_mentions) =
        (struct mention){.para = (uint32_t)to->layout.paragraphs.n,
                         .from = from,
                         .to = (uint32_t)text.n,
                         .type = type,
                         .entity = lines_entity(to, type, name)};
}

// The type of the mention that opens at byte i of the line, or -1.
static int lines_opens(struct span line, size_t i)
{
    const struct span marks[] = {SPAN("{PER|"), SPAN("{ORG|"), SPAN("{LOC|")};
    for (int type = ENTITY_PER; type <= ENTITY_LOC; type++)
        if (span_starts(span_cut(line, i, line.n), marks[type])) return type;
    return -1;
}

// The line without the marks of its mentions.
static struct span lines_unmarked(struct lines_read *to, struct span line)
{
    char *made = xmalloc(line.n + 1);
    ARENA_PUSH(to->arena, to->texts, to->n_texts, to->room_texts) = made;
    struct span text = {made, 0};
    int type = -1;
    uint32_t from = 0;
    for (size_t i = 0; i < line.n; i++) {
        int opens = lines_opens(line, i);
        if (opens < 0 && line.at[i] != '}') {
            made[text.n++] = line.at[i];
            continue;
        }
        lines_mention(to, text, type, from);
        type = opens;
        from = (uint32_t)text.n;
        if (opens >= 0) i += SPAN("PER|").n;
    }
    lines_mention(to, text, type, from);
    to->texts[to->n_texts - 1] = xrealloc(made, text.n ? text.n : 1);
    text.at = to->texts[to->n_texts - 1];
    return text;
}

static uint32_t lines_entry(struct lines_read *to, struct span text)
{
    struct entry entry = {.year = NO_NUMBER};
    struct span open = SPAN("【"), shut = SPAN("】");
    size_t end = span_find(text, shut, 0);
    if (span_starts(text, open) && end < text.n)
        entry.title = span_cut(text, open.n, end);
    entry.path.at = ARENA_NEW(to->arena, struct span, 2);
    for (size_t i = 0; i < 2; i++)
        if (to->path[i].n) entry.path.at[entry.path.n++] = to->path[i];
    ARENA_PUSH(to->arena, to->layout.entries.at, to->layout.entries.n, to->room_entries) =
        entry;
    to->room_paras = 0;
    return (uint32_t)to->layout.entries.n - 1;
}

// Its place among the headings and entries.
static void lines_place(struct lines_read *to, struct paragraph *paragraph)
{
    struct layout *layout = &to->layout;
    if (paragraph->role == ROLE_HEADING1) to->path[1] = (struct span){0};
    if (paragraph->role == ROLE_HEADING1 || paragraph->role == ROLE_HEADING2)
        to->path[paragraph->role == ROLE_HEADING2] = paragraph->text;
    if (paragraph->role == ROLE_ENTRY) lines_entry(to, paragraph->text);
    bool outside = paragraph->role == ROLE_HEADING1 || paragraph->role == ROLE_HEADING2 ||
                   paragraph->role == ROLE_META || paragraph->role == ROLE_FURNITURE;
    if (outside || layout->entries.n == 0) return;
    paragraph->entry = (uint32_t)layout->entries.n - 1;
    struct entry *entry = &layout->entries.at[paragraph->entry];
    ARENA_PUSH(to->arena, entry->paras.at, entry->paras.n, to->room_paras) =
        (uint32_t)layout->paragraphs.n;
    if (paragraph->role != ROLE_BYLINE) return;
    entry->authors = (struct spans){ARENA_NEW(to->arena, struct span, 1), 1};
    entry->authors.at[0] = paragraph->text;
}

static void lines_paragraph(struct lines_read *to, struct span line)
{
    struct paragraph paragraph = {.entry = NONE, .dup_of = NONE};
    const char *letter = line.at[0] ? strchr(role_letters, line.at[0]) : NULL;
    if (letter) paragraph.role = (int)(letter - role_letters);
    if (letter) line = span_cut(line, 1, line.n);
    if (span_starts(line, SPAN("="))) {
        line = span_cut(line, 1, line.n);
        if (to->layout.paragraphs.n)
            paragraph.dup_of = (uint32_t)to->layout.paragraphs.n - 1;
    }
    size_t mentions = to->mentions.mentions.n;
    paragraph.text = lines_unmarked(to, line);
    if (paragraph.text.n == 0) {
        to->mentions.mentions.n = mentions;
        return;
    }
    paragraph.pieces.at = ARENA_NEW(to->arena, struct piece, 1);
    paragraph.pieces.at[0].length = (uint32_t)paragraph.text.n;
    paragraph.pieces.n = 1;
    lines_place(to, &paragraph);
    ARENA_PUSH(to->arena, to->layout.paragraphs.at, to->layout.paragraphs.n,
               to->room_paragraphs) = paragraph;
}

// Reads the whole input, which is UTF-8. Free it with lines_free.
static void lines_read(struct lines_read *to, struct span input)
{
    *to = (struct lines_read){.arena = arena_new(), .layout = {.year = NO_NUMBER}};
    for (size_t at = 0; at < input.n;) {
        size_t end = span_find(input, SPAN("\n"), at);
        struct span line = span_cut(input, at, end);
        size_t digits = 0;
        while (digits < line.n && line.at[digits] >= '0' && line.at[digits] <= '9')
            digits++;
        if (at == 0 && digits == 4 && line.n == 4)
            to->layout.year = (line.at[0] - '0') * 1000 + (line.at[1] - '0') * 100 +
                              (line.at[2] - '0') * 10 + (line.at[3] - '0');
        else if (line.n)
            lines_paragraph(to, line);
        at = end + 1;
    }
    if (vet_layer(&layout_record, &to->layout) ||
        vet_layer(&mentions_record, &to->mentions) ||
        vet_mentions(&to->mentions, &to->layout))
        abort();
}

static void lines_free(struct lines_read *read)
{
    for (size_t i = 0; i < read->n_texts; i++)
        free(read->texts[i]);
    arena_free(&read->arena);
}

#endif

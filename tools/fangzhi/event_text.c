// SPDX-License-Identifier: Apache-2.0
//
// Reads annotated text. A line that begins with 【 opens an entry; lines with tabs are
// tables, bracketed short ones bylines, short ones without a full stop headings; all
// others are body. Refuses marks that do not close and types that nobody knows. Memory:
// the arena.
#include "tools/fangzhi/event_text.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"

#include <stdlib.h>

struct reader {
    const char *name;
    size_t line;
    struct arena *arena;
    struct event_text *to;
    size_t paragraphs, entries, mentions, entities, events; // room
    struct span heading;
    bool open; // an entry is, since the last heading
};

static int type_of(struct span name, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (span_eq(name, span_of(names[i]))) return i;
    return -1;
}

// Notes a mark over bytes [from, to) of the paragraph that is being read.
static int note(struct reader *reader, struct span type, uint32_t from, uint32_t to)
{
    uint32_t para = (uint32_t)reader->to->layout.paragraphs.n;
    int entity = type_of(type, entity_type_names, ENTITY_LOC + 1);
    if (entity >= 0) {
        struct mentions *mentions = &reader->to->mentions;
        ARENA_PUSH(reader->arena, mentions->entities.at, mentions->entities.n,
                   reader->entities) = (struct entity){.type = entity};
        ARENA_PUSH(reader->arena, mentions->mentions.at, mentions->mentions.n,
                   reader->mentions) =
            (struct mention){para, from, to, entity, (uint32_t)mentions->entities.n - 1};
        return 0;
    }
    int event = type_of(type, event_type_names, EVENT_TYPES);
    if (event < 0) {
        log_warn("%s:%zu: no type is called '%.*s'", reader->name, reader->line,
                 (int)type.n, type.at);
        return -1;
    }
    ARENA_PUSH(reader->arena, reader->to->marked.events.at, reader->to->marked.events.n,
               reader->events) = (struct event){
        .para = para, .from = from, .to = to, .type = event, .count = NO_NUMBER};
    return 0;
}

// The line without its marks, which are noted. NULL text where one is wrong.
static struct span plain(struct reader *reader, struct span line)
{
    char *text = arena_alloc(reader->arena, line.n + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < line.n;) {
        size_t end = line.at[i] == '{' ? span_find(line, SPAN("}"), i) : 0;
        size_t bar = line.at[i] == '{' ? span_find(line, SPAN("|"), i) : 0;
        if (line.at[i] != '{') {
            text[n++] = line.at[i++];
            continue;
        }
        if (end == line.n || bar > end) {
            log_warn("%s:%zu: a mark is not {type|text}", reader->name, reader->line);
            return (struct span){NULL, 0};
        }
        memcpy(text + n, line.at + bar + 1, end - bar - 1);
        if (note(reader, span_cut(line, i + 1, bar), (uint32_t)n,
                 (uint32_t)(n + end - bar - 1)))
            return (struct span){NULL, 0};
        n += end - bar - 1;
        i = end + 1;
    }
    return (struct span){text, n};
}

// True where a text runs on behind its first 。.
static bool runs_on(struct span text)
{
    size_t stop = span_find(text, SPAN("。"), 0);
    return stop < text.n && stop + SPAN("。").n < text.n;
}

// True for (一)… and （三）…: a heading of the second level, or text behind one.
static bool numbered(struct span text)
{
    size_t open = span_starts(text, SPAN("("))    ? 1
                  : span_starts(text, SPAN("（")) ? 3
                                                  : 0;
    if (!open) return false;
    struct span rest = span_cut(text, open, text.n);
    size_t i = 0;
    uint32_t first = rest.n ? utf8_next(rest, &i) : 0;
    bool number = first == 0x4E00 || first == 0x4E8C || first == 0x4E09 ||
                  first == 0x56DB || first == 0x4E94 || first == 0x516D ||
                  first == 0x4E03 || first == 0x516B || first == 0x4E5D ||
                  first == 0x5341; // 一 to 十
    return number && i < rest.n && (rest.at[i] == ')' || rest.at[i] == '\xEF');
}

static int role_of(struct span text)
{
    enum { SHORT = 40 };
    size_t letters = utf8_count(text);
    bool stop = span_find(text, SPAN("。"), 0) < text.n;
    if (span_starts(text, SPAN("【"))) return ROLE_ENTRY;
    if (span_find(text, SPAN("\t"), 0) < text.n) return ROLE_TABLE;
    if (numbered(text)) return runs_on(text) ? ROLE_BODY : ROLE_HEADING2;
    if ((span_starts(text, SPAN("(")) || span_starts(text, SPAN("（"))) && !stop)
        return ROLE_BYLINE;
    return letters < SHORT && !stop ? ROLE_HEADING1 : ROLE_BODY;
}

static void open_entry(struct reader *reader, struct span text)
{
    struct layout *layout = &reader->to->layout;
    size_t open = SPAN("【").n, close = span_find(text, SPAN("】"), 0);
    struct entry *entry = &ARENA_PUSH(reader->arena, layout->entries.at,
                                      layout->entries.n, reader->entries);
    *entry = (struct entry){.year = NO_NUMBER};
    if (close < text.n) entry->title = span_cut(text, open, close);
    entry->path.at = ARENA_NEW(reader->arena, struct span, 1);
    entry->path.at[0] = reader->heading;
    entry->path.n = reader->heading.n > 0;
    entry->paras.at = ARENA_NEW(reader->arena, uint32_t, 1);
    entry->paras.at[0] = (uint32_t)layout->paragraphs.n;
    entry->paras.n = 1;
}

static int read_line(struct reader *reader, struct span line)
{
    struct layout *layout = &reader->to->layout;
    struct span text = plain(reader, utf8_trim(line));
    if (!text.at) return -1;
    if (text.n == 0) return 0;
    int role = role_of(text);
    if (role == ROLE_HEADING1) reader->heading = text;
    if (role == ROLE_ENTRY) open_entry(reader, text);
    if (role == ROLE_HEADING1) reader->open = false;
    if (role == ROLE_ENTRY) reader->open = true;
    uint32_t entry = !reader->open || role == ROLE_HEADING1 || role == ROLE_HEADING2 ||
                             layout->entries.n == 0
                         ? NONE
                         : (uint32_t)layout->entries.n - 1;
    struct piece *piece = ARENA_NEW(reader->arena, struct piece, 1);
    *piece = (struct piece){0, 0, (uint32_t)text.n};
    ARENA_PUSH(reader->arena, layout->paragraphs.at, layout->paragraphs.n,
               reader->paragraphs) = (struct paragraph){
        .role = role, .text = text, .pieces = {piece, 1}, .entry = entry, .dup_of = NONE};
    return 0;
}

int event_text_read(const char *name, struct span text, struct arena *arena,
                    struct event_text *result)
{
    struct reader reader = {.name = name, .arena = arena, .to = result};
    *result = (struct event_text){.layout = {.year = NO_NUMBER}};
    if (!utf8_valid(text)) {
        log_warn("%s: not UTF-8", name);
        return -1;
    }
    for (size_t i = 0; i < text.n;) {
        size_t end = span_find(text, SPAN("\n"), i);
        reader.line++;
        if (read_line(&reader, span_cut(text, i, end))) return -1;
        i = end + 1;
    }
    return 0;
}

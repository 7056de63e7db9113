// SPDX-License-Identifier: Apache-2.0
//
// Entries: an `entry` paragraph opens one, `body` paragraphs belong to the one before
// them. Its title is what the bracket holds; without brackets, the term that is explained
// or the short lead sentence. Its path is the stack of headings above it. Its authors
// stand in a bracket at its end, or in a byline that closes the run of entries since the
// last one.
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/meta.h"
#include "stages/segment/pattern.h"
#include "stages/segment/sheet.h"

enum {
    MAX_LEVELS = 16,
    MAX_AUTHORS = 16,
    MAX_RUN = 256, // entries that one byline may close
};

struct headings {
    struct span texts[MAX_LEVELS];
    uint8_t levels[MAX_LEVELS];
    size_t n;
};

static void headings_push(struct headings *headings, struct span text, uint8_t level)
{
    while (headings->n > 0 && headings->levels[headings->n - 1] >= level)
        headings->n--;
    if (headings->n == MAX_LEVELS) headings->n--;
    headings->texts[headings->n] = text;
    headings->levels[headings->n++] = level;
}

// ---- titles
// -----------------------------------------------------------------------------

static struct span bracket_title(const struct sheet *sheet, struct span text)
{
    size_t i = titles_ornament(text);
    if (sheet->title_heads) return titles_head(text);
    if (i == text.n || !titles_opens(sheet, utf8_next(text, &i))) return SPAN("");
    size_t from = i, depth = 1;
    for (size_t count = 0; i < text.n && count < 128; count++) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        if (titles_opens(sheet, c)) depth++;
        if (titles_closes(sheet, c) && --depth == 0)
            return utf8_trim(span_cut(text, from, at));
    }
    return SPAN("");
}

// ---- authors
// ----------------------------------------------------------------------------

// Names without the space that sets a short one apart: 汪 剑 is 汪剑.
static struct span squeezed(struct arena *arena, struct span name)
{
    char *out = ARENA_NEW(arena, char, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n;) {
        size_t at = i;
        if (utf8_is_space(utf8_next(name, &i))) continue;
        memcpy(out + n, name.at + at, i - at);
        n += i - at;
    }
    return (struct span){out, n};
}

static struct spans authors_of(struct arena *arena, struct span text)
{
    struct span inner, names[MAX_AUTHORS];
    size_t at, n = 0;
    struct spans authors = {0};
    text = utf8_trim(text);
    if (!pattern_tail_bracket(text, &inner, &at)) inner = text;
    if (pattern_holds(inner) == HOLDS_OTHER) return authors;
    n = pattern_authors(inner, names, MAX_AUTHORS);
    if (n > MAX_AUTHORS) n = MAX_AUTHORS;
    authors.at = ARENA_NEW(arena, struct span, n + 1);
    for (size_t i = 0; i < n; i++)
        authors.at[authors.n++] = squeezed(arena, names[i]);
    return authors;
}

// The authors in a bracket behind the last sentence of an entry.
static struct spans own_authors(struct arena *arena, struct span text)
{
    struct span inner;
    size_t at;
    if (!pattern_tail_bracket(text, &inner, &at) || at == 0) return (struct spans){0};
    while (at > 0) {
        size_t from = utf8_back(text, at), next = from;
        unsigned class = glyph_class(utf8_next(text, &next));
        if (class & (GLYPH_SPACE | GLYPH_LOST | GLYPH_CLOSE)) {
            at = from;
            continue;
        }
        if (class & GLYPH_STOP || pattern_holds(inner) == HOLDS_NAMES) break;
        return (struct spans){0};
    }
    return authors_of(arena, text);
}

static void close_run(struct entry *entries, size_t from, size_t to, struct spans authors)
{
    if (to - from > MAX_RUN) from = to - MAX_RUN;
    for (size_t e = from; e < to; e++)
        if (entries[e].authors.n == 0) entries[e].authors = authors;
}

// ---- entries
// ----------------------------------------------------------------------------

struct shelf {
    struct sheet *sheet;
    struct layout *layout;
    struct headings headings;
    size_t capacity, paras_capacity;
    size_t run;  // first entry since the last byline or heading
    bool table;  // the last paragraph was a table's: a byline now is the table's
    bool report; // the document is a paper, or holds one
};

static void put_entry(struct shelf *shelf, size_t p)
{
    struct sheet *sheet = shelf->sheet;
    struct paragraph *paragraph = &shelf->layout->paragraphs.at[p];
    struct entry entry = {.year = NO_NUMBER};
    entry.title = bracket_title(sheet, paragraph->text);
    if (pattern_is_spaced(entry.title)) entry.title = squeezed(sheet->arena, entry.title);
    size_t n = shelf->headings.n;
    entry.path.at = ARENA_NEW(sheet->arena, struct span, n + 1);
    entry.path.n = n;
    for (size_t i = 0; i < n; i++)
        entry.path.at[i] = shelf->headings.texts[i];
    shelf->paras_capacity = 0;
    ARENA_PUSH(sheet->arena, shelf->layout->entries.at, shelf->layout->entries.n,
               shelf->capacity) = entry;
}

static void put_para(struct shelf *shelf, size_t p)
{
    if (shelf->layout->entries.n == 0) return;
    size_t e = shelf->layout->entries.n - 1;
    struct entry *entry = &shelf->layout->entries.at[e];
    struct paragraph *paragraph = &shelf->layout->paragraphs.at[p];
    paragraph->entry = (uint32_t)e;
    ARENA_PUSH(shelf->sheet->arena, entry->paras.at, entry->paras.n,
               shelf->paras_capacity) = (uint32_t)p;
    struct spans authors = own_authors(shelf->sheet->arena, paragraph->text);
    if (authors.n == 0) return;
    entry->authors = authors;
    close_run(shelf->layout->entries.at, shelf->run, e, authors);
    shelf->run = e + 1;
}

static void put_byline(struct shelf *shelf, size_t p)
{
    struct layout *layout = shelf->layout;
    struct spans authors = authors_of(shelf->sheet->arena, layout->paragraphs.at[p].text);
    if (authors.n == 0 || shelf->table) return;
    close_run(layout->entries.at, shelf->run, layout->entries.n, authors);
    shelf->run = layout->entries.n;
}

// Without the dots on both sides: `·综　述·`.
static struct span undotted(struct span text)
{
    size_t from = 0, to = utf8_back(text, text.n), last = to;
    unsigned first = glyph_class(utf8_next(text, &from));
    if (!(first & glyph_class(utf8_next(text, &last)) & GLYPH_BULLET)) return text;
    return from < to ? utf8_trim(span_cut(text, from, to)) : text;
}

// A heading set with spaces (`综  述`) is written without them in the path.
static void put_heading(struct shelf *shelf, size_t p)
{
    struct span text = undotted(shelf->layout->paragraphs.at[p].text);
    if (pattern_is_spaced(text)) text = squeezed(shelf->sheet->arena, text);
    headings_push(&shelf->headings, text, shelf->sheet->paras[p].level);
    shelf->run = shelf->layout->entries.n;
}

// Another paper begins; a bracket under a heading (`（1995—2000年）`) is the heading's.
static void put_meta(struct shelf *shelf, struct span text)
{
    struct span inner;
    size_t at;
    if (!pattern_tail_bracket(text, &inner, &at) || at > 0) shelf->headings.n = 0;
    shelf->report = shelf->report || meta_is_paper(text);
}

static void put(struct shelf *shelf, size_t p)
{
    struct paragraph *paragraph = &shelf->layout->paragraphs.at[p];
    if (paragraph->dup_of != NONE) return; // the first copy speaks for both
    switch ((enum role)paragraph->role) {
    case ROLE_ENTRY:
        put_entry(shelf, p);
        put_para(shelf, p);
        break;
    case ROLE_BODY:
        put_para(shelf, p);
        break;
    case ROLE_HEADING1:
    case ROLE_HEADING2:
        put_heading(shelf, p);
        break;
    case ROLE_BYLINE:
        put_byline(shelf, p);
        break;
    case ROLE_META:
        put_meta(shelf, paragraph->text);
        break;
    case ROLE_TABLE:
    case ROLE_CAPTION:
    case ROLE_BOX:
    case ROLE_FURNITURE:
        break;
    }
    if (paragraph->role != ROLE_FURNITURE) shelf->table = paragraph->role == ROLE_TABLE;
}

// `常平倉在縣署西。清雍正八年建。凡廒四十間。`: full stops where others have commas, so
// that the first one ends no sentence.
static bool is_stopped(struct span text)
{
    enum { LOOK = 300, STOPS = 2 };
    size_t stops = 0;
    for (size_t i = 0; i < text.n && i < LOOK;) {
        unsigned class = glyph_class(utf8_next(text, &i));
        if (class & GLYPH_COMMA) return false;
        stops += (class & GLYPH_STOP) != 0;
    }
    return stops > STOPS;
}

// The lead of the entry's first paragraph, or "".
static struct span lead_of(const struct shelf *shelf, size_t e)
{
    uint32_t p = shelf->layout->entries.at[e].paras.at[0];
    const struct line *line = &shelf->sheet->lines[shelf->sheet->paras[p].line];
    struct span text = shelf->layout->paragraphs.at[p].text;
    if (!shelf->report && is_stopped(text)) return SPAN("");
    return titles_lead(line, text);
}

static struct span long_lead_of(const struct shelf *shelf, size_t e)
{
    uint32_t p = shelf->layout->entries.at[e].paras.at[0];
    const struct line *line = &shelf->sheet->lines[shelf->sheet->paras[p].line];
    if (!shelf->report && !heads_may(line, HEAD_DATE)) return SPAN("");
    return titles_long_lead(shelf->layout->paragraphs.at[p].text);
}

// Names the entries under one heading that have no title by their leads. In a report each
// is one; elsewhere they are where several are, and half of all. So those with a comma,
// three at least, in a report or a chronicle.
static void name_run(struct shelf *shelf, size_t from, size_t to)
{
    struct entry *entries = shelf->layout->entries.at;
    size_t leads = 0, long_leads = 0;
    for (size_t e = from; e < to && !shelf->report; e++)
        leads += entries[e].title.n == 0 && lead_of(shelf, e).n > 0;
    bool all = shelf->report || (leads >= 2 && leads * 2 >= to - from);
    for (size_t e = from; e < to; e++) {
        if (all && entries[e].title.n == 0) entries[e].title = lead_of(shelf, e);
        long_leads += entries[e].title.n == 0 && long_lead_of(shelf, e).n > 0;
    }
    if (long_leads < 3 || long_leads * 2 < to - from) return;
    for (size_t e = from; e < to; e++)
        if (entries[e].title.n == 0) entries[e].title = long_lead_of(shelf, e);
}

static bool same_path(const struct entry *a, const struct entry *b)
{
    if (a->path.n != b->path.n) return false;
    return a->path.n == 0 || a->path.at[a->path.n - 1].at == b->path.at[b->path.n - 1].at;
}

static void name_by_leads(struct shelf *shelf)
{
    const struct layout *layout = shelf->layout;
    for (size_t from = 0, to; from < layout->entries.n; from = to) {
        to = from + 1;
        while (to < layout->entries.n &&
               same_path(&layout->entries.at[from], &layout->entries.at[to]))
            to++;
        name_run(shelf, from, to);
    }
}

void entries_build(struct sheet *sheet, struct layout *layout)
{
    struct shelf shelf = {.sheet = sheet, .layout = layout};
    for (size_t p = 0; p < layout->paragraphs.n; p++)
        put(&shelf, p);
    name_by_leads(&shelf);
}

// SPDX-License-Identifier: Apache-2.0
//
// Rosters (see the header). A row is cut at its tabs. Linear time; titles lie in the
// arena.
#include "stages/event/positions_table.h"

#include "stages/base/utf8.h"

enum { CELLS = 24, POSTS = 16, LONGEST_NAME = 5 }; // characters

struct cells {
    struct span at[CELLS];
    size_t n;
};

static struct cells cut(struct span row)
{
    struct cells cells = {.n = 0};
    for (size_t from = 0; from <= row.n && cells.n < CELLS;) {
        size_t to = span_find(row, SPAN("\t"), from);
        cells.at[cells.n++] = utf8_trim(span_cut(row, from, to));
        from = to + 1;
    }
    return cells;
}

// The text without white space: heads of columns are often spaced (姓　名).
static struct span without_space(struct span text, struct arena *arena)
{
    char *at = arena_raw(arena, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        if (utf8_is_space(utf8_next(text, &i))) continue;
        memcpy(at + n, text.at + from, i - from);
        n += i - from;
    }
    return (struct span){at, n};
}

// The only column whose head is a word of that kind; CELLS where there is none, or two.
static size_t column(const struct cells *heads, const struct words *words)
{
    size_t found = CELLS;
    for (size_t i = 0; i < heads->n; i++) {
        if (!words_has(words, heads->at[i], NULL)) continue;
        if (found < CELLS) return CELLS;
        found = i;
    }
    return found;
}

static bool open_roster(struct positions_table *table, const struct cells *cells,
                        const struct positions_rules *rules)
{
    struct cells heads = {.n = cells->n};
    for (size_t i = 0; i < cells->n; i++)
        heads.at[i] = without_space(cells->at[i], table->arena);
    size_t name = column(&heads, rules->around[AROUND_NAME_COLUMN]);
    size_t post = column(&heads, rules->around[AROUND_POST_COLUMN]);
    if (name == CELLS || post == CELLS) return false;
    table->columns = cells->n;
    table->name = name;
    table->post = post;
    table->above.n = 0;
    return true;
}

static struct spans posts(const struct span cell, struct arena *arena)
{
    struct spans titles = {ARENA_NEW(arena, struct span, POSTS), 0};
    for (size_t from = 0; from <= cell.n && titles.n < POSTS;) {
        size_t to = from;
        while (to < cell.n && !span_starts(span_cut(cell, to, cell.n), SPAN("、")) &&
               !span_starts(span_cut(cell, to, cell.n), SPAN("，")) &&
               !span_starts(span_cut(cell, to, cell.n), SPAN("；")))
            to += utf8_width(cell.at[to]);
        struct span title = utf8_trim(span_cut(cell, from, to));
        if (title.n) titles.at[titles.n++] = title;
        from = to + SPAN("、").n;
    }
    return titles;
}

// A name as rosters set it: 2 to 5 Chinese characters, perhaps with spaces between.
static bool looks_like_name(struct span cell)
{
    size_t n = 0;
    for (size_t i = 0; i < cell.n;) {
        uint32_t c = utf8_next(cell, &i);
        if (utf8_is_space(c) || c == 0x00B7) continue;
        if (!utf8_is_han(c)) return false;
        n++;
    }
    return n >= 2 && n <= LONGEST_NAME;
}

// The persons of a cell.
static size_t find_persons(const struct positions_line *line, struct span cell,
                           struct position positions[POSITIONS_ROW])
{
    uint32_t from = (uint32_t)(cell.at - line->text.at), to = from + (uint32_t)cell.n;
    size_t n = 0;
    for (uint32_t i = 0; i < line->n && n < POSITIONS_ROW; i++) {
        const struct mention *m = &line->mentions[i];
        if (m->from < from || m->to > to || m->type != ENTITY_PER) continue;
        positions[n++] = (struct position){.from = m->from, .to = m->to, .mention = i};
    }
    if (n || !looks_like_name(cell)) return n;
    positions[0] = (struct position){.from = from, .to = to, .mention = NONE};
    return 1;
}

// True where the cell holds a person whom the tagger found.
static bool holds_person(const struct positions_line *line, struct span cell)
{
    size_t from = (size_t)(cell.at - line->text.at);
    for (size_t i = 0; i < line->n; i++)
        if (line->mentions[i].type == ENTITY_PER && line->mentions[i].from >= from &&
            line->mentions[i].to <= from + cell.n)
            return true;
    return false;
}

// A row without its first cell, the post, which is that of the row above: the empty cell
// has gone with the white space at the line's head.
static bool lacks_post(const struct positions_table *table, const struct cells *cells,
                       const struct positions_line *line)
{
    return table->post == 0 && table->name == 1 && table->above.n &&
           cells->n < table->columns && holds_person(line, cells->at[0]) &&
           (cells->n == 1 || !holds_person(line, cells->at[1]));
}

size_t positions_table_row(struct positions_table *table,
                           const struct paragraph *paragraph,
                           const struct positions_line *line,
                           struct position positions[POSITIONS_ROW])
{
    if (paragraph->role != ROLE_TABLE) {
        table->columns = 0;
        return 0;
    }
    struct cells cells = cut(line->text);
    if (open_roster(table, &cells, line->rules) || table->columns == 0) return 0;
    bool lacks = lacks_post(table, &cells, line);
    size_t last = table->name > table->post ? table->name : table->post;
    if (cells.n > table->columns || (cells.n <= last && !lacks)) return 0;
    struct span name = cells.at[lacks ? 0 : table->name];
    struct span post = lacks ? SPAN("") : cells.at[table->post];
    size_t n = name.n ? find_persons(line, name, positions) : 0;
    if (n && post.n) table->above = posts(post, table->arena);
    for (size_t i = 0; i < n; i++)
        positions[i].titles = table->above;
    return table->above.n ? n : 0;
}

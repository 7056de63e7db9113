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

// The only column whose head is a word of that kind; CELLS where there is none, or two.
static size_t column(const struct cells *cells, const struct words *heads)
{
    size_t found = CELLS;
    for (size_t i = 0; i < cells->n; i++) {
        if (!words_has(heads, cells->at[i], NULL)) continue;
        if (found < CELLS) return CELLS;
        found = i;
    }
    return found;
}

static bool open_roster(struct positions_table *table, const struct cells *cells,
                        const struct positions_rules *rules)
{
    size_t name = column(cells, rules->around[AROUND_NAME_COLUMN]);
    size_t post = column(cells, rules->around[AROUND_POST_COLUMN]);
    if (name == CELLS || post == CELLS) return false;
    table->columns = cells->n;
    table->name = name;
    table->post = post;
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

static bool find_person(const struct positions_line *line, struct span cell,
                        struct position *position)
{
    uint32_t from = (uint32_t)(cell.at - line->text.at), to = from + (uint32_t)cell.n;
    for (uint32_t i = 0; i < line->n; i++) {
        const struct mention *m = &line->mentions[i];
        if (m->from < from || m->to > to || m->type != ENTITY_PER) continue;
        position->from = m->from;
        position->to = m->to;
        position->mention = i;
        return true;
    }
    position->from = from;
    position->to = to;
    position->mention = NONE;
    return looks_like_name(cell);
}

bool positions_table_row(struct positions_table *table, const struct paragraph *paragraph,
                         const struct positions_line *line, struct position *position)
{
    if (paragraph->role != ROLE_TABLE) {
        table->columns = 0;
        return false;
    }
    struct cells cells = cut(line->text);
    if (open_roster(table, &cells, line->rules)) return false;
    if (table->columns == 0 || cells.n != table->columns) return false;
    struct span name = cells.at[table->name], post = cells.at[table->post];
    *position = (struct position){.mention = NONE};
    if (name.n == 0 || post.n == 0 || !find_person(line, name, position)) return false;
    position->titles = posts(post, table->arena);
    return position->titles.n > 0;
}

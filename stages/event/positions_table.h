// SPDX-License-Identifier: Apache-2.0
//
// Rosters set as tables: a header row that names the columns of names and of posts, then
// a row a person. Private to stages/event/positions*.c.
#ifndef FZ_EVENT_POSITIONS_TABLE_H
#define FZ_EVENT_POSITIONS_TABLE_H

#include "stages/base/memory.h"
#include "stages/event/positions_rules.h"

// The open roster; all zero but the arena: none is open.
struct positions_table {
    struct arena *arena;
    size_t columns; // of its header; 0: no roster is open
    size_t name, post;
    struct spans above; // the posts of the row before, which hold on for an empty cell
};

enum { POSITIONS_ROW = 16 }; // persons of a row, at most

// Reads the next paragraph. Where it is a row of a roster with persons and a post, fills
// the positions but for `para` and returns how many they are; a mention is an index into
// line->mentions, or NONE where the tagger missed the name.
size_t positions_table_row(struct positions_table *table,
                           const struct paragraph *paragraph,
                           const struct positions_line *line,
                           struct position positions[POSITIONS_ROW]);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The rules of data/positions and how titles are read with them. Private to
// stages/event/positions*.c.
#ifndef FZ_EVENT_POSITIONS_RULES_H
#define FZ_EVENT_POSITIONS_RULES_H

#include "proto/layers.h"
#include "stages/base/words.h"

// What a word that ends a title may do: the values of `titles`.
enum { TITLE_JOB = 1, TITLE_BEFORE = 2 };

enum positions_context {
    AROUND_STOP,
    AROUND_KEEP,
    AROUND_LINK,
    AROUND_FILLER,
    AROUND_MODIFIER,
    AROUND_NAME_COLUMN,
    AROUND_POST_COLUMN,
    AROUNDS
};

struct positions_rules {
    struct words *titles;
    struct words *around[AROUNDS];
};

// A paragraph's text and its mentions.
struct positions_line {
    const struct positions_rules *rules;
    struct span text;
    const struct mention *mentions;
    size_t n;
};

struct positions_title {
    size_t from, to;
};

// The title that ends at byte `end`, reaching back to byte `least` at most. False where
// no title ends there.
bool positions_title_before(const struct positions_line *line, size_t end, size_t least,
                            struct positions_title *title);

// Where the run of text that a title may stand in begins: behind the last mark before
// byte `at` that no title holds.
size_t positions_title_least(const struct positions_line *line, size_t at);

// How many of the line's mentions begin before byte `at`.
size_t positions_mentions_before(const struct positions_line *line, size_t at);

// Byte offset of the white space before byte `at`, and the byte behind that at `at`.
size_t positions_back_over_space(struct span text, size_t at);
size_t positions_over_space(struct span text, size_t at);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// A paragraph as the event stage sees it: letters, the zones that quotes and brackets
// make, the words of the lists, clauses and sentences. Positions are numbers of letters
// (characters) here, not bytes; `at` leads back to bytes.
#ifndef FZ_EVENT_CLAUSE_H
#define FZ_EVENT_CLAUSE_H

#include "stages/event/rules.h"
#include "stages/event/time.h"

enum zone {
    ZONE_TITLE = 1,   // inside 《》, marks included
    ZONE_QUOTE = 2,   // inside “”, marks included
    ZONE_BRACKET = 4, // inside () or （）, brackets included
    ZONE_HEAD = 8,    // the title of an entry, marks included
    ZONE_TIME = 16    // a time expression or a date (clause_mark_times, _dates)
};

struct letter {
    uint32_t c;
    uint32_t at;      // byte offset in the paragraph
    uint32_t mention; // index in mentions.mentions, or NONE
    uint32_t clause;  // index in clauses
    uint32_t hit;     // index of the first hit that begins here or later
    uint8_t zone;     // bits of enum zone
};

struct hit {
    uint32_t from, to;
    const struct word *word;
};

struct clause {
    uint32_t from, to; // without the mark that ends it
    uint32_t sentence; // number in the paragraph
    uint32_t mark;     // the letter that ends it; 0 at the paragraph's end
};

struct passage {
    uint32_t para;
    struct span text;
    const struct mentions *mentions;
    LIST(struct letter) letters; // n letters and one more, the end
    LIST(struct hit) hits;       // leftmost longest, outside mentions; do not overlap
    LIST(struct clause) clauses;
    uint32_t sentences;
};

// first_mention: index of the paragraph's first mention or of a later one's.
struct passage *clause_passage(const struct rules *rules, const struct layout *layout,
                               const struct mentions *mentions, uint32_t para,
                               struct arena *arena);

// Marks the letters of time expressions.
void clause_mark_times(struct passage *passage, const struct times *times);
// Marks days and months that open clauses and that no time expression covers: 8日, 是月.
void clause_mark_dates(struct passage *passage);
// The text of letters [from, to).
struct span clause_text(const struct passage *passage, uint32_t from, uint32_t to);
// The letter that begins at byte `at` (or the first one after it).
uint32_t clause_letter(const struct passage *passage, uint32_t at);
// True for digits of every kind and the marks inside numbers.
bool clause_is_number(uint32_t c);
bool clause_is_stop(uint32_t c); // 。！？

#endif

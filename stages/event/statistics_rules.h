// SPDX-License-Identifier: Apache-2.0
//
// The rules of data/statistics, and quantities. Private to stages/event/statistics*.c.
#ifndef FZ_EVENT_STATISTICS_RULES_H
#define FZ_EVENT_STATISTICS_RULES_H

#include "stages/base/memory.h"
#include "stages/base/words.h"

enum unit_kind { UNIT_RATIO, UNIT_MONEY, UNIT_COUNT, UNIT_TIME, UNIT_KINDS };

enum statistics_context {
    BESIDE_LEAD,
    BESIDE_LINK,
    BESIDE_UP,
    BESIDE_DOWN,
    BESIDE_FILLER,
    BESIDE_COMPARE,
    BESIDE_MODAL,
    BESIDE_BEHIND,
    BESIDE_GOES_ON,
    BESIDE_VERB,
    BESIDE_RATE,
    BESIDE_BEYOND,
    BESIDE_NO_NOUN,
    BESIDE_PLACE,
    BESIDE_FORMER,
    BESIDE_MANNER,
    BESIDE_LASTING,
    BESIDE_RANK,
    BESIDES
};

// What a character may do in running text.
enum {
    CHAR_NUMERAL = 1, // begin a number in Chinese characters
    CHAR_JOINS = 2,   // before a digit, make it part of something else
    CHAR_SAYS = 4,    // before a numeral too
    CHAR_VAGUE = 8,   // before 十 and 百
    CHAR_BREAKS = 16  // open or close a clause, a sentence or what stands in brackets
};

struct statistics_rules {
    uint8_t chars[0x10000];
    struct words *units; // values: enum unit_kind
    struct words *beside[BESIDES];
    // What bars a clause (modal, beyond: value 1), and what only looks like it (0).
    struct words *bars;
};

// A number with its unit.
struct quantity {
    size_t from, to;   // from the first digit to behind the unit (and 以上, 左右)
    size_t number_to;  // behind the last digit
    struct span value; // decimal digits, without group marks
    struct span unit;  // without 多 and 余: 万条
    uint32_t kind;     // enum unit_kind
};

// Reads the quantity whose first digit (5, 五, 百分之五) is at byte `at`. False where no
// number with a unit stands there (a year, a house number, a range, the 4 of G4).
bool statistics_quantity_read(const struct statistics_rules *rules, struct span text,
                              size_t at, struct arena *arena, struct quantity *quantity);

static inline bool statistics_is(const struct statistics_rules *rules, uint32_t c,
                                 uint8_t what)
{
    return c < 0x10000 && rules->chars[c] & what;
}

// Reads the number in Chinese characters at byte `at`; sets *value to its digits
// (三百二十: 320). Bytes read; 0 where it is no single number.
size_t statistics_numeral_read(struct span text, size_t at, struct arena *arena,
                               struct span *value);

// Bytes of the run of digits (with its points) at byte `at`.
size_t statistics_quantity_digits(struct span text, size_t at);

#endif

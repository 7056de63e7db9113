// SPDX-License-Identifier: Apache-2.0
//
// The rules of data/statistics, and quantities. Private to stages/event/statistics*.c.
#ifndef FZ_EVENT_STATISTICS_RULES_H
#define FZ_EVENT_STATISTICS_RULES_H

#include "stages/base/memory.h"
#include "stages/base/words.h"

enum unit_kind { UNIT_RATIO, UNIT_MONEY, UNIT_COUNT, UNIT_KINDS };

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
    BESIDES
};

struct statistics_rules {
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

// True where a number in Chinese characters may begin with c.
bool statistics_numeral_begins(uint32_t c);

// Reads the number in Chinese characters at byte `at`; sets *value to its digits
// (三百二十: 320). Bytes read; 0 where it is no single number.
size_t statistics_numeral_read(struct span text, size_t at, struct arena *arena,
                               struct span *value);

// Bytes of the run of digits (with its points) at byte `at`.
size_t statistics_quantity_digits(struct span text, size_t at);

#endif

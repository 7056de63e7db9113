// SPDX-License-Identifier: Apache-2.0
//
// Numbers with a unit, as dates are made of them. Private to stages/event/time*.c.
#ifndef FZ_EVENT_TIME_NUMBER_H
#define FZ_EVENT_TIME_NUMBER_H

#include "stages/base/span.h"

struct time_number {
    size_t end; // byte behind the last digit
    int value;
    int digits;   // how many characters
    bool chinese; // in Chinese numerals
};

// Reads the number at byte `at`: Arabic digits (at most 4, also of full width), Chinese
// numerals by place (一九五八, 二〇一八) or with 十, 廿, 卅 (二十三). False where there
// is none.
bool time_number_read(struct span text, size_t at, struct time_number *number);

// One number, or two with a joint between, before a unit: 月 in `3月`, `3—5月`, `3、4月`.
struct time_numbers {
    size_t end; // byte behind the unit
    int first, last;
    int digits; // of the first
    bool chinese;
};

// What stands at a byte, read once for the many units that are tried behind it.
struct time_pair {
    size_t at;
    bool is_number, is_pair, joined; // joined: whether is_pair has been looked into
    struct time_number first, second;
    size_t unit, pair_unit; // where the unit would stand behind the first, the second
};

struct time_pair time_number_pair(struct span text, size_t at);
bool time_number_unit(struct span text, struct time_pair *pair, struct span unit,
                      struct time_numbers *numbers);

// Bytes of the white space at byte `at`, at most three characters.
size_t time_number_space(struct span text, size_t at);

// Bytes of a joint of a range at byte `at`: — － - ~ 至 到, with the spaces around; 0:
// none.
size_t time_number_join(struct span text, size_t at);

// True where text has `what` at byte `at`.
static inline bool time_number_has(struct span text, size_t at, struct span what)
{
    return at <= text.n && span_starts(span_cut(text, at, text.n), what);
}

#endif

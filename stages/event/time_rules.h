// SPDX-License-Identifier: Apache-2.0
//
// The rules of data/time as the time code reads them. Private to stages/event/time*.c.
#ifndef FZ_EVENT_TIME_RULES_H
#define FZ_EVENT_TIME_RULES_H

#include "stages/base/words.h"
#include "stages/event/calendar.h"

#include <stdint.h>

enum time_word_kind {
    WORD_NOW,
    WORD_TOLD_YEAR,
    WORD_SAID_YEAR,
    WORD_YEAR,
    WORD_YEARS,
    WORD_MONTHS,
    WORD_CLOSE,
    WORD_SAID_MONTH,
    WORD_SAID_DAY,
    WORD_TENTH,
    WORD_EDGE,
    WORD_EDGE_CLOSE
};

struct time_word {
    int kind; // enum time_word_kind
    int a, b;
};

struct time_era {
    int first, last;
    bool lunar;
};

enum feast_calendar { FEAST_LUNAR, FEAST_SOLAR, FEAST_TERM };

struct time_feast {
    int calendar; // enum feast_calendar
    int month, day;
};

struct time_plan {
    int first, last;
};

// Kinds of context; each has its words.
enum time_context {
    CONTEXT_COMPARE,
    CONTEXT_DATE,
    CONTEXT_UNTIL,
    CONTEXT_DURATION,
    CONTEXT_NOT_DAY,
    CONTEXT_NOT_MONTH,
    CONTEXT_NOT_YEAR,
    CONTEXT_PERIOD,
    CONTEXT_NOUN,
    CONTEXT_OCCASION,
    CONTEXT_PERSON,
    CONTEXT_CONTEST,
    CONTEXT_REVIEW,
    CONTEXT_OUTLOOK,
    CONTEXT_ACT,
    CONTEXTS
};

// What a character may do in a scan.
enum {
    CHAR_START = 1, // begin an expression
    CHAR_MARK = 2,  // open or close a name or title
    CHAR_UNIT = 4,  // stand behind a number of a date
    CHAR_DIGIT = 8, // begin a number
    CHAR_STOP = 16  // end a sentence
};

struct time_rules {
    // The values of the words are indexes into the arrays.
    struct words *words, *eras, *feasts, *plans;
    struct words
        *openers; // all of them, and what else may begin an expression: 公元, 正月
    struct words *context[CONTEXTS];
    struct time_word *word;
    struct time_era *era;
    struct time_feast *feast;
    struct time_plan *plan;
    struct calendar *calendar;
    uint8_t chars[0x10000];
};

#endif

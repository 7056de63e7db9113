// SPDX-License-Identifier: Apache-2.0
//
// Noun phrases around a verb, without a parser: what stands between the verb and the end
// of its clause, less the counts and the fillers at both ends.
#ifndef FZ_EVENT_PHRASE_H
#define FZ_EVENT_PHRASE_H

#include "stages/event/clause.h"

// The class bits that the rules ask for by name, looked up once.
struct classes {
    uint64_t modal, negation, aspect, habit, conjunction, by, at, disposal, with, toward,
        joint, light, verb, delegation, attend, filler, heads, classifier, measure, money,
        division, no_division, scope, collective, taking_part, grant, vague_head,
        head_task, head_vague, plan_heading, review_heading;
};

// Returns 0, or -1 after log_warn where words.txt lacks a class. `heads` is all classes
// whose names begin with head_.
int phrase_classes(const struct rules *rules, struct classes *classes);

struct range {
    uint32_t from, to; // letters; empty where from == to
};

struct phrase {
    struct range noun;  // the phrase without its counts
    struct range count; // the number of a trailing or leading count, without classifier
    const struct hit *unit; // the classifier or measure behind it; NULL: no count
    bool measured;          // the count is of a measure (money, length), not of things
    bool leading;           // the count stands before the noun
};

// A number as written (8, 1.2万, 十余, 3,600): the number, or NO_NUMBER where it is none
// or no whole one.
int64_t phrase_number(const struct passage *p, struct range range);
// The range without spaces at its ends.
struct range phrase_trim(const struct passage *p, struct range range);
// The hit that begins at letter i, or NULL.
const struct hit *phrase_hit(const struct passage *p, uint32_t i);

// The words' bits of the hits in [range): all of them together.
uint64_t phrase_words(const struct passage *p, struct range range);
// True where letter `number` begins a number of 十二届九次全会, of a term or a session,
// which counts nothing.
bool phrase_is_session(const struct passage *p, uint32_t number);
// The phrase that [from, to) holds: counts taken off.
struct phrase phrase_read(const struct passage *p, const struct classes *classes,
                          struct range range);

#endif

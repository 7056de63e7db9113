// SPDX-License-Identifier: Apache-2.0
//
// Noun phrases around a verb, without a parser: what stands between the verb and the end of
// its clause, less the counts and the fillers at both ends.
#ifndef FZ_EVENT_PHRASE_H
#define FZ_EVENT_PHRASE_H

#include "stages/event/clause.h"

// The class bits that the rules ask for by name, looked up once.
struct classes {
    uint64_t modal, negation, aspect, passive, conjunction, habit, classifier, measure,
        money, ordinal, plan_heading, review_heading, opaque;
};

// Returns 0, or -1 after log_warn where words.txt lacks a class.
int phrase_classes(const struct rules *rules, struct classes *classes);

struct range {
    uint32_t from, to; // letters; empty where from == to
};

struct phrase {
    struct range noun;     // the phrase without its counts
    struct range count;    // the number of a trailing or leading count, without classifier
    bool measured;         // the count is of a measure (money, length), not of things
    bool leading;          // the count stands before the noun
};

// The words' bits of the hits in [range): all of them together.
uint64_t phrase_words(const struct passage *p, struct range range);
// The phrase that [from, to) holds: counts taken off.
struct phrase phrase_read(const struct passage *p, const struct classes *classes,
                          struct range range);

#endif

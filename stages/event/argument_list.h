// SPDX-License-Identifier: Apache-2.0
//
// One trigger in work, and how its event's lists of arguments grow. Private to the files
// stages/event/argument*.c.
#ifndef FZ_EVENT_ARGUMENT_LIST_H
#define FZ_EVENT_ARGUMENT_LIST_H

#include "stages/event/argument.h"
#include "stages/event/argument_object.h"
#include "stages/event/argument_parts.h"

enum { NAMES = 64 };

struct names {
    size_t n;
    uint32_t at[NAMES]; // mentions
};

struct telling { // one trigger
    struct teller *teller;
    const struct classes *classes;
    const struct passage *p;
    const struct hit *verb;
    const struct clause *clause;
    struct parts parts;
    struct range thing;     // before the verb, where it is a thing of which it is said
    struct range behind;    // the verb, where its object stands
    struct objects objects; // that stand there
    struct event *event;
};

// Appends to a LIST(struct argument) *list.
void argument_list_push(struct teller *teller, void *list, struct argument argument);
void argument_list_mention(struct teller *teller, const struct passage *p, void *list,
                           uint32_t mention);
void argument_list_range(struct teller *teller, const struct passage *p, void *list,
                         struct range range);
void argument_list_names(struct teller *teller, const struct passage *p, void *list,
                         const struct names *names);
struct names argument_list_find(const struct telling *t, struct range range, bool loose);

// Opens a paragraph; to be called for each one in order.
void argument_subject_enter(struct teller *teller, const struct passage *p);
// Appends who is carried to the clause in work.
void argument_subject_carry(struct telling *t, void *list);
// Appends the things that the sentence has been about up to the clause in work: places
// that do nothing themselves, and the bodies that are founded.
void argument_topic_thing(struct telling *t, void *list);

// Objects that a clause near by has (argument_dropped.c): the noun of a count, a subject
// cut off by a comma, the thing that was begun before, what money is for. True where
// found.
void argument_dropped_noun(struct telling *t);
bool argument_dropped_subject(struct telling *t);
void argument_dropped_thing(struct telling *t, uint32_t sentences);
void argument_dropped_purpose(struct telling *t);
bool argument_dropped_served(struct telling *t);

// Turns of phrase with the verb last (argument_told.c); true where the clause is of the
// kind: organised by, reported as, unveiled for. `paper` adds the paper that reports.
bool argument_told_organised(struct telling *t);
bool argument_told_reported(struct telling *t);
bool argument_told_unveiled(struct telling *t);
void argument_told_paper(struct telling *t);

// Reads who is appointed to what (argument_appoint.c) and leaves the rest in t->objects;
// true where nothing is left: 吴锦堂被任命为检察长.
bool argument_appoint(struct telling *t);

// Fills the event by its type (argument_types.c).
void argument_types_fill(struct telling *t);

#endif

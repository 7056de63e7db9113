// SPDX-License-Identifier: Apache-2.0
//
// Arguments: who did it, what was done, where, with whom, how often.
#ifndef FZ_EVENT_ARGUMENT_H
#define FZ_EVENT_ARGUMENT_H

#include "stages/event/events.h"

// Who is carried where a clause drops its subject (argument_subject.c).
struct carried {
    uint32_t entry;                      // of the paragraph before
    uint32_t life;                       // the person whose life it tells, or NONE
    LIST(struct argument) subject;       // the doer named last before the unread clauses
    LIST(const struct passage *) unread; // of the entry, from clause `read` of the first
    size_t room, read;
    uint32_t sentence;      // in work, of the last one of `unread`; NONE: none
    size_t begins, read_to; // its first clause; up to where it has been read
    LIST(struct argument) sentence_subject; // the one named last in it
    bool spoken_for;                        // it has a subject that is no name
    bool loose;                             // it opens the name of something else
};

// What is carried from paragraph to paragraph of a document.
struct teller {
    const struct trigger_rules *rules;
    const struct events_input *input;
    struct arena *arena;
    struct events *events; // grows
    size_t room;
    struct carried carried;
};

// Appends the events of a passage's triggers, with their arguments and times.
void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers);

#endif

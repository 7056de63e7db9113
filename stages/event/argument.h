// SPDX-License-Identifier: Apache-2.0
//
// Arguments: who did it, what was done, where, with whom, how often.
#ifndef FZ_EVENT_ARGUMENT_H
#define FZ_EVENT_ARGUMENT_H

#include "stages/event/events.h"

// What is carried from paragraph to paragraph of a document.
struct teller {
    const struct trigger_rules *rules;
    const struct events_input *input;
    struct arena *arena;
    struct events *events; // grows
    size_t room;
    uint32_t entry; // of the paragraph before
    // Who is carried where a clause drops its subject: the doer named last in this
    // sentence, else in this entry.
    LIST(struct argument) subject, sentence_subject;
    bool spoken_for; // this sentence has a subject that is no name
};

// Appends the events of a passage's triggers, with their arguments and times.
void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers);

#endif

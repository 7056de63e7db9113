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
    uint32_t entry;        // of the paragraph before
    LIST(struct argument) subject; // the last one named in this entry
};

// Appends the events of a passage's triggers, with their arguments and times.
void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers);

#endif

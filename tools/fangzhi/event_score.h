// SPDX-License-Identifier: Apache-2.0
//
// Counts how well found events agree with marked ones: same type, triggers that overlap.
#ifndef FZ_FANGZHI_EVENT_SCORE_H
#define FZ_FANGZHI_EVENT_SCORE_H

#include "stages/event/events.h"
#include "tools/fangzhi/event_text.h"

#include <stdio.h>

struct event_score {
    size_t right[EVENT_TYPES], spurious[EVENT_TYPES], missed[EVENT_TYPES];
};

// Runs the stage's event finder over the document and adds to the score.
void event_score_add(struct event_score *score, const struct events_rules *rules,
                     const struct event_text *document);
// A table, a line a type and one for all.
void event_score_print(const struct event_score *score, FILE *to);

#endif

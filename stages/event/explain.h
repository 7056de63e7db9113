// SPDX-License-Identifier: Apache-2.0
//
// Says for every sentence what the event stage saw and decided.
#ifndef FZ_EVENT_EXPLAIN_H
#define FZ_EVENT_EXPLAIN_H

#include "stages/event/events.h"

#include <stdio.h>

void explain_document(const struct events_rules *rules, const struct layout *layout,
                      const struct mentions *mentions, FILE *to);

#endif

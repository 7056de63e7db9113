// SPDX-License-Identifier: Apache-2.0
//
// Annotated text as a capture, so that the event stage runs on names that are right
// whatever the tagger does: `fangzhi event --capture case.marked | fangzhi-event --pipe`.
#ifndef FZ_FANGZHI_EVENT_CAPTURE_H
#define FZ_FANGZHI_EVENT_CAPTURE_H

#include "tools/fangzhi/event_text.h"

#include <stdio.h>

// Writes the document with its layers source, text, layout and mentions. The source is
// the text without marks, a paragraph a line. Returns 0, or -1 where it cannot be
// written.
int event_capture_write(const struct event_text *document, FILE *to)
    __attribute__((warn_unused_result));

#endif

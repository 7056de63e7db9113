// SPDX-License-Identifier: Apache-2.0
//
// Annotated text, one paragraph a line, names and triggers marked inline:
//
//   【区长办公会议】 2018年,{ORG|区政府}{meeting|召开}区长办公会议13次。
//
// becomes a layout, mentions and events (types and places of triggers only).
#ifndef FZ_FANGZHI_EVENT_TEXT_H
#define FZ_FANGZHI_EVENT_TEXT_H

#include "proto/layers.h"

struct event_text {
    struct layout layout;
    struct mentions mentions;
    struct events marked;
};

// Reads the text; what it makes lives in the arena. Returns 0, or -1 after log_warn with
// the line (name is what the text is called there).
int event_text_read(const char *name, struct span text, struct arena *arena,
                    struct event_text *result) __attribute__((warn_unused_result));

#endif

// SPDX-License-Identifier: Apache-2.0
//
// What `fangzhi event` works on: captures or (annotated) text, told apart by their first
// bytes.
#ifndef FZ_FANGZHI_EVENT_INPUT_H
#define FZ_FANGZHI_EVENT_INPUT_H

#include "tools/fangzhi/event_text.h"

typedef void event_input_function(void *held, const struct event_text *document);

// Calls `each` for every document of the files; a document is valid during the call.
// Returns 0, or -1 after log_warn where a file cannot be read or is wrong.
int event_input_each(char **paths, size_t n, event_input_function *each, void *held);

#endif

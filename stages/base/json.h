// SPDX-License-Identifier: Apache-2.0
//
// Writing JSON into a buffer. Commas set themselves: a value or a name that follows
// another gets one, decided by the last byte written, so there is no state to carry.
#ifndef FZ_BASE_JSON_H
#define FZ_BASE_JSON_H

#include "stages/base/memory.h"

#include <stdint.h>

void json_open(struct buffer *out, char bracket);     // '{' or '['
void json_close(struct buffer *out, char bracket);    // '}' or ']'
void json_name(struct buffer *out, const char *name); // a word of our own: not escaped

// Values, as elements of an array or behind a name. Text must be valid UTF-8.
void json_text(struct buffer *out, struct span text);
void json_size(struct buffer *out, uint64_t number);
void json_number(struct buffer *out, int64_t number);
void json_bool(struct buffer *out, bool value);
void json_nil(struct buffer *out); // not json_null: jansson has one, and they would meet
void json_texts(struct buffer *out, struct spans texts);

// A name and its value.
void json_field_text(struct buffer *out, const char *name, struct span text);
void json_field_size(struct buffer *out, const char *name, uint64_t number);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The commands of the wire and the tables of what they carry. Pure; takes no memory.
#include "proto/message.h"

#include "proto/document.h"
#include "proto/frame.h"

#include <stddef.h>

const char *const command_names[] = {"HELLO",    "ASK",  "RESULT", "REJECT",  "WELCOME",
                                     "DOCUMENT", "PING", "WHO",    "GOODBYE", NULL};

enum command command_of(struct span frame)
{
    int i = 0;
    while (command_names[i] && !span_eq(frame, span_of(command_names[i])))
        i++;
    return (enum command)i;
}

#define FIELD(type, field, kind)                                                         \
    {                                                                                    \
#field, kind, offsetof(struct type, field), NULL, NULL                           \
    }

static const struct field hello_fields[] = {
    FIELD(hello, version, FIELD_SIZE), FIELD(hello, stage, FIELD_TEXT),
    FIELD(hello, reads, FIELD_TEXTS),  FIELD(hello, writes, FIELD_TEXT),
    FIELD(hello, worker, FIELD_TEXT),  FIELD(hello, program, FIELD_TEXT),
};
RECORD(hello_record, "hello", struct hello, hello_fields);

static const struct field welcome_fields[] = {
    FIELD(welcome, version, FIELD_SIZE),
    FIELD(welcome, run, FIELD_TEXT),
    FIELD(welcome, ahead, FIELD_SIZE),
};
RECORD(welcome_record, "welcome", struct welcome, welcome_fields);

static const struct field refusal_fields[] = {
    FIELD(refusal, reason, FIELD_TEXT),
    FIELD(refusal, offset, FIELD_NUMBER),
    FIELD(refusal, detail, FIELD_TEXT),
};
RECORD(refusal_record, "refusal", struct refusal, refusal_fields);

static const struct field farewell_fields[] = {FIELD(farewell, why, FIELD_TEXT)};
RECORD(farewell_record, "farewell", struct farewell, farewell_fields);

const char *message_vet_hello(const struct hello *hello)
{
    if (hello->version != PROTOCOL_VERSION)
        return "it speaks another version of the protocol";
    if (hello->stage.n == 0) return "it does not say which stage it is";
    if (!frame_name(hello->writes)) return "the layer that it writes has no valid name";
    if (hello->reads.n > DOCUMENT_MAX_LAYERS) return "it reads more than 64 layers";
    for (size_t i = 0; i < hello->reads.n; i++)
        if (!span_eq(hello->reads.at[i], SPAN("*")) && !frame_name(hello->reads.at[i]))
            return "a layer that it reads has no valid name";
    return NULL;
}

static bool file_name(struct span name)
{
    enum { LONGEST = 32 };
    for (size_t i = 0; i < name.n; i++) {
        char c = name.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return name.n >= 1 && name.n <= LONGEST;
}

const char *message_vet_records(const struct records *records)
{
    for (size_t i = 0; i < records->files.n; i++) {
        struct span file = records->files.at[i].file, lines = records->files.at[i].lines;
        if (!file_name(file)) return "a file's name is 1 to 32 out of a-z, 0-9 and '_'";
        if (span_eq(file, SPAN("rejects"))) return "the file 'rejects' is the broker's";
        if (lines.n && lines.at[lines.n - 1] != '\n')
            return "the last line is not closed";
        if (lines.n && lines.at[0] == '\n') return "a line is empty";
        if (span_find(lines, SPAN("\n\n"), 0) < lines.n) return "a line is empty";
    }
    return NULL;
}

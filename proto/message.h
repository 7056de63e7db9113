// SPDX-License-Identifier: Apache-2.0
//
// What broker and workers say to one another. A message is a command (frame 0, a word in
// capitals), then, where the command has one, a msgpack map (frame 1), then layers. The
// grammar, and who may say what when, is in proto/README.md.
#ifndef FZ_PROTO_MESSAGE_H
#define FZ_PROTO_MESSAGE_H

#include "proto/schema.h"

enum command {
    // A worker says:
    COMMAND_HELLO,  // who it is: struct hello
    COMMAND_ASK,    // it will take one more document
    COMMAND_RESULT, // a document's header and the stage's layer
    COMMAND_REJECT, // a document's header and struct refusal, in place of a layer
    // The broker says:
    COMMAND_WELCOME,  // struct welcome
    COMMAND_DOCUMENT, // a document's header and the layers that the stage reads
    COMMAND_PING,     // nothing; it is there
    COMMAND_WHO,      // it does not know the worker: say HELLO
    // Both say:
    COMMAND_GOODBYE, // struct farewell; the sender says nothing more
    COMMAND_UNKNOWN
};
extern const char *const command_names[];

enum command command_of(struct span frame);

struct hello {
    uint64_t version;   // PROTOCOL_VERSION
    struct span stage;  // name of its section in pipeline.conf
    struct spans reads; // layers; "*" for all
    struct span writes; // layer
    struct span worker; // $FANGZHI_WORKER as the broker set it; "" when started elsewhere
    struct span program; // name and version, for messages
};

struct welcome {
    uint64_t version;
    struct span run; // id of the run
    uint64_t ahead;  // how many times to ASK before the first RESULT
};

struct refusal {
    struct span reason; // a short word
    int64_t offset;     // in source.bytes, or NO_NUMBER
    struct span detail; // a sentence for people
};

struct farewell {
    struct span why;
};

extern const struct record hello_record, welcome_record, refusal_record, farewell_record;

// Vets a hello beyond its types: version, names. Returns NULL or what is wrong.
const char *message_vet_hello(const struct hello *hello);
// Vets a records layer: file names, and lines that are closed. Returns NULL or what is
// wrong. (That each line is JSON is the stage's promise; `fangzhi check` tests it.)
struct records;
const char *message_vet_records(const struct records *records);

#endif

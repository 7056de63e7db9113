// SPDX-License-Identifier: Apache-2.0
//
// The one door to ZeroMQ: sockets, and messages made of frames. A frame is shared, never
// copied: what a worker sent is handed to the next worker as it came.
#ifndef FZ_SKELETON_WIRE_H
#define FZ_SKELETON_WIRE_H

#include "proto/document.h"

#include <stdint.h>

enum {
    WIRE_MAX_FRAME = 256 << 20, // bytes; a longer one costs its sender the line
    WIRE_MAX_FRAMES = DOCUMENT_MAX_LAYERS + 2, // command, header, layers
    WIRE_MAX_PEER = 64
};

// ---- frames -------------------------------------------------------------------------

struct wire_frame;

// A frame of a copy of s.
struct wire_frame *wire_frame_copy(struct span s);
// A frame that takes over the bytes of *bytes and leaves it empty.
struct wire_frame *wire_frame_take(struct buffer *bytes);
// The same bytes once more; neither is copied, and both are freed.
struct wire_frame *wire_frame_share(struct wire_frame *frame);
struct span
wire_frame_span(struct wire_frame *frame); // valid until the last one is freed
void wire_frame_free(struct wire_frame **frame);

// ---- messages -----------------------------------------------------------------------

struct peer { // a name that the broker's socket gave to a worker's line
    unsigned char n;
    char name[WIRE_MAX_PEER];
};

struct message {
    struct peer peer; // broker only: from whom, to whom
    struct wire_frame *frames[WIRE_MAX_FRAMES];
    size_t n;
};

// Adds a frame, which the message then owns.
void message_add(struct message *message, struct wire_frame *frame);
// Frees the frames.
void message_clear(struct message *message);

// ---- sockets ------------------------------------------------------------------------

struct wire;

// The broker's end (ROUTER) and a worker's end (DEALER). NULL with the reason in errno's
// words in *why where it cannot be had.
struct wire *wire_listen(const char *endpoint, const char **why);
struct wire *wire_connect(const char *endpoint, const char **why);
// Waits for what is still to be sent, but no longer than a second.
void wire_close(struct wire **wire);

// Waits until a message is there, the other file descriptor can be read, or the time (in
// ms, -1 for ever) is over. Returns WIRE_READY | WIRE_OTHER.
enum { WIRE_READY = 1, WIRE_OTHER = 2 };
int wire_wait(struct wire *wire, int other, int64_t ms);

// Sends all frames; they are gone from the message afterwards, sent or not. Returns 0, or
// -1 where the peer is no longer there.
int wire_send(struct wire *wire, struct message *message)
    __attribute__((warn_unused_result));

// Takes the next message that is there. WIRE_ODD is one with too many frames or a peer
// with too long a name; it has been swallowed.
enum wire_result { WIRE_MESSAGE, WIRE_NOTHING, WIRE_ODD };
enum wire_result wire_receive(struct wire *wire, struct message *message);

#endif

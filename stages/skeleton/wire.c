// SPDX-License-Identifier: Apache-2.0
//
// Sockets and messages over ZeroMQ. Memory: what the frames in flight take; ZeroMQ
// refuses a frame above WIRE_MAX_FRAME before it takes memory for it, and closes the
// line. Sends never block: how much is under way is bounded by what workers ask for.
#include "stages/skeleton/wire.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <zmq.h>

struct wire_frame {
    zmq_msg_t message;
};

struct wire {
    void *context;
    void *socket;
    bool broker;
};

static void out_of_memory(int failed)
{
    if (!failed) return;
    fprintf(stderr, "fangzhi: out of memory for a message\n");
    abort();
}

struct wire_frame *wire_frame_copy(struct span s)
{
    struct wire_frame *frame = xmalloc(sizeof *frame);
    out_of_memory(zmq_msg_init_size(&frame->message, s.n));
    if (s.n) memcpy(zmq_msg_data(&frame->message), s.at, s.n);
    return frame;
}

static void give_back(void *bytes, void *hint)
{
    (void)hint;
    free(bytes);
}

struct wire_frame *wire_frame_take(struct buffer *bytes)
{
    struct wire_frame *frame = xmalloc(sizeof *frame);
    out_of_memory(
        zmq_msg_init_data(&frame->message, bytes->at, bytes->n, give_back, NULL));
    *bytes = (struct buffer){0};
    return frame;
}

struct wire_frame *wire_frame_share(struct wire_frame *frame)
{
    struct wire_frame *copy = xmalloc(sizeof *copy);
    zmq_msg_init(&copy->message);
    out_of_memory(zmq_msg_copy(&copy->message, &frame->message));
    return copy;
}

struct span wire_frame_span(struct wire_frame *frame)
{
    return (struct span){zmq_msg_data(&frame->message), zmq_msg_size(&frame->message)};
}

void wire_frame_free(struct wire_frame **frame)
{
    if (!*frame) return;
    zmq_msg_close(&(*frame)->message);
    free(*frame);
    *frame = NULL;
}

void message_add(struct message *message, struct wire_frame *frame)
{
    assert(message->n < WIRE_MAX_FRAMES);
    message->frames[message->n++] = frame;
}

void message_clear(struct message *message)
{
    while (message->n > 0)
        wire_frame_free(&message->frames[--message->n]);
}

static void set_number(void *socket, int option, int value)
{
    int failed = zmq_setsockopt(socket, option, &value, sizeof value);
    assert(!failed);
    (void)failed;
}

// A line that dies without a word (a pulled cable, a host that is gone) is noticed by
// ZeroMQ's own heartbeats; both sides then see their peer leave.
enum { LINGER = 1000, HEARTBEAT = 5000, HEARTBEAT_LOST = 20000 };

static struct wire *open_socket(const char *endpoint, bool broker, const char **why)
{
    struct wire *wire = xmalloc(sizeof *wire);
    *wire = (struct wire){zmq_ctx_new(), NULL, broker};
    if (wire->context)
        wire->socket = zmq_socket(wire->context, broker ? ZMQ_ROUTER : ZMQ_DEALER);
    if (!wire->socket) {
        *why = zmq_strerror(errno);
        wire_close(&wire);
        return NULL;
    }
    int64_t most = WIRE_MAX_FRAME;
    zmq_setsockopt(wire->socket, ZMQ_MAXMSGSIZE, &most, sizeof most);
    set_number(wire->socket, ZMQ_LINGER, LINGER);
    set_number(wire->socket, ZMQ_SNDHWM, 0);
    if (strncmp(endpoint, "tcp:", 4) == 0) {
        set_number(wire->socket, ZMQ_HEARTBEAT_IVL, HEARTBEAT);
        set_number(wire->socket, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_LOST);
    }
    if (broker) set_number(wire->socket, ZMQ_ROUTER_MANDATORY, 1);
    int failed =
        broker ? zmq_bind(wire->socket, endpoint) : zmq_connect(wire->socket, endpoint);
    if (!failed) return wire;
    *why = zmq_strerror(errno);
    wire_close(&wire);
    return NULL;
}

struct wire *wire_listen(const char *endpoint, const char **why)
{
    return open_socket(endpoint, true, why);
}

struct wire *wire_connect(const char *endpoint, const char **why)
{
    return open_socket(endpoint, false, why);
}

void wire_close(struct wire **wire)
{
    if (!*wire) return;
    if ((*wire)->socket) zmq_close((*wire)->socket);
    if ((*wire)->context) zmq_ctx_term((*wire)->context);
    free(*wire);
    *wire = NULL;
}

int wire_wait(struct wire *wire, int other, int64_t ms)
{
    zmq_pollitem_t items[] = {{wire->socket, 0, ZMQ_POLLIN, 0},
                              {NULL, other, ZMQ_POLLIN, 0}};
    int ready;
    do
        ready = zmq_poll(items, other < 0 ? 1 : 2, ms);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0) return 0;
    return (items[0].revents ? WIRE_READY : 0) | (items[1].revents ? WIRE_OTHER : 0);
}

// Signals come in between; a call that one of them broke off is made again.
static bool send_peer(struct wire *wire, const struct peer *peer)
{
    int sent;
    do
        sent = zmq_send(wire->socket, peer->name, peer->n, ZMQ_SNDMORE | ZMQ_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

static bool send_frame(struct wire *wire, struct wire_frame *frame, bool more)
{
    int sent, flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);
    do
        sent = zmq_msg_send(&frame->message, wire->socket, flags);
    while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

int wire_send(struct wire *wire, struct message *message)
{
    bool failed = wire->broker && !send_peer(wire, &message->peer);
    for (size_t i = 0; i < message->n && !failed; i++)
        failed = !send_frame(wire, message->frames[i], i + 1 < message->n);
    message_clear(message);
    return failed ? -1 : 0;
}

// Receives one frame; *more says whether the message goes on.
static struct wire_frame *receive_frame(struct wire *wire, bool *more)
{
    struct wire_frame *frame = xmalloc(sizeof *frame);
    zmq_msg_init(&frame->message);
    int got;
    do
        got = zmq_msg_recv(&frame->message, wire->socket, ZMQ_DONTWAIT);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        wire_frame_free(&frame);
        *more = false;
        return NULL;
    }
    *more = zmq_msg_more(&frame->message);
    return frame;
}

static bool take_peer(struct message *message, struct wire_frame *frame)
{
    struct span name = wire_frame_span(frame);
    bool fits = name.n <= WIRE_MAX_PEER;
    if (fits) {
        message->peer.n = (unsigned char)name.n;
        memcpy(message->peer.name, name.at, name.n);
    }
    return fits;
}

enum wire_result wire_receive(struct wire *wire, struct message *message)
{
    bool more = true, odd = false;
    message->n = 0;
    for (size_t i = 0; more; i++) {
        struct wire_frame *frame = receive_frame(wire, &more);
        if (!frame) {
            message_clear(message);
            return i == 0 ? WIRE_NOTHING : WIRE_ODD;
        }
        bool peer = wire->broker && i == 0;
        if (peer && !take_peer(message, frame)) odd = true;
        if (!peer && message->n == WIRE_MAX_FRAMES) odd = true;
        if (peer || odd)
            wire_frame_free(&frame);
        else
            message_add(message, frame);
    }
    if (!odd && message->n > 0) return WIRE_MESSAGE;
    message_clear(message);
    return WIRE_ODD;
}

// SPDX-License-Identifier: Apache-2.0
//
// The worker loop: says HELLO, asks for documents, answers each with a result or a
// reject. One document at a time; what was leased ahead waits in the socket. SIGTERM and
// SIGINT let the document in work finish. A worker that a broker started dies with it;
// one that was started elsewhere leaves when the broker has been silent for a minute.
// Layers are read where ZeroMQ put them and the result's bytes are handed over without a
// copy.
#include "stages/skeleton/run.h"

#include "proto/message.h"
#include "stages/base/log.h"
#include "stages/skeleton/wire.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    SILENCE = 60 * 1000, // ms; the broker says PING every second
    PARTING = 2 * 1000,  // that a GOODBYE may take to be answered
};

struct worker {
    struct runner *runner;
    struct wire *wire;
    struct arena *arena; // of one message
    int signals;
    bool parting; // has said GOODBYE and waits for the answer
    bool leaving;
    int status;
};

static void send_message(struct worker *worker, struct message *message)
{
    // A lost line is no error here: the broker gives the document to another.
    if (wire_send(worker->wire, message)) log_warn("a message could not be sent");
}

static struct wire_frame *command_frame(enum command command)
{
    return wire_frame_copy(span_of(command_names[command]));
}

static void say(struct worker *worker, enum command command, const struct record *record,
                const void *value)
{
    struct message message = {0};
    message_add(&message, command_frame(command));
    if (record) {
        struct buffer body = {0};
        schema_pack(record, value, &body);
        message_add(&message, wire_frame_take(&body));
    }
    send_message(worker, &message);
}

static void say_hello(struct worker *worker)
{
    const struct stage *stage = worker->runner->stage;
    struct span reads[DOCUMENT_MAX_LAYERS];
    size_t n = 0;
    for (; stage->reads[n] && n < DOCUMENT_MAX_LAYERS; n++)
        reads[n] = span_of(stage->reads[n]);
    const char *token = getenv("FANGZHI_WORKER");
    struct hello hello = {.version = PROTOCOL_VERSION,
                          .stage = span_of(stage->name),
                          .reads = {reads, n},
                          .writes = span_of(stage->writes),
                          .worker = token ? span_of(token) : SPAN(""),
                          .program = SPAN("fangzhi " FANGZHI_VERSION)};
    say(worker, COMMAND_HELLO, &hello_record, &hello);
}

static void welcome(struct worker *worker, const struct message *message)
{
    struct welcome welcome;
    struct span why = SPAN("it has no body");
    if (message->n != 2 ||
        schema_unpack(&welcome_record, wire_frame_span(message->frames[1]), worker->arena,
                      &welcome, &why))
        log_die(EXIT_FAILED, "the broker's WELCOME is malformed: %.*s", (int)why.n,
                why.at);
    if (welcome.version != PROTOCOL_VERSION)
        log_die(EXIT_FAILED, "the broker speaks version %llu of the protocol, this is %d",
                (unsigned long long)welcome.version, PROTOCOL_VERSION);
    for (uint64_t i = 0; i < welcome.ahead && i < DOCUMENT_MAX_LAYERS; i++)
        say(worker, COMMAND_ASK, NULL, NULL);
}

// Unpacks header and layers. Returns 0, or -1 with what is wrong.
static int read_document(struct worker *worker, const struct message *message,
                         struct document *document, struct span *why)
{
    *document = (struct document){0};
    if (document_unpack_header(wire_frame_span(message->frames[1]), worker->arena,
                               document, why))
        return -1;
    for (size_t i = 2; i < message->n; i++) {
        const char *fault;
        if (!document_add(document, wire_frame_span(message->frames[i]), &fault))
            continue;
        *why = span_of(fault);
        return -1;
    }
    return 0;
}

static void answer(struct worker *worker, struct message *document, struct output *output)
{
    struct message message = {0};
    bool rejected = output->reject.reason != NULL;
    message_add(&message, command_frame(rejected ? COMMAND_REJECT : COMMAND_RESULT));
    message_add(&message, wire_frame_share(document->frames[1]));
    if (rejected) {
        struct refusal refusal = {span_of(output->reject.reason), output->reject.offset,
                                  output->reject.detail};
        struct buffer body = {0};
        schema_pack(&refusal_record, &refusal, &body);
        message_add(&message, wire_frame_take(&body));
    } else {
        message_add(&message, wire_frame_take(&output->frame));
    }
    send_message(worker, &message);
}

static void work(struct worker *worker, struct message *message)
{
    if (message->n < 2)
        log_die(EXIT_FAILED, "the broker sent a DOCUMENT without a header");
    struct document document;
    struct span why;
    struct output *output = &worker->runner->output;
    if (read_document(worker, message, &document, &why)) {
        arena_reset(output->arena);
        output->reject = (struct reject){"protocol", NO_NUMBER, why};
    } else {
        runner_process(worker->runner, &document);
    }
    answer(worker, message, output);
    say(worker, COMMAND_ASK, NULL, NULL);
}

static void farewell(struct worker *worker, const struct message *message)
{
    struct farewell farewell = {0};
    struct span why;
    worker->leaving = true;
    if (message->n < 2 ||
        schema_unpack(&farewell_record, wire_frame_span(message->frames[1]),
                      worker->arena, &farewell, &why))
        return;
    if (farewell.why.n == 0) return;
    log_warn("the broker sends this worker away: %.*s", (int)farewell.why.n,
             farewell.why.at);
    worker->status = EXIT_FAILED;
}

static void obey(struct worker *worker, struct message *message)
{
    enum command command = command_of(wire_frame_span(message->frames[0]));
    if (worker->parting && command != COMMAND_GOODBYE) return;
    switch (command) {
    case COMMAND_WELCOME:
        welcome(worker, message);
        break;
    case COMMAND_DOCUMENT:
        work(worker, message);
        break;
    case COMMAND_WHO:
        say_hello(worker);
        break;
    case COMMAND_GOODBYE:
        farewell(worker, message);
        break;
    default:
        break; // PING, and whatever a later version of the broker says
    }
}

// A document that is on its way while this says GOODBYE must not be held against anybody,
// so the line stays open until the broker has answered.
static void part(struct worker *worker)
{
    struct farewell none = {0};
    say(worker, COMMAND_GOODBYE, &farewell_record, &none);
    worker->parting = true;
}

static void one_step(struct worker *worker)
{
    int other = worker->parting ? -1 : worker->signals;
    int ready = wire_wait(worker->wire, other, worker->parting ? PARTING : SILENCE);
    if (ready == 0) {
        if (!worker->parting) {
            log_warn("the broker has been silent for a minute; leaving");
            worker->status = EXIT_FAILED;
        }
        worker->leaving = true;
    }
    if (ready & WIRE_OTHER) part(worker);
    struct message message = {0};
    if (worker->leaving || wire_receive(worker->wire, &message) != WIRE_MESSAGE) return;
    obey(worker, &message);
    message_clear(&message);
    arena_reset(worker->arena);
}

int worker_run(struct runner *runner, const char *endpoint)
{
    if (getenv("FANGZHI_WORKER")) prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    struct worker worker = {.runner = runner, .arena = arena_new()};
    worker.signals = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    const char *why = NULL;
    worker.wire = wire_connect(endpoint, &why);
    if (!worker.wire) log_die(EXIT_FAILED, "cannot connect to %s: %s", endpoint, why);
    say_hello(&worker);
    while (!worker.leaving)
        one_step(&worker);
    wire_close(&worker.wire);
    arena_free(&worker.arena);
    close(worker.signals);
    return worker.status;
}

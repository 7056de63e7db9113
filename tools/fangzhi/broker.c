// SPDX-License-Identifier: Apache-2.0
//
// The broker's side of the protocol. Whatever a worker says is vetted: a document whose
// result is not what the stage announced is a reject ("protocol"); a worker whose
// messages cannot be told apart at all is sent away. Layers are handed on as they came,
// undecoded; only records are unpacked, since the broker writes them.
#include "tools/fangzhi/broker.h"

#include "stages/base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { PING_EVERY = 1000, MOST_STRANGERS = 10 };

static int own_socket(struct broker *broker)
{
    const char *folder = getenv("TMPDIR");
    char *template = xprintf("%s/fangzhi-......", folder && *folder ? folder : "/tmp");
    memset(template + strlen(template) - 6, 'X', 6); // what mkdtemp replaces
    if (!mkdtemp(template)) {
        log_note("cannot make a folder for the socket, %s: %s", template,
                 strerror(errno));
        free(template);
        return -1;
    }
    broker->socket_folder = template;
    broker->endpoint = xprintf("ipc://%s/broker", template);
    return 0;
}

int broker_open(struct broker *broker, const struct config *config, const char *run)
{
    *broker = (struct broker){.config = config, .arena = arena_new()};
    memcpy(broker->run, run, sizeof broker->run);
    broker->stations = xcalloc(config->n_stages, sizeof *broker->stations);
    for (size_t i = 0; i < config->n_stages; i++)
        broker->stations[i].config = &config->stages[i];
    if (config->endpoint[0])
        broker->endpoint = xstrdup(config->endpoint);
    else if (own_socket(broker))
        return -1;
    const char *why;
    broker->wire = wire_listen(broker->endpoint, &why);
    if (broker->wire) return 0;
    log_note("cannot listen on %s: %s%s", broker->endpoint, why,
             config->endpoint[0] ? " ('endpoint' in the [run] section)" : "");
    return -1;
}

static void station_close(struct station *station)
{
    for (size_t i = 0; i < station->n_reads; i++)
        free(station->reads[i]);
    free(station->reads);
    free(station->writes);
}

void broker_close(struct broker *broker)
{
    workers_close(broker);
    ledger_close(&broker->ledger);
    wire_close(&broker->wire);
    if (broker->socket_folder) {
        char *socket = xprintf("%s/broker", broker->socket_folder);
        unlink(socket);
        rmdir(broker->socket_folder);
        free(socket);
    }
    for (size_t i = 0; broker->stations && i < broker->config->n_stages; i++)
        station_close(&broker->stations[i]);
    free(broker->stations);
    free(broker->socket_folder);
    free(broker->endpoint);
    arena_free(&broker->arena);
}

static int send_to(struct broker *broker, const struct peer *peer, enum command command,
                   const struct record *record, const void *value)
{
    struct message message = {.peer = *peer};
    message_add(&message, wire_frame_copy(span_of(command_names[command])));
    if (record) {
        struct buffer body = {0};
        schema_pack(record, value, &body);
        message_add(&message, wire_frame_take(&body));
    }
    return wire_send(broker->wire, &message);
}

static void send_peer_away(struct broker *broker, const struct peer *peer,
                           const char *why)
{
    struct farewell farewell = {span_of(why)};
    // Where the peer is gone already, so much the better.
    if (send_to(broker, peer, COMMAND_GOODBYE, &farewell_record, &farewell)) return;
}

void broker_send_away(struct broker *broker, struct worker *worker, const char *why)
{
    if (worker->peer.n) send_peer_away(broker, &worker->peer, why);
}

void broker_ping(struct broker *broker)
{
    if (broker->now - broker->pinged < PING_EVERY) return;
    broker->pinged = broker->now;
    struct worker *next;
    for (struct worker *worker = broker->workers; worker; worker = next) {
        next = worker->next;
        if (worker->state != WORKER_READY) continue;
        if (send_to(broker, &worker->peer, COMMAND_PING, NULL, NULL))
            worker_lost(broker, worker, "disconnect", "closed the line");
    }
}

// ---- hello --------------------------------------------------------------------------

static bool same_layers(const struct station *station, const struct hello *hello)
{
    if (!span_eq(span_of(station->writes), hello->writes)) return false;
    if (station->n_reads != hello->reads.n) return false;
    for (size_t i = 0; i < hello->reads.n; i++)
        if (!span_eq(span_of(station->reads[i]), hello->reads.at[i])) return false;
    return true;
}

static void learn(struct station *station, const struct hello *hello)
{
    station->reads = xcalloc(hello->reads.n, sizeof *station->reads);
    for (size_t i = 0; i < hello->reads.n; i++)
        station->reads[i] = xstrndup(hello->reads.at[i].at, hello->reads.at[i].n);
    station->n_reads = hello->reads.n;
    station->writes = xstrndup(hello->writes.at, hello->writes.n);
}

static struct worker *worker_with_token(struct broker *broker, struct span token)
{
    struct worker *worker = broker->workers;
    while (worker && (worker->pid == 0 || !span_eq(span_of(worker->token), token)))
        worker = worker->next;
    return worker;
}

// A worker that was started elsewhere, for the stage that it names; NULL with a reason.
static struct worker *foreign_worker(struct broker *broker, const struct hello *hello,
                                     const char **why)
{
    *why =
        "its HELLO lacks 'worker': the value of the environment variable FANGZHI_WORKER";
    if (broker->socket_folder) return NULL;
    *why = "the pipeline has no stage of that name";
    for (size_t i = 0; i < broker->config->n_stages; i++) {
        if (!span_eq(hello->stage, span_of(broker->config->stages[i].name))) continue;
        struct worker *worker = xcalloc(1, sizeof *worker);
        *worker = (struct worker){.next = broker->workers, .stage = i, .remote = true};
        broker->workers = worker;
        *why = NULL;
        return worker;
    }
    return NULL;
}

static void accept_worker(struct broker *broker, struct worker *worker,
                          const struct peer *peer)
{
    struct station *station = &broker->stations[worker->stage];
    int64_t ahead = station->config->ahead;
    struct welcome welcome = {.version = PROTOCOL_VERSION,
                              .run = span_of(broker->run),
                              .ahead = (uint64_t)(ahead < 1            ? 1
                                                  : ahead > MOST_AHEAD ? MOST_AHEAD
                                                                       : ahead)};
    worker_release(broker, worker); // it says HELLO anew: what it had is lost
    worker->peer = *peer;
    worker->state = WORKER_READY;
    if (send_to(broker, peer, COMMAND_WELCOME, &welcome_record, &welcome))
        worker_lost(broker, worker, "disconnect", "closed the line");
}

static void on_hello(struct broker *broker, const struct message *message)
{
    struct hello hello = {0};
    struct span fault = SPAN("it has no body");
    bool readable = message->n == 2 &&
                    schema_unpack(&hello_record, wire_frame_span(message->frames[1]),
                                  broker->arena, &hello, &fault) == 0;
    const char *why = readable ? message_vet_hello(&hello) : "its HELLO is malformed";
    struct worker *worker = readable ? worker_with_token(broker, hello.worker) : NULL;
    if (worker && worker->state == WORKER_ENDING) return;
    if (!why && !worker) worker = foreign_worker(broker, &hello, &why);
    struct station *station = worker ? &broker->stations[worker->stage] : NULL;
    if (!why && !station->writes) learn(station, &hello);
    if (!why && !same_layers(station, &hello))
        why = "it reads or writes other layers than the stage's other workers";
    if (!why) {
        accept_worker(broker, worker, &message->peer);
        return;
    }
    if (worker) {
        worker_start_failed(broker, worker, why, true);
    } else if (broker->strangers++ < MOST_STRANGERS) {
        log_warn("a worker of stage '%.*s' is sent away: %s%s%.*s", (int)hello.stage.n,
                 hello.stage.at, why, readable ? "" : ": ", readable ? 0 : (int)fault.n,
                 fault.at);
    }
    send_peer_away(broker, &message->peer, why);
}

// ---- messages ----------------------------------------------------------------------

static void on_message(struct broker *broker, struct worker *worker,
                       struct message *message)
{
    enum command command = command_of(wire_frame_span(message->frames[0]));
    switch (command) {
    case COMMAND_ASK:
        if (worker->asked < MOST_AHEAD) worker->asked++;
        break;
    case COMMAND_RESULT:
    case COMMAND_REJECT:
        answers_take(broker, worker, command, message);
        break;
    case COMMAND_GOODBYE:
        broker_send_away(broker, worker, "");
        worker_lost(broker, worker, NULL, "said GOODBYE");
        break;
    default:
        worker_kick(broker, worker, "it sent a command that no worker may send");
    }
}

static bool same_peer(const struct peer *a, const struct peer *b)
{
    return a->n == b->n && memcmp(a->name, b->name, a->n) == 0;
}

void broker_receive(struct broker *broker)
{
    struct message message = {0};
    enum wire_result result;
    while (!broker->failed &&
           (result = wire_receive(broker->wire, &message)) != WIRE_NOTHING) {
        if (result == WIRE_ODD) continue;
        struct worker *worker = broker->workers;
        while (worker && !same_peer(&worker->peer, &message.peer))
            worker = worker->next;
        enum command command = command_of(wire_frame_span(message.frames[0]));
        if (command == COMMAND_HELLO)
            on_hello(broker, &message);
        else if (worker)
            on_message(broker, worker, &message);
        else if (command != COMMAND_GOODBYE && !broker->closing &&
                 send_to(broker, &message.peer, COMMAND_WHO, NULL, NULL))
            log_warn("a worker that had not said HELLO has left");
        message_clear(&message);
        arena_reset(broker->arena);
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// The broker's side of the protocol. Whatever a worker says is vetted: a document whose
// result is not what the stage announced is a reject ("protocol"); a worker whose
// messages cannot be told apart at all is sent away. Layers are handed on as they came,
// undecoded; only records are unpacked, since the broker writes them.
#include "tools/fangzhi/broker.h"

#include "proto/frame.h"
#include "stages/base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { PING_EVERY = 1000, MOST_FOREIGN_WARNINGS = 10 };

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
    static unsigned warnings;
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
    } else if (warnings++ < MOST_FOREIGN_WARNINGS) {
        log_warn("a worker of stage '%.*s' is sent away: %s%s%.*s", (int)hello.stage.n,
                 hello.stage.at, why, readable ? "" : ": ", readable ? 0 : (int)fault.n,
                 fault.at);
    }
    send_peer_away(broker, &message->peer, why);
}

// ---- results ------------------------------------------------------------------------

// Ends the lease of the document that the header names. NULL where the header is
// malformed, or the worker does not have that document; *why then says so.
static struct held *end_lease(struct broker *broker, struct worker *worker,
                              struct span header, struct span *why)
{
    struct document document = {0};
    if (document_unpack_header(header, broker->arena, &document, why)) return NULL;
    size_t i = 0;
    while (i < worker->n_leases && !span_eq(span_of(worker->leases[i]->id), document.id))
        i++;
    *why = SPAN("it answered for a document that it does not have");
    if (i == worker->n_leases) return NULL;
    struct held *held = worker->leases[i];
    worker->n_leases--;
    memmove(&worker->leases[i], &worker->leases[i + 1],
            (worker->n_leases - i) * sizeof *worker->leases);
    if (i == 0) worker->since = broker->now;
    broker->stations[worker->stage].leased--;
    return held;
}

static bool is_records(struct span name)
{
    return span_eq(name, SPAN("records")) || span_starts(name, SPAN("records/"));
}

// Vets a stage's layer. Returns NULL, or what is wrong.
static const char *vet(struct broker *broker, const struct station *station,
                       struct span frame)
{
    struct span name, body, why;
    const char *fault = frame_split(frame, &name, &body);
    if (fault) return fault;
    if (!span_eq(name, span_of(station->writes)))
        return "it is not the layer that the stage said it writes";
    if (!is_records(name)) return frame_check(body);
    struct records records;
    if (schema_unpack(&records_record, body, broker->arena, &records, &why))
        return arena_printf(broker->arena, "%.*s", (int)why.n, why.at).at;
    return message_vet_records(&records);
}

// Whether a layer is still needed by `stage` or one behind it.
static bool wanted(const void *who, size_t stage, struct span name)
{
    const struct broker *broker = who;
    if (is_records(name)) return true;
    for (; stage < broker->config->n_stages; stage++) {
        const struct station *station = &broker->stations[stage];
        if (!station->writes) return true; // it has not said yet what it reads
        for (size_t i = 0; i < station->n_reads; i++)
            if (strcmp(station->reads[i], "*") == 0 ||
                span_eq(span_of(station->reads[i]), name))
                return true;
    }
    return false;
}

static void reject_protocol(struct broker *broker, struct station *station,
                            struct held *held, const char *why)
{
    char *detail = xprintf("the stage's answer is malformed: %s", why);
    struct refusal refusal = {SPAN("protocol"), NO_NUMBER, span_of(detail)};
    if (station->warnings++ < MOST_FOREIGN_WARNINGS)
        log_warn("stage '%s' broke the protocol at %s: %s", station->config->name,
                 held->path, why);
    held->attempts++;
    ledger_reject(&broker->ledger, held, station->config->name, &refusal);
    free(detail);
}

static void on_result(struct broker *broker, struct worker *worker, struct held *held,
                      struct message *message)
{
    struct station *station = &broker->stations[worker->stage];
    const char *why = message->n == 3
                          ? vet(broker, station, wire_frame_span(message->frames[2]))
                          : "a RESULT is a header and one layer";
    if (!why)
        why = ledger_advance(&broker->ledger, held, message->frames[2], wanted, broker);
    if (why) {
        reject_protocol(broker, station, held, why);
        return;
    }
    message->n = 2; // the ledger has the layer now
    worker->failures = 0;
    station->kicks = station->failed_starts = station->idle_ends = 0;
}

static void on_reject(struct broker *broker, struct worker *worker, struct held *held,
                      const struct message *message)
{
    struct station *station = &broker->stations[worker->stage];
    struct refusal refusal;
    struct span why = SPAN("a REJECT is a header and a reason");
    if (message->n != 3 ||
        schema_unpack(&refusal_record, wire_frame_span(message->frames[2]), broker->arena,
                      &refusal, &why)) {
        const char *text = arena_printf(broker->arena, "%.*s", (int)why.n, why.at).at;
        reject_protocol(broker, station, held, text);
        return;
    }
    if (refusal.reason.n == 0) refusal.reason = SPAN("rejected");
    if (refusal.offset != NO_NUMBER &&
        __builtin_add_overflow(refusal.offset, (int64_t)held->base, &refusal.offset))
        refusal.offset = NO_NUMBER;
    held->attempts++;
    ledger_reject(&broker->ledger, held, station->config->name, &refusal);
    worker->failures = 0;
    station->kicks = station->failed_starts = station->idle_ends = 0;
}

static void on_answer(struct broker *broker, struct worker *worker, enum command command,
                      struct message *message)
{
    struct span why = SPAN("its answer has no header");
    struct held *held = NULL;
    if (message->n >= 2)
        held = end_lease(broker, worker, wire_frame_span(message->frames[1]), &why);
    if (!held) {
        const char *text = arena_printf(broker->arena, "%.*s", (int)why.n, why.at).at;
        worker_kick(broker, worker, text);
    } else if (command == COMMAND_RESULT) {
        on_result(broker, worker, held, message);
    } else {
        on_reject(broker, worker, held, message);
    }
}

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
        on_answer(broker, worker, command, message);
        break;
    case COMMAND_GOODBYE:
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

// ---- leases -------------------------------------------------------------------------

// The worker of that stage that has asked and has least to do; NULL where none has. A
// document that must be alone goes to an idle worker only, and is left alone there.
static struct worker *free_worker(struct broker *broker, size_t stage, bool alone)
{
    struct worker *best = NULL;
    for (struct worker *worker = broker->workers; worker; worker = worker->next) {
        if (worker->stage != stage || worker->state != WORKER_READY || !worker->asked ||
            worker->n_leases == MOST_AHEAD)
            continue;
        if (worker->n_leases > 0 && (alone || worker->leases[0]->alone)) continue;
        if (!best || worker->n_leases < best->n_leases) best = worker;
    }
    return best;
}

static void lease(struct broker *broker, struct worker *worker, struct held *held)
{
    struct station *station = &broker->stations[worker->stage];
    struct document document = {.id = span_of(held->id),
                                .run = span_of(broker->run),
                                .attempt = held->attempts + 1};
    struct message message = {.peer = worker->peer};
    struct buffer header = {0};
    document_pack_header(&document, &header);
    message_add(&message, wire_frame_copy(span_of(command_names[COMMAND_DOCUMENT])));
    message_add(&message, wire_frame_take(&header));
    for (size_t i = 0; i < held->n_layers; i++) {
        bool reads = false;
        for (size_t j = 0; j < station->n_reads && !reads; j++)
            reads = strcmp(station->reads[j], "*") == 0 ||
                    span_eq(span_of(station->reads[j]), held->layers[i].name);
        if (reads) message_add(&message, wire_frame_share(held->layers[i].frame));
    }
    if (wire_send(broker->wire, &message)) {
        ledger_return(&broker->ledger, held);
        worker_lost(broker, worker, "disconnect", "closed the line");
        return;
    }
    if (worker->n_leases == 0) worker->since = broker->now;
    worker->leases[worker->n_leases++] = held;
    worker->asked--;
    station->leased++;
}

// A queue that keeps its stage's workers busy is long enough. What is begun only to wait
// in a later queue takes memory, and time when the run is asked to stop.
bool broker_crowded(const struct broker *broker, size_t stage)
{
    enum { EACH = 4, ANYWAY = 8 };
    if (stage == broker->config->n_stages) return false;
    uint64_t workers = 0;
    for (const struct worker *worker = broker->workers; worker; worker = worker->next)
        workers += worker->stage == stage;
    return broker->ledger.queues[stage].n >= EACH * workers + ANYWAY;
}

void broker_dispatch(struct broker *broker)
{
    for (size_t stage = broker->config->n_stages; stage-- > 0;) {
        struct queue *queue = &broker->ledger.queues[stage];
        while (queue->first && !broker_crowded(broker, stage + 1)) {
            struct worker *worker = free_worker(broker, stage, queue->first->alone);
            if (!worker) break;
            lease(broker, worker, ledger_take(&broker->ledger, stage));
        }
        broker->stations[stage].queued = queue->n;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// Who gets which document. Later stages are served first, so that what is begun is ended;
// no stage is given more than keeps it busy.
#include "tools/fangzhi/broker.h"

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
        // A process of our own will be heard of; what happened to it is then known.
        worker->asked = 0;
        if (worker->remote) worker_lost(broker, worker, "disconnect", "closed the line");
        return;
    }
    if (worker->n_leases == 0) worker->since = broker->now;
    worker->leases[worker->n_leases++] = held;
    worker->asked--;
    station->leased++;
}

// A queue that keeps its stage's workers busy is long enough. What is begun only to wait
// in a later queue takes memory, and time when the run is asked to stop.
bool leases_crowded(const struct broker *broker, size_t stage)
{
    enum { EACH = 4, ANYWAY = 8 };
    if (stage == broker->config->n_stages) return false;
    uint64_t workers = 0;
    for (const struct worker *worker = broker->workers; worker; worker = worker->next)
        workers += worker->stage == stage;
    return broker->ledger.queues[stage].n >= EACH * workers + ANYWAY;
}

void leases_dispatch(struct broker *broker)
{
    for (size_t stage = broker->config->n_stages; stage-- > 0;) {
        struct queue *queue = &broker->ledger.queues[stage];
        while (queue->first && !leases_crowded(broker, stage + 1)) {
            struct worker *worker = free_worker(broker, stage, queue->first->alone);
            if (!worker) break;
            lease(broker, worker, ledger_take(&broker->ledger, stage));
        }
        broker->stations[stage].queued = queue->n;
    }
}

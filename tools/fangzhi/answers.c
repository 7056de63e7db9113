// SPDX-License-Identifier: Apache-2.0
//
// What workers answer, vetted: a document whose result is not what the stage announced is
// a reject ("protocol"); an answer that belongs to no document costs the worker its
// place. Layers are not decoded, only checked to be msgpack; records are unpacked, since
// the broker writes them.
#include "tools/fangzhi/broker.h"

#include "proto/frame.h"
#include "stages/base/log.h"

#include <stdlib.h>

enum { MOST_WARNINGS = 10 }; // a stage

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
    if (station->warnings++ < MOST_WARNINGS)
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
    // The stage says so whenever it is asked; that a worker died with the document before
    // must not show in the record.
    held->attempts = 1;
    ledger_reject(&broker->ledger, held, station->config->name, &refusal);
    worker->failures = 0;
    station->kicks = station->failed_starts = station->idle_ends = 0;
}

void answers_take(struct broker *broker, struct worker *worker, enum command command,
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

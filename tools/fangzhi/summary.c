// SPDX-License-Identifier: Apache-2.0
//
// What a run writes: the records of each finished document in its turn, rejects.jsonl,
// and at the end entities.jsonl and run.json. Memory: the records of one document.
#include "tools/fangzhi/session.h"

#include "stages/base/json.h"
#include "stages/base/log.h"
#include "tools/fangzhi/entities.h"

#include <stdlib.h>
#include <unistd.h>

// Appends the lines of one records layer.
static int write_records(struct session *session, const struct held_layer *layer)
{
    struct records records;
    struct span why, frame = wire_frame_span(layer->frame);
    struct span body =
        span_cut(frame, (size_t)(layer->name.at - frame.at) + layer->name.n, frame.n);
    if (schema_unpack(&records_record, body, session->arena, &records, &why)) {
        log_warn("records that were sound are not: %.*s", (int)why.n, why.at);
        return -1;
    }
    for (size_t i = 0; i < records.files.n; i++)
        if (folder_append(session->folder, records.files.at[i].file,
                          records.files.at[i].lines))
            return -1;
    return 0;
}

static int write_reject(struct session *session, const struct held *held)
{
    struct buffer *line = &session->line;
    line->n = 0;
    json_open(line, '{');
    json_field_text(line, "path", span_of(held->path));
    json_field_text(line, "reason", span_of(held->reason));
    json_field_text(line, "detail", span_of(held->detail));
    json_field_size(line, "attempts", held->attempts);
    if (held->at_stage) json_field_text(line, "stage", span_of(held->at_stage));
    if (held->offset != NO_NUMBER) {
        json_name(line, "offset");
        json_number(line, held->offset);
    }
    if (held->part != NONE) json_field_size(line, "part", held->part);
    json_close(line, '}');
    buffer_add(line, "\n", 1);
    return folder_append(session->folder, SPAN("rejects"), buffer_span(line));
}

static int write_one(struct session *session, const struct held *held)
{
    bool rejected = held->state == HELD_REJECTED;
    for (size_t i = 0; i < held->n_layers; i++)
        if (write_records(session, &held->layers[i])) return -1;
    if (rejected && write_reject(session, held)) return -1;
    struct journal_line line = {.kind = JOURNAL_DOCUMENT,
                                .rejected = rejected,
                                .sequence = held->sequence,
                                .size = held->size,
                                .part = held->part,
                                .bytes = held->bytes,
                                .ms = session_ms(session),
                                .path = span_of(held->path)};
    memcpy(line.sha256, held->sha256, sizeof line.sha256);
    session->documents++;
    session->rejects += rejected;
    session->bytes += held->bytes;
    return folder_enter(session->folder, &line);
}

int summary_write(struct session *session)
{
    struct held *held;
    while ((held = ledger_finished(&session->broker.ledger))) {
        arena_reset(session->arena);
        if (write_one(session, held)) return -1;
        ledger_pop(&session->broker.ledger);
    }
    return 0;
}

static void add_stage(struct buffer *out, const struct stage_config *stage)
{
    json_open(out, '{');
    json_field_text(out, "name", span_of(stage->name));
    json_field_text(out, "command", span_of(stage->command));
    json_name(out, "workers");
    json_number(out, stage->workers);
    json_name(out, "timeout");
    json_number(out, stage->timeout);
    json_name(out, "ahead");
    json_number(out, stage->ahead);
    json_name(out, "settings");
    json_open(out, '[');
    for (size_t i = 0; i < stage->n_settings; i++)
        json_text(out, span_of(stage->settings[i]));
    json_close(out, ']');
    json_close(out, '}');
}

static void add_configuration(struct buffer *out, const struct config *config)
{
    json_name(out, "configuration");
    json_open(out, '{');
    json_field_text(out, "path", span_of(config->path));
    json_field_text(out, "endpoint", span_of(config->endpoint));
    json_name(out, "window");
    json_number(out, config->window);
    json_name(out, "part");
    json_number(out, config->part);
    json_name(out, "attempts");
    json_number(out, config->attempts);
    json_name(out, "sync");
    json_number(out, config->sync);
    json_name(out, "stages");
    json_open(out, '[');
    for (size_t i = 0; i < config->n_stages; i++)
        add_stage(out, &config->stages[i]);
    json_close(out, ']');
    json_close(out, '}');
}

// Lines per file; entities are counted only when they have been folded.
static void add_records(struct buffer *out, struct session *session, bool complete,
                        uint64_t entities)
{
    const struct journal_files *files = folder_files(session->folder);
    json_name(out, "records");
    json_open(out, '{');
    for (size_t i = 0; i < files->n; i++)
        if (strcmp(files->at[i].name, "entities") != 0)
            json_field_size(out, files->at[i].name, files->at[i].lines);
    if (complete) json_field_size(out, "entities", entities);
    json_close(out, '}');
}

static int write_run(struct session *session, bool complete, uint64_t entities)
{
    struct buffer *out = &session->line;
    out->n = 0;
    json_open(out, '{');
    json_field_text(out, "version", SPAN(FANGZHI_VERSION));
    json_name(out, "complete");
    json_bool(out, complete);
    json_field_text(out, "run", span_of(session->before.run));
    json_field_text(out, "fingerprint", span_of(session->fingerprint));
    json_field_size(out, "documents", session->documents);
    json_field_size(out, "rejects", session->rejects);
    json_field_size(out, "bytes", session->bytes);
    json_name(out, "seconds");
    buffer_printf(out, "%.3f", (double)session_ms(session) / 1000);
    add_records(out, session, complete, entities);
    add_configuration(out, session->config);
    json_close(out, '}');
    buffer_add(out, "\n", 1);
    return folder_replace(session->folder, "run.json", buffer_span(out));
}

static int fold(struct session *session, uint64_t *entities)
{
    char *from = folder_inside(session->folder, "entities.jsonl"),
         *inside = folder_inside(session->folder, ""),
         *to = xprintf("%s/entities.jsonl", folder_path(session->folder));
    int failed = entities_fold(from, to, inside, entities);
    free(from);
    free(inside);
    free(to);
    return failed;
}

int summary_finish(struct session *session, bool complete)
{
    uint64_t entities = 0;
    if (folder_sync(session->folder)) return -1;
    if (!complete) return write_run(session, false, 0);
    if (fold(session, &entities) || write_run(session, true, entities) ||
        folder_complete(session->folder, session_ms(session)))
        return -1;
    char *raw = folder_inside(session->folder, "entities.jsonl");
    unlink(raw); // it is folded; should this fail it only takes room
    free(raw);
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Documents in flight: one list in the order of the input, one queue a stage.
#include "proto/message.h"

#include "proto/frame.h"
#include "stages/base/hash.h"
#include "tools/fangzhi/ledger.h"

#include <assert.h>
#include <stdlib.h>

void ledger_open(struct ledger *ledger, size_t n_stages, uint64_t sequence)
{
    *ledger = (struct ledger){.n_stages = n_stages, .sequence = sequence};
    ledger->queues = xcalloc(n_stages, sizeof *ledger->queues);
}

static void weigh(struct ledger *ledger, struct held *held)
{
    size_t weight = sizeof *held;
    for (size_t i = 0; i < held->n_layers; i++)
        weight += wire_frame_span(held->layers[i].frame).n;
    ledger->weight += weight;
    ledger->weight -= held->weight;
    held->weight = weight;
}

static void let_layers_go(struct held *held)
{
    while (held->n_layers > 0)
        wire_frame_free(&held->layers[--held->n_layers].frame);
}

static void held_free(struct held *held)
{
    let_layers_go(held);
    free(held->path);
    free(held->reason);
    free(held->detail);
    free(held);
}

void ledger_close(struct ledger *ledger)
{
    while (ledger->first) {
        struct held *next = ledger->first->next;
        held_free(ledger->first);
        ledger->first = next;
    }
    free(ledger->queues);
    *ledger = (struct ledger){0};
}

// The same file at the same path has the same id in every run.
static void name_document(struct held *held)
{
    char part[16];
    snprintf(part, sizeof part, "%x", held->part);
    uint64_t hash = hash_add(hash_start, span_of(held->path));
    hash = hash_add(hash, span_of(held->sha256));
    hash = hash_finish(hash_add(hash, span_of(part)));
    snprintf(held->id, sizeof held->id, "%016llx", (unsigned long long)hash);
}

static struct held *append(struct ledger *ledger, const struct input_item *item)
{
    struct held *held = xcalloc(1, sizeof *held);
    held->sequence = ledger->sequence++;
    held->path = xstrndup(item->path.at, item->path.n);
    memcpy(held->sha256, item->sha256, sizeof held->sha256);
    held->size = item->size;
    held->base = item->base;
    held->bytes = item->bytes.n;
    held->part = item->part;
    held->offset = NO_NUMBER;
    name_document(held);
    if (ledger->last)
        ledger->last->next = held;
    else
        ledger->first = held;
    ledger->last = held;
    ledger->n++;
    return held;
}

static void enqueue_last(struct queue *queue, struct held *held)
{
    held->behind = NULL;
    if (queue->last)
        queue->last->behind = held;
    else
        queue->first = held;
    queue->last = held;
    queue->n++;
}

struct held *ledger_add(struct ledger *ledger, const struct input_item *item)
{
    struct held *held = append(ledger, item);
    struct source source = {
        .path = item->path,
        .sha256 = span_of(item->sha256),
        .size = item->size,
        .base = item->base,
        .part = item->part,
        .head = item->head,
        .bytes = item->bytes,
    };
    struct buffer frame = {0};
    buffer_room(&frame, item->bytes.n + item->path.n + 256);
    layer_pack(&source_record, &source, &frame);
    held->layers[0] = (struct held_layer){SPAN("source"), wire_frame_take(&frame)};
    held->n_layers = 1;
    weigh(ledger, held);
    enqueue_last(&ledger->queues[0], held);
    return held;
}

void ledger_add_reject(struct ledger *ledger, const struct input_item *item)
{
    struct held *held = append(ledger, item);
    weigh(ledger, held);
    struct refusal refusal = {item->reason, NO_NUMBER, item->detail};
    held->attempts = 1;
    ledger_reject(ledger, held, NULL, &refusal);
}

struct held *ledger_take(struct ledger *ledger, size_t stage)
{
    struct queue *queue = &ledger->queues[stage];
    struct held *held = queue->first;
    if (!held) return NULL;
    queue->first = held->behind;
    if (!queue->first) queue->last = NULL;
    queue->n--;
    held->behind = NULL;
    held->state = HELD_LEASED;
    held->begun = true;
    return held;
}

void ledger_return(struct ledger *ledger, struct held *held)
{
    struct queue *queue = &ledger->queues[held->stage];
    struct held **at = &queue->first;
    while (*at && (*at)->sequence < held->sequence)
        at = &(*at)->behind;
    held->behind = *at;
    *at = held;
    if (!held->behind) queue->last = held;
    queue->n++;
    held->state = HELD_QUEUED;
}

// Replaces a layer of the same name, or adds the layer.
static const char *put_layer(struct held *held, struct span name,
                             struct wire_frame *frame)
{
    size_t i = 0;
    while (i < held->n_layers && !span_eq(held->layers[i].name, name))
        i++;
    if (i == DOCUMENT_MAX_LAYERS) return "the document has more than 64 layers";
    if (i == held->n_layers)
        held->n_layers++;
    else
        wire_frame_free(&held->layers[i].frame);
    held->layers[i] = (struct held_layer){name, frame};
    return NULL;
}

const char *
ledger_advance(struct ledger *ledger, struct held *held, struct wire_frame *layer,
               bool (*wanted)(const void *who, size_t stage, struct span name),
               const void *who)
{
    struct span name, body;
    const char *fault = frame_split(wire_frame_span(layer), &name, &body);
    if (!fault) fault = put_layer(held, name, layer);
    if (fault) return fault;
    held->stage++;
    size_t kept = 0;
    for (size_t i = 0; i < held->n_layers; i++) {
        if (wanted(who, held->stage, held->layers[i].name))
            held->layers[kept++] = held->layers[i];
        else
            wire_frame_free(&held->layers[i].frame);
    }
    held->n_layers = kept;
    held->attempts = 0;
    held->alone = false;
    weigh(ledger, held);
    if (held->stage == ledger->n_stages)
        held->state = HELD_DONE;
    else
        ledger_return(ledger, held);
    return NULL;
}

void ledger_reject(struct ledger *ledger, struct held *held, const char *stage,
                   const struct refusal *refusal)
{
    held->state = HELD_REJECTED;
    held->reason = xstrndup(refusal->reason.at, refusal->reason.n);
    held->detail = xstrndup(refusal->detail.at, refusal->detail.n);
    held->offset = refusal->offset;
    held->at_stage = stage;
    let_layers_go(held);
    weigh(ledger, held);
}

struct held *ledger_finished(struct ledger *ledger)
{
    struct held *held = ledger->first;
    if (!held) return NULL;
    return held->state == HELD_DONE || held->state == HELD_REJECTED ? held : NULL;
}

void ledger_pop(struct ledger *ledger)
{
    struct held *held = ledger->first;
    assert(held);
    ledger->first = held->next;
    if (!ledger->first) ledger->last = NULL;
    ledger->weight -= held->weight;
    ledger->n--;
    held_free(held);
}

void ledger_drop_unbegun(struct ledger *ledger)
{
    struct held **cut = &ledger->first, *last_begun = NULL;
    for (struct held *held = ledger->first; held; held = held->next)
        if (held->begun) {
            cut = &held->next;
            last_begun = held;
        }
    struct held *held = *cut;
    *cut = NULL;
    ledger->last = last_begun;
    while (held) {
        struct held *next = held->next;
        ledger->weight -= held->weight;
        ledger->n--;
        held_free(held);
        held = next;
    }
    // The queue of the first stage keeps those before the last one that was begun.
    ledger->queues[0] = (struct queue){0};
    for (held = ledger->first; held; held = held->next)
        if (held->state == HELD_QUEUED && held->stage == 0)
            enqueue_last(&ledger->queues[0], held);
}

// SPDX-License-Identifier: Apache-2.0
//
// The ledger: every document in flight, in the order of the input, with its layers and
// with the stage that it waits for. Pure book-keeping: no socket, no clock, no file.
// Memory: what the window allows (see ledger.weight).
#ifndef FZ_FANGZHI_LEDGER_H
#define FZ_FANGZHI_LEDGER_H

#include "stages/skeleton/wire.h"
#include "tools/fangzhi/input.h"

enum held_state {
    HELD_QUEUED,   // waits for a worker of its stage
    HELD_LEASED,   // a worker has it
    HELD_DONE,     // waits for its turn to be written
    HELD_REJECTED, // likewise
};

struct held_layer {
    struct span name; // in the frame
    struct wire_frame *frame;
};

struct held {
    struct held *next;   // in the order of the input
    struct held *behind; // in its stage's queue
    uint64_t sequence;   // from 0
    char id[17];
    char *path;
    char sha256[65];
    uint64_t size, base, bytes;
    uint32_t part;
    bool begun;   // a worker has had it
    size_t stage; // index; n_stages when done
    enum held_state state;
    uint64_t attempts; // that have failed, in this stage
    bool alone;        // it was with a worker that died: leased to an idle worker only
    // Of a reject; the texts are owned, NULL where there is none.
    char *reason, *detail;
    const char *at_stage;
    int64_t offset;
    struct held_layer layers[DOCUMENT_MAX_LAYERS];
    size_t n_layers;
    size_t weight; // bytes that count against the window
};

struct queue {
    struct held *first, *last;
    uint64_t n;
};

struct ledger {
    struct held *first, *last;
    struct queue *queues; // one a stage
    size_t n_stages;
    uint64_t sequence; // of the next document
    uint64_t weight, n;
};

void ledger_open(struct ledger *ledger, size_t n_stages, uint64_t sequence);
void ledger_close(struct ledger *ledger);

// A new document at the end, waiting for the first stage.
struct held *ledger_add(struct ledger *ledger, const struct input_item *item);
// A document that the input could not read: a reject from the start.
void ledger_add_reject(struct ledger *ledger, const struct input_item *item);

// Takes the first document out of a stage's queue; NULL where it is empty.
struct held *ledger_take(struct ledger *ledger, size_t stage);
// Puts a leased document back into its stage's queue, before all later documents.
void ledger_return(struct ledger *ledger, struct held *held);
// Adds a layer to a leased document and hands it on to the next stage. `wanted` says
// whether a layer is needed by that stage or a later one; the others are let go.
// Returns NULL, or what is wrong (the document is then as it was).
const char *
ledger_advance(struct ledger *ledger, struct held *held, struct wire_frame *layer,
               bool (*wanted)(const void *who, size_t stage, struct span name),
               const void *who);
// Makes a leased document a reject. stage may be NULL.
void ledger_reject(struct ledger *ledger, struct held *held, const char *stage,
                   const struct refusal *refusal);
// The oldest document, when it is done or rejected; else NULL.
struct held *ledger_finished(struct ledger *ledger);
// Forgets the oldest document.
void ledger_pop(struct ledger *ledger);
// Forgets documents at the end that no worker has had (they will be read again).
void ledger_drop_unbegun(struct ledger *ledger);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Inside of a run, shared by run.c (the loop), feed.c (reading, and comparing with what
// an earlier run has done) and summary.c (records, rejects, run.json).
#ifndef FZ_FANGZHI_SESSION_H
#define FZ_FANGZHI_SESSION_H

#include "tools/fangzhi/broker.h"
#include "tools/fangzhi/folder.h"
#include "tools/fangzhi/run.h"

struct session {
    const struct config *config;
    struct input *input;
    struct folder *folder;
    struct broker broker;
    char fingerprint[17];
    struct folder_state before;         // what an earlier run has done
    struct journal_reader journal;      // of it, while the input passes it
    uint64_t passed;                    // documents of it that the input has passed
    uint64_t documents, rejects, bytes; // in the output folder
    bool ended;                         // the input
    bool stopping;                      // finish what has begun, read no more
    bool manned;                        // the workers have been started
    bool disk;                          // the run has failed because of the output folder
    int64_t begun, synced, shown;       // ms
    struct arena *arena;                // of one document
    struct buffer line;
};

// Time that the run has taken, with that of earlier sessions.
uint64_t session_ms(const struct session *session);

// Reads documents into the ledger until the window is full or enough are waiting. Returns
// true where it stopped only to let others have their turn.
bool feed(struct session *session);

// Writes the records of the oldest documents, as far as these are finished. -1 after
// saying why.
int summary_write(struct session *session) __attribute__((warn_unused_result));
// Ends the output: entities, run.json.
int summary_finish(struct session *session, bool complete)
    __attribute__((warn_unused_result));

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The broker: who the workers are, what each has on lease, and what is said to them.
// Split over broker.c (socket, hello), leases.c (who gets what), answers.c (what comes
// back) and workers.c (processes: start, death, restart). None of them reads input or
// writes output; run.c does.
#ifndef FZ_FANGZHI_BROKER_H
#define FZ_FANGZHI_BROKER_H

#include "proto/message.h"
#include "tools/fangzhi/config.h"
#include "tools/fangzhi/ledger.h"

#include <sys/types.h>

enum { MOST_AHEAD = 16 };

// A stage as the broker sees it.
struct station {
    const struct stage_config *config;
    char **reads, *writes; // as its first worker said; writes is NULL until then
    size_t n_reads;
    // In a row, of all its workers, without an answer in between:
    unsigned failed_starts; // ended before HELLO
    unsigned idle_ends;     // ended after it, with no document to blame
    unsigned kicks;         // were sent away for what they said
    unsigned warnings;
    uint64_t queued, leased; // for the display
    uint64_t restarts;
};

enum worker_state {
    WORKER_DOWN,     // no process; started again when it is due
    WORKER_STARTING, // a process that has not said HELLO
    WORKER_READY,
    WORKER_ENDING, // it has been killed or has said GOODBYE; its process is still there
};

struct worker {
    struct worker *next;
    size_t stage;
    bool remote; // started elsewhere
    enum worker_state state;
    pid_t pid;
    char token[17];
    struct peer peer;                // n == 0 before HELLO
    struct held *leases[MOST_AHEAD]; // [0] is in work
    size_t n_leases;
    uint64_t asked;    // documents that it will still take
    int64_t since;     // when it came into its state, or leases[0] into work
    int64_t due;       // when it is to be started
    unsigned failures; // in a row, without a result in between
};

struct broker {
    const struct config *config;
    struct ledger ledger;
    struct station *stations;
    struct worker *workers;
    struct wire *wire;
    char *endpoint;
    char *socket_folder; // of the run's own socket; NULL where the endpoint is given
    struct arena *arena; // of one message
    char run[17];
    int64_t now; // ms, monotonic
    int64_t pinged;
    unsigned strangers; // sent away, for the number of warnings
    bool failed;        // the run is over; why has been said
    bool closing;       // workers are being sent home
};

// Opens the socket. -1 after saying why not.
int broker_open(struct broker *broker, const struct config *config, const char *run)
    __attribute__((warn_unused_result));
void broker_close(struct broker *broker);
// Receives and answers all messages that are there.
void broker_receive(struct broker *broker);
// Says to a worker that nothing more will come; why may be "".
void broker_send_away(struct broker *broker, struct worker *worker, const char *why);
void broker_ping(struct broker *broker);

// Leases waiting documents to workers that asked.
void leases_dispatch(struct broker *broker);
// Whether enough documents wait for the stage (its index; that behind the last never is).
bool leases_crowded(const struct broker *broker, size_t stage);

// Takes a worker's RESULT or REJECT; may send the worker away.
void answers_take(struct broker *broker, struct worker *worker, enum command command,
                  struct message *message);

// Makes the local workers, all due.
void workers_open(struct broker *broker);
// Starts what is due, and kills what has overrun its time.
void workers_tend(struct broker *broker);
// Takes note of processes that have ended.
void workers_reap(struct broker *broker);
// When workers_tend has something to do next, ms.
int64_t workers_next(const struct broker *broker, int64_t latest);
// Sends all home; returns at once. After workers_end has been called and workers_reap has
// run on every SIGCHLD, workers_left says how many processes are still there.
void workers_end(struct broker *broker);
size_t workers_left(const struct broker *broker);
void workers_close(struct broker *broker); // kills what is left

// The worker is gone. With a reason ("crash", "timeout", "disconnect") the document in
// work is held to have caused it; without, all leases go back as they were. `how` goes
// behind "its worker ".
void worker_lost(struct broker *broker, struct worker *worker, const char *reason,
                 const char *how);
// Takes all leases back without blame.
void worker_release(struct broker *broker, struct worker *worker);
// The worker broke the protocol: its document in work is a reject, and it is sent away.
void worker_kick(struct broker *broker, struct worker *worker, const char *why);
// A worker that has not become ready, and why. May end the run.
void worker_start_failed(struct broker *broker, struct worker *worker, const char *why,
                         bool hopeless);

#endif

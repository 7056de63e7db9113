// SPDX-License-Identifier: Apache-2.0
//
// The workers' lives. A local worker is a slot: its process is started, and started again
// when it has ended, each time later as long as no result comes in between. A document
// that was with a worker when it died is leased alone from then on, so that the next
// death is surely its own: only by a death that it suffered alone does it become a
// reject.
#include "tools/fangzhi/broker.h"

#include "stages/base/log.h"
#include "tools/fangzhi/process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FIRST_DELAY = 50, // ms
    LONGEST_DELAY = 2000,
    START_LIMIT = 30000, // from exec to HELLO, or the stage's time limit if longer
    MOST_FAILED_STARTS = 3,
    MOST_IDLE_ENDS = 8,
    MOST_KICKS = 8,
    MOST_WARNINGS = 10, // a stage, in words; all else is in rejects.jsonl
};

static struct station *station_of(struct broker *broker, const struct worker *worker)
{
    return &broker->stations[worker->stage];
}

static void end_run(struct broker *broker, const struct station *station, const char *why)
{
    if (!broker->failed)
        log_note("stage '%s' (%s, line %d) %s", station->config->name,
                 broker->config->path, station->config->line, why);
    broker->failed = true;
}

static int64_t delay(unsigned failures)
{
    int64_t ms = failures ? FIRST_DELAY : 0;
    for (unsigned i = 1; i < failures && ms < LONGEST_DELAY; i++)
        ms *= 2;
    return ms < LONGEST_DELAY ? ms : LONGEST_DELAY;
}

static void new_token(struct worker *worker)
{
    unsigned char random[8];
    if (getrandom(random, sizeof random, 0) != sizeof random)
        log_die(EXIT_FAILED, "the system has no random numbers: %s", strerror(errno));
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(worker->token + 2 * i, 3, "%02x", random[i]);
}

void workers_open(struct broker *broker)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    for (size_t stage = broker->config->n_stages; stage-- > 0;) {
        int64_t wanted = broker->stations[stage].config->workers;
        if (wanted == 0) wanted = cores > 0 ? cores : 1;
        for (int64_t i = 0; i < wanted; i++) {
            struct worker *worker = xcalloc(1, sizeof *worker);
            worker->stage = stage;
            worker->next = broker->workers;
            broker->workers = worker;
        }
    }
}

static void start(struct broker *broker, struct worker *worker)
{
    const struct stage_config *config = station_of(broker, worker)->config;
    if (!config->argv) {
        char *why = xprintf("cannot start: there is no program '%s'", config->command);
        end_run(broker, station_of(broker, worker), why);
        free(why);
        return;
    }
    size_t n = 0;
    while (config->argv[n])
        n++;
    char **argv = xcalloc(n + config->n_settings + 3, sizeof *argv),
         connect[] = "--connect";
    memcpy(argv, config->argv, n * sizeof *argv);
    argv[n++] = connect;
    argv[n++] = broker->endpoint;
    for (size_t i = 0; i < config->n_settings; i++)
        argv[n++] = config->settings[i];
    new_token(worker);
    char *variable = xprintf("FANGZHI_WORKER=%s", worker->token);
    pid_t pid = process_start(argv, variable);
    if (pid < 0) {
        char *why = xprintf("cannot start: %s: %s", argv[0], strerror(errno));
        end_run(broker, station_of(broker, worker), why);
        free(why);
    } else {
        worker->pid = pid;
        worker->state = WORKER_STARTING;
        worker->since = broker->now;
    }
    free(variable);
    free(argv);
}

// The slot's process is gone or going.
static void end_slot(struct broker *broker, struct worker *worker)
{
    worker->peer.n = 0;
    worker->state = worker->pid ? WORKER_ENDING : WORKER_DOWN;
    worker->since = broker->now;
    worker->due = broker->now + delay(worker->failures);
}

// Takes a lease back; document i of the worker's. Returns the document.
static struct held *take_back(struct broker *broker, struct worker *worker, size_t i)
{
    station_of(broker, worker)->leased--;
    worker->n_leases = i;
    return worker->leases[i];
}

void worker_release(struct broker *broker, struct worker *worker)
{
    while (worker->n_leases > 0)
        ledger_return(&broker->ledger, take_back(broker, worker, worker->n_leases - 1));
    worker->asked = 0;
}

// The document in work has taken a worker along.
static void blame(struct broker *broker, struct worker *worker, const char *reason,
                  const char *how)
{
    bool alone = worker->n_leases == 1;
    struct station *station = station_of(broker, worker);
    for (size_t i = 0; i < worker->n_leases; i++)
        worker->leases[i]->alone = true;
    while (worker->n_leases > 1)
        ledger_return(&broker->ledger, take_back(broker, worker, worker->n_leases - 1));
    struct held *held = take_back(broker, worker, 0);
    held->attempts++;
    bool over = alone && held->attempts >= (uint64_t)broker->config->attempts;
    if (station->warnings++ < MOST_WARNINGS)
        log_warn("stage '%s': its worker %s while it had %s%s", station->config->name,
                 how, held->path, over ? "; the document is a reject" : "; trying again");
    worker->failures++;
    if (over) {
        struct refusal refusal = {span_of(reason), NO_NUMBER, span_of(how)};
        ledger_reject(&broker->ledger, held, station->config->name, &refusal);
    } else {
        ledger_return(&broker->ledger, held);
    }
}

static void remove_worker(struct broker *broker, struct worker *worker)
{
    struct worker **at = &broker->workers;
    while (*at != worker)
        at = &(*at)->next;
    *at = worker->next;
    free(worker);
}

// It ended without a document to blame. Once is nothing; a stage whose workers only come
// and go will never get anywhere.
static void idle_end(struct broker *broker, struct worker *worker, const char *how)
{
    struct station *station = station_of(broker, worker);
    worker->failures++;
    if (++station->idle_ends < MOST_IDLE_ENDS) return;
    char *why = xprintf("does no work: a worker %s, the last of %d in a row", how,
                        MOST_IDLE_ENDS);
    end_run(broker, station, why);
    free(why);
}

void worker_lost(struct broker *broker, struct worker *worker, const char *reason,
                 const char *how)
{
    if (reason && worker->n_leases > 0)
        blame(broker, worker, reason, how);
    else if (how && !worker->remote)
        idle_end(broker, worker, how);
    worker_release(broker, worker);
    if (worker->remote) {
        remove_worker(broker, worker);
        return;
    }
    if (reason && worker->pid) process_kill(worker->pid, SIGKILL);
    end_slot(broker, worker);
}

void worker_start_failed(struct broker *broker, struct worker *worker, const char *why,
                         bool hopeless)
{
    struct station *station = station_of(broker, worker);
    worker->failures++;
    end_slot(broker, worker);
    if (++station->failed_starts < MOST_FAILED_STARTS && !hopeless) return;
    char *text = xprintf("cannot start: %s %s%s", station->config->command, why,
                         hopeless ? "" : ", three times in a row");
    end_run(broker, station, text);
    free(text);
}

void worker_kick(struct broker *broker, struct worker *worker, const char *why)
{
    struct station *station = station_of(broker, worker);
    if (station->warnings++ < MOST_WARNINGS)
        log_warn("stage '%s' broke the protocol: %s", station->config->name, why);
    if (worker->n_leases > 0) {
        while (worker->n_leases > 1)
            ledger_return(&broker->ledger,
                          take_back(broker, worker, worker->n_leases - 1));
        struct refusal refusal = {SPAN("protocol"), NO_NUMBER, span_of(why)};
        struct held *held = take_back(broker, worker, 0);
        held->attempts++;
        ledger_reject(&broker->ledger, held, station->config->name, &refusal);
    }
    if (++station->kicks == MOST_KICKS) {
        char *text = xprintf("broke the protocol %d times in a row: %s", MOST_KICKS, why);
        end_run(broker, station, text);
        free(text);
    }
    broker_send_away(broker, worker, why);
    worker->failures++;
    if (worker->pid) process_kill(worker->pid, SIGKILL);
    worker_lost(broker, worker, NULL, NULL);
}

static void ended(struct broker *broker, struct worker *worker, int status)
{
    enum worker_state was = worker->state;
    char *how = process_end(status);
    worker->pid = 0;
    if (was == WORKER_READY && !broker->closing)
        worker_lost(broker, worker, "crash", how);
    else if (was == WORKER_STARTING && !broker->closing)
        worker_start_failed(broker, worker, how,
                            WIFEXITED(status) && WEXITSTATUS(status) == EXIT_USAGE);
    else
        worker->state = WORKER_DOWN; // due as was settled when its end began
    free(how);
}

void workers_reap(struct broker *broker)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (struct worker *worker = broker->workers; worker; worker = worker->next)
            if (worker->pid == pid) {
                ended(broker, worker, status);
                break;
            }
}

// When the worker has overrun its time, or is to be started; INT64_MAX for never.
static int64_t deadline(const struct broker *broker, const struct worker *worker)
{
    int64_t limit = broker->stations[worker->stage].config->timeout;
    switch (worker->state) {
    case WORKER_DOWN:
        return worker->due;
    case WORKER_STARTING:
        return worker->since + (limit > START_LIMIT ? limit : START_LIMIT);
    case WORKER_READY:
        return worker->n_leases ? worker->since + limit : INT64_MAX;
    case WORKER_ENDING:
        return worker->since + START_LIMIT;
    }
    return INT64_MAX;
}

static void overrun(struct broker *broker, struct worker *worker)
{
    if (worker->pid) process_kill(worker->pid, SIGKILL);
    if (worker->state == WORKER_ENDING) {
        worker->since = broker->now;
        return;
    }
    if (worker->state == WORKER_STARTING) {
        worker_start_failed(broker, worker,
                            "did not say HELLO with its $FANGZHI_WORKER "
                            "in time",
                            false);
        return;
    }
    int64_t limit = station_of(broker, worker)->config->timeout;
    char *how = xprintf("gave no answer within %lld ms", (long long)limit);
    broker_send_away(broker, worker, how);
    worker_lost(broker, worker, "timeout", how);
    free(how);
}

void workers_tend(struct broker *broker)
{
    struct worker *next;
    for (struct worker *worker = broker->workers; worker && !broker->failed;
         worker = next) {
        next = worker->next;
        if (deadline(broker, worker) > broker->now) continue;
        if (worker->state != WORKER_DOWN) {
            overrun(broker, worker);
            continue;
        }
        if (worker->since) station_of(broker, worker)->restarts++;
        start(broker, worker);
    }
}

int64_t workers_next(const struct broker *broker, int64_t latest)
{
    for (const struct worker *worker = broker->workers; worker; worker = worker->next) {
        int64_t due = deadline(broker, worker);
        if (due < latest) latest = due;
    }
    return latest;
}

void workers_end(struct broker *broker)
{
    broker->closing = true;
    for (struct worker *worker = broker->workers; worker; worker = worker->next) {
        worker_release(broker, worker);
        if (worker->state == WORKER_READY) broker_send_away(broker, worker, "");
        if (worker->state == WORKER_STARTING) process_kill(worker->pid, SIGTERM);
    }
}

size_t workers_left(const struct broker *broker)
{
    size_t left = 0;
    for (const struct worker *worker = broker->workers; worker; worker = worker->next)
        left += worker->pid != 0;
    return left;
}

void workers_close(struct broker *broker)
{
    while (broker->workers) {
        struct worker *worker = broker->workers;
        broker->workers = worker->next;
        if (worker->pid) {
            process_kill(worker->pid, SIGKILL);
            waitpid(worker->pid, NULL, 0);
        }
        free(worker);
    }
}

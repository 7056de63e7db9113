// SPDX-License-Identifier: Apache-2.0
//
// The run: one thread, one loop. Each round reads documents while the window has room,
// leases what waits, waits for whatever comes first (a message, a signal, a deadline),
// and writes what is finished in the order of the input. Waiting is only ever for one of
// these. Memory: the window, and what the workers' answers add to it while they wait
// their turn.
#include "tools/fangzhi/session.h"

#include "stages/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SHOW_EVERY = 250, HOME_LIMIT = 5000 }; // ms

// ---- signals ------------------------------------------------------------------------

static int signal_pipe[2] = {-1, -1};
static volatile sig_atomic_t stops;

static void on_signal(int number)
{
    int error = errno;
    char byte = number == SIGCHLD ? 'c' : 's';
    if (byte == 's' && stops++ > 0) {
        static const char line[] =
            "fangzhi: stopped at once; the same command goes on from "
            "the last sync\n";
        if (write(STDERR_FILENO, line, sizeof line - 1) < 0) _exit(EXIT_FAILED);
        _exit(EXIT_FAILED); // workers die with this process
    }
    if (write(signal_pipe[1], &byte, 1) < 0 && errno != EAGAIN) _exit(EXIT_FAILED);
    errno = error;
}

static void watch_signals(void)
{
    if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK))
        log_die(EXIT_FAILED, "cannot make a pipe: %s", strerror(errno));
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    sigaction(SIGCHLD, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); // a limit on file sizes is then an error of write
}

static void stop(struct session *session)
{
    if (session->stopping) return;
    session->stopping = true;
    ledger_drop_unbegun(&session->broker.ledger);
    log_note("finishing the %" PRIu64 " documents in work; a second time stops at once",
             session->broker.ledger.n);
}

// Returns whether a child has ended.
static bool take_signals(struct session *session)
{
    char bytes[64];
    ssize_t got;
    bool child = false;
    while ((got = read(signal_pipe[0], bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < got; i++) {
            if (bytes[i] == 'c')
                child = true;
            else
                stop(session);
        }
    return child;
}

// ---- the loop -----------------------------------------------------------------------

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t session_ms(const struct session *session)
{
    return session->before.ms + (uint64_t)(clock_ms() - session->begun);
}

static void show(struct session *session, struct progress *progress, bool complete)
{
    size_t n = session->config->n_stages;
    const char **names = xcalloc(n, sizeof *names);
    uint64_t *numbers = xcalloc(3 * n, sizeof *numbers);
    for (size_t i = 0; i < n; i++) {
        const struct station *station = &session->broker.stations[i];
        names[i] = session->config->stages[i].name;
        numbers[i] = station->queued;
        numbers[n + i] = station->leased;
        numbers[2 * n + i] = station->restarts;
    }
    struct run_status status = {
        .documents = session->documents,
        .rejects = session->rejects,
        .bytes = session->bytes,
        .position = input_position(session->input),
        .total = input_total(session->input),
        .resumed = session->before.documents,
        .seconds = (double)(clock_ms() - session->begun) / 1000,
        .complete = complete,
        .n_stages = n,
        .stage_names = names,
        .queued = numbers,
        .leased = numbers + n,
        .restarts = numbers + 2 * n,
    };
    progress_show(progress, &status);
    free(names);
    free(numbers);
}

static bool over(const struct session *session)
{
    return session->broker.failed ||
           (session->broker.ledger.n == 0 && (session->ended || session->stopping));
}

// Workers are started when the first document needs them.
static void man_stages(struct session *session)
{
    if (session->manned || session->broker.ledger.n == 0) return;
    session->manned = true;
    workers_open(&session->broker);
}

static int64_t patience(const struct session *session)
{
    int64_t next = session->shown + SHOW_EVERY;
    if (folder_dirty(session->folder) && session->synced + session->config->sync < next)
        next = session->synced + session->config->sync;
    next = workers_next(&session->broker, next) - session->broker.now;
    return next > 0 ? next : 0;
}

static int write_out(struct session *session)
{
    if (summary_write(session)) return -1;
    if (session->broker.now - session->synced < session->config->sync) return 0;
    if (folder_sync(session->folder)) return -1;
    session->synced = session->broker.now;
    return 0;
}

static void one_round(struct session *session, struct progress *progress)
{
    struct broker *broker = &session->broker;
    bool more = feed(session);
    man_stages(session);
    leases_dispatch(broker);
    int ready = wire_wait(broker->wire, signal_pipe[0], more ? 0 : patience(session));
    broker->now = clock_ms();
    bool child = ready & WIRE_OTHER && take_signals(session);
    broker_receive(broker);
    if (child) workers_reap(broker);
    workers_tend(broker);
    broker_ping(broker);
    if (write_out(session)) broker->failed = session->disk = true;
    if (broker->now - session->shown < SHOW_EVERY) return;
    session->shown = broker->now;
    show(session, progress, false);
}

// Waits for the workers to go, but not for ever.
static void send_home(struct session *session)
{
    struct broker *broker = &session->broker;
    int64_t limit = clock_ms() + HOME_LIMIT;
    workers_end(broker);
    workers_reap(broker);
    while (workers_left(broker) > 0 && (broker->now = clock_ms()) < limit) {
        wire_wait(broker->wire, signal_pipe[0], limit - broker->now);
        take_signals(session);
        broker_receive(broker);
        workers_reap(broker);
    }
}

static int finish(struct session *session, struct progress *progress)
{
    bool complete =
        !session->broker.failed && session->ended && session->broker.ledger.n == 0;
    bool already = session->before.complete;
    if (!already && !session->disk && summary_finish(session, complete))
        return EXIT_FAILED;
    if (session->broker.failed) return EXIT_FAILED;
    if (session->manned) send_home(session);
    show(session, progress, complete);
    if (already)
        log_note("%s is already complete: %" PRIu64 " documents, %" PRIu64
                 " of them rejects",
                 folder_path(session->folder), session->documents, session->rejects);
    if (!complete)
        log_note("stopped with %" PRIu64 " documents done; run the same command again to "
                 "go on",
                 session->documents);
    if (!complete) return EXIT_FAILED;
    return session->rejects ? EXIT_REJECTS : EXIT_DONE;
}

static int open_session(struct session *session, const char *out)
{
    config_fingerprint(session->config, session->fingerprint);
    session->folder = folder_open(out, session->fingerprint, &session->before);
    if (!session->folder) return -1;
    session->documents = session->before.documents;
    session->rejects = session->before.rejects;
    session->bytes = session->before.bytes;
    char *journal = folder_inside(session->folder, "journal");
    int failed = journal_open(&session->journal, journal);
    if (failed) log_note("cannot read %s: %s", journal, strerror(errno));
    free(journal);
    if (failed || broker_open(&session->broker, session->config, session->before.run))
        return -1;
    if (session->broker.socket_folder)
        folder_note_socket(session->folder, session->broker.socket_folder);
    ledger_open(&session->broker.ledger, session->config->n_stages,
                session->before.documents);
    return 0;
}

static void close_session(struct session *session)
{
    if (session->broker.config) broker_close(&session->broker);
    journal_close(&session->journal);
    folder_close(&session->folder);
    arena_free(&session->arena);
    buffer_free(&session->line);
}

int run_pipeline(const struct config *config, struct input *input, const char *out,
                 struct progress *progress)
{
    struct session session = {.config = config, .input = input, .arena = arena_new()};
    session.begun = session.synced = session.shown = clock_ms();
    watch_signals();
    int status = EXIT_FAILED;
    if (open_session(&session, out) == 0) {
        session.broker.now = session.begun;
        if (session.before.documents && !session.before.complete)
            log_note("going on behind the %" PRIu64 " documents that are done",
                     session.before.documents);
        while (!over(&session))
            one_round(&session, progress);
        status = finish(&session, progress);
    }
    close_session(&session);
    return status;
}

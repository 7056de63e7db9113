// SPDX-License-Identifier: Apache-2.0
//
// Talking to one worker. Whatever it says out of turn is named and ends the interview;
// standard error of the worker stays on the terminal, as its author will want to read it.
#include "tools/fangzhi/interview.h"

#include "stages/base/log.h"
#include "tools/fangzhi/process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 30 * 1000 }; // ms

#define WRONG(interview, ...)                                                            \
    ((interview)->why = arena_printf((interview)->arena, __VA_ARGS__), -1)

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool interview_alive(const struct interview *interview)
{
    return interview->pid > 0;
}

// Takes the process's end in; interview->why says how it ended.
static int reap(struct interview *interview)
{
    int status = 0;
    waitpid(interview->pid, &status, 0);
    close(interview->process);
    interview->pid = 0;
    interview->process = -1;
    char *how = process_end(status);
    interview->why = arena_printf(interview->arena, "it %s", how);
    free(how);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

// Waits for the next message. Returns 0, or -1 with interview->why.
static int next_message(struct interview *interview, struct message *message)
{
    int64_t limit = clock_ms() + PATIENCE;
    for (;;) {
        enum wire_result result = wire_receive(interview->wire, message);
        if (result == WIRE_MESSAGE) return 0;
        if (result == WIRE_ODD)
            return WRONG(interview, "it sent a message of more frames than there may be");
        int64_t left = limit - clock_ms();
        if (left <= 0)
            return WRONG(interview, "it said nothing for %d seconds", PATIENCE / 1000);
        int ready = wire_wait(interview->wire, interview->process, left);
        if (ready & WIRE_OTHER && !(ready & WIRE_READY)) {
            reap(interview);
            return -1;
        }
    }
}

static void say(struct interview *interview, enum command command,
                const struct record *record, const void *value)
{
    struct message message = {.peer = interview->peer};
    message_add(&message, wire_frame_copy(span_of(command_names[command])));
    if (record) {
        struct buffer body = {0};
        schema_pack(record, value, &body);
        message_add(&message, wire_frame_take(&body));
    }
    // A worker that has gone is noticed when its answer does not come.
    if (wire_send(interview->wire, &message)) return;
}

// ---- hello --------------------------------------------------------------------------

static struct span keep(struct interview *interview, struct span s)
{
    return arena_copy(interview->arena, s);
}

static int take_hello(struct interview *interview, const struct message *message)
{
    struct span first = wire_frame_span(message->frames[0]), why = {0};
    if (command_of(first) != COMMAND_HELLO)
        return WRONG(interview, "its first message is '%.*s', not HELLO",
                     first.n < 40 ? (int)first.n : 40, first.at);
    if (message->n != 2) return WRONG(interview, "its HELLO has no body, or too many");
    struct span body = keep(interview, wire_frame_span(message->frames[1]));
    if (schema_unpack(&hello_record, body, interview->arena, &interview->hello, &why))
        return WRONG(interview, "its HELLO is malformed: %.*s", (int)why.n, why.at);
    const char *fault = message_vet_hello(&interview->hello);
    if (fault) return WRONG(interview, "its HELLO is wrong: %s", fault);
    if (!span_eq(interview->hello.worker, SPAN("check")))
        return WRONG(interview, "its HELLO lacks 'worker': the value of the environment "
                                "variable FANGZHI_WORKER");
    interview->peer = message->peer;
    return 0;
}

static int wait_for_hello(struct interview *interview)
{
    struct message message = {0};
    if (next_message(interview, &message)) return -1;
    int failed = take_hello(interview, &message);
    message_clear(&message);
    if (failed) return -1;
    struct welcome welcome = {PROTOCOL_VERSION, SPAN("check"), 1};
    say(interview, COMMAND_WELCOME, &welcome_record, &welcome);
    return 0;
}

static char *make_folder(void)
{
    const char *temporary = getenv("TMPDIR");
    char *folder =
        xprintf("%s/fangzhi-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(folder))
        log_die(EXIT_FAILED, "cannot make a folder %s: %s", folder, strerror(errno));
    return folder;
}

static void start(struct interview *interview, char *const *argv, char *const *settings,
                  size_t n_settings, char *endpoint)
{
    size_t n = 0;
    while (argv[n])
        n++;
    char **words = xcalloc(n + n_settings + 3, sizeof *words), connect[] = "--connect";
    memcpy(words, argv, n * sizeof *words);
    words[n++] = connect;
    words[n++] = endpoint;
    for (size_t i = 0; i < n_settings; i++)
        words[n++] = settings[i];
    interview->pid = process_start(words, "FANGZHI_WORKER=check");
    if (interview->pid < 0)
        log_die(EXIT_FAILED, "cannot start %s: %s", argv[0], strerror(errno));
    interview->process = (int)syscall(SYS_pidfd_open, interview->pid, 0);
    if (interview->process < 0)
        log_die(EXIT_FAILED, "cannot watch a process: %s", strerror(errno));
    free(words);
}

int interview_open(struct interview *interview, char *const *argv, char *const *settings,
                   size_t n)
{
    *interview = (struct interview){.arena = arena_new(), .process = -1};
    interview->folder = make_folder();
    char *endpoint = xprintf("ipc://%s/broker", interview->folder);
    const char *why = NULL;
    interview->wire = wire_listen(endpoint, &why);
    if (!interview->wire) log_die(EXIT_FAILED, "cannot listen on %s: %s", endpoint, why);
    start(interview, argv, settings, n, endpoint);
    free(endpoint);
    return wait_for_hello(interview);
}

// ---- documents ----------------------------------------------------------------------

static bool reads(const struct interview *interview, struct span layer)
{
    const struct spans *names = &interview->hello.reads;
    for (size_t i = 0; i < names->n; i++)
        if (span_eq(names->at[i], SPAN("*")) || span_eq(names->at[i], layer)) return true;
    return false;
}

static void send_document(struct interview *interview, const struct document *document)
{
    struct message message = {.peer = interview->peer};
    struct buffer header = {0};
    document_pack_header(document, &header);
    message_add(&message, wire_frame_copy(span_of(command_names[COMMAND_DOCUMENT])));
    message_add(&message, wire_frame_take(&header));
    for (size_t i = 0; i < document->n_layers; i++)
        if (reads(interview, document->layers[i].name))
            message_add(&message, wire_frame_copy(document->layers[i].frame));
    interview->asked--;
    if (wire_send(interview->wire, &message)) return; // noticed as in say
}

static int vet_answer(struct interview *interview, const struct document *document,
                      const struct message *answer)
{
    struct document echoed = {0};
    struct span why = {0};
    if (answer->n != 3)
        return WRONG(interview,
                     "its answer has %zu frames; it must have three: the "
                     "command, the document's header, and the layer or, of a "
                     "REJECT, the reason",
                     answer->n);
    if (document_unpack_header(wire_frame_span(answer->frames[1]), interview->arena,
                               &echoed, &why))
        return WRONG(interview, "the header in its answer is malformed: %.*s", (int)why.n,
                     why.at);
    if (!span_eq(echoed.id, document->id))
        return WRONG(interview,
                     "the header in its answer is not the document's: it has "
                     "the id '%.*s', not '%.*s'; send back the frame that came",
                     (int)echoed.id.n, echoed.id.at, (int)document->id.n,
                     document->id.at);
    return 0;
}

// Takes messages until `wanted` is there: an ASK or, with a document, its answer.
static int wait_for(struct interview *interview, const struct document *document,
                    struct message *message)
{
    for (;;) {
        *message = (struct message){0};
        if (next_message(interview, message)) return -1;
        struct span first = wire_frame_span(message->frames[0]);
        enum command command = command_of(first);
        int failed = 0;
        if (command == COMMAND_ASK)
            interview->asked++;
        else if (document && (command == COMMAND_RESULT || command == COMMAND_REJECT))
            failed = vet_answer(interview, document, message);
        else
            failed = WRONG(interview, "it said '%.*s' out of turn",
                           first.n < 40 ? (int)first.n : 40, first.at);
        bool answered = command != COMMAND_ASK && !failed;
        if (answered) return 0;
        message_clear(message);
        if (failed || (!document && interview->asked)) return failed;
    }
}

int interview_ask(struct interview *interview, const struct document *document,
                  struct message *answer)
{
    if (!interview->asked && wait_for(interview, NULL, answer)) {
        interview->why =
            arena_printf(interview->arena, "it does not ask for a document: %.*s",
                         (int)interview->why.n, interview->why.at);
        return -1;
    }
    send_document(interview, document);
    return wait_for(interview, document, answer);
}

// ---- the end ------------------------------------------------------------------------

int interview_end(struct interview *interview)
{
    struct farewell farewell = {SPAN("")};
    int64_t limit = clock_ms() + PATIENCE;
    say(interview, COMMAND_GOODBYE, &farewell_record, &farewell);
    while (clock_ms() < limit) {
        struct message message = {0};
        while (wire_receive(interview->wire, &message) == WIRE_MESSAGE)
            message_clear(&message);
        if (wire_wait(interview->wire, interview->process, limit - clock_ms()) &
            WIRE_OTHER)
            return reap(interview);
    }
    return WRONG(interview, "it did not end within %d seconds of GOODBYE",
                 PATIENCE / 1000);
}

void interview_close(struct interview *interview)
{
    if (interview->pid > 0) {
        process_kill(interview->pid, SIGKILL);
        reap(interview);
    }
    char *socket = xprintf("%s/broker", interview->folder);
    wire_close(&interview->wire);
    unlink(socket);
    rmdir(interview->folder);
    free(socket);
    free(interview->folder);
    arena_free(&interview->arena);
}

// SPDX-License-Identifier: Apache-2.0
//
// The examination. Each trial sends one document; a stage that dies at a trial is started
// again for the next. A layer that this program knows is vetted as the next stage would;
// lines of records must be JSON.
#include "tools/fangzhi/examine.h"

#include "proto/frame.h"
#include "proto/vet.h"
#include "stages/base/log.h"
#include "tools/fangzhi/interview.h"
#include "tools/fangzhi/sample.h"

#include <jansson.h>
#include <stdarg.h>

struct examination {
    char *const *argv, *const *settings;
    size_t n_settings;
    struct interview interview;
    struct arena *arena; // of the samples and the last answer
    bool open;
    unsigned faults;
};

__attribute__((format(printf, 3, 4))) static void find(struct examination *examination,
                                                       bool good, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("%s  ", good ? "ok   " : "WRONG");
    vprintf(format, args);
    putchar('\n');
    fflush(stdout);
    va_end(args);
    examination->faults += !good;
}

// Starts the stage unless it is there.
static bool ready(struct examination *examination)
{
    struct interview *interview = &examination->interview;
    if (examination->open && interview_alive(interview)) return true;
    if (examination->open) interview_close(interview);
    examination->open = true;
    if (interview_open(interview, examination->argv, examination->settings,
                       examination->n_settings) == 0)
        return true;
    find(examination, false, "it does not start: %.*s", (int)interview->why.n,
         interview->why.at);
    return false;
}

// ---- what is in an answer -----------------------------------------------------------

static const char *vet_lines(struct span lines, struct arena *arena)
{
    for (size_t from = 0, number = 1; from < lines.n; number++) {
        size_t to = span_find(lines, SPAN("\n"), from);
        json_error_t error;
        json_t *line = json_loadb(lines.at + from, to - from, JSON_ALLOW_NUL, &error);
        bool object = json_is_object(line);
        json_decref(line);
        if (!line)
            return arena_printf(arena, "line %zu is no JSON: %s", number, error.text).at;
        if (!object) return arena_printf(arena, "line %zu is no JSON object", number).at;
        from = to + 1;
    }
    return NULL;
}

static const char *vet_records(struct span body, struct arena *arena)
{
    struct records records;
    struct span why;
    if (schema_unpack(&records_record, body, arena, &records, &why))
        return arena_printf(arena, "%.*s", (int)why.n, why.at).at;
    const char *fault = message_vet_records(&records);
    for (size_t i = 0; i < records.files.n && !fault; i++)
        fault = vet_lines(records.files.at[i].lines, arena);
    return fault;
}

static const char *vet_known(struct span name, struct span body, struct arena *arena)
{
    static const struct record *const known[] = {&text_record, &layout_record,
                                                 &mentions_record, &events_record};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!span_eq(name, span_of(known[i]->name))) continue;
        struct span why;
        void *value = arena_alloc(arena, 1, known[i]->size);
        if (schema_unpack(known[i], body, arena, value, &why))
            return arena_printf(arena, "%.*s", (int)why.n, why.at).at;
        return vet_layer(known[i], value);
    }
    return NULL;
}

// NULL, or what is wrong with the layer of a RESULT.
static const char *vet_layer_frame(struct examination *examination, struct span frame)
{
    struct span name, body, writes = examination->interview.hello.writes;
    const char *fault = frame_split(frame, &name, &body);
    if (fault) return fault;
    if (!span_eq(name, writes))
        return arena_printf(examination->arena,
                            "its name is '%.*s', but HELLO says that the stage writes "
                            "'%.*s'",
                            (int)name.n, name.at, (int)writes.n, writes.at)
            .at;
    fault = frame_check(body);
    if (fault) return fault;
    if (span_eq(name, SPAN("records")) || span_starts(name, SPAN("records/")))
        return vet_records(body, examination->arena);
    return vet_known(name, body, examination->arena);
}

static const char *vet_refusal(struct examination *examination, struct span body,
                               struct refusal *refusal)
{
    struct span why;
    if (schema_unpack(&refusal_record, body, examination->arena, refusal, &why))
        return arena_printf(examination->arena, "%.*s", (int)why.n, why.at).at;
    return refusal->reason.n ? NULL : "its reason is empty";
}

// ---- trials -------------------------------------------------------------------------

static const char *const titles[SAMPLES] = {
    "a normal document", "a document of no bytes", "a layer that it does not know",
    "broken msgpack in the layers that it reads", "a document without layers"};

// What a trial found. A reject of a normal document is named, as its author will want to
// know; one of a broken document is what is asked for.
static void judge(struct examination *examination, enum sample sample,
                  const struct message *answer)
{
    const char *title = titles[sample];
    struct span body = wire_frame_span(answer->frames[2]);
    if (command_of(wire_frame_span(answer->frames[0])) == COMMAND_RESULT) {
        const char *fault = vet_layer_frame(examination, body);
        if (fault)
            find(examination, false, "%s: its layer is wrong: %s", title, fault);
        else if (sample == SAMPLE_BROKEN && examination->interview.hello.reads.n)
            find(examination, true, "%s: answered all the same; a REJECT is safer",
                 title);
        else
            find(examination, true, "%s: a layer of %zu bytes", title, body.n);
        return;
    }
    struct refusal refusal = {0};
    const char *fault = vet_refusal(examination, body, &refusal);
    bool needed = sample == SAMPLE_NORMAL || sample == SAMPLE_UNKNOWN;
    if (fault)
        find(examination, false, "%s: its REJECT is malformed: %s", title, fault);
    else
        find(examination, !needed, "%s: rejected as '%.*s': %.*s", title,
             (int)refusal.reason.n, refusal.reason.at, (int)refusal.detail.n,
             refusal.detail.at);
}

// Returns whether there was an answer; it is judged, and copied to *frame.
static bool try(struct examination *examination, enum sample sample, struct buffer *frame)
{
    if (!ready(examination)) return false;
    struct interview *interview = &examination->interview;
    struct document document = sample_make(sample, examination->arena);
    struct message answer = {0};
    if (interview_ask(interview, &document, &answer)) {
        find(examination, false, "%s: %.*s", titles[sample], (int)interview->why.n,
             interview->why.at);
        interview_close(interview);
        examination->open = false;
        return false;
    }
    if (frame) {
        buffer_add_span(frame, wire_frame_span(answer.frames[0]));
        buffer_add_span(frame, wire_frame_span(answer.frames[2]));
    } else {
        judge(examination, sample, &answer);
    }
    message_clear(&answer);
    arena_reset(examination->arena);
    return true;
}

static void try_twice(struct examination *examination)
{
    struct buffer first = {0}, second = {0};
    if (try(examination, SAMPLE_NORMAL, &first) &&
        try(examination, SAMPLE_NORMAL, &second)) {
        if (span_eq(buffer_span(&first), buffer_span(&second)))
            find(examination, true, "the same document twice: the same answer");
        else
            find(examination, false,
                 "the same document twice: two answers that differ; a stage must depend "
                 "on nothing but the document (no clock, no chance, no order of a set)");
    }
    buffer_free(&first);
    buffer_free(&second);
}

static void try_goodbye(struct examination *examination)
{
    if (!ready(examination)) return;
    struct interview *interview = &examination->interview;
    if (interview_end(interview) == 0)
        find(examination, true, "GOODBYE: it ended");
    else
        find(examination, false, "GOODBYE: it must end with status 0, but %.*s",
             (int)interview->why.n, interview->why.at);
}

static void say_hello(struct examination *examination)
{
    const struct hello *hello = &examination->interview.hello;
    struct buffer reads = {0};
    for (size_t i = 0; i < hello->reads.n; i++) {
        buffer_add(&reads, " ", 1);
        buffer_add_span(&reads, hello->reads.at[i]);
    }
    find(examination, true, "HELLO: stage %.*s, reads%.*s, writes %.*s%s%.*s",
         (int)hello->stage.n, hello->stage.at, (int)reads.n, reads.n ? reads.at : "",
         (int)hello->writes.n, hello->writes.at, hello->program.n ? ", " : "",
         (int)hello->program.n, hello->program.at);
    buffer_free(&reads);
}

// Layers that the samples do not have are named, for a stage may well refuse to go on
// without them.
static void name_missing(struct examination *examination)
{
    const struct spans *reads = &examination->interview.hello.reads;
    struct document normal = sample_make(SAMPLE_NORMAL, examination->arena);
    for (size_t i = 0; i < reads->n; i++)
        if (!span_eq(reads->at[i], SPAN("*")) && !document_find(&normal, reads->at[i]))
            printf("note   it reads '%.*s', which the sample documents do not have\n",
                   (int)reads->at[i].n, reads->at[i].at);
    arena_reset(examination->arena);
}

int examine_stage(char *const *argv, char *const *settings, size_t n)
{
    struct examination examination = {
        .argv = argv, .settings = settings, .n_settings = n, .arena = arena_new()};
    if (ready(&examination)) {
        say_hello(&examination);
        name_missing(&examination);
        for (enum sample sample = 0; sample < SAMPLES; sample++)
            try(&examination, sample, NULL);
        try_twice(&examination);
        try_goodbye(&examination);
    }
    if (examination.open) interview_close(&examination.interview);
    arena_free(&examination.arena);
    if (examination.faults)
        printf("\n%u thing%s wrong; proto/README.md says how it should be\n",
               examination.faults, examination.faults == 1 ? " is" : "s are");
    else
        printf("\nall is well\n");
    return examination.faults ? EXIT_FAILED : EXIT_DONE;
}

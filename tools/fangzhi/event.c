// SPDX-License-Identifier: Apache-2.0
//
// fangzhi event: looks into the event stage. --explain says of every candidate verb what
// was decided and why; --train makes the weights of that decision.
#include "stages/base/log.h"
#include "stages/base/options.h"
#include "stages/event/explain.h"
#include "stages/event/trigger_train.h"
#include "tools/fangzhi/command.h"
#include "tools/fangzhi/event_bench.h"
#include "tools/fangzhi/event_capture.h"
#include "tools/fangzhi/event_input.h"
#include "tools/fangzhi/event_score.h"
#include "tools/fangzhi/manual.h"

#include <errno.h>
#include <stdlib.h>

enum {
    FLAG_EXPLAIN,
    FLAG_TRAIN,
    FLAG_SCORE,
    FLAG_CAPTURE,
    FLAG_BENCH,
    FLAG_ROUNDS,
    FLAG_RULES,
    FLAG_WEIGHTS,
    FLAG_BIAS
};

static const struct flag flags[] = {
    {"explain", 'e', NULL,
     "for each sentence: candidates, what spoke for and against, decisions"},
    {"train", 't', "FILE", "train on the files given and write the weights to FILE"},
    {"score", 's', NULL, "precision and recall on the annotated files given, by type"},
    {"capture", 'c', NULL,
     "annotated text as captures on stdout, for fangzhi-event --pipe"},
    {"bench", 'b', NULL,
     "how fast times and events are found in the files given, on one core"},
    {"rounds", 0, "N", "how often training runs over its examples (default 16)"},
    {"rules", 0, "FOLDER", "of triggers.txt and words.txt (default data/events)"},
    {"weights", 0, "FILE",
     "that --explain decides with (default data/events/weights.bin)"},
    {"bias", 0, "N", "thousandths added to every event's score, as the stage's option"},
};

static const struct manual manual = {
    "event",
    "  fangzhi event --explain chapter.txt\n"
    "  fangzhi event --explain capture.part\n"
    "  fangzhi event --score data/train/h7_a.txt\n"
    "  fangzhi event --train data/events/weights.bin data/train/h*.txt\n",
    "fangzhi event FILE… reads captures that hold the layers layout and mentions "
    "(--train\n"
    "and --score: events too), or text, one paragraph a line, in which names and "
    "triggers may be marked\n"
    "as {ORG|区政府}{meeting|召开}.\n",
    flags, sizeof flags / sizeof *flags};

struct command_event {
    const struct arguments *arguments;
    struct events_rules rules;
    struct trainer *trainer; // or NULL
    struct event_score score;
    struct event_bench bench;
    size_t marked, lost; // events in the training text; of them without a candidate
};

static void train_on(void *held, const struct event_text *document)
{
    struct command_event *command = held;
    command->marked += document->marked.events.n;
    command->lost +=
        trigger_train_add(command->trainer, &command->rules.trigger, &document->layout,
                          &document->mentions, &document->marked);
}

static int train(struct command_event *command, const char *out)
{
    const char *rounds = command->arguments->values[FLAG_ROUNDS];
    int n = rounds ? (int)manual_number("rounds", rounds, 1, 1000) : 16;
    struct weights *weights = xcalloc(1, sizeof *weights);
    command->trainer = trigger_train_new();
    int failed = event_input_each(command->arguments->operands, command->arguments->n,
                                  train_on, command);
    if (!failed) {
        log_note(
            "%zu candidates, %zu events marked, %zu of them not among the candidates",
            trigger_train_examples(command->trainer), command->marked, command->lost);
        trigger_train_run(command->trainer, n, weights);
        failed = weights_write(weights, out);
        if (failed) log_warn("cannot write %s: %s", out, strerror(errno));
    }
    trigger_train_free(&command->trainer);
    free(weights);
    return failed ? EXIT_FAILED : EXIT_DONE;
}

static void explain_one(void *held, const struct event_text *document)
{
    struct command_event *command = held;
    explain_document(&command->rules, &document->layout, &document->mentions, stdout);
}

static void score_one(void *held, const struct event_text *document)
{
    struct command_event *command = held;
    event_score_add(&command->score, &command->rules, document);
}

static void capture_one(void *held, const struct event_text *document)
{
    (void)held;
    if (event_capture_write(document, stdout))
        log_die(EXIT_FAILED, "cannot write the capture: %s", strerror(errno));
}

static void bench_one(void *held, const struct event_text *document)
{
    struct command_event *command = held;
    event_bench_add(&command->bench, &command->rules, document);
}

static event_input_function *asked_for(const struct arguments *arguments)
{
    if (arguments->values[FLAG_SCORE]) return score_one;
    if (arguments->values[FLAG_CAPTURE]) return capture_one;
    return arguments->values[FLAG_BENCH] ? bench_one : explain_one;
}

static int over_files(struct command_event *command)
{
    const struct arguments *arguments = command->arguments;
    event_input_function *each = asked_for(arguments);
    if (event_input_each(arguments->operands, arguments->n, each, command))
        return EXIT_FAILED;
    if (each == score_one) event_score_print(&command->score, stdout);
    if (each == bench_one) event_bench_print(&command->bench, stdout);
    return fflush(stdout) ? EXIT_FAILED : EXIT_DONE;
}

static char *in_data(const char *given, const char *below)
{
    return given ? xstrdup(given) : xprintf("%s/%s", options_data_folder(), below);
}

int command_event(int argc, char **argv)
{
    struct arguments arguments = manual_parse(&manual, argc, argv);
    const char *out = arguments.values[FLAG_TRAIN], *bias = arguments.values[FLAG_BIAS];
    int asked = 0;
    for (int flag = FLAG_EXPLAIN; flag <= FLAG_BENCH; flag++)
        asked += arguments.values[flag] != NULL;
    if (asked != 1)
        log_die(EXIT_USAGE,
                "say one of --explain, --score, --capture, --bench and --train FILE");
    if (!arguments.n) log_die(EXIT_USAGE, "no file given");
    char *rules = in_data(arguments.values[FLAG_RULES], "events");
    char *weights = in_data(arguments.values[FLAG_WEIGHTS], "events/weights.bin");
    char *time = in_data(NULL, "time");
    struct events_options options = {
        .rules = rules,
        .weights = out ? NULL : weights,
        .time = time,
        .bias = manual_number("bias", bias ? bias : EVENTS_BIAS, -10000, 10000)};
    struct command_event command = {.arguments = &arguments};
    int status = EXIT_FAILED;
    if (events_open(&command.rules, &options) == 0) {
        status = out ? train(&command, out) : over_files(&command);
        events_close(&command.rules);
    }
    free(rules);
    free(weights);
    free(time);
    return status;
}

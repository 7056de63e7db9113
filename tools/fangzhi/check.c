// SPDX-License-Identifier: Apache-2.0
//
// fangzhi check: explains a pipeline.conf, or examines the command of one stage. To
// explain it starts one worker of each stage and reads its HELLO, so what it says of
// layers is what the stages themselves say. Prints to stdout; status 1 where something is
// wrong.
#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "tools/fangzhi/command.h"
#include "tools/fangzhi/config.h"
#include "tools/fangzhi/examine.h"
#include "tools/fangzhi/interview.h"
#include "tools/fangzhi/manual.h"
#include "tools/fangzhi/program.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

enum { FLAG_CONFIG, FLAG_STAGE, FLAG_KEYS };

static const struct flag flags[] = {
    {"config", 'c', "FILE", "the pipeline (default: pipeline.conf here, else ours)"},
    {"stage", 's', "COMMAND",
     "examine this command as a stage; KEY=VALUE… are its options"},
    {"keys", 'k', NULL, "list every key that a pipeline.conf may hold"},
};

static const struct manual manual = {
    "check",
    "  fangzhi check                                  the pipeline that `run` would "
    "take\n"
    "  fangzhi check --config my.conf                 another one\n"
    "  fangzhi check --stage fangzhi-tag              a stage of ours\n"
    "  fangzhi check --stage \"python3 ./money.py\"     your own\n",
    "fangzhi check explains a pipeline.conf stage by stage: the program and where it "
    "lies,\n"
    "the layers that it reads and writes, its workers and options, and whether every "
    "layer\n"
    "is there when it is needed.\n"
    "\n"
    "fangzhi check --stage COMMAND [KEY=VALUE…] starts the command as the broker would,\n"
    "sends it good, empty, unknown and broken documents, and says in words what is "
    "wrong\n"
    "with its answers.\n"
    "\n"
    "Ends with 0: all is well. 1: something is wrong. 2: the command line or the\n"
    "configuration is.\n",
    flags, sizeof flags / sizeof *flags};

// What is known of the layers while going down the pipeline.
struct checking {
    const struct config *config;
    struct arena *arena;
    struct span layers[DOCUMENT_MAX_LAYERS]; // that documents have so far
    size_t n_layers;
    bool records;
    unsigned faults;
};

__attribute__((format(printf, 2, 3))) static void complain(struct checking *checking,
                                                           const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("    WRONG: ");
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    checking->faults++;
}

static bool has(const struct checking *checking, struct span layer)
{
    for (size_t i = 0; i < checking->n_layers; i++)
        if (span_eq(checking->layers[i], layer)) return true;
    return span_eq(layer, SPAN("*"));
}

static void explain_layers(struct checking *checking, const struct hello *hello)
{
    printf("    reads");
    for (size_t i = 0; i < hello->reads.n; i++)
        printf("%s %.*s", i ? "," : "", (int)hello->reads.at[i].n, hello->reads.at[i].at);
    printf("%s; writes %.*s\n", hello->reads.n ? "" : " nothing", (int)hello->writes.n,
           hello->writes.at);
    bool render = span_eq(hello->writes, SPAN("records"));
    for (size_t i = 0; i < hello->reads.n; i++)
        if (!has(checking, hello->reads.at[i])) {
            const char *what = render ? "note" : "WRONG";
            printf("    %s: it reads '%.*s', which no stage before it writes\n", what,
                   (int)hello->reads.at[i].n, hello->reads.at[i].at);
            checking->faults += !render; // render writes what there is
        }
    if (has(checking, hello->writes))
        printf("    note: it replaces the layer '%.*s' of a stage before it\n",
               (int)hello->writes.n, hello->writes.at);
    else if (checking->n_layers < DOCUMENT_MAX_LAYERS)
        checking->layers[checking->n_layers++] =
            arena_copy(checking->arena, hello->writes);
    if (render || span_starts(hello->writes, SPAN("records/"))) checking->records = true;
}

static void explain_duration(int64_t ms)
{
    if (ms % 60000 == 0)
        printf("%lldm", (long long)ms / 60000);
    else if (ms % 1000 == 0)
        printf("%llds", (long long)ms / 1000);
    else
        printf("%lldms", (long long)ms);
}

static void ask_stage(struct checking *checking, const struct stage_config *stage)
{
    struct interview interview;
    if (interview_open(&interview, stage->argv, stage->settings, stage->n_settings))
        complain(checking, "it does not start: %.*s", (int)interview.why.n,
                 interview.why.at);
    else
        explain_layers(checking, &interview.hello);
    if (interview_alive(&interview) && interview.hello.writes.n &&
        interview_end(&interview))
        complain(checking, "it does not end as it should: %.*s", (int)interview.why.n,
                 interview.why.at);
    interview_close(&interview);
}

static void explain_stage(struct checking *checking, size_t number)
{
    const struct stage_config *stage = &checking->config->stages[number];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    printf("\n%zu. %s: %s\n", number + 1, stage->name, stage->command);
    printf("    %lld worker%s, ", stage->workers ? (long long)stage->workers : cores,
           stage->workers == 1 || (!stage->workers && cores == 1) ? "" : "s");
    printf("%lld document%s ahead, at most ", (long long)stage->ahead,
           stage->ahead == 1 ? "" : "s");
    explain_duration(stage->timeout);
    printf(" a document\n");
    for (size_t i = 0; i < stage->n_settings; i++)
        printf("    %s\n", stage->settings[i]);
    if (!stage->argv) {
        complain(checking,
                 "its program is not found, neither beside fangzhi nor in PATH");
        return;
    }
    for (size_t i = 0; stage->argv[i]; i++)
        printf("%s%s", i ? " " : "    ", stage->argv[i]);
    putchar('\n');
    fflush(stdout);
    ask_stage(checking, stage);
}

static int explain(const struct config *config)
{
    struct checking checking = {.config = config,
                                .arena = arena_new(),
                                .layers = {SPAN("source")},
                                .n_layers = 1};
    printf(
        "%s: %zu stages; %lld MB of documents in flight, files above %lld KB in parts\n",
        config->path, config->n_stages, (long long)config->window >> 20,
        (long long)config->part >> 10);
    for (size_t i = 0; i < config->n_stages; i++)
        explain_stage(&checking, i);
    if (!checking.records && !checking.faults)
        printf("\nWRONG: no stage writes records, so a run would write nothing\n");
    unsigned faults = checking.faults + (!checking.records && !checking.faults);
    printf("\n%s\n", faults ? "the pipeline cannot run as it stands" : "all is well");
    arena_free(&checking.arena);
    return faults ? EXIT_FAILED : EXIT_DONE;
}

static int examine(const char *command, char **settings, size_t n)
{
    const char *why;
    char **argv = program_words(command, ".", &why);
    if (!argv) log_die(EXIT_USAGE, "cannot start '%s': %s", command, why);
    for (size_t i = 0; i < n; i++)
        if (!strchr(settings[i], '='))
            log_die(EXIT_USAGE, "'%s' is not of the form KEY=VALUE", settings[i]);
    int status = examine_stage(argv, settings, n);
    program_free(&argv);
    return status;
}

int command_check(int argc, char **argv)
{
    struct arguments arguments = manual_parse(&manual, argc, argv);
    const char *const *values = arguments.values;
    if (values[FLAG_KEYS]) {
        config_help(stdout);
        return EXIT_DONE;
    }
    if (values[FLAG_STAGE])
        return examine(values[FLAG_STAGE], arguments.operands, arguments.n);
    if (arguments.n)
        log_die(EXIT_USAGE, "check takes no '%s'; a pipeline is named with --config FILE",
                arguments.operands[0]);
    char *path = values[FLAG_CONFIG] ? xstrdup(values[FLAG_CONFIG]) : config_find();
    struct config *config = config_read(path);
    int status = explain(config);
    config_free(&config);
    free(path);
    return status;
}

// SPDX-License-Identifier: Apache-2.0
//
// fangzhi run: the command line of a run. The run itself is run.c.
#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "tools/fangzhi/command.h"
#include "tools/fangzhi/forget.h"
#include "tools/fangzhi/manual.h"
#include "tools/fangzhi/report.h"
#include "tools/fangzhi/run.h"

#include <stdlib.h>

enum { FLAG_OUT, FLAG_CONFIG, FLAG_WORKERS, FLAG_FORCE, FLAG_QUIET };

static const struct flag flags[] = {
    {"out", 'o', "OUT", "folder for the records; made where it is missing"},
    {"config", 'c', "FILE", "the pipeline (default: pipeline.conf here, else ours)"},
    {"workers", 'w', "N", "processes a stage, whatever the pipeline says"},
    {"force", 'f', NULL, "begin OUT anew, whatever it holds of earlier runs"},
    {"quiet", 'q', NULL, "no progress and no summary"},
};

static const struct manual manual = {
    "run",
    "  fangzhi run archive/ -o out                     a folder and all below it\n"
    "  fangzhi run 2018.zip 2019.tar.zst -o out        archives\n"
    "  fangzhi run corpus.jsonl -o out                 lines of {\"path\", \"text\"}\n"
    "  curl … | fangzhi run - -o out                   standard input\n",
    "fangzhi run PATH… -o OUT reads documents and writes one file of JSON lines a kind "
    "of\n"
    "record into OUT. Encodings are found out. Run the same command again to go on "
    "where\n"
    "an interrupted run has stopped. What cannot be read is named in OUT/rejects.jsonl.\n"
    "\n"
    "Ends with 0: done. 1: failed, or interrupted; go on with the same command. 2: the\n"
    "command line or the configuration is wrong. 3: done, with rejects.\n",
    flags, sizeof flags / sizeof *flags};

static struct config *read_config(const char *named)
{
    char *path = named ? xstrdup(named) : config_find();
    struct config *config = config_read(path);
    free(path);
    for (size_t i = 0; i < config->n_stages; i++)
        if (!config->stages[i].argv)
            log_die(EXIT_USAGE,
                    "%s:%d: the stage '%s' cannot start: the program of "
                    "'%s' is not found",
                    config->path, config->stages[i].line, config->stages[i].name,
                    config->stages[i].command);
    return config;
}

int command_run(int argc, char **argv)
{
    struct arguments arguments = manual_parse(&manual, argc, argv);
    const char *const *values = arguments.values, *out = values[FLAG_OUT];
    if (arguments.n == 0)
        log_die(EXIT_USAGE, "run what? name files, folders or archives (see fangzhi run "
                            "--help)");
    if (!out) log_die(EXIT_USAGE, "where to? name a folder with -o OUT");
    struct config *config = read_config(values[FLAG_CONFIG]);
    if (values[FLAG_WORKERS])
        for (size_t i = 0; i < config->n_stages; i++)
            config->stages[i].workers =
                manual_number("workers", values[FLAG_WORKERS], 1, 4096);
    struct input *input =
        input_open(arguments.operands, arguments.n, (uint64_t)config->part);
    input_leave_out(input, out);
    if (values[FLAG_FORCE]) forget_run(out);
    struct progress *progress = progress_open(!values[FLAG_QUIET]);
    int status = run_pipeline(config, input, out, progress);
    progress_close(&progress);
    input_close(&input);
    config_free(&config);
    bool done = status == EXIT_DONE || status == EXIT_REJECTS;
    if (done && !values[FLAG_QUIET]) report_print(out);
    return status;
}

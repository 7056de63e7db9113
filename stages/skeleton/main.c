// SPDX-License-Identifier: Apache-2.0
//
// The command line of every stage program.
#include "stages/skeleton/run.h"

#include "stages/base/log.h"

#include <stdlib.h>

static void help(const struct stage *stage)
{
    printf(
        "fangzhi-%s: %s\n\n"
        "  fangzhi-%s --pipe < in.part > out.part     captured documents, as a filter\n"
        "  fangzhi-%s --source FILE... > out.part     start from plain files\n"
        "  fangzhi-%s --connect ENDPOINT              a worker of a running broker\n\n"
        "Reads the layers:",
        stage->name, stage->summary, stage->name, stage->name, stage->name);
    for (size_t i = 0; stage->reads[i]; i++)
        printf(" %s", stage->reads[i]);
    printf(". Writes the layer: %s.\n", stage->writes);
    if (stage->n_options) printf("\nOptions, as key=value behind the mode:\n");
    options_help(stage->options, stage->n_options, stdout);
}

int stage_main(const struct stage *stage, int argc, char **argv)
{
    char *name = xprintf("fangzhi-%s", stage->name);
    log_name(name);
    const char *mode = argc > 1 ? argv[1] : "--help";
    if (strcmp(mode, "--help") == 0) {
        help(stage);
        free(name);
        return argc > 1 ? EXIT_DONE : EXIT_USAGE;
    }
    bool connect = strcmp(mode, "--connect") == 0, pipe = strcmp(mode, "--pipe") == 0,
         source = strcmp(mode, "--source") == 0;
    if (!connect && !pipe && !source)
        log_die(EXIT_USAGE, "there is no mode '%s'; see --help", mode);
    if (connect && argc < 3) log_die(EXIT_USAGE, "--connect needs an endpoint");
    char **rest = argv + (connect ? 3 : 2), **end = argv + argc, **paths = rest;
    // With --source, settings come first and files follow: the first argument without
    // '='.
    if (source)
        while (paths < end && strchr(*paths, '='))
            paths++;
    struct runner runner;
    runner_open(&runner, stage, rest, (size_t)((source ? paths : end) - rest));
    int status = connect  ? worker_run(&runner, argv[2])
                 : source ? pipe_sources(&runner, paths, (size_t)(end - paths), stdout)
                          : pipe_captures(&runner, stdin, stdout);
    runner_close(&runner);
    free(name);
    return status;
}

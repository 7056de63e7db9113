// SPDX-License-Identifier: Apache-2.0
//
// fangzhi: picks the command. What a command does stands in its own file.
#include "stages/base/log.h"
#include "stages/base/options.h"
#include "tools/fangzhi/command.h"

#include <stdio.h>

struct command {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
};

#define COMMAND_ROW(name, summary) {#name, summary, command_##name},
static const struct command commands[] = {COMMANDS(COMMAND_ROW)};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_overview(FILE *to)
{
    fprintf(to,
            "fangzhi %s reads Chinese yearbooks, gazetteers and work reports and "
            "writes down\nwho did what, where and when.\n\n"
            "  fangzhi run archive/ -o out              a folder of documents\n"
            "  fangzhi run yearbooks.zip -o out         an archive\n"
            "  fangzhi check                            what the pipeline does\n\n",
            FANGZHI_VERSION);
    for (size_t i = 0; i < N_COMMANDS; i++)
        fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].summary);
    fprintf(to, "\nfangzhi COMMAND --help says more.\n");
}

static const struct command *find_command(const char *name)
{
    const char *names[N_COMMANDS];
    for (size_t i = 0; i < N_COMMANDS; i++) {
        names[i] = commands[i].name;
        if (strcmp(names[i], name) == 0) return &commands[i];
    }
    const char *near = options_nearest(span_of(name), names, N_COMMANDS);
    log_die(EXIT_USAGE, "there is no command '%s'%s%s%s (see fangzhi help)", name,
            near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

int command_help(int argc, char **argv)
{
    char help[] = "--help";
    if (argc < 2 || argv[1][0] == '-' || strcmp(argv[1], "help") == 0) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    char *asked[] = {argv[1], help, NULL};
    return find_command(argv[1])->run(2, asked);
}

int main(int argc, char **argv)
{
    log_name("fangzhi");
    if (argc < 2) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("fangzhi %s\n", FANGZHI_VERSION);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    return find_command(argv[1])->run(argc - 1, argv + 1);
}

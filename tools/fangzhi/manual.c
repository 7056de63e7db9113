// SPDX-License-Identifier: Apache-2.0
//
// Parsing and printing by the rows of a manual. Mistakes go to stderr with status 2.
#include "tools/fangzhi/manual.h"

#include "stages/base/log.h"
#include "stages/base/options.h"

#include <errno.h>
#include <stdlib.h>

void manual_print(const struct manual *manual)
{
    printf("Examples:\n%s\n%s\n", manual->examples, manual->text);
    printf("Options:\n");
    for (size_t i = 0; i < manual->n_flags; i++) {
        const struct flag *flag = &manual->flags[i];
        char name[64];
        snprintf(name, sizeof name, "%s%s%s", flag->name, flag->takes ? " " : "",
                 flag->takes ? flag->takes : "");
        if (flag->letter)
            printf("  -%c, --%-20s %s\n", flag->letter, name, flag->help);
        else
            printf("      --%-20s %s\n", name, flag->help);
    }
    printf("      --%-20s %s\n", "help", "print this and end");
}

static void unknown_flag(const struct manual *manual, struct span name)
{
    const char *names[MANUAL_MAX_FLAGS + 1] = {"help"};
    for (size_t i = 0; i < manual->n_flags; i++)
        names[i + 1] = manual->flags[i].name;
    const char *near = options_nearest(name, names, manual->n_flags + 1);
    log_die(EXIT_USAGE, "%s has no option '--%.*s'%s%s%s (see fangzhi %s --help)",
            manual->command, (int)name.n, name.at, near ? "; did you mean '--" : "",
            near ? near : "", near ? "'?" : "", manual->command);
}

static size_t find_letter(const struct manual *manual, char letter)
{
    for (size_t i = 0; i < manual->n_flags; i++)
        if (manual->flags[i].letter == letter) return i;
    log_die(EXIT_USAGE, "%s has no option '-%c'; see fangzhi %s --help", manual->command,
            letter, manual->command);
}

static size_t find_name(const struct manual *manual, struct span name)
{
    for (size_t i = 0; i < manual->n_flags; i++)
        if (span_eq(name, span_of(manual->flags[i].name))) return i;
    unknown_flag(manual, name);
    return 0;
}

// Reads the flag at argv[*i]; moves *i over its value.
static void parse_flag(const struct manual *manual, int argc, char **argv, int *i,
                       struct arguments *arguments)
{
    const char *word = argv[*i], *value = NULL;
    size_t index;
    if (word[1] == '-') {
        const char *equals = strchr(word, '=');
        struct span name = span_of(word + 2);
        if (equals) name.n = (size_t)(equals - word - 2);
        index = find_name(manual, name);
        value = equals ? equals + 1 : NULL;
    } else {
        index = find_letter(manual, word[1]);
        value = word[2] ? word + 2 : NULL;
    }
    const struct flag *flag = &manual->flags[index];
    if (!flag->takes && value) log_die(EXIT_USAGE, "'--%s' takes no value", flag->name);
    if (flag->takes && !value) {
        if (*i + 1 == argc)
            log_die(EXIT_USAGE, "'--%s' needs a value: --%s %s", flag->name, flag->name,
                    flag->takes);
        value = argv[++*i];
    }
    arguments->values[index] = value ? value : "";
}

struct arguments manual_parse(const struct manual *manual, int argc, char **argv)
{
    struct arguments arguments = {.operands = argv + 1};
    bool flags = true;
    for (int i = 1; i < argc; i++) {
        char *word = argv[i];
        if (!flags || word[0] != '-' || word[1] == '\0') {
            arguments.operands[arguments.n++] = word;
        } else if (strcmp(word, "--") == 0) {
            flags = false;
        } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            manual_print(manual);
            exit(EXIT_DONE);
        } else {
            parse_flag(manual, argc, argv, &i, &arguments);
        }
    }
    return arguments;
}

long long manual_number(const char *flag, const char *value, long long least,
                        long long most)
{
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno || end == value || *end || number < least || number > most)
        log_die(EXIT_USAGE, "'--%s' is a whole number from %lld to %lld, not '%s'", flag,
                least, most, value);
    return number;
}

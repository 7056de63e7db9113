// SPDX-License-Identifier: Apache-2.0
//
// The manual of a command, which is also how its arguments are read: a flag exists only
// as a row, and the row documents it.
#ifndef FZ_FANGZHI_MANUAL_H
#define FZ_FANGZHI_MANUAL_H

#include <stddef.h>

struct flag {
    const char *name;  // without the dashes
    char letter;       // its short form, or 0
    const char *takes; // what its value is called in the help; NULL where it takes none
    const char *help;
};

struct manual {
    const char *command;
    const char *examples; // lines; printed first
    const char *text;     // what the command does, exit statuses, …
    const struct flag *flags;
    size_t n_flags;
};

enum { MANUAL_MAX_FLAGS = 16 };

// What manual_parse found: values as manual.flags (NULL where a flag was not given; a
// flag without a value is ""), and the operands, which point into argv.
struct arguments {
    const char *values[MANUAL_MAX_FLAGS];
    char **operands;
    size_t n;
};

// Reads flags ("--name VALUE", "--name=VALUE", "-n VALUE") and operands in any order;
// "--" ends the flags and "-" is an operand. --help prints the manual and ends with
// status 0; a mistake ends the program with status 2 and names what was probably meant.
struct arguments manual_parse(const struct manual *manual, int argc, char **argv);

void manual_print(const struct manual *manual);

// A whole number from least to most out of a flag's value; ends the program if it is not.
long long manual_number(const char *flag, const char *value, long long least,
                        long long most);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Options as rows: an option exists only as a row of a table, and the row documents it.
// The same rows parse `key = value` from pipeline.conf and from the command line, say
// what is wrong, and print the help.
#ifndef FZ_BASE_OPTIONS_H
#define FZ_BASE_OPTIONS_H

#include "stages/base/span.h"

#include <stdint.h>
#include <stdio.h>

enum option_kind {
    OPTION_TEXT,     // const char *, owned by the options
    OPTION_PATH,     // const char *; a relative path is taken from the data folder
    OPTION_NUMBER,   // int64_t
    OPTION_SIZE,     // int64_t in bytes: 4096, 64K, 8M, 2G
    OPTION_DURATION, // int64_t in milliseconds: 500ms, 30s, 5m
    OPTION_BOOL,     // bool: yes, no, true, false, on, off
};

struct option_row {
    const char *name;
    enum option_kind kind;
    size_t offset;       // in the struct of values
    const char *value;   // default, as one would write it
    const char *help;    // one sentence
    int64_t least, most; // limits of numbers; both 0: none
};

// Fills *values (a zeroed struct) from the rows' defaults. Defaults always parse.
void options_defaults(const struct option_row *rows, size_t n, void *values);

// Sets one option. Returns 0, or -1 with a sentence in why (at most why_size bytes, ends
// with NUL) that names the nearest known key when this one is unknown.
int options_set(const struct option_row *rows, size_t n, void *values, struct span key,
                struct span value, char *why, size_t why_size)
    __attribute__((warn_unused_result));

// Frees the texts that options_set made.
void options_free(const struct option_row *rows, size_t n, void *values);

void options_help(const struct option_row *rows, size_t n, FILE *to);

// The nearest of n names to what was typed, or NULL where none is near (optimal string
// alignment distance of at most a third of the length, R. Lowrance and R. Wagner 1975).
const char *options_nearest(struct span typed, const char *const *names, size_t n);

// The folder that relative OPTION_PATHs start from: $FANGZHI_DATA, else data/ where the
// program was installed or built. Valid for the life of the process.
const char *options_data_folder(void);

#endif

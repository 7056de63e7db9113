// SPDX-License-Identifier: Apache-2.0
//
// Data files that a linguist reads and extends: UTF-8, one row a line, columns divided by
// tabs, `#` opens a comment line, empty lines are nothing. Whoever reads one says what is
// wrong with file and line number.
#ifndef FZ_BASE_ROWS_H
#define FZ_BASE_ROWS_H

#include "stages/base/memory.h"

#include <stdint.h>

enum { ROWS_COLUMNS = 16 };

struct row {
    struct span column[ROWS_COLUMNS]; // trimmed; they point into the file's bytes
    size_t n;                         // at least 1; columns behind are empty spans
};

struct rows;

// Reads a whole file. NULL, after log_warn, where that fails or it is not UTF-8.
struct rows *rows_open(const char *folder, const char *name);
// The next row; false at the end of the file, and after a row with too many columns
// (which counts as an error).
bool rows_next(struct rows *rows, struct row *row);
// Says what is wrong with the row last read: `data/time/words.txt:12: …`.
void rows_error(struct rows *rows, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// Closes the file and clears *rows. Returns the number of errors said. The bytes that
// columns point into live on in *keep, which the caller frees with free(); where keep is
// NULL they go too.
unsigned rows_close(struct rows **rows, char **keep);

// A whole number, with a sign or without. False where column is none.
bool rows_number(struct span column, int64_t *value);

#endif

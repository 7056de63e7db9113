// SPDX-License-Identifier: Apache-2.0
//
// Reads data files row by row (see the header). Memory: the file, once.
#include "stages/base/rows.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct rows {
    char *path;
    struct buffer bytes;
    size_t at;     // where the next line begins
    unsigned line; // of the row last read, from 1
    unsigned errors;
};

static int read_all(struct rows *rows)
{
    FILE *file = fopen(rows->path, "rb");
    if (!file) return log_warn("%s: %s", rows->path, strerror(errno)), -1;
    size_t n;
    do {
        n = fread(buffer_room(&rows->bytes, 1 << 16), 1, 1 << 16, file);
        rows->bytes.n += n;
    } while (n > 0);
    int failed = ferror(file);
    fclose(file);
    if (failed) return log_warn("%s: cannot be read", rows->path), -1;
    if (utf8_valid(buffer_span(&rows->bytes))) return 0;
    return log_warn("%s: not UTF-8", rows->path), -1;
}

struct rows *rows_open(const char *folder, const char *name)
{
    struct rows *rows = xcalloc(1, sizeof *rows);
    rows->path = xprintf("%s/%s", folder, name);
    if (read_all(rows)) rows_close(&rows, NULL);
    return rows;
}

static struct span next_line(struct rows *rows)
{
    struct span all = buffer_span(&rows->bytes);
    size_t end = span_find(all, SPAN("\n"), rows->at);
    struct span line = span_cut(all, rows->at, end);
    rows->at = end < all.n ? end + 1 : all.n;
    rows->line++;
    return line;
}

bool rows_next(struct rows *rows, struct row *row)
{
    while (rows->at < rows->bytes.n) {
        struct span line = next_line(rows);
        if (utf8_trim(line).n == 0 || line.at[0] == '#') continue;
        *row = (struct row){.n = 0};
        for (size_t from = 0; from <= line.n;) {
            size_t to = span_find(line, SPAN("\t"), from);
            if (row->n == ROWS_COLUMNS) {
                rows_error(rows, "more than %d columns", ROWS_COLUMNS);
                return false;
            }
            row->column[row->n++] = utf8_trim(span_cut(line, from, to));
            from = to + 1;
        }
        return true;
    }
    return false;
}

void rows_error(struct rows *rows, const char *format, ...)
{
    char what[256];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    log_warn("%s:%u: %s", rows->path, rows->line, what);
    rows->errors++;
}

unsigned rows_close(struct rows **rows, char **keep)
{
    if (!*rows) return 0;
    unsigned errors = (*rows)->errors;
    if (keep)
        *keep = (*rows)->bytes.at;
    else
        buffer_free(&(*rows)->bytes);
    free((*rows)->path);
    free(*rows);
    *rows = NULL;
    return errors;
}

bool rows_number(struct span column, int64_t *value)
{
    bool minus = column.n > 0 && column.at[0] == '-';
    size_t i = minus || (column.n > 0 && column.at[0] == '+');
    if (i == column.n || column.n - i > 15) return false;
    int64_t sum = 0;
    for (; i < column.n; i++) {
        if (column.at[i] < '0' || column.at[i] > '9') return false;
        sum = sum * 10 + (column.at[i] - '0');
    }
    *value = minus ? -sum : sum;
    return true;
}

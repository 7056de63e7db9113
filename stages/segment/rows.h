// SPDX-License-Identifier: Apache-2.0
//
// Where a cell of a table ends although its last line is full.
#ifndef FZ_SEGMENT_ROWS_H
#define FZ_SEGMENT_ROWS_H

#include "stages/segment/sheet.h"

// True where content line n + 1, of a table like line n, begins a row or a cell.
bool rows_part(const struct sheet *sheet, size_t n);

// Content line n is a row of a table by its shape: words in columns, set wide apart.
bool rows_is_row(const struct sheet *sheet, size_t n);

// True where content line n stands between rules (`│1999　│15.0　│`).
bool rows_is_ruled(const struct sheet *sheet, size_t n);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// What a line may begin with, told by its first two characters. Most lines of prose begin
// with two that no number, no date and no word of the lists begins with: one look at a
// table, when the line is measured, dismisses them for all the steps that ask.
#ifndef FZ_SEGMENT_HEADS_H
#define FZ_SEGMENT_HEADS_H

#include "stages/base/memory.h"
#include "stages/segment/pattern.h"
#include "stages/segment/sheet.h"

// Numbers, dates and table labels are pattern.h's; the others are lists of words.
enum head {
    HEAD_NUMBER,
    HEAD_DATE,
    HEAD_TABLE,      // 表 续 附
    HEAD_SITE,       // buttons and credits of a web page
    HEAD_META,       // labels of a document's own data
    HEAD_SALUTATION, // 各位代表
    HEAD_FIGURE,     // ▲ 图为
    HEAD_WRITER,     // 供稿：
    HEAD_AUTHOR,     // 供稿, before white space and a name
    HEAD_NOTE,       // 注： under a table
    HEAD_COLUMN,     // 序号, over one
    HEAD_BOX,        // 链接
    HEAD_ANNEX,      // 附件 名词解释
    HEADS,
    HEADS_TABLE = 4096,
};

// Bits by enum head for each first character and second unit, by their last twelve bits:
// a bit that is set in both is a maybe.
struct head_table {
    uint16_t first[HEADS_TABLE], second[HEADS_TABLE];
};

// The bits of a line by its first character, that one's class, and its second unit or 0.
unsigned heads_of(const struct head_table *table, uint32_t c, unsigned class,
                  uint16_t second);

struct head_table *heads_make(struct arena *arena);

// The words of a list, which ends with an empty one.
const struct span *heads_words(enum head head);

static inline bool heads_may(const struct line *line, enum head head)
{
    return line->heads >> head & 1;
}

// Whether the text of a line begins with a word of the list.
bool heads_reads(const struct sheet *sheet, const struct line *line, enum head head);

static inline bool heads_starts(const struct sheet *sheet, const struct line *line,
                                enum head head)
{
    return heads_may(line, head) && heads_reads(sheet, line, head);
}

// pattern_number, pattern_date and pattern_table_label of a line's text.
static inline enum number heads_number(const struct sheet *sheet, const struct line *line,
                                       size_t *length)
{
    *length = 0;
    if (!heads_may(line, HEAD_NUMBER)) return NUMBER_NONE;
    return pattern_number(sheet_line(sheet, sheet_index(sheet, line)), length);
}

static inline enum date heads_date(const struct sheet *sheet, const struct line *line,
                                   size_t *length)
{
    *length = 0;
    if (!heads_may(line, HEAD_DATE)) return DATE_NONE;
    return pattern_date(sheet_line(sheet, sheet_index(sheet, line)), length);
}

static inline enum label heads_label(const struct sheet *sheet, const struct line *line)
{
    if (!heads_may(line, HEAD_TABLE)) return LABEL_NONE;
    return pattern_table_label(sheet_line(sheet, sheet_index(sheet, line)));
}

#endif

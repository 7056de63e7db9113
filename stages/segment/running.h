// SPDX-License-Identifier: Apache-2.0
//
// Running heads, and the numbers that may be page numbers.
#ifndef FZ_SEGMENT_RUNNING_H
#define FZ_SEGMENT_RUNNING_H

#include "stages/segment/sheet.h"

// Lines of the same words.
struct group {
    uint32_t first;         // index of the first of them, + 1; 0: none
    uint32_t count, proofs; // lines, and those of them that prove a running head
    int last;               // page number at the last of them
};

struct running {
    bool wrapped;         // the page breaks most lines
    uint16_t gap;         // blank lines between two lines of a sentence
    int *numbers;         // of each line that may be a page number, else -1
    uint64_t *keys;       // of each line: hash of its words; 0: no running head
    uint32_t *slots;      // of each line whose words return: its group; else NONE
    uint32_t *odd;        // the lines without Chinese, and with a number set apart at
    size_t n_odd;         // an end: few, and all that may be about a page's number
    struct group *groups; // hash table of mask + 1 groups
    size_t mask;
};

// Takes down the keys and numbers of all lines. Memory is the arena's.
struct running running_find(const struct sheet *sheet);

// Whether line l is a running head that returns.
bool running_is(const struct sheet *sheet, const struct running *running, size_t l);

// Whether line l is the first or last of a page.
static inline bool running_at_feed(const struct sheet *sheet, size_t l)
{
    return sheet->lines[l].page || (l + 1 < sheet->n_lines && sheet->lines[l + 1].page);
}

// The number on the line before or after l; -1 where there is none.
static inline int running_number_beside(const struct sheet *sheet,
                                        const struct running *running, size_t l)
{
    if (l + 1 < sheet->n_lines && running->numbers[l + 1] >= 0)
        return running->numbers[l + 1];
    return l > 0 ? running->numbers[l - 1] : -1;
}

// A line of prose has a comma or the like in it and breaks off at its end.
bool running_breaks_off(const struct sheet *sheet, size_t l);

// Whether s holds one run of digits, a year (1900 to 2099) not counted.
bool running_has_one_number(struct span s);

#endif

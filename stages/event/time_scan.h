// SPDX-License-Identifier: Apache-2.0
//
// Finds the time expressions of one paragraph. Private to stages/event/time*.c.
#ifndef FZ_EVENT_TIME_SCAN_H
#define FZ_EVENT_TIME_SCAN_H

#include "stages/event/time.h"
#include "stages/event/time_resolve.h"

// What a scan knows of an expression beyond what it tells the world.
struct time_mark {
    bool bracketed; // stands in round brackets: dates only what stands there with it
    bool opens;     // opens its sentence
    bool loose; // told by a word for a part of the entry's year (年初, 上半年, 至年末)
    bool told;     // a year of its own, not one filled in
    size_t dating; // 1 + index of the last expression up to it that dates its clause; 0:
                   // none
};

struct time_found {
    struct time_expression *at;
    struct time_mark *marks; // as many
    size_t n, capacity, marks_n, marks_capacity;
    size_t title; // bytes of the entry's title at the text's head; set before the scan
    struct {      // where sentences end: bytes behind 。！？；… and a title
        size_t *at;
        size_t n, capacity;
    } stops;
};

// Appends the expressions of text to *found and moves *here along with what they name.
void time_scan(const struct time_rules *rules, struct span text, struct time_here *here,
               struct arena *arena, struct time_found *found);

// Byte behind the last sentence end up to byte `at` of the text that was scanned.
size_t time_scan_sentence(const struct time_found *found, struct span text, size_t at);

// True where a clause begins at byte `at` (white space left out).
bool time_scan_clause(struct span text, size_t at);

#endif

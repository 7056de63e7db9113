// SPDX-License-Identifier: Apache-2.0
//
// The times of a document as they lie in memory. Private to stages/event/time*.c.
#ifndef FZ_EVENT_TIME_LAYER_H
#define FZ_EVENT_TIME_LAYER_H

#include "stages/event/time_number.h"
#include "stages/event/time_scan.h"

struct time_paragraph {
    struct time_found found;
    size_t first; // index of the first expression that dates its clause; found.n: none
    // The entry's nearest earlier paragraph with an expression that dates, or NONE.
    uint32_t earlier;
    // What an undated sentence takes where its entry gives no time: the heading's or the
    // report's year, the entry's, the document's; "" where none is known.
    struct span standing;
    bool report;  // stands in a work report, whose undated sentences are of the year
                  // reviewed
    bool outlook; // stands in a report's part on what is planned
};

struct times {
    const struct time_rules *rules;
    const struct layout *layout;
    struct time_paragraph *paras; // as many as the layout's
};

// What the document says of itself as a whole.
struct time_document {
    int year;    // that it covers, or 0
    bool report; // a work report: speaks in the year after the one that it reviews
    int now;     // the year in which a report speaks, or 0
};

// The year with which a paragraph opens (behind its title), or 0.
int time_document_opening(const struct time_rules *rules, const struct layout *layout,
                          uint32_t para);

struct time_document time_document_read(const struct time_rules *rules,
                                        const struct layout *layout, struct arena *arena);

#endif

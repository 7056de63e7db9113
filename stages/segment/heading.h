// SPDX-License-Identifier: Apache-2.0
//
// Headings, by their number or by their place.
#ifndef FZ_SEGMENT_HEADING_H
#define FZ_SEGMENT_HEADING_H

#include "stages/segment/flow.h"

struct heading {
    int role;      // ROLE_HEADING1 or ROLE_HEADING2
    int number;    // enum number
    uint8_t level; // 1 outermost: for the path of entries
};

// Whether the block is a heading. cut: prose is open whose sentence has not ended;
// titled: an entry with a title is open.
bool heading_find(const struct sheet *sheet, struct block block, bool cut, bool titled,
                  struct heading *heading);

// True where the paragraph is the label of a heading (`附件`, `第一章`) without its
// words.
bool heading_is_label(const struct sheet *sheet, const struct para *para);

// `1995年`, `3月`: a line that is wholly a chronicle's year or month.
bool heading_is_dated(const struct sheet *sheet, struct block block);

// `（2014年2月19日）`, `（试行）`: a line wholly in brackets heads nothing.
bool heading_is_bracketed(const struct sheet *sheet, struct block block);

#endif

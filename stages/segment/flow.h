// SPDX-License-Identifier: Apache-2.0
//
// Which line goes on with which, by their geometry alone.
#ifndef FZ_SEGMENT_FLOW_H
#define FZ_SEGMENT_FLOW_H

#include "stages/segment/sheet.h"

// Lines that belong together by geometry, as content indexes [from, to).
struct block {
    size_t from, to;
};

// True where the page broke content line n, and the next one goes on with it.
bool flow_wraps(const struct sheet *sheet, size_t n);

// The block that begins at content line n.
struct block flow_block(const struct sheet *sheet, size_t n);

// How the block ends, how wide it is (in quarters, summed over its lines), and whether it
// reads as prose: a sentence of some length that ends, or ends in the middle of the
// block.
enum ending flow_ending(const struct sheet *sheet, struct block block);
uint32_t flow_width(const struct sheet *sheet, struct block block);
// True where a sentence ends in content line n, be it in the middle.
bool flow_has_stop(const struct sheet *sheet, size_t n);
bool flow_is_prose(const struct sheet *sheet, struct block block);

// Two paragraphs may meet at a full line that ends a sentence: where the next line, n,
// begins with a number, or with a date or a term as paragraphs around it do.
bool flow_starts(const struct sheet *sheet, size_t n);

#endif

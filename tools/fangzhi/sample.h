// SPDX-License-Identifier: Apache-2.0
//
// Documents to try a stage on.
#ifndef FZ_FANGZHI_SAMPLE_H
#define FZ_FANGZHI_SAMPLE_H

#include "proto/document.h"

enum sample {
    SAMPLE_NORMAL,  // a heading and an entry, with all layers up to events
    SAMPLE_EMPTY,   // a file of no bytes, and layers with nothing in them
    SAMPLE_UNKNOWN, // the normal one with a layer that nobody knows
    SAMPLE_BROKEN,  // the normal one; the body of each layer is cut off
    SAMPLE_BARE,    // no layer at all
    SAMPLES
};

// The document lives in the arena.
struct document sample_make(enum sample sample, struct arena *arena);

#endif

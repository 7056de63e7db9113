// SPDX-License-Identifier: Apache-2.0
//
// Contents lists are furniture.
#ifndef FZ_SEGMENT_CONTENTS_H
#define FZ_SEGMENT_CONTENTS_H

#include "stages/segment/running.h"

// Marks the lines of contents lists. No line is furniture yet.
void contents_find(struct sheet *sheet, const struct running *running);

#endif

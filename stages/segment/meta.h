// SPDX-License-Identifier: Apache-2.0
//
// The head of a document, see meta.c.
#ifndef FZ_SEGMENT_META_H
#define FZ_SEGMENT_META_H

#include "stages/base/span.h"

// True for the title of a report, a notice and the like (`2014年下城区政府工作报告`), and
// not for a row of labels.
bool meta_is_paper(struct span text);

#endif

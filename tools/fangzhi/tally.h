// SPDX-License-Identifier: Apache-2.0
//
// Counts right, spurious and missed mentions, and what the commonest errors are.
#ifndef FZ_FANGZHI_TALLY_H
#define FZ_FANGZHI_TALLY_H

#include "tools/fangzhi/annotated.h"

struct tally;

struct tally *tally_new(void);
// Compares the mentions found in a document with its marks. A mention is right where span
// and type are.
void tally_add(struct tally *tally, const struct annotated *document,
               const struct mentions *mentions);
void tally_print_last(const struct tally *tally, struct span name);
void tally_print(const struct tally *tally, size_t errors);
void tally_free(struct tally **tally);

#endif

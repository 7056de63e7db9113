// SPDX-License-Identifier: Apache-2.0
//
// Variants of annotated documents, to train on: names replaced by others of the same
// kind, so that what stands around a name counts for more than the name.
#ifndef FZ_FANGZHI_VARIANTS_H
#define FZ_FANGZHI_VARIANTS_H

#include "tools/fangzhi/annotated.h"

// Adds to `set` a variant of each of the n documents. Each of their names is replaced,
// with probability `share`, by a name of theirs of the same type that ends alike (places
// and bodies: with the same character; persons: of the same length); a name of two
// characters may get a space inside. Same documents, share and seed: same variants.
void variants_add(struct annotated_set *set, const struct annotated *const *documents,
                  size_t n, double share, uint64_t seed);

#endif

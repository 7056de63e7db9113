// SPDX-License-Identifier: Apache-2.0
//
// Full names of places: divisions with all that is above them in the covered year.
#ifndef FZ_TAG_PLACES_H
#define FZ_TAG_PLACES_H

#include "stages/tag/home.h"

// The canonical name of a place: `浙江省杭州市下城区石桥街道` for `石桥街道` where home
// is 下城区. What cannot be told for certain stays as it is.
struct span places_resolve(const struct lexicon *lexicon,
                           const struct divisions *divisions, const struct home *home,
                           struct arena *arena, const struct form *form);

#endif

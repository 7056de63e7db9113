// SPDX-License-Identifier: Apache-2.0
//
// The order of the second pass: repairs of single mentions and of their neighbourhood
// first, since they make better voters; then the vote over the whole document.
#include "stages/tag/second.h"

#include "stages/tag/consistency.h"

void second_pass(const struct lexicon *lexicon, const struct layout *layout,
                 struct arena *arena, struct mentions *mentions)
{
    struct pass pass;
    pass_open(&pass, lexicon, layout, arena, mentions);
    consistency_apply(&pass);
    pass_close(&pass, mentions);
}

// SPDX-License-Identifier: Apache-2.0
//
// The order of the steps. See README.md.
#include "stages/segment/sheet.h"

void segment_text(struct arena *arena, struct span text, struct layout *layout)
{
    struct sheet sheet = {.arena = arena, .text = text};
    *layout = (struct layout){.year = NO_NUMBER};
    lines_split(&sheet);
    if (sheet.n_lines == 0) return;
    titles_find(&sheet);
    page_find(&sheet);
    measure_take(&sheet);
    indents_find(&sheet);
    captions_find(&sheet);
    bylines_find(&sheet);
    notes_find(&sheet);
    meta_find(&sheet);
    rosters_find(&sheet);
    tables_find(&sheet);
    captions_bare(&sheet);
    assemble(&sheet);
    layout_build(&sheet, layout);
    repeats_find(&sheet, layout);
    entries_build(&sheet, layout);
    years_find(&sheet, layout);
}

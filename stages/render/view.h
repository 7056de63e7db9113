// SPDX-License-Identifier: Apache-2.0
//
// One document as the writers of records see it: its layers, unpacked and vetted, those
// that it does not have empty; and the output, one buffer a file.
#ifndef FZ_RENDER_VIEW_H
#define FZ_RENDER_VIEW_H

#include "stages/render/id.h"
#include "stages/render/place.h"

enum file {
    FILE_DOCUMENTS,
    FILE_PARAGRAPHS,
    FILE_ENTRIES,
    FILE_MENTIONS,
    FILE_ENTITIES,
    FILE_EVENTS,
    FILE_POSITIONS,
    FILE_STATISTICS,
    FILES
};

struct view {
    struct span doc; // id
    struct source source;
    struct text text;
    struct layout layout;
    struct mentions mentions;
    struct events events;
    struct places places;
    struct id *entry_ids;    // as layout.entries
    struct id *entity_ids;   // as mentions.entities
    uint64_t written[FILES]; // lines
    struct buffer out[FILES];
};

// Each writes the lines of its files. The document's line counts the lines of others, so
// that it comes last.
void write_paragraphs(struct view *view);
void write_entries(struct view *view); // sets entry_ids, which the others need
void write_mentions(struct view *view);
void write_entities(struct view *view); // sets entity_ids, likewise
void write_events(struct view *view);
void write_positions(struct view *view);
void write_statistics(struct view *view);
void write_document(struct view *view);

// A line's first fields: {"doc":…, and {"entry":…,"para":… of the paragraph.
struct buffer *line_open(struct view *view, enum file file);
void line_in_paragraph(struct view *view, struct buffer *out, uint32_t para);
void line_close(struct view *view, enum file file);
// "start","end","from","to" of a stretch.
void line_place(struct buffer *out, struct place place);

// True where a paragraph repeats an earlier one: what it holds is extracted once.
static inline bool view_repeated(const struct view *view, uint32_t para)
{
    return view->layout.paragraphs.at[para].dup_of != NONE;
}

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Lines of documents.jsonl, paragraphs.jsonl and entries.jsonl, and what all lines share.
#include "stages/base/json.h"
#include "stages/render/view.h"

struct buffer *line_open(struct view *view, enum file file)
{
    struct buffer *out = &view->out[file];
    json_open(out, '{');
    json_field_text(out, "doc", view->doc);
    return out;
}

void line_close(struct view *view, enum file file)
{
    buffer_add(&view->out[file], "}\n", 2);
    view->written[file]++;
}

static void field_index(struct buffer *out, const char *name, uint32_t index)
{
    json_name(out, name);
    if (index == NONE)
        json_nil(out);
    else
        json_size(out, index);
}

static void field_year(struct buffer *out, int64_t year)
{
    json_name(out, "year");
    if (year == NO_NUMBER)
        json_nil(out);
    else
        json_number(out, year);
}

static void field_entry(struct view *view, struct buffer *out, uint32_t entry)
{
    json_name(out, "entry");
    if (entry == NONE)
        json_nil(out);
    else
        json_text(out, id_span(&view->entry_ids[entry]));
}

void line_in_paragraph(struct view *view, struct buffer *out, uint32_t para)
{
    field_entry(view, out, view->layout.paragraphs.at[para].entry);
    json_field_size(out, "para", para);
}

static void field_stretch(struct buffer *out, uint64_t start, uint64_t end)
{
    json_field_size(out, "start", start);
    json_field_size(out, "end", end);
}

void line_place(struct buffer *out, struct place place)
{
    field_stretch(out, place.start, place.end);
    json_field_size(out, "from", place.from);
    json_field_size(out, "to", place.to);
}

void write_paragraphs(struct view *view)
{
    for (uint32_t i = 0; i < view->layout.paragraphs.n; i++) {
        const struct paragraph *paragraph = &view->layout.paragraphs.at[i];
        struct place place = place_paragraph(&view->places, i);
        struct buffer *out = line_open(view, FILE_PARAGRAPHS);
        json_field_size(out, "para", i);
        json_field_text(out, "role", span_of(role_names[paragraph->role]));
        field_stretch(out, place.start, place.end);
        json_field_text(out, "text", paragraph->text);
        field_entry(view, out, paragraph->entry);
        field_index(out, "dup_of", paragraph->dup_of);
        line_close(view, FILE_PARAGRAPHS);
    }
}

// From the first byte to the last of any of an entry's paragraphs.
static struct place place_entry(struct view *view, const struct entry *entry)
{
    struct place whole = place_paragraph(&view->places, entry->paras.at[0]);
    for (size_t i = 1; i < entry->paras.n; i++) {
        struct place place = place_paragraph(&view->places, entry->paras.at[i]);
        if (place.start < whole.start) whole.start = place.start;
        if (place.end > whole.end) whole.end = place.end;
    }
    return whole;
}

static void write_entry(struct view *view, uint32_t index, struct place place)
{
    const struct entry *entry = &view->layout.entries.at[index];
    struct buffer *out = line_open(view, FILE_ENTRIES);
    field_entry(view, out, index);
    json_field_text(out, "title", entry->title);
    json_name(out, "path");
    json_texts(out, entry->path);
    json_name(out, "authors");
    json_texts(out, entry->authors);
    field_year(out, entry->year);
    field_stretch(out, place.start, place.end);
    json_name(out, "paras");
    json_open(out, '[');
    for (size_t i = 0; i < entry->paras.n; i++)
        json_size(out, entry->paras.at[i]);
    json_close(out, ']');
    line_close(view, FILE_ENTRIES);
}

void write_entries(struct view *view)
{
    size_t n = view->layout.entries.n;
    view->entry_ids = ARENA_NEW(view->places.arena, struct id, n);
    uint64_t before = UINT64_MAX;
    uint32_t turn = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct entry *entry = &view->layout.entries.at[i];
        struct place place = place_entry(view, entry);
        turn = place.start == before ? turn + 1 : 0;
        before = place.start;
        view->entry_ids[i] = id_found('n', view->doc, entry->title, place.start, turn);
        write_entry(view, i, place);
    }
}

static void write_damage(struct view *view, struct buffer *out)
{
    json_name(out, "damage");
    json_open(out, '[');
    for (size_t i = 0; i < view->text.damage.n; i++) {
        const struct damage *damage = &view->text.damage.at[i];
        uint64_t start = view->source.base + damage->source;
        json_open(out, '{');
        field_stretch(out, start, start + damage->length);
        json_close(out, '}');
    }
    json_close(out, ']');
}

void write_document(struct view *view)
{
    const struct source *source = &view->source;
    struct buffer *out = line_open(view, FILE_DOCUMENTS);
    json_field_text(out, "path", source->path);
    json_field_text(out, "sha256", source->sha256);
    json_field_size(out, "bytes", source->size);
    if (source->part != NONE) {
        json_field_size(out, "part", source->part);
        field_stretch(out, source->base, source->base + source->bytes.n);
    }
    json_field_text(out, "encoding", view->text.encoding);
    field_year(out, view->layout.year);
    json_field_text(out, "title", view->layout.title);
    json_field_size(out, "entries", view->written[FILE_ENTRIES]);
    json_field_size(out, "mentions", view->written[FILE_MENTIONS]);
    json_field_size(out, "events", view->written[FILE_EVENTS]);
    if (view->text.damage.n) write_damage(view, out);
    line_close(view, FILE_DOCUMENTS);
}

// SPDX-License-Identifier: Apache-2.0
//
// Lines of mentions.jsonl, entities.jsonl, events.jsonl, positions.jsonl and
// statistics.jsonl. What stands in a repeated paragraph is left out: the earlier one has
// said it.
#include "stages/base/json.h"
#include "stages/render/view.h"

static struct span text_of(const struct view *view, uint32_t para, uint32_t from,
                           uint32_t to)
{
    return span_cut(view->layout.paragraphs.at[para].text, from, to);
}

static void field_stretch_text(struct view *view, struct buffer *out, const char *name,
                               const struct argument *at)
{
    json_field_text(out, name, text_of(view, at->para, at->from, at->to));
}

// "entity", null where the stretch is not a mention.
static void field_entity(struct view *view, struct buffer *out, uint32_t mention)
{
    json_name(out, "entity");
    if (mention == NONE) {
        json_nil(out);
        return;
    }
    uint32_t entity = view->mentions.mentions.at[mention].entity;
    json_text(out, id_span(&view->entity_ids[entity]));
}

// Text that is null where it is not known.
static void field_known(struct buffer *out, const char *name, struct span time)
{
    json_name(out, name);
    if (time.n)
        json_text(out, time);
    else
        json_nil(out);
}

void write_mentions(struct view *view)
{
    for (size_t i = 0; i < view->mentions.mentions.n; i++) {
        const struct mention *mention = &view->mentions.mentions.at[i];
        if (view_repeated(view, mention->para)) continue;
        struct buffer *out = line_open(view, FILE_MENTIONS);
        line_in_paragraph(view, out, mention->para);
        json_field_text(out, "type", span_of(entity_type_names[mention->type]));
        line_place(out,
                   place_of(&view->places, mention->para, mention->from, mention->to));
        json_field_text(out, "text",
                        text_of(view, mention->para, mention->from, mention->to));
        json_field_text(out, "entity", id_span(&view->entity_ids[mention->entity]));
        line_close(view, FILE_MENTIONS);
    }
}

static void write_entity(struct view *view, uint32_t index, uint64_t count)
{
    const struct entity *entity = &view->mentions.entities.at[index];
    struct buffer *out = &view->out[FILE_ENTITIES];
    json_open(out, '{');
    json_field_text(out, "entity", id_span(&view->entity_ids[index]));
    json_field_text(out, "type", span_of(entity_type_names[entity->type]));
    json_field_text(out, "name", entity->name);
    json_name(out, "aliases");
    json_texts(out, entity->aliases);
    json_field_size(out, "mentions", count);
    json_field_size(out, "documents", 1);
    line_close(view, FILE_ENTITIES);
}

void write_entities(struct view *view)
{
    size_t n = view->mentions.entities.n;
    view->entity_ids = ARENA_NEW(view->places.arena, struct id, n);
    uint64_t *counts = ARENA_NEW(view->places.arena, uint64_t, n);
    for (size_t i = 0; i < view->mentions.mentions.n; i++) {
        const struct mention *mention = &view->mentions.mentions.at[i];
        if (!view_repeated(view, mention->para)) counts[mention->entity]++;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct entity *entity = &view->mentions.entities.at[i];
        view->entity_ids[i] =
            id_entity(span_of(entity_type_names[entity->type]), entity->name);
        if (counts[i]) write_entity(view, i, counts[i]);
    }
}

static void write_argument(struct view *view, struct buffer *out,
                           const struct argument *argument)
{
    json_open(out, '{');
    field_stretch_text(view, out, "text", argument);
    json_field_size(out, "para", argument->para);
    line_place(out,
               place_of(&view->places, argument->para, argument->from, argument->to));
    field_entity(view, out, argument->mention);
    json_close(out, '}');
}

static void write_arguments(struct view *view, struct buffer *out, const char *name,
                            const struct argument *arguments, size_t n)
{
    json_name(out, name);
    json_open(out, '[');
    for (size_t i = 0; i < n; i++)
        write_argument(view, out, &arguments[i]);
    json_close(out, ']');
}

static void write_event(struct view *view, const struct event *event, struct place place,
                        uint32_t turn)
{
    struct span type = span_of(event_type_names[event->type]);
    struct id id = id_found('v', view->doc, type, place.start, turn);
    struct buffer *out = line_open(view, FILE_EVENTS);
    line_in_paragraph(view, out, event->para);
    json_field_text(out, "event", id_span(&id));
    json_field_text(out, "type", type);
    json_field_text(out, "trigger", text_of(view, event->para, event->from, event->to));
    line_place(out, place);
    field_known(out, "time", event->time);
    if (event->time_to != NONE)
        json_field_text(
            out, "time_text",
            text_of(view, event->time_para, event->time_from, event->time_to));
    if (event->time_impossible) {
        json_name(out, "time_impossible");
        json_bool(out, true);
    }
    write_arguments(view, out, "agent", event->agent.at, event->agent.n);
    write_arguments(view, out, "object", event->object.at, event->object.n);
    write_arguments(view, out, "place", event->place.at, event->place.n);
    write_arguments(view, out, "participant", event->participant.at,
                    event->participant.n);
    json_name(out, "count");
    if (event->count == NO_NUMBER)
        json_nil(out);
    else
        json_number(out, event->count);
    line_close(view, FILE_EVENTS);
}

void write_events(struct view *view)
{
    uint64_t before = UINT64_MAX;
    uint32_t turn = 0;
    for (size_t i = 0; i < view->events.events.n; i++) {
        const struct event *event = &view->events.events.at[i];
        if (view_repeated(view, event->para)) continue;
        struct place place = place_of(&view->places, event->para, event->from, event->to);
        turn = place.start == before ? turn + 1 : 0;
        before = place.start;
        write_event(view, event, place, turn);
    }
}

void write_positions(struct view *view)
{
    for (size_t i = 0; i < view->events.positions.n; i++) {
        const struct position *position = &view->events.positions.at[i];
        if (view_repeated(view, position->para)) continue;
        struct buffer *out = line_open(view, FILE_POSITIONS);
        line_in_paragraph(view, out, position->para);
        json_field_text(out, "person",
                        text_of(view, position->para, position->from, position->to));
        field_entity(view, out, position->mention);
        json_name(out, "titles");
        json_texts(out, position->titles);
        line_place(out,
                   place_of(&view->places, position->para, position->from, position->to));
        line_close(view, FILE_POSITIONS);
    }
}

static void write_statistic(struct view *view, const struct statistic *statistic)
{
    struct buffer *out = line_open(view, FILE_STATISTICS);
    line_in_paragraph(view, out, statistic->para);
    json_field_text(out, "indicator", statistic->indicator);
    field_known(out, "value", statistic->value);
    field_known(out, "unit", statistic->unit);
    field_known(out, "change", statistic->change);
    field_known(out, "base", statistic->base);
    field_known(out, "time", statistic->time);
    write_arguments(view, out, "place", statistic->place.at, statistic->place.n);
    line_place(out,
               place_of(&view->places, statistic->para, statistic->from, statistic->to));
    line_close(view, FILE_STATISTICS);
}

void write_statistics(struct view *view)
{
    for (size_t i = 0; i < view->events.statistics.n; i++)
        if (!view_repeated(view, view->events.statistics.at[i].para))
            write_statistic(view, &view->events.statistics.at[i]);
}

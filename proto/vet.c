// SPDX-License-Identifier: Apache-2.0
//
// Soundness of layers, in themselves and towards one another. Pure; takes no memory.
#include "proto/vet.h"

static bool boundary(struct span text, uint32_t at)
{
    return at == text.n || (at < text.n && ((unsigned char)text.at[at] & 0xC0) != 0x80);
}

// A stretch of whole characters inside the text, not empty.
static bool stretch(struct span text, uint32_t from, uint32_t to)
{
    return from < to && boundary(text, from) && boundary(text, to);
}

static const char *vet_paragraph(const struct paragraph *paragraph,
                                 const struct layout *layout)
{
    uint64_t reached = 0;
    for (size_t i = 0; i < paragraph->pieces.n; i++) {
        const struct piece *piece = &paragraph->pieces.at[i];
        uint64_t end = (uint64_t)piece->at + piece->length;
        if (piece->length == 0 || piece->at < reached || end > paragraph->text.n)
            return "a paragraph's pieces are out of order or beyond its text";
        reached = end;
    }
    if (paragraph->pieces.n == 0) return "a paragraph has no piece";
    if (paragraph->entry != NONE && paragraph->entry >= layout->entries.n)
        return "a paragraph names an entry that is not there";
    if (paragraph->dup_of != NONE && paragraph->dup_of >= layout->paragraphs.n)
        return "a paragraph repeats one that is not there";
    return NULL;
}

static const char *vet_layout_alone(const struct layout *layout)
{
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        const char *fault = vet_paragraph(&layout->paragraphs.at[i], layout);
        if (fault) return fault;
    }
    for (size_t i = 0; i < layout->entries.n; i++) {
        const struct entry *entry = &layout->entries.at[i];
        if (entry->paras.n == 0) return "an entry has no paragraph";
        for (size_t j = 0; j < entry->paras.n; j++)
            if (entry->paras.at[j] >= layout->paragraphs.n)
                return "an entry names a paragraph that is not there";
    }
    return NULL;
}

static const char *vet_mentions_alone(const struct mentions *mentions)
{
    for (size_t i = 0; i < mentions->mentions.n; i++) {
        const struct mention *mention = &mentions->mentions.at[i];
        if (mention->entity >= mentions->entities.n)
            return "a mention names an entity that is not there";
        if (i == 0) continue;
        const struct mention *before = mention - 1;
        if (before->para > mention->para ||
            (before->para == mention->para && before->to > mention->from))
            return "mentions overlap or are out of order";
    }
    return NULL;
}

const char *vet_layer(const struct record *record, const void *value)
{
    if (record == &layout_record) return vet_layout_alone(value);
    if (record == &mentions_record) return vet_mentions_alone(value);
    return NULL;
}

const char *vet_layout(const struct layout *layout, const struct text *text)
{
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[i];
        for (size_t j = 0; j < paragraph->pieces.n; j++) {
            const struct piece *piece = &paragraph->pieces.at[j];
            if ((uint64_t)piece->text + piece->length > text->text.n)
                return "a piece lies beyond the text";
            if (memcmp(paragraph->text.at + piece->at, text->text.at + piece->text,
                       piece->length) != 0)
                return "a piece differs from the text that it names";
        }
    }
    return NULL;
}

static bool in_paragraph(const struct layout *layout, uint32_t para, uint32_t from,
                         uint32_t to)
{
    return para < layout->paragraphs.n &&
           stretch(layout->paragraphs.at[para].text, from, to);
}

const char *vet_mentions(const struct mentions *mentions, const struct layout *layout)
{
    for (size_t i = 0; i < mentions->mentions.n; i++) {
        const struct mention *mention = &mentions->mentions.at[i];
        if (!in_paragraph(layout, mention->para, mention->from, mention->to))
            return "a mention is not a stretch of a paragraph";
    }
    return NULL;
}

static const char *vet_arguments(const struct argument *arguments, size_t n,
                                 const struct layout *layout,
                                 const struct mentions *mentions)
{
    for (size_t i = 0; i < n; i++) {
        const struct argument *argument = &arguments[i];
        if (!in_paragraph(layout, argument->para, argument->from, argument->to))
            return "an argument is not a stretch of a paragraph";
        if (argument->mention != NONE && argument->mention >= mentions->mentions.n)
            return "an argument names a mention that is not there";
    }
    return NULL;
}

static const char *vet_event(const struct event *event, const struct layout *layout,
                             const struct mentions *mentions)
{
    if (!in_paragraph(layout, event->para, event->from, event->to))
        return "a trigger is not a stretch of a paragraph";
    if (event->time_to != NONE &&
        !in_paragraph(layout, event->time_para, event->time_from, event->time_to))
        return "a time is not a stretch of a paragraph";
    const char *fault = vet_arguments(event->agent.at, event->agent.n, layout, mentions);
    if (!fault)
        fault = vet_arguments(event->object.at, event->object.n, layout, mentions);
    if (!fault) fault = vet_arguments(event->place.at, event->place.n, layout, mentions);
    if (!fault)
        fault =
            vet_arguments(event->participant.at, event->participant.n, layout, mentions);
    return fault;
}

static const char *vet_position(const struct position *position,
                                const struct layout *layout,
                                const struct mentions *mentions)
{
    if (!in_paragraph(layout, position->para, position->from, position->to))
        return "a position's person is not a stretch of a paragraph";
    if (position->mention != NONE && position->mention >= mentions->mentions.n)
        return "a position names a mention that is not there";
    return NULL;
}

const char *vet_events(const struct events *events, const struct layout *layout,
                       const struct mentions *mentions)
{
    const char *fault = NULL;
    for (size_t i = 0; i < events->events.n && !fault; i++)
        fault = vet_event(&events->events.at[i], layout, mentions);
    for (size_t i = 0; i < events->positions.n && !fault; i++)
        fault = vet_position(&events->positions.at[i], layout, mentions);
    for (size_t i = 0; i < events->statistics.n && !fault; i++) {
        const struct statistic *statistic = &events->statistics.at[i];
        if (!in_paragraph(layout, statistic->para, statistic->from, statistic->to))
            return "a statistic is not a stretch of a paragraph";
        fault = vet_arguments(statistic->place.at, statistic->place.n, layout, mentions);
    }
    return fault;
}

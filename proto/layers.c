// SPDX-License-Identifier: Apache-2.0
//
// The field tables of all layers. A field that is added here is on the wire; nothing else
// needs to change.
#include "proto/layers.h"

#include <stddef.h>

const char *const role_names[] = {"body",  "entry",     "heading1", "heading2",
                                  "table", "caption",   "byline",   "box",
                                  "meta",  "furniture", NULL};
const char *const entity_type_names[] = {"PER", "ORG", "LOC", NULL};
const char *const event_type_names[] = {
    "meeting", "visit",    "activity",  "establish", "reorganize", "issue",
    "publish", "sign",     "construct", "complete",  "launch",     "award",
    "appoint", "relocate", "incident",  "enforce",   "transact",   NULL};

#define TEXT(type, field)                                                                \
    {                                                                                    \
#field, FIELD_TEXT, offsetof(struct type, field), NULL, NULL                     \
    }
#define BYTES(type, field)                                                               \
    {                                                                                    \
#field, FIELD_BYTES, offsetof(struct type, field), NULL, NULL                    \
    }
#define INDEX(type, field)                                                               \
    {                                                                                    \
#field, FIELD_INDEX, offsetof(struct type, field), NULL, NULL                    \
    }
#define NUMBER(type, field)                                                              \
    {                                                                                    \
#field, FIELD_NUMBER, offsetof(struct type, field), NULL, NULL                   \
    }
#define SIZE(type, field)                                                                \
    {                                                                                    \
#field, FIELD_SIZE, offsetof(struct type, field), NULL, NULL                     \
    }
#define BOOL(type, field)                                                                \
    {                                                                                    \
#field, FIELD_BOOL, offsetof(struct type, field), NULL, NULL                     \
    }
#define TEXTS(type, field)                                                               \
    {                                                                                    \
#field, FIELD_TEXTS, offsetof(struct type, field), NULL, NULL                    \
    }
#define INDEXES(type, field)                                                             \
    {                                                                                    \
#field, FIELD_INDEXES, offsetof(struct type, field), NULL, NULL                  \
    }
#define ENUM(type, field, names)                                                         \
    {                                                                                    \
#field, FIELD_ENUM, offsetof(struct type, field), NULL, names                    \
    }
#define LIST_OF(type, field, of)                                                         \
    {                                                                                    \
#field, FIELD_LIST, offsetof(struct type, field), &(of), NULL                    \
    }

static const struct field source_fields[] = {
    TEXT(source, path),  TEXT(source, sha256), SIZE(source, size),   SIZE(source, base),
    INDEX(source, part), BYTES(source, head),  BYTES(source, bytes),
};
RECORD(source_record, "source", struct source, source_fields);

static const struct field damage_fields[] = {SIZE(damage, source), INDEX(damage, length)};
static RECORD(damage_record, "damage", struct damage, damage_fields);

static const struct field text_fields[] = {
    TEXT(text, encoding),
    TEXT(text, text),
    BYTES(text, map),
    LIST_OF(text, damage, damage_record),
};
RECORD(text_record, "text", struct text, text_fields);

static const struct field piece_fields[] = {INDEX(piece, at), INDEX(piece, text),
                                            INDEX(piece, length)};
static RECORD(piece_record, "piece", struct piece, piece_fields);

static const struct field paragraph_fields[] = {
    ENUM(paragraph, role, role_names),
    TEXT(paragraph, text),
    LIST_OF(paragraph, pieces, piece_record),
    INDEX(paragraph, entry),
    INDEX(paragraph, dup_of),
};
static RECORD(paragraph_record, "paragraph", struct paragraph, paragraph_fields);

static const struct field entry_fields[] = {
    TEXT(entry, title),  TEXTS(entry, path),    TEXTS(entry, authors),
    NUMBER(entry, year), INDEXES(entry, paras),
};
static RECORD(entry_record, "entry", struct entry, entry_fields);

static const struct field layout_fields[] = {
    TEXT(layout, title),
    NUMBER(layout, year),
    LIST_OF(layout, paragraphs, paragraph_record),
    LIST_OF(layout, entries, entry_record),
};
RECORD(layout_record, "layout", struct layout, layout_fields);

static const struct field mention_fields[] = {
    INDEX(mention, para),   INDEX(mention, from),
    INDEX(mention, to),     ENUM(mention, type, entity_type_names),
    INDEX(mention, entity),
};
static RECORD(mention_record, "mention", struct mention, mention_fields);

static const struct field entity_fields[] = {ENUM(entity, type, entity_type_names),
                                             TEXT(entity, name), TEXTS(entity, aliases)};
static RECORD(entity_record, "entity", struct entity, entity_fields);

static const struct field mentions_fields[] = {
    LIST_OF(mentions, mentions, mention_record),
    LIST_OF(mentions, entities, entity_record),
};
RECORD(mentions_record, "mentions", struct mentions, mentions_fields);

static const struct field argument_fields[] = {INDEX(argument, para),
                                               INDEX(argument, from), INDEX(argument, to),
                                               INDEX(argument, mention)};
static RECORD(argument_record, "argument", struct argument, argument_fields);

static const struct field event_fields[] = {
    INDEX(event, para),
    INDEX(event, from),
    INDEX(event, to),
    ENUM(event, type, event_type_names),
    TEXT(event, time),
    INDEX(event, time_para),
    INDEX(event, time_from),
    INDEX(event, time_to),
    BOOL(event, time_impossible),
    LIST_OF(event, agent, argument_record),
    LIST_OF(event, object, argument_record),
    LIST_OF(event, place, argument_record),
    LIST_OF(event, participant, argument_record),
    NUMBER(event, count),
};
static RECORD(event_record, "event", struct event, event_fields);

static const struct field position_fields[] = {
    INDEX(position, para), INDEX(position, from), INDEX(position, to),
    INDEX(position, mention), TEXTS(position, titles)};
static RECORD(position_record, "position", struct position, position_fields);

static const struct field statistic_fields[] = {
    INDEX(statistic, para),  INDEX(statistic, from),
    INDEX(statistic, to),    TEXT(statistic, indicator),
    TEXT(statistic, value),  TEXT(statistic, unit),
    TEXT(statistic, change), TEXT(statistic, base),
    TEXT(statistic, time),   LIST_OF(statistic, place, argument_record),
};
static RECORD(statistic_record, "statistic", struct statistic, statistic_fields);

static const struct field events_fields[] = {
    LIST_OF(events, events, event_record),
    LIST_OF(events, positions, position_record),
    LIST_OF(events, statistics, statistic_record),
};
RECORD(events_record, "events", struct events, events_fields);

static const struct field lines_fields[] = {TEXT(lines, file), TEXT(lines, lines)};
static RECORD(lines_record, "lines", struct lines, lines_fields);

static const struct field records_fields[] = {LIST_OF(records, files, lines_record)};
RECORD(records_record, "records", struct records, records_fields);

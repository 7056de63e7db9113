// SPDX-License-Identifier: Apache-2.0
//
// The layers: what each stage adds to a document. These structs and the tables in
// layers.c are the contract between the stages; proto/README.md says the same for authors
// of stages in other languages. All offsets are bytes, half open [from, to).
#ifndef FZ_PROTO_LAYERS_H
#define FZ_PROTO_LAYERS_H

#include "proto/schema.h"

// ---- source: written by the broker --------------------------------------------------

struct source {
    struct span path;   // as given; a member of an archive is archive.zip!member
    struct span sha256; // 64 hex digits, of the whole file
    uint64_t size;      // bytes of the whole file
    uint64_t base;      // where in the file `bytes` begins (a large file comes in parts)
    uint32_t part;      // number of this part, from 0; NONE where the file is whole
    struct span
        head; // the first (at most 4) bytes of the file: a BOM holds for all parts
    struct span bytes;
};

// ---- text: written by normalize -----------------------------------------------------

// A run maps consecutive characters of the normalised text that are all text_width bytes
// wide to source characters of source_width bytes each. text_width == source_width == 1
// stands for any stretch that is the same byte for byte, whatever its characters' widths.
// A source byte that lies in no run was dropped (a BOM, a zero-width mark, …).
struct run {
    uint32_t text;   // offset of the run's first character in the normalised text
    uint32_t source; // offset of its first source byte in source.bytes
    uint32_t length; // bytes of normalised text
    uint16_t text_width, source_width;
};

struct damage { // bytes that could not be decoded; one U+FFFD stands for them in the text
    uint64_t source; // offset in source.bytes
    uint32_t length;
};

struct text {
    struct span encoding; // "UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE", …
    struct span text;     // normalised; lines end in \n, pages in \f
    struct span map;      // the runs, packed: read them with map_unpack (proto/map.h)
    LIST(struct damage) damage;
};

// ---- layout: written by segment -----------------------------------------------------

enum role {
    ROLE_BODY,
    ROLE_ENTRY,
    ROLE_HEADING1,
    ROLE_HEADING2,
    ROLE_TABLE,
    ROLE_CAPTION,
    ROLE_BYLINE,
    ROLE_BOX,
    ROLE_META,
    ROLE_FURNITURE
};
extern const char *const role_names[];

// A stretch of a paragraph's text that stands in the normalised text byte for byte.
struct piece {
    uint32_t at;     // offset in the paragraph's text
    uint32_t text;   // offset in text.text
    uint32_t length; // bytes
};

struct paragraph {
    int role;         // enum role
    struct span text; // layout repaired
    // In order, ascending in `at`; a byte of `text` in no piece (a space put in at a
    // join) has no source. From the first piece's first source byte to the last one's
    // last is the paragraph's [start, end).
    LIST(struct piece) pieces;
    uint32_t entry;  // index of its entry in layout.entries, or NONE
    uint32_t dup_of; // index of the earlier paragraph that it repeats, or NONE
};

struct entry {
    struct span title; // without 【】; "" where there is none
    struct spans path; // headings above it, outermost first
    struct spans authors;
    int64_t year;         // that it covers, or NO_NUMBER
    LIST(uint32_t) paras; // indexes of its paragraphs
};

struct layout {
    struct span title; // of the document
    int64_t year;      // that the document covers, or NO_NUMBER
    LIST(struct paragraph) paragraphs;
    LIST(struct entry) entries;
};

// ---- mentions: written by tag -------------------------------------------------------

enum entity_type { ENTITY_PER, ENTITY_ORG, ENTITY_LOC };
extern const char *const entity_type_names[];

struct mention {
    uint32_t para;     // index of its paragraph
    uint32_t from, to; // in the paragraph's text
    int type;          // enum entity_type
    uint32_t entity;   // index in mentions.entities
};

struct entity {
    int type;
    struct span name;     // canonical
    struct spans aliases; // other forms found in this document, in byte order
};

struct mentions {
    LIST(struct mention) mentions; // by paragraph, then `from`; they do not overlap
    LIST(struct entity) entities;
};

// ---- events: written by event -------------------------------------------------------

enum event_type {
    EVENT_MEETING,
    EVENT_VISIT,
    EVENT_ACTIVITY,
    EVENT_ESTABLISH,
    EVENT_REORGANIZE,
    EVENT_ISSUE,
    EVENT_PUBLISH,
    EVENT_SIGN,
    EVENT_CONSTRUCT,
    EVENT_COMPLETE,
    EVENT_LAUNCH,
    EVENT_AWARD,
    EVENT_APPOINT,
    EVENT_RELOCATE,
    EVENT_INCIDENT,
    EVENT_ENFORCE,
    EVENT_TRANSACT
};
enum { EVENT_TYPES = EVENT_TRANSACT + 1 };
extern const char *const event_type_names[];

struct argument {
    uint32_t para; // not always the event's own: a dropped subject may stand earlier
    uint32_t from, to;
    uint32_t mention; // index in mentions.mentions where it is exactly one, else NONE
};

struct event {
    uint32_t para;
    uint32_t from, to; // of the trigger
    int type;          // enum event_type
    struct span time;  // ISO 8601 date or interval; "" where unknown
    // The expression that the time was read from, and whether it is an impossible date
    // (time is then ""). all three are NONE where there is none.
    uint32_t time_para, time_from, time_to;
    bool time_impossible;
    LIST(struct argument) agent, object, place, participant;
    int64_t count; // or NO_NUMBER
};

struct position {
    uint32_t para;
    uint32_t from, to; // of the person
    uint32_t mention;  // index of the person's mention, or NONE
    struct spans titles;
};

struct statistic {
    uint32_t para;
    uint32_t from, to; // of the whole: from indicator to unit or change
    struct span indicator;
    struct span value; // decimal digits as in the text, without group marks; "" if none
    struct span unit;
    struct span change; // signed decimal with its unit: "+8.5%"; "" if none
    struct span base;   // what the change is measured against: an ISO time; "" if none
    struct span time;
    LIST(struct argument) place;
};

struct events {
    LIST(struct event) events;         // by paragraph, then `from`
    LIST(struct position) positions;   // likewise
    LIST(struct statistic) statistics; // likewise
};

// ---- records: written by render, and as "records/<name>" by stages of others
// -----------

// Lines for one output file. Every layer named "records" or "records/<anything>" is
// appended by the broker to OUT/<file>.jsonl.
struct lines {
    struct span file;  // 1 to 32 characters out of a-z, 0-9 and '_'
    struct span lines; // JSON, each line closed by \n
};

struct records {
    LIST(struct lines) files;
};

extern const struct record source_record, text_record, layout_record, mentions_record,
    events_record, records_record;

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The forms of a document: each distinct text of its mentions, white space left out, once
// for each type that it has.
#ifndef FZ_TAG_FORMS_H
#define FZ_TAG_FORMS_H

#include "proto/layers.h"
#include "stages/base/memory.h"

// The divisions of the three upper levels that a name begins with (`杭州市` `下城区` of
// `杭州市下城区政府`).
struct chain {
    struct span parts[3];
    size_t n;
    size_t end;     // bytes that they take
    size_t town;    // bytes of the township that the name begins with instead, or 0
    uint32_t whole; // classes of the name itself, as far as short forms go
};

// What a chain stands for in the document.
struct seat {
    uint32_t code;           // of the last division; 0 where it cannot be told
    struct span full, plain; // its name with all that is above it, and as bodies bear it
};

struct form {
    int type;
    struct span text;           // without white space
    struct chain chain;         // that it begins with; a person's has none
    const struct seat *seat;    // of the chain
    struct span canonical;      // what entities.c makes of it; at first the text
    struct span division, tail; // of a body that may be short for a fuller one
    uint32_t entity;            // index in mentions.entities
};

struct forms {
    const struct layout *layout;
    const struct mentions *mentions;
    struct arena *arena; // in which they live
    struct form *at;     // in order of type and text
    size_t n, capacity;
    uint32_t *of; // the form of each mention
    uint32_t *slots;
    size_t mask;
};

// Of all mentions.
struct forms forms_of(const struct layout *layout, const struct mentions *mentions,
                      struct arena *arena);
// A mention's text as it stands.
static inline struct span forms_spelt(const struct forms *forms, size_t mention)
{
    const struct mention *m = &forms->mentions->mentions.at[mention];
    return span_cut(forms->layout->paragraphs.at[m->para].text, m->from, m->to);
}

// The form with this text, or NULL.
struct form *forms_find(const struct forms *forms, int type, struct span text);

#endif

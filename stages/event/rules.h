// SPDX-License-Identifier: Apache-2.0
//
// The words that the event stage knows, read from data/events: the candidate verbs by
// event type (triggers.txt) and word classes (words.txt). A linguist's files: see their
// heads.
#ifndef FZ_EVENT_RULES_H
#define FZ_EVENT_RULES_H

#include "proto/layers.h"

// A word may bear event types and word classes at once.
struct word {
    struct span text;
    uint64_t classes; // bit i: class number i (rules_class)
    uint32_t types;   // bit t: enum event_type t
    uint32_t hash;    // rules_hash of the text
};

enum { RULES_CLASSES = 64 };

struct rules;

// Reads triggers.txt and words.txt from the folder. Where a file is missing or wrong,
// says file, line and fault with log_warn and returns NULL.
struct rules *rules_load(const char *folder) __attribute__((warn_unused_result));
void rules_free(struct rules **rules);

// The bit of a class by its name; 0 where words.txt has no such class.
uint64_t rules_class(const struct rules *rules, const char *name);
// The name of class number i; "" where there are fewer.
struct span rules_class_name(const struct rules *rules, size_t i);
// rules_hash of that name.
uint32_t rules_class_hash(const struct rules *rules, size_t i);
// A hash of a short text, the same everywhere and always: weights are kept by it.
uint32_t rules_hash(struct span text);
// The number of the lowest class among bits, of which there is one.
static inline size_t rules_first_class(uint64_t bits)
{
    return (size_t)__builtin_ctzll(bits);
}

// The numbers of words before those that open with each character below U+10000, and one
// more: where a character's and the next one's are the same, no word opens with it.
const uint16_t *rules_opens(const struct rules *rules);
// The longest word that stands at byte `from` of text, or NULL.
const struct word *rules_longest(const struct rules *rules, struct span text,
                                 size_t from);
// The longest word that ends text, or NULL.
const struct word *rules_last(const struct rules *rules, struct span text);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Triggers: which of the candidate words in a paragraph tell of an event, and of what
// type.
#ifndef FZ_EVENT_TRIGGER_H
#define FZ_EVENT_TRIGGER_H

#include "stages/event/phrase.h"
#include "stages/event/weights.h"

enum { TRIGGER_NONE = -1 }; // in place of an event type

// What a trigger's decision may look at beyond its paragraph.
struct scene {
    struct span title;             // of the entry; "" where it has none
    const struct word *title_head; // the last word of the title, or NULL
    uint64_t title_letters;        // bit c % 64 for each character c of the title
    bool planned;                  // the paragraph stands under plans
    bool first;                    // the entry's first paragraph
};

struct trigger_rules {
    const struct rules *rules;
    const struct weights *weights; // NULL while training
    struct classes classes;
    int32_t bias; // added to every type's score, in WEIGHTS_UNITs
};

struct trigger {
    const struct hit *hit;
    int type;       // enum event_type or TRIGGER_NONE
    int32_t margin; // of the decision over the next best, in WEIGHTS_UNITs
};

// Which paragraphs of a document stand under plans: one flag each, in the arena.
bool *trigger_plans(const struct trigger_rules *rules, const struct layout *layout,
                    struct arena *arena);
// The scene of a paragraph.
struct scene trigger_scene(const struct trigger_rules *rules, const struct layout *layout,
                           const bool *plans, uint32_t para);
// True where the word stands in the entry's title.
bool trigger_in_title(const struct scene *scene, struct span word);
// True where a hit is a candidate: it has types and stands in running text.
bool trigger_candidate(const struct passage *p, const struct hit *hit);
// Decides all candidates of a passage, in order.
struct trigger_list {
    struct trigger *at;
    size_t n;
} trigger_find(const struct trigger_rules *rules, const struct scene *scene,
               const struct passage *p, struct arena *arena);

#endif

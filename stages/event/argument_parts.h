// SPDX-License-Identifier: Apache-2.0
//
// What stands before a verb in its clause, cut at prepositions and adverbs:
// [time] subject [在 place] [与 partner] [对 thing] verb.
#ifndef FZ_EVENT_ARGUMENT_PARTS_H
#define FZ_EVENT_ARGUMENT_PARTS_H

#include "stages/event/phrase.h"

enum part_kind {
    PART_SUBJECT,  // from the clause's beginning, time left out
    PART_AT,       // behind 在 于
    PART_DISPOSAL, // behind 对 把 将
    PART_WITH,     // behind 与 同
    PART_BY,       // behind 被 由
    PART_JOINT,    // behind 联合 会同
    PART_TOWARD,   // behind 为 向 到 and the like
    PART_OTHER     // behind an adverb or another verb
};

enum { PARTS = 12 };

struct parts {
    size_t n;
    struct {
        int kind;
        struct range range;
    } at[PARTS];
};

// Cuts [from, verb). Prepositions inside names, quotes and brackets do not count.
struct parts argument_parts(const struct passage *p, const struct classes *classes,
                            struct range range);
// All of [from, verb) before the first preposition and the adverbs at the verb, other
// verbs and all: the subject where it is a thing (安置房建设项目集中开工).
struct range argument_thing(const struct passage *p, const struct classes *classes,
                            struct range range);
// The range of the last part of a kind; empty where there is none.
struct range argument_part(const struct parts *parts, int kind);

// Names in a range that stand for themselves (区委书记A、B市C局 → A, C局's full name; not
// the C局 of C局大楼), as indexes of mentions, at most `room`. Returns their number. With
// `loose`, a name that opens the range counts whatever follows it, 的 excepted.
size_t argument_names(const struct passage *p, const struct classes *classes,
                      struct range range, bool loose, uint32_t *names, size_t room);

#endif

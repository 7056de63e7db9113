// SPDX-License-Identifier: Apache-2.0
//
// Objects: the shortest complete noun phrases of a stretch of text.
#ifndef FZ_EVENT_ARGUMENT_OBJECT_H
#define FZ_EVENT_ARGUMENT_OBJECT_H

#include "stages/event/phrase.h"

enum { OBJECTS = 32 };

struct objects {
    size_t n;
    struct range at[OBJECTS];
    int64_t count; // of the whole, or NO_NUMBER
    bool measured; // a sum of money, a length, an area stood there
    struct range names; // named examples that are where, not what (甲、乙等4条河道治理)
};

// How an object is to be read.
enum object_style {
    OBJECT_PLAIN,
    OBJECT_TASK,  // 完成: a task is the object, the names before it are its places
    OBJECT_MONEY, // of money, what it is counts, not what it is for by name
    OBJECT_WHOLE  // no cut at 和 but between names and quotes (an honour, a document)
};

// Reads the objects out of a range: 35个 named, named等项目 → the named; coordinated ones
// each by itself; without counts, fillers and what 的 subordinates.
struct objects argument_objects(const struct passage *p, const struct classes *classes,
                                struct range range, enum object_style style);
// The range behind a verb that its object stands in, up to the next verb joined by 并.
struct range argument_behind(const struct passage *p, const struct classes *classes,
                             const struct hit *verb, uint32_t limit);

#endif

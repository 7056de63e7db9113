// SPDX-License-Identifier: Apache-2.0
//
// What the trigger decision sees of a candidate. Each feature is a template with one or
// two values and is handed on as a hash; for --explain, with its name and values too.
#ifndef FZ_EVENT_TRIGGER_FEATURES_H
#define FZ_EVENT_TRIGGER_FEATURES_H

#include "stages/event/trigger.h"

enum { TRIGGER_FEATURES = 256 }; // at most this many of one candidate

struct feature_name {
    const char *template;
    struct span a, b;
};

struct features {
    struct trigger before; // the paragraph's candidate decided last; hit NULL: none
    size_t n;
    uint32_t hash[TRIGGER_FEATURES];
    struct feature_name *names; // TRIGGER_FEATURES of them, or NULL: not wanted
};

void trigger_features(const struct trigger_rules *rules, const struct scene *scene,
                      const struct passage *p, const struct hit *hit,
                      struct features *features);

#endif

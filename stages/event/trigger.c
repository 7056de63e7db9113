// SPDX-License-Identifier: Apache-2.0
//
// Candidates and their decision. A candidate is a word of triggers.txt in running text,
// outside names, titles and quotes. Its score is the linear model's (weights.h); nothing
// under a heading of plans is an event.
#include "stages/event/trigger.h"

#include "stages/base/utf8.h"
#include "stages/event/trigger_features.h"

static bool heading_plans(const struct trigger_rules *rules, struct span heading)
{
    bool plan = false;
    for (size_t i = 0; i < heading.n;) {
        const struct word *word = rules_longest(rules->rules, heading, i);
        if (!word) {
            i += utf8_width(heading.at[i]);
            continue;
        }
        if (word->classes & rules->classes.review_heading) return false;
        plan |= (word->classes & rules->classes.plan_heading) != 0;
        i += word->text.n;
    }
    return plan;
}

struct scene trigger_scene(const struct trigger_rules *rules, const struct layout *layout,
                           uint32_t para)
{
    struct scene scene = {0};
    uint32_t number = layout->paragraphs.at[para].entry;
    if (number == NONE) return scene;
    const struct entry *entry = &layout->entries.at[number];
    scene.title = entry->title;
    scene.first = entry->paras.n > 0 && entry->paras.at[0] == para;
    for (size_t i = 0; i < entry->path.n; i++)
        scene.planned |= heading_plans(rules, entry->path.at[i]);
    return scene;
}

bool trigger_candidate(const struct passage *p, const struct hit *hit)
{
    return hit->word->types &&
           !(p->letters.at[hit->from].zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_HEAD));
}

static int32_t score(const struct weights *weights, const struct features *features, int type)
{
    int32_t sum = 0;
    for (size_t i = 0; i < features->n; i++)
        sum += weights->at[weights_slot(features->hash[i], type)];
    return sum;
}

static struct trigger decide(const struct trigger_rules *rules, const struct features *features,
                             const struct hit *hit)
{
    struct trigger best = {hit, TRIGGER_NONE, 0};
    int32_t top = 0, second = INT32_MIN;
    for (int t = 0; t < EVENT_TYPES; t++) {
        if (!(hit->word->types >> t & 1)) continue;
        int32_t s = score(rules->weights, features, t) + rules->bias;
        if (s > top) {
            second = top;
            top = s;
            best.type = t;
        } else if (s > second) {
            second = s;
        }
    }
    best.margin = top - second;
    return best;
}

struct trigger_list trigger_find(const struct trigger_rules *rules, const struct scene *scene,
                                 const struct passage *p, struct arena *arena)
{
    struct trigger_list list = {0};
    struct features features = {0};
    size_t room = 0;
    for (size_t h = 0; h < p->hits.n; h++) {
        const struct hit *hit = &p->hits.at[h];
        if (!trigger_candidate(p, hit)) continue;
        trigger_features(rules, scene, p, hit, &features);
        struct trigger trigger = decide(rules, &features, hit);
        if (scene->planned) trigger.type = TRIGGER_NONE;
        ARENA_PUSH(arena, list.at, list.n, room) = trigger;
    }
    return list;
}

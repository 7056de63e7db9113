// SPDX-License-Identifier: Apache-2.0
//
// Candidates and their decision. A candidate is a word of triggers.txt in running text,
// outside names, titles and quotes. Its score is the linear model's (weights.h); nothing
// under a heading of plans is an event.
#include "stages/event/trigger.h"

#include "stages/base/utf8.h"
#include "stages/event/trigger_features.h"

// ---- the scene ------------------------------------------------------------------------

static uint64_t words_of(const struct rules *rules, struct span text)
{
    uint64_t classes = 0;
    for (size_t i = 0; i < text.n;) {
        const struct word *word = rules_longest(rules, text, i);
        if (word) classes |= word->classes;
        i += word ? word->text.n : utf8_width(text.at[i]);
    }
    return classes;
}

// The chapter's heading over a paragraph; `open` is the last one seen before it.
static struct span chapter(const struct layout *layout, uint32_t para, struct span open)
{
    const struct paragraph *paragraph = &layout->paragraphs.at[para];
    if (paragraph->role == ROLE_HEADING1) return paragraph->text;
    if (paragraph->entry == NONE) return open;
    const struct entry *entry = &layout->entries.at[paragraph->entry];
    return entry->path.n ? entry->path.at[0] : open;
}

// The number of a heading such as 二、2014年政府工作; 0 where it has none.
static int number_of(struct span heading)
{
    static const uint32_t numbers[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
                                       0x4E03, 0x516B, 0x4E5D, 0x5341}; // 一 to 十
    size_t i = 0;
    uint32_t first = heading.n ? utf8_next(heading, &i) : 0;
    bool mark = i < heading.n && utf8_next(heading, &i) == 0x3001; // 、
    for (int n = 0; n < 10 && mark; n++)
        if (first == numbers[n]) return n + 1;
    return 0;
}

// Whether the heading names a year after the one that the document covers.
static bool looks_ahead(const struct layout *layout, struct span heading)
{
    static const struct span year = {"年", 3};
    if (layout->year == NO_NUMBER) return false;
    size_t at = span_find(heading, year, 0);
    if (at < 4 || at >= heading.n) return false;
    int64_t named = 0;
    for (size_t i = at - 4; i < at; i++) {
        if (heading.at[i] < '0' || heading.at[i] > '9') return false;
        named = named * 10 + (heading.at[i] - '0');
    }
    return named > layout->year;
}

// A work report looks back first (一、2013年工作回顾); what its further numbered chapters
// hold are plans (二、2014年政府工作), and so is what is appended to them
// (附：十件实事). Elsewhere a heading has to say so, or name a year to come.
bool *trigger_plans(const struct trigger_rules *rules, const struct layout *layout,
                    struct arena *arena)
{
    bool *plans = ARENA_NEW(arena, bool, layout->paragraphs.n + 1);
    bool report = false, planned = false;
    struct span open = {0};
    for (uint32_t i = 0; i < layout->paragraphs.n; i++) {
        struct span heading = chapter(layout, i, open);
        if (heading.n && !span_eq(heading, open)) {
            uint64_t classes = words_of(rules->rules, heading);
            bool review = (classes & rules->classes.review_heading) != 0;
            int number = number_of(heading);
            report = review ? number > 0 : report && number > 1;
            bool appended = planned && span_starts(heading, SPAN("附"));
            planned = !review && (report || appended || looks_ahead(layout, heading) ||
                                  classes & rules->classes.plan_heading);
            open = heading;
        }
        plans[i] = planned;
    }
    return plans;
}

struct scene trigger_scene(const struct trigger_rules *rules, const struct layout *layout,
                           const bool *plans, uint32_t para)
{
    struct scene scene = {.planned = plans[para]};
    uint32_t number = layout->paragraphs.at[para].entry;
    if (number == NONE) return scene;
    const struct entry *entry = &layout->entries.at[number];
    scene.title = entry->title;
    scene.title_head = rules_last(rules->rules, entry->title);
    for (size_t i = 0; i < entry->title.n;)
        scene.title_letters |= (uint64_t)1 << utf8_next(entry->title, &i) % 64;
    scene.first = entry->paras.n > 0 && entry->paras.at[0] == para;
    return scene;
}

bool trigger_in_title(const struct scene *scene, struct span word)
{
    size_t i = 0;
    if (!(scene->title_letters >> utf8_next(word, &i) % 64 & 1)) return false;
    return span_find(scene->title, word, 0) < scene->title.n;
}

// ---- the decision ---------------------------------------------------------------------

bool trigger_candidate(const struct passage *p, const struct hit *hit)
{
    return hit->word->types &&
           !(p->letters.at[hit->from].zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_HEAD));
}

static int32_t score(const struct weights *weights, const struct features *features,
                     int type)
{
    int32_t sum = 0;
    for (size_t i = 0; i < features->n; i++)
        sum += weights->at[weights_slot(features->hash[i], type)];
    return sum;
}

static struct trigger decide(const struct trigger_rules *rules,
                             const struct features *features, const struct hit *hit)
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

struct trigger_list trigger_find(const struct trigger_rules *rules,
                                 const struct scene *scene, const struct passage *p,
                                 struct arena *arena)
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
        features.before = trigger;
        ARENA_PUSH(arena, list.at, list.n, room) = trigger;
    }
    return list;
}

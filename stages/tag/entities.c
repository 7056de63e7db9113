// SPDX-License-Identifier: Apache-2.0
//
// A form's (forms.h) canonical name is
//   - a person's: the name without white space;
//   - a place's: see places.c; a village or community that the document elsewhere names
//     with its township, once, means that one;
//   - a body's: see bodies.c; a department (`区市场监管局`) means the one department of
//   the
//     same division whose fuller name the document has (`下城区市场监督管理局`);
//   - where the text declares a short name (`…(简称消防下城大队)`), the longer name's.
// Forms with the same type and canonical name are one entity; the forms are its aliases.
// What is unclear stays apart.
#include "stages/tag/entities.h"

#include "stages/base/hash.h"
#include "stages/base/utf8.h"
#include "stages/tag/aliases.h"
#include "stages/tag/forms.h"
#include "stages/tag/places.h"

#include <stdlib.h>

enum { RIVALS_MOST = 64 }; // fuller names that one short name is compared with

struct work {
    const struct entities_data *data;
    struct forms forms;
    struct arena *arena;
    struct mentions *mentions;
};

int entities_open(struct entities_data *data, const struct lexicon *lexicon,
                  const char *folder)
{
    *data = (struct entities_data){lexicon, divisions_open(folder), bodies_open(folder)};
    if (data->divisions && data->bodies) return 0;
    entities_close(data);
    return -1;
}

void entities_close(struct entities_data *data)
{
    divisions_free(&data->divisions);
    bodies_free(&data->bodies);
}

// ---- forms
// -----------------------------------------------------------------------------

static void read_chains(struct work *w)
{
    for (size_t i = 0; i < w->forms.n; i++)
        if (w->forms.at[i].type != ENTITY_PER)
            w->forms.at[i].chain = home_chain(w->data->lexicon, w->forms.at[i].text);
}

// Chains that were looked up lately, by the hash of their text.
enum { SEATS = 64 };
struct seats {
    struct span text[SEATS];
    const struct seat *at[SEATS];
};

static const struct seat *seat_of(struct work *w, const struct home *home,
                                  struct seats *seats, const struct form *form)
{
    struct span text = span_cut(form->text, 0, form->chain.end);
    size_t slot = hash_words(text) % SEATS;
    if (!span_eq(seats->text[slot], text)) {
        struct seat *seat = ARENA_NEW(w->arena, struct seat, 1);
        *seat = home_seat(w->data->divisions, home, w->arena, &form->chain);
        seats->text[slot] = text;
        seats->at[slot] = seat;
    }
    return seats->at[slot];
}

static void resolve_forms(struct work *w, const struct home *home)
{
    const struct entities_data *data = w->data;
    struct seats seats = {0};
    for (size_t i = 0; i < w->forms.n; i++) {
        struct form *form = &w->forms.at[i];
        if (form->chain.n) form->seat = seat_of(w, home, &seats, form);
        if (form->type == ENTITY_LOC)
            form->canonical =
                places_resolve(data->lexicon, data->divisions, home, w->arena, form);
        if (form->type != ENTITY_ORG) continue;
        struct body body = bodies_resolve(data->bodies, data->lexicon, data->divisions,
                                          home, w->arena, form);
        form->canonical = body.name;
        form->division = body.division;
        form->tail = body.tail;
    }
}

// ---- fuller names in the document
// ------------------------------------------------------

// Orders departments by division, first and last character of what they are, so that
// those that may be short for one another are neighbours.
static int tail_cmp(const void *a, const void *b)
{
    const struct form *x = *(struct form *const *)a, *y = *(struct form *const *)b;
    int order = span_cmp(x->division, y->division);
    if (!order)
        order = span_cmp(span_cut(x->tail, 0, utf8_width(x->tail.at[0])),
                         span_cut(y->tail, 0, utf8_width(y->tail.at[0])));
    if (!order)
        order = span_cmp(span_cut(x->tail, utf8_back(x->tail, x->tail.n), x->tail.n),
                         span_cut(y->tail, utf8_back(y->tail, y->tail.n), y->tail.n));
    if (!order) order = span_cmp(x->tail, y->tail);
    return order ? order : span_cmp(x->text, y->text);
}

static bool is_group(const struct form *a, const struct form *b)
{
    return span_eq(a->division, b->division) &&
           span_eq(span_cut(a->tail, 0, utf8_width(a->tail.at[0])),
                   span_cut(b->tail, 0, utf8_width(b->tail.at[0]))) &&
           span_ends(a->tail,
                     span_cut(b->tail, utf8_back(b->tail, b->tail.n), b->tail.n));
}

// The only fuller name of the group that `form` may be short for, or NULL. Fuller ones
// that are short for one another count once, the longest.
static const struct form *fuller(struct form *const *group, size_t n,
                                 const struct form *form)
{
    const struct form *found = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!bodies_shortens(form->tail, group[i]->tail)) continue;
        if (!found || bodies_shortens(found->tail, group[i]->tail))
            found = group[i];
        else if (!span_eq(found->tail, group[i]->tail) &&
                 !bodies_shortens(group[i]->tail, found->tail))
            return NULL;
    }
    return found;
}

static void join_departments(struct work *w)
{
    struct form **tails = ARENA_NEW(w->arena, struct form *, w->forms.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < w->forms.n; i++)
        if (w->forms.at[i].tail.n) tails[n++] = &w->forms.at[i];
    if (n) qsort(tails, n, sizeof *tails, tail_cmp);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && is_group(tails[from], tails[to]); to++)
            continue;
        size_t rivals = to - from < RIVALS_MOST ? to - from : RIVALS_MOST;
        for (size_t i = from; i < to; i++) {
            const struct form *full = fuller(tails + from, rivals, tails[i]);
            if (full) tails[i]->canonical = full->canonical;
        }
    }
}

// ---- villages and communities
// ----------------------------------------------------------

struct village {
    struct span tail; // what stands behind the township
    const struct form *form;
};

static int village_cmp(const void *a, const void *b)
{
    const struct village *x = a, *y = b;
    int order = span_cmp(x->tail, y->tail);
    return order ? order : span_cmp(x->form->canonical, y->form->canonical);
}

// Where the township ends inside `石桥街道永丰社区`; 0 where it is no such chain.
static size_t after_town(struct span name)
{
    static const struct span towns[] = {{"街道", 6}, {"镇", 3}, {"乡", 3}};
    if (!span_ends(name, SPAN("社区")) && !span_ends(name, SPAN("村"))) return 0;
    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
        size_t at = span_find(name, towns[i], 3);
        if (at < name.n && at + towns[i].n + 6 <= name.n) return at + towns[i].n;
    }
    return 0;
}

static void join_villages(struct work *w)
{
    struct village *known = ARENA_NEW(w->arena, struct village, w->forms.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < w->forms.n; i++) {
        struct form *form = &w->forms.at[i];
        size_t at = form->type == ENTITY_LOC ? after_town(form->text) : 0;
        if (at)
            known[n++] = (struct village){span_cut(form->text, at, form->text.n), form};
    }
    if (n) qsort(known, n, sizeof *known, village_cmp);
    for (size_t from = 0, to; from < n; from = to) {
        struct span canonical = known[from].form->canonical;
        for (to = from + 1; to < n && span_eq(known[to].tail, known[from].tail); to++)
            continue;
        struct form *form = forms_find(&w->forms, ENTITY_LOC, known[from].tail);
        if (form && span_eq(canonical, known[to - 1].form->canonical) &&
            span_eq(form->canonical, form->text))
            form->canonical = canonical;
    }
}

// ---- short forms of townships ---------------------------------------------------------

// `长庆` is 长庆街道 where the document names that, and 长庆 is nothing else.
static void join_towns(struct work *w)
{
    static const struct span suffixes[] = {{"乡", 3}, {"镇", 3}, {"街道", 6}};
    struct span *full = ARENA_NEW(w->arena, struct span, w->forms.n + 1);
    for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) // the last one rules
        for (size_t i = 0; i < w->forms.n; i++) {
            const struct form *town = &w->forms.at[i];
            if (town->type != ENTITY_LOC || !span_ends(town->text, suffixes[k])) continue;
            size_t n = town->text.n - suffixes[k].n;
            if (n == 0 || n > 12) continue;
            const struct form *form =
                forms_find(&w->forms, ENTITY_LOC, span_cut(town->text, 0, n));
            if (form && span_eq(form->canonical, form->text))
                full[form - w->forms.at] = town->canonical;
        }
    for (size_t i = 0; i < w->forms.n; i++)
        if (full[i].n) w->forms.at[i].canonical = full[i];
}

// ---- declared names
// --------------------------------------------------------------------

static void join_declared(struct work *w)
{
    for (size_t i = 0; i < w->mentions->mentions.n; i++) {
        const struct mention *m = &w->mentions->mentions.at[i];
        size_t from, to;
        if (!aliases_behind(w->forms.layout->paragraphs.at[m->para].text, m->to, &from,
                            &to))
            continue;
        for (size_t k = i + 1; k < w->mentions->mentions.n && k < i + 3; k++) {
            const struct mention *next = &w->mentions->mentions.at[k];
            if (next->para == m->para && next->from == from && next->to == to &&
                next->type == m->type)
                w->forms.at[w->forms.of[k]].canonical =
                    w->forms.at[w->forms.of[i]].canonical;
        }
    }
}

// ---- entities
// --------------------------------------------------------------------------

// A form with what decides most comparisons: its type and the first bytes of its
// canonical name, the first highest.
struct sorted {
    uint64_t key;
    struct form *form;
};

static struct sorted sorted_of(struct form *form)
{
    unsigned char bytes[8] = {0};
    uint64_t key = 0;
    struct span name = form->canonical;
    memcpy(bytes, name.at, name.n < sizeof bytes ? name.n : sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        key = key << 8 | bytes[i];
    return (struct sorted){(uint64_t)form->type << 62 | key >> 2, form};
}

static bool is_before(const struct sorted *x, const struct sorted *y)
{
    if (x->key != y->key) return x->key < y->key;
    int order = span_cmp(x->form->canonical, y->form->canonical);
    return order ? order < 0 : span_cmp(x->form->text, y->form->text) < 0;
}

// Sorts by merging runs, from one to the other of two arrays of n; returns the one that
// they end in. qsort calls back for each of the comparisons, most of which are one of
// numbers.
static struct sorted *sort(struct sorted *from, struct sorted *to, size_t n)
{
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t left = 0; left < n; left += 2 * run) {
            size_t middle = left + run < n ? left + run : n;
            size_t end = middle + run < n ? middle + run : n;
            size_t i = left, k = middle;
            for (size_t out = left; out < end; out++) {
                bool second = i == middle || (k < end && is_before(&from[k], &from[i]));
                to[out] = second ? from[k++] : from[i++];
            }
        }
        struct sorted *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

static void add_entity(struct work *w, const struct sorted *forms, size_t n)
{
    struct entity *entity = &w->mentions->entities.at[w->mentions->entities.n];
    *entity =
        (struct entity){.type = forms[0].form->type, .name = forms[0].form->canonical};
    entity->aliases.at = arena_raw(w->arena, n * sizeof *entity->aliases.at);
    for (size_t i = 0; i < n; i++) {
        if (!span_eq(forms[i].form->text, entity->name))
            entity->aliases.at[entity->aliases.n++] = forms[i].form->text;
        forms[i].form->entity = (uint32_t)w->mentions->entities.n;
    }
    w->mentions->entities.n++;
}

static void group_forms(struct work *w)
{
    size_t n = w->forms.n;
    struct sorted *order = arena_raw(w->arena, 2 * n * sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = sorted_of(&w->forms.at[i]);
    order = sort(order, order + n, n);
    w->mentions->entities.at = ARENA_NEW(w->arena, struct entity, n + 1);
    w->mentions->entities.n = 0;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1;
             to < n && order[to].form->type == order[from].form->type &&
             span_eq(order[to].form->canonical, order[from].form->canonical);
             to++)
            continue;
        add_entity(w, order + from, to - from);
    }
    for (size_t i = 0; i < w->mentions->mentions.n; i++)
        w->mentions->mentions.at[i].entity = w->forms.at[w->forms.of[i]].entity;
}

void entities_make(const struct entities_data *data, const struct layout *layout,
                   struct arena *arena, struct mentions *mentions)
{
    struct work w = {data, forms_of(layout, mentions, arena), arena, mentions};
    read_chains(&w);
    struct home home = home_of(data->lexicon, data->divisions, &w.forms);
    resolve_forms(&w, &home);
    join_departments(&w);
    join_villages(&w);
    join_towns(&w);
    join_declared(&w);
    group_forms(&w);
}

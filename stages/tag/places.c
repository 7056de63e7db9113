// SPDX-License-Identifier: Apache-2.0
//
// Divisions of the three upper levels are looked up by name, townships by name and
// county. Short forms are taken for provinces, for cities, and for home itself; of other
// counties
// (`西湖`) they might as well be a lake. Villages and communities stay behind the
// township that the text gives them. Everything else keeps its name.
#include "stages/tag/places.h"

#include "stages/base/utf8.h"

static const struct span nothing = {"", 0};

static struct span join(struct arena *arena, struct span a, struct span b)
{
    return arena_join(arena, (struct span[]){a, b}, 2);
}

// The county of a township that home knows: home itself, or the only one in home's city.
static uint32_t county_of(const struct lexicon *lexicon,
                          const struct divisions *divisions, const struct home *home,
                          struct span town)
{
    if (!(lexicon_find(lexicon, town) & 1u << LEXICON_TOWNSHIP)) return 0;
    uint32_t codes[DIVISIONS_MOST], found = 0;
    size_t n = divisions_of_town(divisions, town, codes);
    for (size_t i = 0; i < n; i++)
        if (codes[i] == home->code) return home->code;
    for (size_t i = 0; i < n; i++) {
        if (divisions_city(codes[i]) != home->code) continue;
        if (found && found != codes[i]) return 0;
        found = codes[i];
    }
    return found;
}

// What stands behind a division is part of its chain where it is a division too.
static bool is_lower(struct span rest)
{
    static const struct span ends[] = {{"街道", 6}, {"社区", 6}, {"镇", 3},
                                       {"乡", 3},   {"村", 3},   {"公社", 6}};
    static const struct span not [] = {{"新村", 6}, {"度假村", 9}};
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (span_ends(rest, not [i])) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (span_ends(rest, ends[i])) return true;
    return false;
}

static struct span resolve_short(const struct lexicon *lexicon,
                                 const struct divisions *divisions,
                                 const struct home *home, struct arena *arena,
                                 struct span name)
{
    const struct division *found[DIVISIONS_MOST], *best = NULL;
    static const char *const towns[] = {"街道", "镇", "乡"};
    for (size_t i = 0; home->code && i < sizeof towns / sizeof *towns; i++)
        if (county_of(lexicon, divisions, home, join(arena, name, span_of(towns[i]))) ==
            home->code)
            return nothing; // 天水 in 下城区 is a street, not the city in 甘肃省
    size_t n = divisions_short(divisions, name, home->year, found);
    for (size_t i = 0; i < n; i++) {
        if (home->code && found[i]->code == home->code)
            return divisions_chain(divisions, arena, home->code, home->year);
        if (found[i]->level < DIVISION_COUNTY && (!best || found[i]->level < best->level))
            best = found[i];
    }
    return best ? divisions_chain(divisions, arena, best->code, home->year) : nothing;
}

struct span places_resolve(const struct lexicon *lexicon,
                           const struct divisions *divisions, const struct home *home,
                           struct arena *arena, const struct form *form)
{
    struct span name = form->text;
    struct span rest = span_cut(name, form->chain.end, name.n);
    if (form->chain.n && form->seat->code && (rest.n == 0 || is_lower(rest)))
        return join(arena, form->seat->full, rest);
    if (form->chain.n) return name;
    size_t town = form->chain.town;
    if (town && (town == name.n || is_lower(name))) {
        uint32_t code = county_of(lexicon, divisions, home, span_cut(name, 0, town));
        if (code)
            return join(arena, divisions_chain(divisions, arena, code, home->year), name);
        return name;
    }
    struct span full = nothing;
    if (form->chain.whole & 1u << LEXICON_SHORT)
        full = resolve_short(lexicon, divisions, home, arena, name);
    return full.n ? full : name;
}

// SPDX-License-Identifier: Apache-2.0
//
// From a paragraph's text to the source, by way of its pieces and the offset map; and
// from bytes to code points, by way of marks: the number of characters before every 64th
// byte. A look-up costs two binary searches and at most 64 bytes of counting, however
// long the paragraph is.
#include "stages/render/place.h"

#include "stages/base/utf8.h"

enum { STEP = 64 };

struct places places_new(struct arena *arena, const struct layout *layout, struct map map,
                         uint64_t base)
{
    struct places places = {arena, layout, map, base, NULL};
    places.marks = ARENA_NEW(arena, uint32_t *, layout->paragraphs.n);
    return places;
}

// Bytes of s[from, to) that begin a character.
static uint32_t characters(struct span s, size_t from, size_t to)
{
    uint32_t n = 0;
    for (size_t i = from; i < to; i++)
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

static uint32_t *marks_of(struct arena *arena, struct span text)
{
    size_t n = text.n / STEP;
    uint32_t *marks = ARENA_NEW(arena, uint32_t, n + 1);
    for (size_t i = 0; i < n; i++)
        marks[i + 1] = marks[i] + characters(text, i * STEP, (i + 1) * STEP);
    return marks;
}

static uint32_t code_points(struct places *places, uint32_t para, uint32_t at)
{
    struct span text = places->layout->paragraphs.at[para].text;
    uint32_t **marks = &places->marks[para];
    if (!*marks) *marks = marks_of(places->arena, text);
    return (*marks)[at / STEP] + characters(text, at / STEP * STEP, at);
}

// Index of the first piece that ends behind `at`; n where there is none.
static size_t piece_at(const struct paragraph *paragraph, uint32_t at)
{
    size_t low = 0, high = paragraph->pieces.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct piece *piece = &paragraph->pieces.at[middle];
        if (piece->at + piece->length <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The source of what lies of [from, to) in one piece.
static int piece_source(struct map map, const struct piece *piece, uint32_t from,
                        uint32_t to, struct place *place)
{
    uint32_t end = piece->at + piece->length;
    if (from < piece->at) from = piece->at;
    if (to > end) to = end;
    if (from >= to) return -1;
    return map_source(map, piece->text + (from - piece->at),
                      piece->text + (to - piece->at), &place->start, &place->end);
}

static int source_of(const struct places *places, const struct paragraph *paragraph,
                     uint32_t from, uint32_t to, struct place *place)
{
    size_t first = piece_at(paragraph, from), n = paragraph->pieces.n;
    const struct piece *pieces = paragraph->pieces.at;
    while (first < n && pieces[first].at < to &&
           piece_source(places->map, &pieces[first], from, to, place))
        first++;
    if (first == n || pieces[first].at >= to) return -1;
    size_t last = piece_at(paragraph, to - 1);
    if (last == n) last--;
    struct place tail;
    while (last > first && piece_source(places->map, &pieces[last], from, to, &tail))
        last--;
    if (last > first) place->end = tail.end;
    place->start += places->base;
    place->end += places->base;
    return 0;
}

struct place place_of(struct places *places, uint32_t para, uint32_t from, uint32_t to)
{
    const struct paragraph *paragraph = &places->layout->paragraphs.at[para];
    struct place place = {places->base, places->base, code_points(places, para, from),
                          code_points(places, para, to)};
    struct place found = place;
    if (source_of(places, paragraph, from, to, &found) == 0 ||
        source_of(places, paragraph, 0, (uint32_t)paragraph->text.n, &found) == 0)
        return found;
    return place;
}

struct place place_paragraph(struct places *places, uint32_t para)
{
    return place_of(places, para, 0,
                    (uint32_t)places->layout->paragraphs.at[para].text.n);
}

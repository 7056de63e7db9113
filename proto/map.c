// SPDX-License-Identifier: Apache-2.0
//
// Packing, vetting and looking up the offset map. Look-up is a binary search over runs.
#include "proto/map.h"

static void put(char *to, uint32_t value, size_t width)
{
    for (size_t i = 0; i < width; i++)
        to[i] = (char)(value >> 8 * i & 0xFF);
}

static uint32_t get(const char *from, size_t width)
{
    uint32_t value = 0;
    for (size_t i = 0; i < width; i++)
        value |= (uint32_t)(unsigned char)from[i] << 8 * i;
    return value;
}

void map_pack(const struct run *runs, size_t n, struct buffer *out)
{
    char *to = buffer_room(out, n * MAP_RUN_BYTES);
    for (size_t i = 0; i < n; i++, to += MAP_RUN_BYTES) {
        put(to, runs[i].text, 4);
        put(to + 4, runs[i].source, 4);
        put(to + 8, runs[i].length, 4);
        put(to + 12, runs[i].text_width, 2);
        put(to + 14, runs[i].source_width, 2);
    }
    out->n += n * MAP_RUN_BYTES;
}

_Static_assert(sizeof(struct run) == MAP_RUN_BYTES, "a run in memory has no gaps");

struct span map_packed(const struct run *runs, size_t n, struct arena *arena)
{
    static const uint16_t one = 1;
    if (*(const char *)&one) return (struct span){(const char *)runs, n * MAP_RUN_BYTES};
    struct buffer packed = {0};
    map_pack(runs, n, &packed);
    struct span copy = arena_copy(arena, buffer_span(&packed));
    buffer_free(&packed);
    return copy;
}

// Source bytes that a run covers.
static uint64_t source_length(const struct run *run)
{
    return (uint64_t)run->length / run->text_width * run->source_width;
}

static const char *fault_of(const struct run *run, uint64_t text_at, uint64_t source_at)
{
    if (run->text_width == 0 || run->source_width == 0 || run->length == 0)
        return "a run is empty";
    if (run->length % run->text_width) return "a run ends inside a character";
    if (run->text < text_at || run->source < source_at) return "runs are out of order";
    return NULL;
}

int map_unpack(struct span packed, size_t text_length, size_t source_limit,
               struct arena *arena, struct map *map, const char **why)
{
    size_t n = packed.n / MAP_RUN_BYTES;
    struct run *runs = ARENA_NEW(arena, struct run, n);
    uint64_t text_at = 0, source_at = 0;
    *why = packed.n % MAP_RUN_BYTES ? "its length is not a multiple of 16" : NULL;
    for (size_t i = 0; i < n && !*why; i++) {
        const char *from = packed.at + i * MAP_RUN_BYTES;
        runs[i] = (struct run){get(from, 4), get(from + 4, 4), get(from + 8, 4),
                               (uint16_t)get(from + 12, 2), (uint16_t)get(from + 14, 2)};
        *why = fault_of(&runs[i], text_at, source_at);
        if (*why) break;
        text_at = (uint64_t)runs[i].text + runs[i].length;
        source_at = runs[i].source + source_length(&runs[i]);
        if (text_at > text_length || source_at > source_limit)
            *why = "a run lies beyond the text or the source";
    }
    *map = (struct map){runs, n};
    return *why ? -1 : 0;
}

// Index of the first run that ends behind the text offset; map.n where there is none.
static size_t run_at(struct map map, uint32_t text)
{
    size_t low = 0, high = map.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct run *run = &map.runs[middle];
        if ((uint64_t)run->text + run->length <= text)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int map_source(struct map map, uint32_t text_from, uint32_t text_to, uint64_t *from,
               uint64_t *to)
{
    size_t first = run_at(map, text_from);
    if (first == map.n || map.runs[first].text >= text_to) return -1;
    const struct run *run = &map.runs[first];
    uint32_t into = text_from > run->text ? text_from - run->text : 0;
    *from = run->source + (uint64_t)(into / run->text_width) * run->source_width;

    size_t last = run_at(map, text_to - 1);
    if (last == map.n || map.runs[last].text >= text_to) last--;
    run = &map.runs[last];
    into = text_to - run->text < run->length ? text_to - run->text : run->length;
    uint32_t characters = (into + run->text_width - 1) / run->text_width;
    *to = run->source + (uint64_t)characters * run->source_width;
    return 0;
}

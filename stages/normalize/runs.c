// SPDX-License-Identifier: Apache-2.0
//
// Runs, writers, and the composition of maps, which is one walk over both lists: linear
// in the number of their runs. All memory is the arena's.
#include "stages/normalize/runs.h"

#include "stages/base/utf8.h"

#include <assert.h>

void runs_add(struct runs *runs, struct run unit, size_t count)
{
    assert(count > 0 && unit.text_width > 0 && unit.source_width > 0);
    struct run *last = runs->n ? &runs->at[runs->n - 1] : NULL;
    if (last && runs->text_end == unit.text && runs->source_end == unit.source &&
        last->text_width == unit.text_width && last->source_width == unit.source_width) {
        last->length += (uint32_t)(count * unit.text_width);
    } else {
        unit.length = (uint32_t)(count * unit.text_width);
        ARENA_PUSH(runs->arena, runs->at, runs->n, runs->capacity) = unit;
        runs->text_end = unit.text;
        runs->source_end = unit.source;
    }
    runs->text_end += count * unit.text_width;
    runs->source_end += count * unit.source_width;
}

static uint64_t run_source_length(const struct run *run)
{
    return (uint64_t)run->length / run->text_width * run->source_width;
}

// The source behind the middle bytes [from, to); *i is the walk's place in inner. False
// where none of them is mapped.
static bool behind(const struct runs *inner, size_t *i, uint64_t from, uint64_t to,
                   uint64_t source[2])
{
    const struct run *run;
    for (;; ++*i) {
        if (*i == inner->n) return false;
        run = &inner->at[*i];
        if (run->text + (uint64_t)run->length > from) break;
    }
    if (run->text >= to) return false;
    uint64_t into = from > run->text ? from - run->text : 0;
    source[0] = run->source + into / run->text_width * run->source_width;
    for (size_t j = *i; j < inner->n && inner->at[j].text < to; j++) {
        run = &inner->at[j];
        into = to - run->text < run->length ? to - run->text : run->length;
        uint64_t units = (into + run->text_width - 1) / run->text_width;
        source[1] = run->source + units * run->source_width;
    }
    return true;
}

// Appends the part of an inner run that lies in [from, to) of the middle.
static void compose_part(const struct run *same, struct run run, uint64_t to,
                         struct runs *out)
{
    uint64_t from = same->source;
    uint64_t cut = from > run.text ? (from - run.text) / run.text_width : 0;
    uint64_t end = to - run.text < run.length ? to - run.text : run.length;
    uint64_t count = (end + run.text_width - 1) / run.text_width - cut;
    run.text = (uint32_t)(same->text + (run.text + cut * run.text_width - from));
    run.source += (uint32_t)(cut * run.source_width);
    runs_add(out, run, count);
}

// Appends n whole inner runs, moved.
static void compose_whole(const struct run *runs, size_t n, uint32_t move,
                          struct runs *out)
{
    if (out->capacity - out->n < n) {
        struct run *fresh = arena_raw(out->arena, (out->n + n) * 2 * sizeof *fresh);
        if (out->n) memcpy(fresh, out->at, out->n * sizeof *fresh);
        out->at = fresh;
        out->capacity = (out->n + n) * 2;
    }
    struct run *to = out->at + out->n;
    for (size_t i = 0; i < n; i++) {
        to[i] = runs[i];
        to[i].text += move; // modulo 2^32: it may move back
    }
    out->n += n;
    out->text_end = to[n - 1].text + (uint64_t)to[n - 1].length;
    out->source_end = to[n - 1].source + run_source_length(&to[n - 1]);
}

// A stretch of the text that is the middle's bytes: the inner runs, cut to it and moved.
static void compose_same(const struct run *same, const struct runs *inner, size_t *i,
                         struct runs *out)
{
    uint64_t from = same->source, to = from + same->length;
    while (*i < inner->n && inner->at[*i].text + (uint64_t)inner->at[*i].length <= from)
        ++*i;
    if (*i == inner->n || inner->at[*i].text >= to) return;
    compose_part(same, inner->at[*i], to, out); // it may continue the last one
    size_t first = *i + 1, end = first;
    while (end < inner->n && inner->at[end].text + (uint64_t)inner->at[end].length <= to)
        end++;
    if (end > first)
        compose_whole(inner->at + first, end - first, same->text - same->source, out);
    *i = end - 1;
    if (end < inner->n && inner->at[end].text < to)
        compose_part(same, inner->at[ *i = end], to, out);
}

void runs_compose(const struct runs *outer, const struct runs *inner, struct runs *out)
{
    size_t i = 0;
    out->capacity = inner->n + 2 * outer->n + 16;
    out->at = arena_raw(out->arena, out->capacity * sizeof *out->at);
    for (size_t k = 0; k < outer->n; k++) {
        const struct run *run = &outer->at[k];
        if (run->text_width == 1 && run->source_width == 1) {
            compose_same(run, inner, &i, out);
            continue;
        }
        uint64_t middle = run->source, end = middle + run_source_length(run);
        uint32_t text = run->text;
        for (; middle < end; middle += run->source_width, text += run->text_width) {
            uint64_t source[2] = {0, 0};
            if (!behind(inner, &i, middle, middle + run->source_width, source)) continue;
            uint64_t width = source[1] - source[0];
            if (width > UINT16_MAX) width = UINT16_MAX;
            runs_add(out,
                     (struct run){text, (uint32_t)source[0], 0, run->text_width,
                                  (uint16_t)width},
                     1);
        }
    }
}

struct writer writer_new(struct arena *arena, size_t expected)
{
    struct writer writer = {.arena = arena, .runs.arena = arena};
    writer.capacity = expected + 64;
    writer.at = arena_raw(arena, writer.capacity);
    return writer;
}

void writer_expect_runs(struct writer *writer, size_t n)
{
    writer->runs.at = arena_raw(writer->arena, (n + 16) * sizeof(struct run));
    writer->runs.capacity = n + 16;
}

char *writer_room(struct writer *writer, size_t more)
{
    if (writer->capacity - writer->n < more) {
        size_t wanted = writer->capacity + writer->capacity / 2 + more;
        char *fresh = arena_raw(writer->arena, wanted);
        if (writer->n) memcpy(fresh, writer->at, writer->n);
        writer->at = fresh;
        writer->capacity = wanted;
    }
    return writer->at + writer->n;
}

void writer_same(struct writer *writer, struct span input, size_t from, size_t to)
{
    if (from == to) return;
    memcpy(writer_room(writer, to - from), input.at + from, to - from);
    struct run run = {(uint32_t)writer->n, (uint32_t)from, 0, 1, 1};
    runs_add(&writer->runs, run, to - from);
    writer->n += to - from;
}

void writer_put(struct writer *writer, struct span text, size_t from, size_t to)
{
    if (text.n == 0) return;
    memcpy(writer_room(writer, text.n), text.at, text.n);
    size_t width = to - from < UINT16_MAX ? to - from : UINT16_MAX;
    struct run run = {(uint32_t)writer->n, (uint32_t)from, 0, (uint16_t)text.n,
                      (uint16_t)width};
    runs_add(&writer->runs, run, 1);
    writer->n += text.n;
}

size_t writer_last_width(const struct writer *writer)
{
    size_t width = writer->runs.n ? writer->runs.at[writer->runs.n - 1].text_width : 0;
    return width < 4 ? 4 : width;
}

struct span writer_take(struct writer *writer, size_t *source)
{
    assert(writer->n > 0 && writer->runs.n > 0);
    struct runs *runs = &writer->runs;
    struct run *last = &runs->at[runs->n - 1];
    size_t at = utf8_back(writer_text(writer), writer->n);
    uint32_t width = last->text_width;
    if (width == 1) width = (uint32_t)(writer->n - at);
    uint32_t source_width =
        last->text_width == 1 && last->source_width == 1 ? width : last->source_width;
    last->length -= width;
    writer->n -= width;
    runs->text_end -= width;
    runs->source_end -= source_width;
    *source = runs->source_end;
    struct span taken = {writer->at + writer->n, width};
    if (last->length == 0 && --runs->n > 0) {
        last = &runs->at[runs->n - 1];
        runs->text_end = last->text + (uint64_t)last->length;
        runs->source_end = last->source + run_source_length(last);
    }
    return taken;
}

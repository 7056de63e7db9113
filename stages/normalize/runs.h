// SPDX-License-Identifier: Apache-2.0
//
// Building the offset map. A pass over a text writes what it makes through a writer,
// which keeps the runs from its output back to its input; runs_compose joins the maps of
// two passes. What a pass does not write lies in no run. (struct run: proto/layers.h.)
#ifndef FZ_NORMALIZE_RUNS_H
#define FZ_NORMALIZE_RUNS_H

#include "proto/layers.h"

struct runs {
    struct run *at;
    size_t n, capacity;
    uint64_t text_end, source_end; // of the last run
    struct arena *arena;
};

// Appends `count` units of run->text_width bytes each (run->length is not read), or lets
// the last run grow where the new one continues it.
void runs_add(struct runs *runs, struct run unit, size_t count);

// outer maps a text to a middle, inner maps the middle to a source: *out (empty, with its
// arena set) becomes the map from the text to the source. A unit of text whose middle
// lies in no run of inner lies in none of out.
void runs_compose(const struct runs *outer, const struct runs *inner, struct runs *out);

enum { RUNS_MAX_WIDTH = 32768 }; // bytes of source that stand behind one unit, at most

struct writer {
    char *at;
    size_t n, capacity;
    struct runs runs;
    struct arena *arena;
};

// A writer for an input of about `expected` bytes.
struct writer writer_new(struct arena *arena, size_t expected);

// Makes room for that many runs at once.
void writer_expect_runs(struct writer *writer, size_t n);

// Makes room for `more` bytes; returns where the next byte goes.
char *writer_room(struct writer *writer, size_t more);

// Copies the bytes [from, to) of the input as they are.
void writer_same(struct writer *writer, struct span input, size_t from, size_t to);

// Writes `text` for the bytes [from, to) of the input, as one unit.
void writer_put(struct writer *writer, struct span text, size_t from, size_t to);

// Takes back the last character written: returns it, with where its source begins. It
// stays readable behind writer->at[writer->n]. The writer must not be empty.
struct span writer_take(struct writer *writer, size_t *source);

// Bytes of the unit that writer_take would take, or a little more.
size_t writer_last_width(const struct writer *writer);

static inline struct span writer_text(const struct writer *writer)
{
    return (struct span){writer->at, writer->n};
}

#endif

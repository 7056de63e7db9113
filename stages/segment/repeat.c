// SPDX-License-Identifier: Apache-2.0
//
// Passages that stand twice in the document: a report pasted two times, a chapter that
// the web page repeats. Text is compared character by character without white space and
// width, so that copies wrapped or cut differently still match; a paragraph is a copy
// when nine tenths of it are, and the run of copies around it is long enough to be a
// passage and not a phrase or a table cell that people repeat.
//
// Windows of WINDOW characters are sampled by content (after S. Schleimer, D. Wilkerson,
// A. Aiken: Winnowing, 2003): those whose first ANCHOR characters hash to zero. Only they
// are hashed as a whole, into a table of first occurrences; hits are verified and
// extended both ways, and the scan goes on behind them. Linear time; 2 bytes a character
// and 8 for each sampled window.
#include "stages/segment/glyph.h"
#include "stages/segment/sheet.h"

enum {
    WINDOW = 24,
    ANCHOR = 4,
    SAMPLE_BITS = 4, // one window in 16 is kept
    SAMPLE = 1 << SAMPLE_BITS,
    MIN_MATCH = 40, // characters of a match that counts
    PASSAGE = 300,  // characters of a run of copies
    BRIEF = 40,     // a paragraph this short does not break a run
};

// The characters of the document, without white space, furniture and lost ones.
struct stream {
    uint16_t *at;
    uint32_t *paras; // paras[p]: where paragraph p begins; one more for the end
    size_t n;
};

struct table {
    uint32_t *slots; // position + 1 of the first window with that hash
    size_t mask;
};

// What is known of each paragraph as a copy.
struct copies {
    uint32_t *covered; // characters that stand earlier in the document
    uint32_t *source;  // the stream position where the first of them stands
};

static struct stream stream_make(struct sheet *sheet, const struct layout *layout)
{
    struct stream stream = {0};
    size_t units = sheet->places[sheet->n_lines].units, n = layout->paragraphs.n;
    stream.paras = ARENA_NEW(sheet->arena, uint32_t, n + 1);
    stream.at = arena_raw(sheet->arena, (units + 1) * sizeof *stream.at);
    for (size_t p = 0; p < n; p++) {
        const struct para *para = &sheet->paras[p];
        stream.paras[p] = (uint32_t)stream.n;
        if (para->role == ROLE_FURNITURE) continue;
        for (uint32_t k = para->from; k < para->to;) {
            uint32_t first = sheet->order[k], end = first;
            while (k < para->to && sheet->order[k] == end)
                k++, end++; // their units stand one behind the other
            uint32_t from = sheet->places[first].units;
            size_t own = sheet->places[end].units - from;
            memcpy(stream.at + stream.n, sheet->units + from, own * sizeof *stream.at);
            stream.n += own;
        }
    }
    stream.paras[n] = (uint32_t)stream.n;
    return stream;
}

// The paragraph that holds a position: binary search, the last one that begins at or
// before.
static size_t para_of(const struct stream *stream, size_t n_paras, uint32_t position)
{
    size_t low = 0, high = n_paras;
    while (low + 1 < high) {
        size_t middle = (low + high) / 2;
        if (stream->paras[middle] <= position)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void cover(const struct stream *stream, size_t n_paras, struct copies *copies,
                  const uint32_t match[3])
{
    uint32_t to = match[0], from = match[1], length = match[2];
    size_t p = para_of(stream, n_paras, to);
    for (uint32_t done = 0; done < length; p++) {
        uint32_t end = stream->paras[p + 1], here = to + done;
        if (end <= here) continue;
        uint32_t part = end - here < length - done ? end - here : length - done;
        if (copies->covered[p] == 0) copies->source[p] = from + done;
        copies->covered[p] += part;
        done += part;
    }
}

// ANCHOR characters as one number.
static uint64_t characters_at(const uint16_t *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

// Extends the match of the windows at `to` and `from` (earlier); `floor` is where the
// last match ended. Leaves {to, from, length} in match.
static void extend(const struct stream *stream, uint32_t floor, uint32_t match[3])
{
    uint32_t to = match[0], from = match[1], back = 0, length = 0;
    while (to - back > floor && from > back &&
           stream->at[to - back - 1] == stream->at[from - back - 1])
        back++;
    to -= back, from -= back;
    while (to + length + ANCHOR <= stream->n && from + length + ANCHOR <= to &&
           characters_at(stream->at + to + length) ==
               characters_at(stream->at + from + length))
        length += ANCHOR;
    while (to + length < stream->n && from + length < to &&
           stream->at[to + length] == stream->at[from + length])
        length++;
    match[0] = to, match[1] = from, match[2] = length;
}

static struct table table_make(struct arena *arena, size_t n)
{
    size_t slots = 64;
    while (slots < n / SAMPLE * 4)
        slots *= 2;
    return (struct table){ARENA_NEW(arena, uint32_t, slots), slots - 1};
}

// The earlier window equal to the one at i, + 1, or 0 (it is then the first and kept).
static uint32_t table_find(struct table *table, const struct stream *stream,
                           uint64_t hash, uint32_t i)
{
    size_t slot = (size_t)(hash >> 24) & table->mask;
    for (size_t tries = 0; tries < 8; tries++, slot = (slot + 1) & table->mask) {
        uint32_t *kept = &table->slots[slot];
        if (*kept == 0) {
            *kept = i + 1;
            return 0;
        }
        size_t bytes = WINDOW * sizeof *stream->at;
        if (memcmp(stream->at + *kept - 1, stream->at + i, bytes) == 0) return *kept;
    }
    return 0;
}

static const uint64_t multiplier = 0x9E3779B97F4A7C15u;

static uint64_t window_hash(const uint16_t *at)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < WINDOW; k += ANCHOR) {
        hash = (hash ^ characters_at(at + k)) * multiplier;
        hash ^= hash >> 32;
    }
    return hash;
}

static void find_copies(struct arena *arena, const struct stream *stream, size_t n_paras,
                        struct copies *copies)
{
    uint32_t floor = 0;
    struct table table = table_make(arena, stream->n);
    for (size_t i = 0; i + WINDOW <= stream->n; i++) {
        uint64_t anchor = characters_at(stream->at + i) * multiplier;
        if (anchor >> (64 - SAMPLE_BITS) != 0) continue;
        uint64_t hash = window_hash(stream->at + i);
        uint32_t kept = table_find(&table, stream, hash, (uint32_t)i);
        if (kept == 0 || kept - 1 + WINDOW > i) continue;
        uint32_t match[3] = {(uint32_t)i, kept - 1, 0};
        extend(stream, floor, match);
        if (match[2] < MIN_MATCH) continue;
        cover(stream, n_paras, copies, match);
        floor = match[0] + match[2];
        i = floor - 1;
    }
}

static bool is_copy(const struct stream *stream, const struct copies *copies, size_t p)
{
    uint32_t size = stream->paras[p + 1] - stream->paras[p];
    return size > 0 && (uint64_t)copies->covered[p] * 10 >= (uint64_t)size * 9;
}

// Marks the copies of the run [from, to) if it is a passage.
static void mark_run(const struct stream *stream, const struct copies *copies,
                     struct layout *layout, size_t from, size_t to)
{
    if (stream->paras[to] - stream->paras[from] < PASSAGE) return;
    for (size_t p = from; p < to; p++) {
        if (!is_copy(stream, copies, p)) continue;
        size_t source = para_of(stream, layout->paragraphs.n, copies->source[p]);
        if (source < p) layout->paragraphs.at[p].dup_of = (uint32_t)source;
    }
}

void repeats_find(struct sheet *sheet, struct layout *layout)
{
    size_t n = layout->paragraphs.n;
    struct stream stream = stream_make(sheet, layout);
    struct copies copies = {ARENA_NEW(sheet->arena, uint32_t, n + 1),
                            ARENA_NEW(sheet->arena, uint32_t, n + 1)};
    find_copies(sheet->arena, &stream, n, &copies);
    for (size_t from = 0; from < n;) {
        if (!is_copy(&stream, &copies, from)) {
            from++;
            continue;
        }
        size_t to = from + 1;
        while (to < n && (is_copy(&stream, &copies, to) ||
                          stream.paras[to + 1] - stream.paras[to] < BRIEF))
            to++;
        while (!is_copy(&stream, &copies, to - 1))
            to--;
        mark_run(&stream, &copies, layout, from, to);
        from = to;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// Decoding. Clean UTF-8 is not copied: the text is the source. Everything else goes
// through a writer. A line that reads well in the document's encoding is left at that;
// one that does not is judged by itself (detect_line), for documents that were pasted
// together from files of several encodings. Neighbouring bytes that are no character
// become one U+FFFD and one entry of the damage list.
#include "stages/normalize/decode.h"

#include "stages/base/utf8.h"
#include "stages/normalize/decoding.h"

void decoding_flush(struct decoding *d)
{
    if (d->bad_from == d->bad_to) return;
    struct decoded *decoded = d->decoded;
    uint32_t length = (uint32_t)(d->bad_to - d->bad_from);
    writer_put(&d->writer, SPAN("\xEF\xBF\xBD"), d->bad_from, d->bad_to);
    ARENA_PUSH(d->writer.arena, decoded->damage.at, decoded->damage.n,
               d->damage_capacity) = (struct damage){d->bad_from, length};
    decoded->damaged += length;
    d->bad_from = d->bad_to;
}

void decoding_bad(struct decoding *d, size_t from, size_t to)
{
    if (from != d->bad_to || to - d->bad_from > RUNS_MAX_WIDTH) {
        decoding_flush(d);
        d->bad_from = from;
    }
    d->bad_to = to;
}

void decoding_put(struct decoding *d, struct span utf8, size_t from, size_t to)
{
    decoding_flush(d);
    writer_put(&d->writer, utf8, from, to);
}

static void drop_damage(struct decoding *d, size_t from)
{
    struct decoded *decoded = d->decoded;
    while (decoded->damage.n && decoded->damage.at[decoded->damage.n - 1].source >= from)
        decoded->damaged -= decoded->damage.at[--decoded->damage.n].length;
    d->bad_from = d->bad_to = from;
}

void decoding_take_back(struct decoding *d, size_t from)
{
    decoding_flush(d);
    while (d->writer.runs.n > 0 && d->writer.runs.source_end > from) {
        size_t source;
        writer_take(&d->writer, &source);
    }
    drop_damage(d, from);
}

// ---- UTF-8 ----

static void decode_utf8(struct decoding *d, size_t from, size_t to)
{
    while (from < to) {
        size_t good = utf8_valid_prefix(span_cut(d->bytes, from, to));
        if (good) {
            decoding_flush(d);
            writer_same(&d->writer, d->bytes, from, from + good);
            from += good;
        }
        if (from < to) decoding_bad(d, from, from + 1), from++;
    }
}

// ---- UTF-16 ----

static uint32_t unit_at(const struct decoding *d, size_t i, bool big)
{
    const unsigned char *p = (const unsigned char *)d->bytes.at + i;
    return (uint32_t)p[big] | (uint32_t)p[!big] << 8;
}

// A part may begin or end inside a unit where a newline was taken for one byte: `0A 00`
// cut in two leaves a newline here and a zero there.
static size_t cut_newline(struct decoding *d, size_t from, bool odd, bool big)
{
    if (!odd || from == d->bytes.n) return from;
    if (big || d->bytes.at[from] != 0) decoding_bad(d, from, from + 1);
    return from + 1;
}

static size_t width_of(uint32_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
}

// Units of the Basic Multilingual Plane that take as many bytes of UTF-8 each; none where
// the first is a surrogate. Returns where they end.
static size_t unit_streak(struct decoding *d, size_t i, bool big)
{
    size_t n = d->bytes.n, from = i, width = width_of(unit_at(d, i, big));
    char *start = writer_room(&d->writer, (n - i) / 2 * width + 4), *out = start;
    for (; n - i >= 2; i += 2) {
        uint32_t c = unit_at(d, i, big);
        if (width_of(c) != width || (c >= 0xD800 && c < 0xE000)) break;
        out += utf8_put(c, out);
    }
    if (i == from) return i;
    struct run run = {(uint32_t)d->writer.n, (uint32_t)from, 0, (uint16_t)width, 2};
    runs_add(&d->writer.runs, run, (i - from) / 2);
    d->writer.n += (size_t)(out - start);
    return i;
}

static size_t surrogate(struct decoding *d, size_t i, bool big)
{
    uint32_t high = unit_at(d, i, big);
    uint32_t low = d->bytes.n - i >= 4 ? unit_at(d, i + 2, big) : 0;
    if (high >= 0xDC00 || low < 0xDC00 || low >= 0xE000) {
        decoding_bad(d, i, i + 2);
        return i + 2;
    }
    char utf8[4];
    uint32_t c = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    decoding_put(d, (struct span){utf8, utf8_put(c, utf8)}, i, i + 4);
    return i + 4;
}

static void decode_utf16(struct decoding *d, size_t from, bool odd, bool big)
{
    size_t i = cut_newline(d, from, odd, big), n = d->bytes.n;
    while (n - i >= 2) {
        decoding_flush(d);
        size_t streak = unit_streak(d, i, big);
        i = streak > i ? streak : surrogate(d, i, big);
    }
    if (i == n) return;
    if (!big && d->bytes.at[i] == '\n')
        decoding_put(d, SPAN("\n"), i, n);
    else
        decoding_bad(d, i, n);
}

// ---- line by line ----

static struct reading_score decode_as(struct decoding *d, enum encoding encoding,
                                      size_t from, size_t to)
{
    d->decoded->bytes[encoding] += to - from;
    if (encoding == GB18030) return pairs_decode(d, &d->sets->gb18030, from, to);
    if (encoding == BIG5) return pairs_decode(d, &d->sets->big5, from, to);
    decode_utf8(d, from, to);
    return (struct reading_score){0};
}

static size_t line_end(struct span s, size_t from)
{
    const char *newline = memchr(s.at + from, '\n', s.n - from);
    size_t to = newline ? (size_t)(newline - s.at) + 1 : s.n;
    const char *ret = memchr(s.at + from, '\r', to - from);
    return ret ? (size_t)(ret - s.at) + 1 : to;
}

// All lines from `from` on that are valid UTF-8, at once. Returns where they end.
static size_t valid_lines(struct decoding *d, size_t from)
{
    const char *at = d->bytes.at;
    size_t to = from + utf8_valid_prefix(span_cut(d->bytes, from, d->bytes.n));
    if (to < d->bytes.n)
        while (to > from && at[to - 1] != '\n' && at[to - 1] != '\r')
            to--;
    if (to > from) decode_as(d, UTF_8, from, to);
    return to;
}

// Running text weighs some three for a character. One and a half is well.
static bool reads_well(struct reading_score score)
{
    return score.bad == 0 && score.weight * 2 >= (int64_t)score.characters * 3;
}

// What a line that is read on trial may change. (Arrays that moved have kept what they
// held, and a run that grew is put back.)
struct checkpoint {
    size_t text, runs, damages, bad_from, bad_to;
    struct run last;
    uint64_t text_end, source_end, damaged, bytes;
};

static struct checkpoint save(const struct decoding *d, enum encoding encoding)
{
    const struct runs *runs = &d->writer.runs;
    struct checkpoint saved = {.text = d->writer.n,
                               .runs = runs->n,
                               .damages = d->decoded->damage.n,
                               .bad_from = d->bad_from,
                               .bad_to = d->bad_to,
                               .text_end = runs->text_end,
                               .source_end = runs->source_end,
                               .damaged = d->decoded->damaged,
                               .bytes = d->decoded->bytes[encoding]};
    if (runs->n) saved.last = runs->at[runs->n - 1];
    return saved;
}

static void restore(struct decoding *d, enum encoding encoding,
                    const struct checkpoint *saved)
{
    struct runs *runs = &d->writer.runs;
    d->writer.n = saved->text;
    runs->n = saved->runs;
    if (runs->n) runs->at[runs->n - 1] = saved->last;
    runs->text_end = saved->text_end;
    runs->source_end = saved->source_end;
    d->decoded->damage.n = saved->damages;
    d->decoded->damaged = saved->damaged;
    d->decoded->bytes[encoding] = saved->bytes;
    d->bad_from = saved->bad_from;
    d->bad_to = saved->bad_to;
}

// Reads a line in the primary encoding, or in the one it is judged to be in. Returns the
// encoding of the line, `before` where it is all ASCII.
static enum encoding decode_line(struct decoding *d, enum encoding primary,
                                 enum encoding before, const size_t bounds[2])
{
    size_t from = bounds[0], to = bounds[1];
    struct checkpoint start = save(d, primary);
    struct reading_score score = decode_as(d, primary, from, to);
    if (primary != UTF_8 && score.characters == 0) return before;
    if (primary != UTF_8 && reads_well(score)) return primary;
    struct span line = span_cut(d->bytes, from, to);
    enum encoding judged = detect_line(d->sets, line, primary, before);
    if (judged == primary) return primary;
    restore(d, primary, &start);
    decode_as(d, judged, from, to);
    return judged;
}

static void decode_lines(struct decoding *d, enum encoding primary, size_t from)
{
    enum encoding before = primary;
    while (from < d->bytes.n) {
        if (primary == UTF_8) {
            size_t good = valid_lines(d, from);
            if (good > from) before = primary;
            from = good;
            if (from == d->bytes.n) break;
        }
        size_t to = line_end(d->bytes, from);
        before = decode_line(d, primary, before, (size_t[]){from, to});
        from = to;
    }
}

void decode(const struct charsets *sets, const struct source *source,
            const struct detected *detected, struct arena *arena, struct decoded *decoded)
{
    struct span bytes = source->bytes;
    enum encoding primary = detected->encoding;
    size_t mark = detect_mark(source, primary);
    *decoded = (struct decoded){.runs.arena = arena};
    decoded->bytes[primary] = mark;
    if (primary == UTF_8 && detected->valid) {
        decoded->bytes[UTF_8] = bytes.n;
        decoded->text = span_cut(bytes, mark, bytes.n);
        if (bytes.n > mark)
            runs_add(&decoded->runs, (struct run){0, (uint32_t)mark, 0, 1, 1},
                     bytes.n - mark);
        return;
    }
    struct decoding d = {.sets = sets, .bytes = bytes, .decoded = decoded};
    d.writer = writer_new(arena, bytes.n + bytes.n / 2);
    if (primary != UTF_8) writer_expect_runs(&d.writer, bytes.n / 6);
    if (primary == UTF_16LE || primary == UTF_16BE) {
        decoded->bytes[primary] = bytes.n;
        decode_utf16(&d, mark, source->base & 1, primary == UTF_16BE);
    } else {
        decode_lines(&d, primary, mark);
    }
    decoding_flush(&d);
    decoded->text = writer_text(&d.writer);
    decoded->runs = d.writer.runs;
}

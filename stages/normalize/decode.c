// SPDX-License-Identifier: Apache-2.0
//
// Decoding. Clean UTF-8 is not copied: the text is the source. Everything else goes
// through a writer. Neighbouring bytes that are no character become one U+FFFD and one
// entry of the damage list. A document cut in the middle of a character ends in one
// damage.
#include "stages/normalize/decode.h"

#include "stages/base/utf8.h"
#include "stages/normalize/resync.h"
#include "stages/normalize/scan.h"

struct decoding {
    const struct charsets *sets;
    struct span bytes;
    struct writer writer;
    struct decoded *decoded;
    size_t damage_capacity;
    size_t bad_from, bad_to; // damage that may still grow
    size_t no_resync;        // before this place there are no bounds to be found
};

static void flush_bad(struct decoding *d)
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

static void bad(struct decoding *d, size_t from, size_t to)
{
    if (from != d->bad_to || to - d->bad_from > RUNS_MAX_WIDTH) {
        flush_bad(d);
        d->bad_from = from;
    }
    d->bad_to = to;
}

// ---- UTF-8 ----

static void decode_utf8(struct decoding *d, size_t from, size_t to)
{
    while (from < to) {
        size_t good = scan_valid(span_cut(d->bytes, from, to));
        if (good) {
            flush_bad(d);
            writer_same(&d->writer, d->bytes, from, from + good);
            from += good;
        }
        if (from < to) bad(d, from, from + 1), from++;
    }
}

// ---- sets of pairs ----

static void put_unit(struct decoding *d, const char *utf8, size_t width, size_t at[2])
{
    flush_bad(d);
    writer_put(&d->writer, (struct span){utf8, width}, at[0], at[1]);
}

// A pair whose character is not three bytes wide. A letter with its mark, which Big5 has
// for one pair, takes one byte of it each until NFC joins them.
static size_t odd_pair(struct decoding *d, const char *utf8, size_t width, size_t i)
{
    if (width == 4 && utf8_width(utf8[0]) == 2) {
        put_unit(d, utf8, 2, (size_t[]){i, i + 1});
        put_unit(d, utf8 + 2, 2, (size_t[]){i + 1, i + 2});
    } else {
        put_unit(d, utf8, width, (size_t[]){i, i + 2});
    }
    return i + 2;
}

// A four-byte sequence, or what is no character. Returns where to go on.
static size_t four_or_bad(struct decoding *d, const struct charset *set, size_t i,
                          size_t to)
{
    const unsigned char *p = (const unsigned char *)d->bytes.at;
    size_t left = to - i;
    uint32_t c =
        set->fours && charset_is_lead(p[i]) ? charset_four(d->sets, p + i, left) : 0;
    if (c) {
        char utf8[4];
        put_unit(d, utf8, utf8_put(c, utf8), (size_t[]){i, i + 4});
        return i + 4;
    }
    size_t n = 1;
    bool digit = left > 1 && p[i + 1] >= '0' && p[i + 1] <= '9';
    if (left > 1 && p[i + 1] >= 0x80 && charset_is_lead(p[i]))
        n = 2;
    else if (set->fours && digit && (left == 2 || (left == 3 && p[i + 2] >= 0x80)))
        n = left; // a four-byte sequence that the end of the text cuts
    bad(d, i, i + n);
    return i + n;
}

// Pairs of three-byte characters, which are nearly all. Returns where they end.
static size_t pairs(struct decoding *d, const struct charset *set, size_t i, size_t to)
{
    const unsigned char *p = (const unsigned char *)d->bytes.at;
    size_t from = i;
    char *start = writer_room(&d->writer, (to - i) / 2 * 3 + 4), *out = start;
    while (to - i >= 2 && charset_is_lead(p[i]) && p[i + 1] >= 0x40) {
        size_t pair = charset_pair(p + i);
        if (set->width[pair] != 3) break;
        memcpy(out, set->utf8[pair], 4);
        out += 3;
        i += 2;
    }
    if (i == from) return i;
    struct run run = {(uint32_t)d->writer.n, (uint32_t)from, 0, 3, 2};
    runs_add(&d->writer.runs, run, (i - from) / 2);
    d->writer.n += (size_t)(out - start);
    return i;
}

// Takes back what was written for the source from `from` on.
static void take_back(struct decoding *d, size_t from)
{
    struct decoded *decoded = d->decoded;
    flush_bad(d);
    while (d->writer.runs.n > 0 && d->writer.runs.source_end > from) {
        size_t source;
        writer_take(&d->writer, &source);
    }
    while (decoded->damage.n && decoded->damage.at[decoded->damage.n - 1].source >= from)
        decoded->damaged -= decoded->damage.at[--decoded->damage.n].length;
    d->bad_from = d->bad_to = from;
}

static void put_pair(struct decoding *d, const struct charset *set, size_t i)
{
    size_t pair = charset_pair((const unsigned char *)d->bytes.at + i);
    odd_pair(d, set->utf8[pair], set->width[pair], i);
}

// Reads again the stretch [from, to) that holds a bad byte, where that is clearly better
// than what was read: half a character at the end of a line or a field is just that.
static bool decode_again(struct decoding *d, const struct charset *set, size_t from,
                         size_t to)
{
    enum { CLEARLY = 4 };
    uint8_t steps[RESYNC_LIMIT];
    struct span s = span_cut(d->bytes, from, to);
    int64_t read = detect_score(d->sets, s, set->fours ? GB18030 : BIG5);
    if (resync(d->sets, set, s, steps) < read + CLEARLY) return false;
    take_back(d, from);
    for (size_t i = 0; i < s.n; i += steps[i] ? steps[i] : 1) {
        size_t at = from + i;
        if (steps[i] == 0)
            bad(d, at, at + 1);
        else if (steps[i] == 1)
            put_unit(d, s.at + i, 1, (size_t[]){at, at + 1});
        else if (steps[i] == 2)
            put_pair(d, set, at);
        else
            four_or_bad(d, set, at, to);
    }
    return true;
}

// A bad byte was found at the second of `places`, in a stretch from the first to the
// third; reading went on to `next`. Returns where it goes on from here.
static size_t mend(struct decoding *d, const struct charset *set, const size_t places[3],
                   size_t next)
{
    size_t bounds[2];
    if (places[1] < d->no_resync) return next;
    if (!resync_bounds(span_cut(d->bytes, 0, places[2]), places[1], bounds)) {
        d->no_resync = places[1] + RESYNC_LIMIT / 2;
        return next;
    }
    if (bounds[0] < places[0]) return next;
    d->no_resync = bounds[1];
    return decode_again(d, set, bounds[0], bounds[1]) ? bounds[1] : next;
}

static void decode_pairs(struct decoding *d, const struct charset *set, size_t from,
                         size_t to)
{
    const unsigned char *p = (const unsigned char *)d->bytes.at;
    size_t i = from;
    while (i < to) {
        size_t ascii = scan_ascii(span_cut(d->bytes, i, to));
        if (ascii) {
            flush_bad(d);
            writer_same(&d->writer, d->bytes, i, i + ascii);
            i += ascii;
            continue;
        }
        bool pair = charset_is_lead(p[i]) && to - i >= 2 && p[i + 1] >= 0x40;
        size_t width = pair ? set->width[charset_pair(p + i)] : 0;
        if (width == 3) {
            flush_bad(d);
            i = pairs(d, set, i, to);
        } else if (width) {
            i = odd_pair(d, set->utf8[charset_pair(p + i)], width, i);
        } else {
            size_t before = d->bad_to;
            size_t next = four_or_bad(d, set, i, to);
            if (d->bad_to != before) next = mend(d, set, (size_t[]){from, i, to}, next);
            i = next;
        }
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
    if (big || d->bytes.at[from] != 0) bad(d, from, from + 1);
    return from + 1;
}

static void decode_utf16(struct decoding *d, size_t from, bool odd, bool big)
{
    size_t i = cut_newline(d, from, odd, big), n = d->bytes.n;
    while (n - i >= 2) {
        uint32_t c = unit_at(d, i, big);
        size_t used = 2;
        if (c >= 0xD800 && c < 0xDC00 && n - i >= 4) {
            uint32_t low = unit_at(d, i + 2, big);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                used = 4;
            }
        }
        if (c >= 0xD800 && c < 0xE000) {
            bad(d, i, i + 2);
        } else {
            char utf8[4];
            put_unit(d, utf8, utf8_put(c, utf8), (size_t[]){i, i + used});
        }
        i += used;
    }
    if (i == n) return;
    if (!big && d->bytes.at[i] == '\n')
        put_unit(d, "\n", 1, (size_t[]){i, n});
    else
        bad(d, i, n);
}

// ---- the whole ----

static void decode_stretches(struct decoding *d, enum encoding primary, size_t mark)
{
    struct stretches stretches = {0};
    struct span rest = span_cut(d->bytes, mark, d->bytes.n);
    detect_stretches(d->sets, rest, primary, d->writer.arena, &stretches);
    for (size_t i = 0; i < stretches.n; i++) {
        const struct stretch *stretch = &stretches.at[i];
        size_t from = stretch->from + mark, to = stretch->to + mark;
        d->decoded->bytes[stretch->encoding] += to - from;
        if (stretch->encoding == UTF_8)
            decode_utf8(d, from, to);
        else if (stretch->encoding == GB18030)
            decode_pairs(d, &d->sets->gb18030, from, to);
        else
            decode_pairs(d, &d->sets->big5, from, to);
    }
}

void decode(const struct charsets *sets, const struct source *source,
            enum encoding primary, struct arena *arena, struct decoded *decoded)
{
    struct span bytes = source->bytes;
    size_t mark = detect_mark(source, primary);
    *decoded = (struct decoded){.runs.arena = arena};
    decoded->bytes[primary] = mark;
    if (primary == UTF_8 && scan_valid(bytes) == bytes.n) {
        decoded->bytes[UTF_8] = bytes.n;
        decoded->text = span_cut(bytes, mark, bytes.n);
        if (bytes.n > mark)
            runs_add(&decoded->runs, (struct run){0, (uint32_t)mark, 0, 1, 1},
                     bytes.n - mark);
        return;
    }
    struct decoding d = {.sets = sets, .bytes = bytes, .decoded = decoded};
    d.writer = writer_new(arena, bytes.n + bytes.n / 2);
    if (primary == UTF_16LE || primary == UTF_16BE) {
        decoded->bytes[primary] = bytes.n;
        decode_utf16(&d, mark, source->base & 1, primary == UTF_16BE);
    } else {
        decode_stretches(&d, primary, mark);
    }
    flush_bad(&d);
    decoded->text = writer_text(&d.writer);
    decoded->runs = d.writer.runs;
}

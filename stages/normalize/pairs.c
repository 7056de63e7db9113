// SPDX-License-Identifier: Apache-2.0
//
// Decoding sets of two-byte characters by table. Nearly all of a document is streaks of
// ASCII and of pairs whose characters are three bytes wide; both go in tight loops, one
// run each. After a bad byte the stretch around it is read again (resync.c).
#include "stages/base/utf8.h"
#include "stages/normalize/decoding.h"
#include "stages/normalize/resync.h"

static const unsigned char *bytes_of(const struct decoding *d)
{
    return (const unsigned char *)d->bytes.at;
}

// A pair whose character is not three bytes wide. A letter with its mark, which Big5 has
// for one pair, takes one byte of it each until NFC joins them.
static void put_pair(struct decoding *d, const struct charset *set, size_t i)
{
    const struct pair *pair = &set->pairs[charset_pair(bytes_of(d) + i)];
    struct span utf8 = {pair->utf8, pair->width};
    if (utf8.n == 4 && utf8_width(utf8.at[0]) == 2) {
        decoding_put(d, span_cut(utf8, 0, 2), i, i + 1);
        decoding_put(d, span_cut(utf8, 2, 4), i + 1, i + 2);
    } else {
        decoding_put(d, utf8, i, i + 2);
    }
}

// A four-byte sequence, or what is no character. Returns where to go on.
static size_t four_or_bad(struct decoding *d, const struct charset *set, size_t i,
                          size_t to)
{
    const unsigned char *p = bytes_of(d);
    size_t left = to - i, n = 1;
    uint32_t c = 0;
    if (set->fours && charset_is_lead(p[i])) c = charset_four(d->sets, p + i, left);
    if (c) {
        char utf8[4];
        decoding_put(d, (struct span){utf8, utf8_put(c, utf8)}, i, i + 4);
        return i + 4;
    }
    bool digit = left > 1 && p[i + 1] >= '0' && p[i + 1] <= '9';
    if (left > 1 && p[i + 1] >= 0x80 && charset_is_lead(p[i]))
        n = 2;
    else if (set->fours && digit && (left == 2 || (left == 3 && p[i + 2] >= 0x80)))
        n = left; // a four-byte sequence that the end of the text cuts
    decoding_bad(d, i, i + n);
    return i + n;
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
    decoding_take_back(d, from);
    for (size_t i = 0; i < s.n; i += steps[i] ? steps[i] : 1) {
        size_t at = from + i;
        if (steps[i] == 0)
            decoding_bad(d, at, at + 1);
        else if (steps[i] == 1)
            decoding_put(d, span_cut(s, i, i + 1), at, at + 1);
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

// ASCII bytes, of which there is at least one. Returns where they end.
static size_t ascii_streak(struct decoding *d, size_t from, size_t to)
{
    enum { SHORT = 16 };
    const unsigned char *p = bytes_of(d);
    size_t i = from + 1;
    while (i < to && p[i] < 0x80)
        i++;
    size_t n = i - from;
    if (n > SHORT || d->bytes.n - from < SHORT) {
        writer_same(&d->writer, d->bytes, from, i);
        return i;
    }
    memcpy(writer_room(&d->writer, SHORT), p + from, SHORT);
    struct run run = {(uint32_t)d->writer.n, (uint32_t)from, 0, 1, 1};
    runs_add(&d->writer.runs, run, n);
    d->writer.n += n;
    return i;
}

// Pairs of three-byte characters. Returns where they end.
static size_t pair_streak(struct decoding *d, const struct charset *set,
                          const size_t bounds[2], struct reading_score *score)
{
    const unsigned char *p = bytes_of(d);
    size_t from = bounds[0], to = bounds[1], i = from;
    char *start = writer_room(&d->writer, (to - i) / 2 * 3 + 4), *out = start;
    int64_t weight = 0;
    while (to - i >= 2 && charset_is_lead(p[i]) && p[i + 1] >= 0x40) {
        const struct pair *pair = &set->pairs[charset_pair(p + i)];
        if (pair->width != 3) break;
        memcpy(out, pair->utf8, 4);
        weight += pair->weight;
        out += 3;
        i += 2;
    }
    score->weight += weight;
    score->characters += (i - from) / 2;
    struct run run = {(uint32_t)d->writer.n, (uint32_t)from, 0, 3, 2};
    runs_add(&d->writer.runs, run, (i - from) / 2);
    d->writer.n += (size_t)(out - start);
    return i;
}

// What belongs to no streak. Returns where to go on.
static size_t single(struct decoding *d, const struct charset *set,
                     const size_t places[3], struct reading_score *score)
{
    const unsigned char *p = bytes_of(d);
    size_t i = places[1], to = places[2];
    score->characters++;
    if (charset_is_lead(p[i]) && to - i >= 2 && p[i + 1] >= 0x40) {
        const struct pair *pair = &set->pairs[charset_pair(p + i)];
        if (pair->width) {
            put_pair(d, set, i);
            score->weight += pair->weight;
            return i + 2;
        }
    }
    size_t before = d->bad_to, next = four_or_bad(d, set, i, to);
    if (d->bad_to == before) return next;
    score->bad += next - i;
    score->weight += BAD_WEIGHT;
    return mend(d, set, places, next);
}

struct reading_score pairs_decode(struct decoding *d, const struct charset *set,
                                  size_t from, size_t to)
{
    const unsigned char *p = bytes_of(d);
    struct reading_score score = {0};
    size_t i = from;
    while (i < to) {
        bool pair = charset_is_lead(p[i]) && to - i >= 2 && p[i + 1] >= 0x40;
        if (p[i] < 0x80) {
            decoding_flush(d);
            i = ascii_streak(d, i, to);
        } else if (pair && set->pairs[charset_pair(p + i)].width == 3) {
            decoding_flush(d);
            i = pair_streak(d, set, (size_t[]){i, to}, &score);
        } else {
            i = single(d, set, (size_t[]){from, i, to}, &score);
        }
    }
    return score;
}

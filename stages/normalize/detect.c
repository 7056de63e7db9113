// SPDX-License-Identifier: Apache-2.0
//
// Detection. A whole document that is valid UTF-8 is UTF-8. Otherwise the candidates are
// weighed on a sample of at most 16 KB. A line that is bad in the primary encoding goes
// to another one where that is clearly better, or a little better and the line before
// went there too. Pure, no memory.
#include "stages/normalize/detect.h"

#include "stages/base/utf8.h"
#include "stages/normalize/resync.h"
#include "stages/normalize/scan.h"

const char *const encoding_names[ENCODINGS] = {"UTF-8", "GB18030", "Big5", "UTF-16LE",
                                               "UTF-16BE"};

enum {
    WINDOW = 1024, // the sample: windows of this size
    WINDOWS = 16,
    CLEAR_MARGIN = 8 // two characters of the commonest
};

// ---- weights ----

// Multi-byte sequences that follow the rules of UTF-8 are no accident: each proves itself
// a little, whatever character it is.
static int64_t score_utf8(const struct charsets *sets, struct span s)
{
    int64_t score = 0;
    for (size_t i = 0; i < s.n;) {
        size_t good = i + utf8_valid_plain(span_cut(s, i, s.n));
        while (i < good) {
            i += scan_ascii(span_cut(s, i, good));
            if (i == good) break;
            size_t from = i;
            uint32_t c = utf8_next(s, &i);
            score += charset_weight(sets, c) + (int64_t)(i - from) + (i - from == 2);
        }
        if (i < s.n) score += BAD_WEIGHT, i++;
    }
    return score;
}

static int64_t score_pairs(const struct charsets *sets, const struct charset *set,
                           struct span s)
{
    const unsigned char *p = (const unsigned char *)s.at;
    int64_t score = 0;
    size_t i = 0;
    while (i < s.n) {
        if (p[i] < 0x80) {
            score += p[i] < 0x20 ? sets->weight[p[i]] : 0;
            i++;
        } else if (charset_is_lead(p[i]) && i + 1 < s.n && p[i + 1] >= 0x40) {
            score += set->pairs[charset_pair(p + i)].weight;
            i += 2;
        } else {
            uint32_t four = set->fours ? charset_four(sets, p + i, s.n - i) : 0;
            score += four ? -2 : BAD_WEIGHT;
            i += four ? 4 : 1;
        }
    }
    return score;
}

static int64_t score_utf16(const struct charsets *sets, struct span s, bool big)
{
    const unsigned char *p = (const unsigned char *)s.at;
    int64_t score = s.n % 2 ? BAD_WEIGHT : 0;
    for (size_t i = 0; i + 1 < s.n; i += 2) {
        uint32_t c = (uint32_t)p[i + big] | (uint32_t)p[i + !big] << 8;
        bool surrogate = c >= 0xD800 && c < 0xE000;
        score += c < 0x80 && c >= 0x20 ? 1 : surrogate ? -4 : charset_weight(sets, c);
    }
    return score;
}

int64_t detect_score(const struct charsets *sets, struct span s, enum encoding encoding)
{
    switch (encoding) {
    case UTF_8:
        return score_utf8(sets, s);
    case GB18030:
        return score_pairs(sets, &sets->gb18030, s);
    case BIG5:
        return score_pairs(sets, &sets->big5, s);
    case UTF_16LE:
        return score_utf16(sets, s, false);
    case UTF_16BE:
        return score_utf16(sets, s, true);
    }
    return 0;
}

// ---- the document as a whole ----

// Window k of the sample, from the beginning of a character; for UTF-16, from an even
// place.
static struct span window(struct span s, size_t k, bool lines)
{
    if (s.n <= (size_t)WINDOW * WINDOWS) return k ? (struct span){s.at, 0} : s;
    size_t from = s.n / WINDOWS * k & ~(size_t)1;
    struct span cut = span_cut(s, from, from + WINDOW);
    if (!lines || k == 0) return cut;
    for (size_t i = 0; i < cut.n; i++) // such a byte is no part of a longer character
        if ((unsigned char)cut.at[i] < 0x30) return span_cut(cut, i + 1, cut.n);
    return cut;
}

static size_t controls_in(struct span s, size_t *first)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 || (c >= '\t' && c <= '\r') || c == 0x1A || c == 0x1B) continue;
        if (count++ == 0) *first = i;
    }
    return count;
}

// Control characters beyond what a bad export leaves behind: more than one byte in fifty.
static bool too_many_controls(struct span bytes, int64_t *offset)
{
    size_t count = 0, total = 0;
    for (size_t k = 0; k < WINDOWS; k++) {
        struct span s = window(bytes, k, false);
        size_t first = 0, here = controls_in(s, &first);
        if (here && !count) *offset = (int64_t)((size_t)(s.at - bytes.at) + first);
        count += here;
        total += s.n;
    }
    return count > 4 && count * 50 > total;
}

static bool has_nul(struct span bytes)
{
    for (size_t k = 0; k < WINDOWS; k++) {
        struct span s = window(bytes, k, false);
        if (s.n && memchr(s.at, 0, s.n)) return true;
    }
    return false;
}

struct magic {
    struct span bytes;
    const char *what;
};

static const struct magic magics[] = {
    {{"%PDF", 4}, "a PDF file"},
    {{"\xD0\xCF\x11\xE0", 4}, "an Office file (OLE)"},
    {{"PK\x03\x04", 4}, "a ZIP archive or an Office file"},
    {{"\xFF\xD8\xFF", 3}, "a JPEG image"},
    {{"\x89PNG", 4}, "a PNG image"},
    {{"GIF8", 4}, "a GIF image"},
    {{"II*\0", 4}, "a TIFF image"},
    {{"MM\0*", 4}, "a TIFF image"},
    {{"Rar!", 4}, "a RAR archive"},
    {{"7z\xBC\xAF", 4}, "a 7-Zip archive"},
    {{"\x1F\x8B", 2}, "a gzip file"},
    {{"AT&T", 4}, "a DjVu file"},
    {{"{\\rt", 4}, "a rich text file"},
    {{"\x7F"
      "ELF",
      4},
     "a program"},
};

bool detect_binary(const struct source *source, struct refusal *refusal)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        if (!span_starts(source->head, magics[i].bytes)) continue;
        *refusal = (struct refusal){"binary", 0, magics[i].what};
        return true;
    }
    return false;
}

static bool marked(const struct source *source, enum encoding *encoding)
{
    if (span_starts(source->head, SPAN("\xFF\xFE")))
        *encoding = UTF_16LE;
    else if (span_starts(source->head, SPAN("\xFE\xFF")))
        *encoding = UTF_16BE;
    else
        return false;
    return true;
}

size_t detect_mark(const struct source *source, enum encoding encoding)
{
    if (source->base > 0) return 0;
    if (encoding == UTF_8)
        return span_starts(source->bytes, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
    enum encoding by_mark;
    return marked(source, &by_mark) && by_mark == encoding && source->bytes.n >= 2 ? 2
                                                                                   : 0;
}

static size_t sampled(struct span bytes)
{
    return bytes.n <= (size_t)WINDOW * WINDOWS ? bytes.n : (size_t)WINDOW * WINDOWS;
}

static int64_t score_sample(const struct charsets *sets, struct span bytes,
                            enum encoding encoding)
{
    bool lines = encoding != UTF_16LE && encoding != UTF_16BE;
    int64_t sum = 0;
    for (size_t k = 0; k < WINDOWS; k++)
        sum += detect_score(sets, window(bytes, k, lines), encoding);
    return sum;
}

// The best candidate on the sample, with its score. Any bytes are UTF-16, so that must
// read as text by itself, and it is only asked where there are zeros or nothing else
// fits.
static enum encoding weigh(const struct charsets *sets, const struct source *source,
                           bool nul, int64_t *score)
{
    enum encoding best = UTF_8;
    *score = score_sample(sets, source->bytes, UTF_8);
    for (int e = GB18030; e <= BIG5; e++) {
        int64_t sum = score_sample(sets, source->bytes, (enum encoding)e);
        if (sum > *score) *score = sum, best = (enum encoding)e;
    }
    if (!nul && *score > 0) return best;
    size_t odd = source->base & 1 && source->bytes.n ? 1 : 0;
    struct span units = span_cut(source->bytes, odd, source->bytes.n);
    for (int e = UTF_16LE; e <= UTF_16BE; e++) {
        int64_t sum = score_sample(sets, units, (enum encoding)e);
        bool likely = sum * 8 > (int64_t)sampled(units);
        if (likely && sum > *score) *score = sum, best = (enum encoding)e;
    }
    return best;
}

static size_t sampled_high_bytes(struct span bytes)
{
    size_t count = 0;
    for (size_t k = 0; k < WINDOWS; k++) {
        struct span s = window(bytes, k, false);
        for (size_t i = 0; i < s.n; i++)
            count += (unsigned char)s.at[i] >> 7;
    }
    return count;
}

// The best reading is worse than a row of rare characters. A few bytes prove nothing.
static bool is_noise(struct span bytes, int64_t score)
{
    enum { SOME = 64 };
    if (score >= 0) return false;
    size_t high = sampled_high_bytes(bytes);
    return high >= SOME && -score * 4 > (int64_t)high;
}

int detect(const struct charsets *sets, const struct source *source,
           struct detected *detected, struct refusal *refusal)
{
    struct span bytes = source->bytes;
    int64_t score = 0, offset = 0;
    *detected = (struct detected){.encoding = UTF_8};
    if (marked(source, &detected->encoding)) return 0;
    detected->valid = utf8_valid_prefix(bytes) == bytes.n;
    bool nul = has_nul(bytes);
    if (!detected->valid || nul) detected->encoding = weigh(sets, source, nul, &score);
    if (detected->encoding == UTF_16LE || detected->encoding == UTF_16BE) return 0;

    if (too_many_controls(bytes, &offset)) {
        *refusal = (struct refusal){"binary", offset, "bytes that are no text"};
        return -1;
    }
    if (!detected->valid && is_noise(bytes, score)) {
        *refusal = (struct refusal){"undecodable", 0,
                                    "no encoding yields text: neither UTF-8, GB18030, "
                                    "Big5 nor UTF-16"};
        return -1;
    }
    return 0;
}

// ---- line by line ----

// The score of a line that may have lost a byte: of its best reading.
static int64_t score_line(const struct charsets *sets, struct span line,
                          enum encoding encoding)
{
    uint8_t steps[RESYNC_LIMIT];
    if (encoding == UTF_8 || line.n > RESYNC_LIMIT)
        return detect_score(sets, line, encoding);
    return resync(sets, encoding == BIG5 ? &sets->big5 : &sets->gb18030, line, steps);
}

enum encoding detect_line(const struct charsets *sets, struct span line,
                          enum encoding primary, enum encoding before)
{
    int64_t scores[BIG5 + 1];
    enum encoding best = primary;
    for (int e = 0; e <= BIG5; e++)
        scores[e] = score_line(sets, line, (enum encoding)e);
    for (int e = 0; e <= BIG5; e++)
        if (scores[e] > scores[best]) best = (enum encoding)e;
    if (scores[best] >= scores[primary] + CLEAR_MARGIN) return best;
    return scores[before] > scores[primary] ? before : primary;
}

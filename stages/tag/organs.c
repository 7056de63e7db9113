// SPDX-License-Identifier: Apache-2.0
//
// Reads on behind a division in words of the lists: what organs are for (`城管`, `水务和
// 湖泊`), then what names of organs end in (`局`, `办公室`). The longest reading that
// ends so makes one body with the division.
#include "stages/tag/organs.h"

#include "stages/base/utf8.h"

enum { WORDS_MOST = 5, BYTES_MOST = 60 };

static const uint32_t upper = 1u << LEXICON_PROVINCE | 1u << LEXICON_CITY |
                              1u << LEXICON_COUNTY | 1u << LEXICON_TOWNSHIP;
static const uint32_t fields = 1u << LEXICON_FIELD;
static const uint32_t bodies = 1u << LEXICON_ORGAN;

struct reading {
    const struct pass *pass;
    struct span text;
    size_t from, best;
};

// Whether a longer word of the lists begins where this one does (`科` in `青少年科技`).
static bool is_cut(const struct lexicon_hit *hits, size_t n, size_t i)
{
    for (size_t k = i + 1; k < n; k++)
        if (!(hits[k].classes & bodies)) return true;
    return false;
}

// Whether what ends here is an organ: a word that is also a common noun (`中心`), or one
// character (`局`), needs a field before it. A delegation stands for its division.
static bool is_organ(struct span word, uint32_t classes, int n_fields)
{
    if (!(classes & bodies) || span_ends(word, SPAN("团"))) return false;
    if (n_fields > 0) return true;
    if (utf8_count(word) < 2) return false;
    return !(classes & 1u << LEXICON_GENERIC) || span_eq(word, SPAN("政府")) ||
           span_eq(word, SPAN("法院")) || span_eq(word, SPAN("检察院"));
}

static void read_on(struct reading *r, size_t at, int n_fields, int left)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(r->pass->lexicon, r->text, at, hits);
    for (size_t i = n; i-- > 0;) {
        struct span word = span_cut(r->text, at, hits[i].end);
        if (hits[i].end - r->from > BYTES_MOST) continue;
        if (hits[i].end > r->best && is_organ(word, hits[i].classes, n_fields) &&
            !is_cut(hits, n, i))
            r->best = hits[i].end;
        bool joint =
            n_fields > 0 && (span_eq(word, SPAN("和")) || span_eq(word, SPAN("与")));
        bool field = (hits[i].classes & fields) != 0;
        if (left > 0 && (field || joint))
            read_on(r, hits[i].end, n_fields + field, left - 1);
    }
    if (left > 0 && n_fields > 0 &&
        span_starts(span_cut(r->text, at, r->text.n), SPAN("和")))
        read_on(r, at + 3, n_fields, left - 1);
}

void organs_mark(struct pass *pass)
{
    for (size_t i = 0, n = pass->n; i < n; i++) {
        struct mention place = pass->mentions[i];
        struct span text = pass_text(pass, place.para);
        if (place.from == place.to || place.type != ENTITY_LOC || place.to == text.n)
            continue;
        size_t next = place.to;
        uint32_t opens = lexicon_opens(pass->lexicon, utf8_next(text, &next));
        if (!(opens & (fields | bodies))) continue;
        struct reading reading = {pass, text, place.to, 0};
        read_on(&reading, place.to, 0, WORDS_MOST);
        if (reading.best &&
            lexicon_suffix(pass->lexicon, pass_name(pass, &place), upper) > 0)
            pass_add(pass, place.para, place.from, reading.best, ENTITY_ORG);
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// Reads on behind a division in words of the lists: what organs are for (`城管`, `水务和
// 湖泊`), then what names of organs end in (`局`, `办公室`). The longest reading that
// ends so makes one body with the division. Behind a body that governs (`县革委会`) its
// departments are read on in the same way, one below the other
// (`生产指挥组交通邮电小组`).
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

// ---- departments
// -----------------------------------------------------------------------

static bool governs(struct span name)
{
    static const struct span ends[] = {
        {"政府", 6}, {"革委会", 9}, {"革命委员会", 15}, {"人民委员会", 15}, {"公署", 6}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (name.n > ends[i].n && span_ends(name, ends[i])) return true;
    return false;
}

// Whether a word says what a department is for. Verbs do not, since a governing body acts
// (`县政府召开小组会`), but for a few that nobody governs by.
static bool is_task(struct span word, uint32_t classes)
{
    if (utf8_count(word) != 2) return false;
    if (classes & fields) return true;
    if (span_eq(word, SPAN("生产")) || span_eq(word, SPAN("指挥"))) return true;
    return (classes & 1u << LEXICON_NOUN) && !(classes & 1u << LEXICON_VERB);
}

static bool is_department(struct span word, uint32_t classes)
{
    static const struct span groups[] = {{"组", 3}, {"小组", 6}, {"科", 3}, {"股", 3}};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (span_eq(word, groups[i])) return true;
    return (classes & bodies) && utf8_count(word) == 3; // 办公室
}

// The end of a department's name that begins at byte `at`: what it is for, then what
// departments are called by. `at` where there is none.
static size_t skip_department(const struct pass *pass, struct span text, size_t at)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t next = at;
    for (int tasks = 0; tasks < WORDS_MOST && next < text.n; tasks++) {
        size_t n = lexicon_match(pass->lexicon, text, next, hits), task = next;
        for (size_t i = 0; i < n; i++) {
            struct span word = span_cut(text, next, hits[i].end);
            if (tasks > 0 && is_department(word, hits[i].classes) && !is_cut(hits, n, i))
                return hits[i].end;
            if (is_task(word, hits[i].classes)) task = hits[i].end;
        }
        if (task == next) return at;
        next = task;
    }
    return at;
}

static void take_departments(struct pass *pass, struct mention body)
{
    struct span text = pass_text(pass, body.para);
    if (body.to == text.n || !governs(pass_name(pass, &body))) return;
    size_t end = body.to, before;
    do {
        before = end;
        end = skip_department(pass, text, end);
    } while (end > before && end < text.n);
    if (end > body.to) pass_add(pass, body.para, body.from, end, ENTITY_ORG);
}

void organs_mark(struct pass *pass)
{
    for (size_t i = 0, n = pass->n; i < n; i++) {
        struct mention place = pass->mentions[i];
        struct span text = pass_text(pass, place.para);
        if (place.from < place.to && place.type == ENTITY_ORG)
            take_departments(pass, place);
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

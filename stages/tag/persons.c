// SPDX-License-Identifier: Apache-2.0
//
// A run of two or three Chinese characters (four with a compound surname) that begins
// with a surname and stands between marks is a person's name
//   - in a byline or a bracket that closes a paragraph, where everything else in it is
//   one
//     too: `(黄菲 程少华)`, `(曲 鸣 摄)`;
//   - beside another in a list: `副区长陈治、樊峥`;
//   - behind a title: `主任余某某，`.
// A word of the lists is none (`高峰`, `文明`), but in a byline.
#include "stages/tag/persons.h"

#include "stages/base/utf8.h"

static const uint32_t words = 1u << LEXICON_NOUN | 1u << LEXICON_VERB |
                              1u << LEXICON_OTHER | 1u << LEXICON_GENERIC |
                              1u << LEXICON_TITLE | 1u << LEXICON_ORGAN |
                              1u << LEXICON_ABBREVIATED | 1u << LEXICON_ROLE;

static const uint32_t places = 1u << LEXICON_COUNTRY | 1u << LEXICON_FOREIGN |
                               1u << LEXICON_PLACE | 1u << LEXICON_SHORT;

enum { TITLE_LEAST = 6, RUN_LEAST = 2 * TITLE_LEAST }; // bytes

// Bytes of the surname that name begins with; 0 where it begins with none.
static size_t surname(const struct pass *pass, struct span name)
{
    struct lexicon_hit hits[LEXICON_HITS];
    size_t n = lexicon_match(pass->lexicon, name, 0, hits), found = 0;
    for (size_t i = 0; i < n; i++)
        if (hits[i].classes & 1u << LEXICON_SURNAME) found = hits[i].end;
    return found;
}

static bool is_name(const struct pass *pass, struct span name)
{
    size_t family = surname(pass, name), given = utf8_count(name);
    if (family == 0 || family == name.n) return false;
    given -= utf8_count(span_cut(name, 0, family));
    for (size_t i = 0; i < name.n;)
        if (!utf8_is_han(utf8_next(name, &i))) return false;
    return given <= 2;
}

// clang-format off
// Surnames that are commoner as words of their own (`博士和硕士`).
static bool is_particle(struct span name)
{
    size_t at = 0;
    switch (utf8_next(name, &at)) {
    case U'和': case U'及': case U'同': case U'等': case U'都': case U'有': case U'过':
    case U'来': case U'后': case U'别': case U'全': case U'从': case U'向': case U'时':
    case U'成': case U'但': case U'却': case U'要': case U'是': case U'以': case U'通':
    case U'由': case U'为': case U'各':
        return true;
    default:
        return false;
    }
}
// clang-format on

// A name that is no word, all of characters that given names are made of.
static bool is_plain_name(const struct pass *pass, struct span name)
{
    if (!is_name(pass, name) || is_particle(name) ||
        (lexicon_find(pass->lexicon, name) & words))
        return false;
    for (size_t i = surname(pass, name); i < name.n;) {
        size_t from = i;
        utf8_next(name, &i);
        if (!(lexicon_find(pass->lexicon, span_cut(name, from, i)) & 1u << LEXICON_GIVEN))
            return false;
    }
    return true;
}

static bool is_mark(uint32_t c)
{
    return !utf8_is_han(c) && !(c >= '0' && c <= '9') &&
           !((c | 32) >= 'a' && (c | 32) <= 'z');
}

static size_t run_begin(struct span text, size_t at)
{
    while (at > 0) {
        size_t before = utf8_back(text, at), next = before;
        if (!utf8_is_han(utf8_next(text, &next))) break;
        at = before;
    }
    return at;
}

// ---- bylines
// ---------------------------------------------------------------------------

enum { BYLINE_NAMES = 24 };

struct byline {
    struct {
        uint32_t from, to;
    } names[BYLINE_NAMES];
    size_t n;
};

static bool is_credit(struct span run)
{
    static const struct span credits[] = {
        {"摄", 3},   {"摄影", 6}, {"供稿", 6}, {"文", 3},     {"图", 3},
        {"整理", 6}, {"提供", 6}, {"撰稿", 6}, {"撰稿人", 9}, {"作者", 6},
        {"编辑", 6}, {"供图", 6}, {"拍摄", 6}, {"记者", 6},   {"通讯员", 9}};
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++)
        if (span_eq(run, credits[i])) return true;
    return false;
}

static bool is_family(struct span run) // `(满族)`
{
    return span_ends(run, SPAN("族"));
}

// Reads [from, to) as names parted by marks. A single character takes the next one or two
// runs of one character with it (`汪 剑`, `陈 昊 然`). False where anything is no name.
static bool read_byline(const struct pass *pass, uint32_t para, size_t from, size_t to,
                        struct byline *byline)
{
    struct span text = pass_text(pass, para);
    byline->n = 0;
    for (size_t at = from; at < to;) {
        size_t next = at;
        if (is_mark(utf8_next(text, &next))) {
            at = next;
            continue;
        }
        size_t end = marks_next(&pass->marks, para, at, text.n), begin = at;
        if (end == at || end > to) return false;
        at = end;
        if (is_credit(span_cut(text, begin, end))) continue;
        for (int more = 0;
             more < 2 && utf8_count(span_cut(text, begin, end)) - (size_t)more < 3;
             more++) {
            size_t gap = end, after = end;
            if (gap >= to || !utf8_is_space(utf8_next(text, &gap))) break;
            after = marks_next(&pass->marks, para, gap, text.n);
            bool one = utf8_count(span_cut(text, gap, after)) == 1 && after <= to;
            bool opened =
                utf8_count(span_cut(text, begin, begin + (end - begin))) == 1 || more;
            if (!one || !opened || is_credit(span_cut(text, gap, after))) break;
            at = end = after;
        }
        struct span name = pass_squeeze(pass->arena, span_cut(text, begin, end));
        if (!is_name(pass, name) || is_family(name) || byline->n == BYLINE_NAMES)
            return false;
        byline->names[byline->n].from = (uint32_t)begin;
        byline->names[byline->n++].to = (uint32_t)end;
    }
    return byline->n > 0;
}

// Where the bracket opens that closes the paragraph; text.n where there is none.
static size_t last_bracket(struct span text, size_t *inside, size_t *end)
{
    struct span trimmed = utf8_trim(text);
    size_t n = (size_t)(trimmed.at - text.at) + trimmed.n;
    struct span head = {text.at, n};
    struct span close = span_ends(head, SPAN(")")) ? SPAN(")") : SPAN("）");
    if (!span_ends(head, close)) return text.n;
    *end = n - close.n;
    for (size_t at = *end; at > 0 && n - at < 240;) {
        at = utf8_back(text, at);
        struct span rest = span_cut(text, at, text.n);
        if (span_starts(rest, SPAN("(")) || span_starts(rest, SPAN("（"))) {
            *inside = at + utf8_width(text.at[at]);
            return at;
        }
    }
    return text.n;
}

static void mark_byline(struct pass *pass, uint32_t para)
{
    struct span text = pass_text(pass, para);
    struct byline byline;
    size_t inside = 0, end = text.n;
    bool closes = last_bracket(text, &inside, &end) < text.n;
    if ((!closes && pass->layout->paragraphs.at[para].role != ROLE_BYLINE) ||
        !read_byline(pass, para, inside, end, &byline))
        return;
    bool plain = pass->layout->paragraphs.at[para].role == ROLE_BYLINE;
    for (size_t i = 0; i < byline.n && !plain; i++) {
        struct span name = pass_squeeze(
            pass->arena, span_cut(text, byline.names[i].from, byline.names[i].to));
        if (byline.n == 1 ? !is_plain_name(pass, name)
                          : (lexicon_find(pass->lexicon, name) & words) != 0)
            return;
    }
    for (size_t i = 0; i < byline.n; i++)
        if (pass_cover(pass, para, byline.names[i].from, byline.names[i].to) !=
            COVER_EXACT)
            pass_add(pass, para, byline.names[i].from, byline.names[i].to, ENTITY_PER);
}

// ---- lists and titles
// ------------------------------------------------------------------

static void add_run(struct pass *pass, uint32_t para, size_t from, size_t to)
{
    if (from < to && pass_cover(pass, para, from, to) == COVER_FREE)
        pass_add(pass, para, from, to, ENTITY_PER);
}

// Whether a run beside a person in a list is one too: the characters after the surname
// may be rare ones (`樊峥`), but no words (`查得到`).
static bool is_listed(const struct pass *pass, struct span run)
{
    if (!run.n || !is_name(pass, run) || is_particle(run) ||
        (lexicon_find(pass->lexicon, run) & (words | places)))
        return false;
    for (size_t i = surname(pass, run); i < run.n;) {
        size_t from = i;
        utf8_next(run, &i);
        uint32_t classes = lexicon_find(pass->lexicon, span_cut(run, from, i));
        if ((classes & 1u << LEXICON_COMMON) && !(classes & 1u << LEXICON_GIVEN))
            return false;
    }
    return true;
}

// The neighbours of a person in a list. What is added is visited in its turn.
static void mark_list(struct pass *pass, struct mention person)
{
    static const struct span comma = {"、", 3};
    struct span text = pass_text(pass, person.para);
    if (span_starts(span_cut(text, person.to, text.n), comma)) {
        size_t from = person.to + comma.n;
        size_t to = marks_next(&pass->marks, person.para, from, text.n);
        if (to > from + 3 && span_ends(span_cut(text, from, to), SPAN("等"))) to -= 3;
        if (is_listed(pass, span_cut(text, from, to)))
            add_run(pass, person.para, from, to);
    }
    if (span_ends(span_cut(text, 0, person.from), comma)) {
        size_t to = person.from - comma.n, from = run_begin(text, to);
        bool bounded = from == 0 || span_ends(span_cut(text, 0, from), comma);
        if (bounded && is_listed(pass, span_cut(text, from, to)))
            add_run(pass, person.para, from, to);
    }
}

// Whether a text that begins with a surname may be a plain name, as far as a glance can
// tell: `given` says whether a given name may begin with its second character.
static bool may_be_name(const struct pass *pass, struct span name, bool given)
{
    if (is_particle(name)) return false;
    size_t second = utf8_width(name.at[0]);
    if (second == name.n) return false;
    size_t third = second + utf8_width(name.at[second]);
    // Only a surname of several characters may be followed by any other.
    if (!given &&
        (third == name.n ||
         (name.n < 5 * 3 && !(lexicon_find(pass->lexicon, span_cut(name, 0, third)) &
                              1u << LEXICON_SURNAME))))
        return false;
    return !(lexicon_find(pass->lexicon, name) & words);
}

// What the last characters of a run of Chinese ones are at a glance: a byte for each, the
// last one's lowest.
static uint64_t glance_back(const struct pass *pass, struct span run)
{
    uint64_t seen = 0;
    const char *end = run.at + run.n;
    for (int shift = 0; shift < 64 && end > run.at; shift += 8) {
        struct span last = {end - 3, 3};
        size_t next = 0;
        // Beyond the first plane, where no entry is, they are four bytes wide.
        bool wide = ((unsigned char)last.at[0] & 0xC0) == 0x80;
        seen |= (uint64_t)(wide ? 0 : pass->glance[utf8_next(last, &next)]) << shift;
        end -= wide ? 4 : 3;
    }
    return seen;
}

// Whether the run [from, to) of Chinese characters may end in a name that stands behind a
// title and is not marked.
static bool may_end_in_name(const struct pass *pass, uint32_t para, size_t from,
                            size_t to)
{
    enum { NAME_MOST = 6 }; // characters
    const uint64_t ones = 0x010101010100u; // but the last character
    struct span text = pass_text(pass, para);
    uint64_t seen = glance_back(pass, span_cut(text, from, to));
    uint64_t heads = seen / GLANCE_SURNAME & seen / GLANCE_POST >> 8 & ones;
    if (!(seen & GLANCE_GIVEN) || !heads || pass_at(pass, para, to - 1)) return false;
    size_t at = utf8_back(text, to);
    for (int n = 2; n <= NAME_MOST && at >= from + TITLE_LEAST + 3; n++) {
        at = utf8_back(text, at);
        bool given = seen & GLANCE_GIVEN;
        seen >>= 8;
        if ((seen & GLANCE_SURNAME) && (seen >> 8 & GLANCE_POST) &&
            may_be_name(pass, span_cut(text, at, to), given))
            return true;
    }
    return false;
}

// Reads the titles of a run of Chinese characters, which they are made of, one behind the
// other; what stands behind one up to the run's end may be a name.
static void mark_titled(struct pass *pass, uint32_t para, size_t from, size_t to)
{
    struct span text = pass_text(pass, para);
    struct lexicon_hit hits[LEXICON_HITS];
    for (size_t i = from; i < to;) {
        size_t next = i, end = 0;
        if (!(pass_glance(pass, utf8_next(text, &next)) & GLANCE_TITLE)) {
            i = next;
            continue;
        }
        size_t n = lexicon_match(pass->lexicon, text, i, hits);
        for (size_t k = 0; k < n; k++)
            if (hits[k].classes & 1u << LEXICON_TITLE &&
                !(hits[k].classes & 1u << LEXICON_ROLE) && hits[k].end - i >= TITLE_LEAST)
                end = hits[k].end;
        if (end && end < to && is_plain_name(pass, span_cut(text, end, to)))
            add_run(pass, para, end, to);
        i = end ? end : next;
    }
}

// Looks at the run of Chinese characters that ends at byte `to`.
static void mark_run(struct pass *pass, uint32_t para, size_t to)
{
    struct span text = pass_text(pass, para);
    size_t base = pass->marks.base[para], from = 0;
    size_t mark = bits_behind(pass->marks.bits, base, base + to) - base;
    if (mark > 0) from = mark - 1 + utf8_width(text.at[mark - 1]);
    if (to >= from + RUN_LEAST && may_end_in_name(pass, para, from, to))
        mark_titled(pass, para, from, to);
}

// The marks in a word of their map before which none stands for RUN_LEAST bytes: a long
// run may end there.
static uint64_t far_marks(const uint64_t *bits, size_t word)
{
    uint64_t before = word ? bits[word - 1] : 0, near = 0;
    for (int n = 1; n < RUN_LEAST; n++)
        near |= bits[word] << n | before >> (64 - n);
    return bits[word] & ~near;
}

static void mark_runs(struct pass *pass, uint32_t para)
{
    size_t base = pass->marks.base[para], end = pass->marks.base[para + 1];
    for (size_t word = base / 64; word * 64 < end; word++) {
        uint64_t ends = far_marks(pass->marks.bits, word);
        for (; ends; ends &= ends - 1) {
            size_t at = word * 64 + (size_t)__builtin_ctzll(ends);
            if (at >= base && at < end) mark_run(pass, para, at - base);
        }
    }
    mark_run(pass, para, end - base);
}

void persons_mark(struct pass *pass)
{
    for (uint32_t para = 0; para < pass->layout->paragraphs.n; para++) {
        if (pass->layout->paragraphs.at[para].role == ROLE_FURNITURE) continue;
        mark_byline(pass, para);
        mark_runs(pass, para);
    }
    for (size_t i = 0; i < pass->n; i++)
        if (pass->mentions[i].type == ENTITY_PER &&
            pass->mentions[i].from < pass->mentions[i].to)
            mark_list(pass, pass->mentions[i]);
}

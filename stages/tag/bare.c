// SPDX-License-Identifier: Apache-2.0
//
// No names are
//   - `人大` and `政协` of no division that say whose deputies or motions are meant
//     (`人大代表建议`, `居民和人大代表`, `政协提案`);
//   - the beginning of a conference (`中央经济工作会|议`);
//   - an era before its year (`明万历十三年`);
//   - a common word as a round figure (`突破1亿元大关`), or one that a noun and `中`
//     stand before (`公报中城镇新增`);
//   - what begins with a preposition that is no surname (`受强`), as a person.
#include "stages/tag/bare.h"

#include "stages/base/utf8.h"

static struct span behind(const struct pass *pass, const struct mention *m)
{
    struct span text = pass_text(pass, m->para);
    return span_cut(text, m->to, text.n);
}

static bool starts_any(struct span s, const struct span *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (span_starts(s, words[i])) return true;
    return false;
}

#define STARTS(s, words) starts_any((s), (words), sizeof(words) / sizeof *(words))

static bool is_bare_assembly(const struct pass *pass, const struct mention *m)
{
    static const struct span heads[] = {{"人大", 6}, {"政协", 6}, {"政協", 6}};
    static const struct span tails[] = {{"代表", 6}, {"委员", 6}, {"委員", 6},
                                        {"提案", 6}, {"建议", 6}, {"建議", 6},
                                        {"议案", 6}, {"議案", 6}};
    struct span name = pass_name(pass, m), rest = behind(pass, m);
    if (m->type != ENTITY_ORG || name.n > 24) return false;
    if (span_ends(name, SPAN("和人大"))) return STARTS(rest, tails);
    if (!STARTS(name, heads)) return false;
    if (name.n > 6) rest = span_cut(name, 6, name.n);
    return STARTS(rest, tails) && !span_starts(rest, SPAN("委员会")) &&
           !span_starts(rest, SPAN("委員會"));
}

static bool is_conference(const struct pass *pass, const struct mention *m)
{
    return span_ends(pass_name(pass, m), SPAN("工作会")) &&
           span_starts(behind(pass, m), SPAN("议"));
}

// ---- eras
// ------------------------------------------------------------------------------

// clang-format off
static const struct span eras[] = {
    {"洪武", 6}, {"建文", 6}, {"永乐", 6}, {"宣德", 6}, {"正统", 6}, {"景泰", 6},
    {"天顺", 6}, {"成化", 6}, {"弘治", 6}, {"正德", 6}, {"嘉靖", 6}, {"隆庆", 6},
    {"万历", 6}, {"天启", 6}, {"崇祯", 6}, {"顺治", 6}, {"康熙", 6}, {"雍正", 6},
    {"乾隆", 6}, {"嘉庆", 6}, {"道光", 6}, {"咸丰", 6}, {"同治", 6}, {"光绪", 6},
    {"宣统", 6}, {"民国", 6}};

// The end of the numeral of a year of an era that begins at byte `at`.
static size_t skip_years(struct span s, size_t at)
{
    while (at < s.n) {
        size_t next = at;
        uint32_t c = utf8_next(s, &next);
        switch (c) {
        case U'元': case U'一': case U'二': case U'三': case U'四': case U'五':
        case U'六': case U'七': case U'八': case U'九': case U'十': case U'廿':
        case U'卅': case U'初': case U'末':
            break;
        default:
            if (c < '0' || c > '9') return at;
        }
        at = next;
    }
    return at;
}
// clang-format on

// Whether what is left of a year's numeral and 年 stand at byte `at`.
static bool is_year(struct span text, size_t at)
{
    at = skip_years(text, at);
    return span_starts(span_cut(text, at, text.n), SPAN("年"));
}

static bool is_era(const struct pass *pass, const struct mention *m)
{
    struct span name = pass_name(pass, m), text = pass_text(pass, m->para);
    // Only a year may stand behind it, or the year is marked with it.
    if (name.n < 6 || !(span_ends(name, SPAN("年")) || is_year(text, m->to)))
        return false;
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        size_t at = span_find(name, eras[i], 0);
        if (at > 3 || at == name.n) continue; // 明万历 at most
        size_t end = skip_years(text, m->from + at + eras[i].n);
        return is_year(text, end) && end + 3 >= m->to;
    }
    return false;
}

// ---- common words
// ----------------------------------------------------------------------

// Whether text ends in a unit of what is counted.
static bool ends_in_unit(struct span text)
{
    if (text.n == 0) return false;
    size_t at = utf8_back(text, text.n);
    switch (utf8_next(text, &at)) {
    case U'元':
    case U'吨':
    case U'人':
    case U'次':
    case U'亩':
    case U'户':
    case U'万':
    case U'亿':
    case U'%':
        return true;
    default:
        return false;
    }
}

static bool is_common_place(const struct pass *pass, const struct mention *m)
{
    static const uint32_t sure =
        1u << LEXICON_PROVINCE | 1u << LEXICON_CITY | 1u << LEXICON_COUNTY;
    struct span name = pass_name(pass, m), text = pass_text(pass, m->para);
    struct span before = span_cut(text, 0, m->from);
    if (m->type != ENTITY_LOC || name.n > 9) return false;
    if (span_eq(name, SPAN("大关")) || span_eq(name, SPAN("大關")))
        return ends_in_unit(before);
    if (!span_starts(name, SPAN("中")) || name.n != 9) return false;
    return (lexicon_find(pass->lexicon, span_cut(name, 3, 9)) & 1u << LEXICON_COMMON) &&
           !(lexicon_find(pass->lexicon, name) & sure) &&
           lexicon_suffix(pass->lexicon, before,
                          1u << LEXICON_NOUN | 1u << LEXICON_VERB) >= 6;
}

static bool is_preposition(const struct pass *pass, const struct mention *m)
{
    struct span name = pass_name(pass, m);
    size_t at = 0;
    if (m->type != ENTITY_PER || name.n > 9) return false; // 让·皮埃尔
    switch (utf8_next(name, &at)) {
    case U'受':
    case U'被':
    case U'使':
    case U'让':
    case U'把':
    case U'给':
    case U'遭':
        return !(lexicon_find(pass->lexicon, span_cut(name, 0, at)) &
                 1u << LEXICON_SURNAME);
    default:
        return false;
    }
}

void bare_drop(struct pass *pass)
{
    for (size_t i = 0; i < pass->n; i++) {
        struct mention *m = &pass->mentions[i];
        if (m->from == m->to) continue;
        bool short_name = m->to - m->from <= 27;
        if (short_name &&
            (is_bare_assembly(pass, m) || is_conference(pass, m) ||
             is_common_place(pass, m) || is_preposition(pass, m) || is_era(pass, m)))
            pass_drop(pass, m);
    }
}

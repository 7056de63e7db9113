// SPDX-License-Identifier: Apache-2.0
//
// The number of a paper begins with characters of the body that put it out and of the
// kind of paper, then come a year in brackets and the number: `杭政办函〔2016〕12号`.
// What is marked in front of the bracket names no body. A plot called by such a number
// (`杭政储出〔2018〕5号地块`) is marked beyond it, and a body that the lists know
// (`区政府〔2018〕5号文件`) stays.
#include "stages/tag/papers.h"

#include "stages/base/utf8.h"

enum { KIND_MOST = 4 }; // characters between what is marked and the bracket

static bool opens_year(uint32_t c)
{
    return c == 0x3014 || c == 0x3010 || c == '[' || c == 0xFF3B || c == '(' ||
           c == 0xFF08;
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

// Reads digits from byte *at on; returns how many.
static size_t read_digits(struct span text, size_t *at)
{
    size_t n = 0;
    for (size_t next = *at; next < text.n && is_digit(utf8_next(text, &next)); n++)
        *at = next;
    return n;
}

// Whether a year in brackets and a number stand at byte `at`: 〔2018〕9号, [2018]第9号.
static bool is_number(struct span text, size_t at)
{
    if (at >= text.n || !opens_year(utf8_next(text, &at)) || read_digits(text, &at) != 4)
        return false;
    if (at >= text.n || utf8_is_han(utf8_next(text, &at))) return false;
    struct span rest = span_cut(text, at, text.n);
    if (span_starts(rest, SPAN("第"))) at += 3;
    return read_digits(text, &at) > 0 && at < text.n && utf8_next(text, &at) == U'号';
}

static bool is_in_number(struct span text, size_t at)
{
    for (size_t n = 0, next = at; n <= KIND_MOST && at < text.n; n++, at = next)
        if (!utf8_is_han(utf8_next(text, &next))) return is_number(text, at);
    return false;
}

void papers_drop(struct pass *pass)
{
    static const uint32_t known = 1u << LEXICON_ABBREVIATED | 1u << LEXICON_ORG;
    for (size_t i = 0; i < pass->n; i++) {
        struct mention *m = &pass->mentions[i];
        if (m->from == m->to || !is_in_number(pass_text(pass, m->para), m->to)) continue;
        if (lexicon_find(pass->lexicon, pass_name(pass, m)) & known) continue;
        pass_drop(pass, m);
    }
}

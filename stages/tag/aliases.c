// SPDX-License-Identifier: Apache-2.0
//
// A declaration is a bracket that begins with one of the words below, or these words
// after a comma; the name is in quotes, or what stands before the bracket closes.
#include "stages/tag/aliases.h"

#include "stages/base/utf8.h"

enum { NAME_MOST = 90 }; // bytes

static bool skip(struct span text, size_t *at, struct span what)
{
    if (!span_starts(span_cut(text, *at, text.n), what)) return false;
    *at += what.n;
    return true;
}

static bool skip_any(struct span text, size_t *at, const struct span *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (skip(text, at, words[i])) return true;
    return false;
}

// True for a character that no declared name holds outside quotes.
static bool is_stop(uint32_t c)
{
    return c == ',' || c == 0xFF0C || c == 0x3002 || c == ';' || c == 0xFF1B ||
           c == 0x3001 || c == ':' || c == 0xFF1A || c == '(' || c == 0xFF08 ||
           c == 0x300A;
}

bool aliases_behind(struct span text, size_t at, size_t *from, size_t *to)
{
    static const struct span opens[] = {{"(", 1}, {"（", 3}};
    static const struct span commas[] = {{",", 1}, {"，", 3}};
    static const struct span early[] = {{"以下", 6}, {"下", 3}};
    static const struct span words[] = {
        {"简称", 6}, {"又称", 6},   {"又名", 6}, {"原名", 6}, {"俗称", 6},
        {"亦称", 6}, {"也称", 6},   {"别名", 6}, {"旧称", 6}, {"原称", 6},
        {"旧名", 6}, {"曾用名", 9}, {"曾名", 6}, {"别称", 6}};
    static const struct span fills[] = {{"为", 3}, {":", 1}, {"：", 3}};
    if (at == text.n ||
        (text.at[at] != '(' && text.at[at] != ',' && text.at[at] != '\xEF'))
        return false; // nothing that a declaration begins with
    bool bracket = skip_any(text, &at, opens, 2);
    if (!bracket && !skip_any(text, &at, commas, 2)) return false;
    skip_any(text, &at, early, 2);
    if (!skip_any(text, &at, words, sizeof words / sizeof *words)) return false;
    skip_any(text, &at, fills, 3);
    bool quoted = skip(text, &at, SPAN("“"));
    if (!quoted && !bracket) return false;
    *from = at;
    while (at < text.n && at - *from <= NAME_MOST) {
        struct span rest = span_cut(text, at, text.n);
        bool closes = quoted
                          ? span_starts(rest, SPAN("”"))
                          : span_starts(rest, SPAN(")")) || span_starts(rest, SPAN("）"));
        *to = at;
        uint32_t c = utf8_next(text, &at);
        if (closes) return *to > *from;
        if (!quoted && is_stop(c)) return *to > *from;
    }
    return false;
}

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

static bool is_close(uint32_t c)
{
    return c == ')' || c == 0xFF09;
}

// The name that begins at byte `at`, quoted or not; empty where none ends in time. A
// bracket that closes before the quotes do ends it too.
static struct span declared(struct span text, size_t at, bool quoted)
{
    size_t from = at, open = 0;
    while (at < text.n && at - from <= NAME_MOST) {
        size_t to = at;
        uint32_t c = utf8_next(text, &at);
        bool ends = is_close(c) && open == 0;
        if (quoted ? ends || c == U'”' : ends || is_stop(c))
            return utf8_trim(span_cut(text, from, to));
        open += quoted && (c == '(' || c == 0xFF08);
        open -= is_close(c);
    }
    return (struct span){"", 0};
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
    struct span name = declared(text, at, quoted);
    if (name.n == 0) return false;
    *from = (size_t)(name.at - text.at);
    *to = *from + name.n;
    return true;
}

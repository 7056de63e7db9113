// SPDX-License-Identifier: Apache-2.0
//
// The tokenizer, the table of elements, attributes and character references. Linear in
// the input: a search that has failed once is not made again. Pure, no memory.
#include "stages/normalize/html_token.h"

#include <stdlib.h>

enum { BLOCK = TRAIT_BLOCK, VOID = TRAIT_VOID, DROP = TRAIT_DROP, SIDE = TRAIT_SIDE };
enum { RAW = TRAIT_RAW | TRAIT_DROP, HEAD = TRAIT_BLOCK | TRAIT_HEADING };
enum { INLINE = TRAIT_INLINE };

static const struct html_element elements[] = {
    {"a", INLINE, TAG_A},
    {"address", BLOCK, 0},
    {"applet", DROP, 0},
    {"area", VOID, 0},
    {"article", BLOCK, 0},
    {"aside", BLOCK | SIDE, 0},
    {"audio", DROP, 0},
    {"b", INLINE, 0},
    {"base", VOID, 0},
    {"big", INLINE, 0},
    {"blockquote", BLOCK, 0},
    {"body", BLOCK, 0},
    {"br", VOID, TAG_BR},
    {"button", DROP, 0},
    {"canvas", DROP, 0},
    {"caption", BLOCK, 0},
    {"center", BLOCK, 0},
    {"col", VOID, 0},
    {"dd", BLOCK, 0},
    {"dialog", BLOCK | DROP, 0},
    {"dir", BLOCK, 0},
    {"div", BLOCK, 0},
    {"dl", BLOCK, 0},
    {"dt", BLOCK, 0},
    {"em", INLINE, 0},
    {"embed", VOID, 0},
    {"fieldset", BLOCK, 0},
    {"figcaption", BLOCK, 0},
    {"figure", BLOCK, 0},
    {"font", INLINE, 0},
    {"footer", BLOCK | SIDE, 0},
    {"form", BLOCK | SIDE, 0},
    {"frameset", BLOCK, 0},
    {"h1", HEAD, 0},
    {"h2", HEAD, 0},
    {"h3", HEAD, 0},
    {"h4", HEAD, 0},
    {"h5", HEAD, 0},
    {"h6", HEAD, 0},
    {"head", BLOCK | DROP, 0},
    {"header", BLOCK, 0},
    {"hr", BLOCK | VOID, 0},
    {"html", BLOCK, 0},
    {"i", INLINE, 0},
    {"iframe", RAW, 0},
    {"img", VOID, 0},
    {"input", VOID, 0},
    {"label", INLINE, 0},
    {"li", BLOCK, TAG_LI},
    {"link", VOID, 0},
    {"main", BLOCK, 0},
    {"map", DROP, 0},
    {"marquee", BLOCK | SIDE, 0},
    {"menu", BLOCK, 0},
    {"meta", VOID, 0},
    {"nav", BLOCK | SIDE, 0},
    {"noframes", RAW, 0},
    {"noscript", RAW, 0},
    {"object", DROP, 0},
    {"ol", BLOCK, 0},
    {"optgroup", DROP, 0},
    {"option", DROP, 0},
    {"p", BLOCK, TAG_P},
    {"param", VOID, 0},
    {"pre", BLOCK, TAG_PRE},
    {"script", RAW, 0},
    {"section", BLOCK, 0},
    {"select", DROP, 0},
    {"small", INLINE, 0},
    {"source", VOID, 0},
    {"span", INLINE, 0},
    {"strong", INLINE, 0},
    {"style", RAW, 0},
    {"sub", INLINE, 0},
    {"sup", INLINE, 0},
    {"svg", DROP, 0},
    {"table", BLOCK, TAG_TABLE},
    {"tbody", BLOCK, TAG_ROWS},
    {"td", BLOCK, TAG_TD},
    {"template", DROP, 0},
    {"textarea", RAW, 0},
    {"tfoot", BLOCK, TAG_ROWS},
    {"th", BLOCK, TAG_TD},
    {"thead", BLOCK, TAG_ROWS},
    {"title", RAW, 0},
    {"tr", BLOCK, TAG_TR},
    {"track", VOID, 0},
    {"u", INLINE, 0},
    {"ul", BLOCK, 0},
    {"video", DROP, 0},
    {"wbr", VOID, 0},
    {"xmp", BLOCK, TAG_PRE},
};
static const struct html_element other = {"", INLINE, TAG_OTHER};

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool is_letter(char c)
{
    return small(c) >= 'a' && small(c) <= 'z';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// Compares a name as written with one in small letters.
static int name_cmp(struct span name, const char *wanted)
{
    for (size_t i = 0; i < name.n; i++) {
        int difference = (unsigned char)small(name.at[i]) - (unsigned char)wanted[i];
        if (difference) return difference;
        if (!wanted[i]) return 1; // the name holds a zero
    }
    return wanted[name.n] ? -1 : 0;
}

static const struct html_element *find_element(struct span name)
{
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = name_cmp(name, elements[middle].name);
        if (order == 0) return &elements[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &other;
}

bool html_holds(struct span s, const char *what)
{
    size_t n = strlen(what);
    for (size_t i = 0; i + n <= s.n; i++)
        if (name_cmp(span_cut(s, i, i + n), what) == 0) return true;
    return false;
}

// The place behind the next `c` at or after `from`; 0 where there is none.
static size_t behind(struct span s, size_t from, char c, bool *none)
{
    if (*none || from >= s.n) return 0;
    const char *found = memchr(s.at + from, c, s.n - from);
    if (!found) *none = true;
    return found ? (size_t)(found - s.at) + 1 : 0;
}

// Where a tag that begins before `at` ends: behind its `>` outside of quoted values. A
// quote counts only behind `=`, and one that never closes does not count.
static size_t tag_end(struct html_tokens *tokens, size_t at)
{
    struct span s = tokens->text;
    while (at < s.n && s.at[at] != '>') {
        if (s.at[at] == '<' && at + 1 < s.n &&
            (s.at[at + 1] == '/' || s.at[at + 1] == '!'))
            return at; // `<p </p>`: the tag was never closed
        char c = s.at[at++];
        if (c != '=') continue;
        while (at < s.n && is_blank(s.at[at]))
            at++;
        if (at == s.n || (s.at[at] != '"' && s.at[at] != '\'')) continue;
        bool *none = s.at[at] == '"' ? &tokens->no_quote : &tokens->no_apostrophe;
        size_t end = behind(s, at + 1, s.at[at], none);
        at = end ? end : at + 1;
    }
    return at < s.n ? at + 1 : s.n;
}

// The content of a raw element: to its end tag, or to the end of the text.
static size_t raw_end(struct span s, size_t from, struct span name)
{
    while (from < s.n) {
        const char *next = memchr(s.at + from, '<', s.n - from);
        if (!next) return s.n;
        from = (size_t)(next - s.at) + 1;
        if (s.n - from <= name.n || s.at[from] != '/') continue;
        size_t i = 0;
        while (i < name.n && small(s.at[from + 1 + i]) == small(name.at[i]))
            i++;
        if (i == name.n) return from - 1;
    }
    return s.n;
}

static void read_tag(struct html_tokens *tokens, struct html_token *token)
{
    struct span s = tokens->text;
    size_t from = token->from + 1 + (token->kind == HTML_CLOSE), at = from;
    while (at < s.n && (is_letter(s.at[at]) || (s.at[at] >= '0' && s.at[at] <= '9') ||
                        s.at[at] == ':' || s.at[at] == '-'))
        at++;
    token->name = span_cut(s, from, at);
    token->element = find_element(token->name);
    token->to = tag_end(tokens, at);
    token->attributes = span_cut(s, at, token->to);
}

static void read_other(struct html_tokens *tokens, struct html_token *token)
{
    struct span s = tokens->text;
    token->kind = HTML_OTHER;
    token->to = 0;
    if (span_starts(span_cut(s, token->from, s.n), SPAN("<!--"))) {
        size_t end =
            tokens->no_comment_end ? s.n : span_find(s, SPAN("-->"), token->from + 2);
        if (end < s.n) token->to = end + 3;
        tokens->no_comment_end = end == s.n;
    }
    if (!token->to) token->to = behind(s, token->from, '>', &tokens->no_close);
    if (!token->to) token->to = s.n;
}

void html_next(struct html_tokens *tokens, struct html_token *token)
{
    struct span s = tokens->text;
    size_t at = tokens->at;
    *token = (struct html_token){.kind = HTML_TEXT, .from = at, .element = &other};
    if (at >= s.n) {
        token->kind = HTML_END;
        token->to = at;
        return;
    }
    char next = at + 1 < s.n ? s.at[at + 1] : '\0';
    if (s.at[at] == '<' && (next == '!' || next == '?')) {
        read_other(tokens, token);
    } else if (s.at[at] == '<' && is_letter(next)) {
        token->kind = HTML_OPEN;
        read_tag(tokens, token);
    } else if (s.at[at] == '<' && next == '/' && at + 2 < s.n &&
               is_letter(s.at[at + 2])) {
        token->kind = HTML_CLOSE;
        read_tag(tokens, token);
    } else {
        const char *tag = memchr(s.at + at + 1, '<', s.n - at - 1);
        token->to = tag ? (size_t)(tag - s.at) : s.n;
    }
    tokens->at = token->to;
    if (token->kind == HTML_OPEN && token->element->traits & TRAIT_RAW)
        tokens->at = raw_end(s, token->to, token->name);
}

bool html_attribute(struct span s, const char *name, struct span *value)
{
    for (size_t i = 0; i < s.n;) {
        while (i < s.n && (is_blank(s.at[i]) || s.at[i] == '/' || s.at[i] == '>'))
            i++;
        size_t from = i;
        while (i < s.n && !is_blank(s.at[i]) && s.at[i] != '=' && s.at[i] != '>')
            i++;
        struct span found = span_cut(s, from, i);
        *value = (struct span){s.at + i, 0};
        while (i < s.n && is_blank(s.at[i]))
            i++;
        if (i < s.n && s.at[i] == '=') {
            i++;
            while (i < s.n && is_blank(s.at[i]))
                i++;
            char quote =
                i < s.n && (s.at[i] == '"' || s.at[i] == '\'') ? s.at[i++] : '\0';
            from = i;
            while (i < s.n &&
                   (quote ? s.at[i] != quote : !is_blank(s.at[i]) && s.at[i] != '>'))
                i++;
            *value = span_cut(s, from, i);
            if (quote && i < s.n) i++;
        }
        if (found.n && name_cmp(found, name) == 0) return true;
        if (i == from && found.n == 0) i++;
    }
    return false;
}

// ---- character references ----

static uint32_t number_of(struct span s, size_t *at, unsigned base)
{
    uint32_t number = 0;
    for (; *at < s.n; ++*at) {
        char c = small(s.at[*at]);
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                                                : 99;
        if (digit >= base) break;
        if (number < 0x110000) number = number * base + digit;
    }
    return number;
}

// Numbers from 128 to 159 mean Windows-1252, as every browser reads them.
static uint32_t character_of(uint32_t number)
{
    static const uint16_t windows[32] = {
        0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
        0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    if (number >= 0x80 && number < 0xA0) return windows[number - 0x80];
    bool wrong =
        number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000);
    return wrong ? 0xFFFD : number;
}

static uint32_t named(struct span s, size_t from, size_t *at)
{
    while (*at < s.n && *at - from < 10 &&
           (is_letter(s.at[*at]) || (s.at[*at] >= '0' && s.at[*at] <= '9')))
        ++*at;
    struct span name = span_cut(s, from, *at);
    size_t low = 0, high = n_html_names;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = span_cmp(name, span_of(html_names[middle].name));
        if (order == 0) return html_names[middle].character;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

uint32_t html_reference(struct span s, size_t at, size_t *length)
{
    size_t i = at + 1, from = i;
    uint32_t c = 0;
    if (i < s.n && s.at[i] == '#') {
        i++;
        unsigned base = i < s.n && small(s.at[i]) == 'x' ? 16 : 10;
        i += base == 16;
        from = i;
        uint32_t number = number_of(s, &i, base);
        if (i > from) c = character_of(number);
    } else {
        c = named(s, from, &i);
    }
    if (c && i < s.n && s.at[i] == ';') i++;
    *length = i - at;
    return c;
}

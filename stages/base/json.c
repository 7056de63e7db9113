// SPDX-License-Identifier: Apache-2.0
//
// The JSON writer. Escapes what RFC 8259 section 7 asks for and nothing else, so that
// Chinese stays readable; copies whole stretches between escapes.
#include "stages/base/json.h"

static void separate(struct buffer *out)
{
    char last = out->n ? out->at[out->n - 1] : '\n';
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        buffer_add(out, ",", 1);
}

void json_open(struct buffer *out, char bracket)
{
    separate(out);
    buffer_add(out, &bracket, 1);
}

void json_close(struct buffer *out, char bracket)
{
    buffer_add(out, &bracket, 1);
}

static void escape(struct buffer *out, char c)
{
    static const char hex[] = "0123456789abcdef";
    unsigned char u = (unsigned char)c;
    char text[6] = {'\\', c};
    size_t n = 2;
    if (c == '\n')
        text[1] = 'n';
    else if (c == '\t')
        text[1] = 't';
    else if (c == '\r')
        text[1] = 'r';
    else if (c == '\f')
        text[1] = 'f';
    else if (u < 0x20) {
        memcpy(text + 1, "u00", 3);
        text[4] = hex[u >> 4];
        text[5] = hex[u & 15];
        n = 6;
    }
    buffer_add(out, text, n);
}

// The first byte at or after i that must be escaped; text.n where there is none. Eight
// bytes at a time: a byte below 0x20, or equal to '"' or '\\' (then zero after the XOR),
// borrows into its top bit, which bytes above 0x7F are kept from by the mask.
static size_t next_escape(struct span text, size_t i)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    for (uint64_t word; i + sizeof word <= text.n; i += sizeof word) {
        memcpy(&word, text.at + i, sizeof word);
        uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
        uint64_t hit = ((word - ones * 0x20) | (quote - ones) | (slash - ones)) & tops;
        if (hit & ~word) break;
    }
    for (; i < text.n; i++) {
        char c = text.at[i];
        if ((unsigned char)c < 0x20 || c == '"' || c == '\\') break;
    }
    return i;
}

void json_text(struct buffer *out, struct span text)
{
    separate(out);
    buffer_add(out, "\"", 1);
    for (size_t from = 0; from < text.n;) {
        size_t to = next_escape(text, from);
        buffer_add(out, text.at + from, to - from);
        if (to < text.n) escape(out, text.at[to]);
        from = to + 1;
    }
    buffer_add(out, "\"", 1);
}

void json_name(struct buffer *out, const char *name)
{
    size_t n = strlen(name);
    separate(out);
    char *to = buffer_room(out, n + 3);
    to[0] = '"';
    memcpy(to + 1, name, n);
    to[n + 1] = '"';
    to[n + 2] = ':';
    out->n += n + 3;
}

void json_size(struct buffer *out, uint64_t number)
{
    char digits[20];
    size_t i = sizeof digits;
    do
        digits[--i] = (char)('0' + number % 10);
    while (number /= 10);
    separate(out);
    buffer_add(out, digits + i, sizeof digits - i);
}

void json_number(struct buffer *out, int64_t number)
{
    separate(out);
    buffer_printf(out, "%lld", (long long)number);
}

void json_bool(struct buffer *out, bool value)
{
    separate(out);
    buffer_add_span(out, value ? SPAN("true") : SPAN("false"));
}

void json_nil(struct buffer *out)
{
    separate(out);
    buffer_add(out, "null", 4);
}

void json_texts(struct buffer *out, struct spans texts)
{
    json_open(out, '[');
    for (size_t i = 0; i < texts.n; i++)
        json_text(out, texts.at[i]);
    json_close(out, ']');
}

void json_field_text(struct buffer *out, const char *name, struct span text)
{
    json_name(out, name);
    json_text(out, text);
}

void json_field_size(struct buffer *out, const char *name, uint64_t number)
{
    json_name(out, name);
    json_size(out, number);
}

// SPDX-License-Identifier: Apache-2.0
//
// Makes the tables by running iconv over every pair and every four-byte sequence, some
// 90 000 characters, in a few milliseconds. Where Big5 with the Hong Kong supplement has
// no character for a pair, Windows' code page 950 is asked.
#include "stages/normalize/charset.h"

#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "stages/base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

// One sequence through iconv; the number of bytes of UTF-8, 0 where it has no character.
static size_t convert(iconv_t cd, const char *from, size_t n, char to[8])
{
    char *in = (char *)(uintptr_t)from, *out = to;
    size_t in_left = n, out_left = 8;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1 || in_left) return 0;
    if (iconv(cd, NULL, NULL, &out, &out_left) == (size_t)-1) return 0;
    size_t width = (size_t)(out - to);
    return width <= 4 ? width : 0;
}

static int fill_pairs(struct charset *set, const char *name)
{
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) {
        log_warn("iconv has no %s: %s; install the C library's gconv modules", name,
                 strerror(errno));
        return -1;
    }
    for (size_t i = 0; i < CHARSET_PAIRS; i++) {
        char pair[2] = {(char)(CHARSET_FIRST + i / CHARSET_TRAILS),
                        (char)(0x40 + i % CHARSET_TRAILS)};
        char utf8[8];
        if (set->pairs[i].width || (unsigned char)pair[1] == 0x7F) continue;
        size_t width = convert(cd, pair, 2, utf8);
        if (width < 2) continue;
        memcpy(set->pairs[i].utf8, utf8, 4);
        set->pairs[i].width = (uint8_t)width;
    }
    iconv_close(cd);
    return 0;
}

static int fill_fours(struct charsets *sets)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)-1) return -1;
    for (size_t i = 0; i < CHARSET_FOURS; i++) {
        char four[4] = {(char)(0x81 + i / 12600), (char)(0x30 + i / 1260 % 10),
                        (char)(0x81 + i / 10 % 126), (char)(0x30 + i % 10)};
        char utf8[8];
        size_t width = convert(cd, four, 4, utf8), at = 0;
        if (width == 2 || width == 3)
            sets->four[i] = (uint16_t)utf8_next((struct span){utf8, width}, &at);
    }
    iconv_close(cd);
    return 0;
}

uint32_t charset_four(const struct charsets *sets, const unsigned char *p, size_t left)
{
    if (left < 4 || p[1] < '0' || p[1] > '9' || !charset_is_lead(p[2]) || p[3] < '0' ||
        p[3] > '9')
        return 0;
    uint32_t i = (uint32_t)(p[0] - 0x81) * 12600 + (uint32_t)(p[1] - '0') * 1260 +
                 (uint32_t)(p[2] - 0x81) * 10 + (uint32_t)(p[3] - '0');
    if (i < CHARSET_FOURS) return sets->four[i];
    return i >= 189000 && i - 189000 < 0x100000 ? i - 189000 + 0x10000 : 0;
}

struct weight_row {
    uint16_t from, to;
    int8_t weight;
};

// What is not named here weighs -3: foreign letters, what nobody uses. The lines of ruled
// tables weigh as much as the common character that Big5 has for the same bytes.
static const struct weight_row weight_rows[] = {
    {0x00, 0x08, -8},     {0x09, 0x0D, 0},      {0x0E, 0x1F, -8},    {0x20, 0x7E, 0},
    {0x7F, 0x9F, -8},     {0xA0, 0xA0, 1},      {0xB0, 0xB7, 0},     {0xD7, 0xD7, 1},
    {0xF7, 0xF7, 1},      {0x2013, 0x2014, 2},  {0x2018, 0x201D, 2}, {0x2022, 0x2026, 2},
    {0x2030, 0x203B, 1},  {0x2103, 0x2103, 1},  {0x2160, 0x217F, 0}, {0x2190, 0x2193, 0},
    {0x2460, 0x249B, 0},  {0x2500, 0x257F, 2}, {0x25A0, 0x25CF, 0},  {0x2605, 0x2606, 0},
    {0x3000, 0x3017, 2},
    {0x2E80, 0x2FDF, -1}, {0x3041, 0x30FF, -1}, {0x3220, 0x3229, 0}, {0x4E00, 0x9FA5, -1},
    {0xE000, 0xF8FF, -4}, {0xF900, 0xFAFF, -2}, {0xFE30, 0xFE4F, 0}, {0xFEFF, 0xFEFF, 0},
    {0xFF01, 0xFF5E, 2},  {0xFFE5, 0xFFE5, 1},  {0xFFFD, 0xFFFD, 0},
};

static void fill_weights(struct charsets *sets)
{
    memset(sets->weight, -3, sizeof sets->weight);
    for (size_t i = 0; i < sizeof weight_rows / sizeof *weight_rows; i++)
        for (uint32_t c = weight_rows[i].from; c <= weight_rows[i].to; c++)
            sets->weight[c] = weight_rows[i].weight;
    for (int level = 0; level < COMMON_LEVELS; level++) {
        struct span han = span_of(common_han[level]);
        for (size_t at = 0; at < han.n;)
            sets->weight[utf8_next(han, &at)] = (int8_t)(4 - level);
    }
    sets->weight[0x3002] = sets->weight[0x3001] = sets->weight[0xFF0C] = 4;
}

static void weigh(struct charset *set, const struct charsets *sets)
{
    for (size_t i = 0; i < CHARSET_PAIRS; i++) {
        struct pair *pair = &set->pairs[i];
        struct span utf8 = {pair->utf8, pair->width};
        size_t at = 0;
        pair->weight = BAD_WEIGHT;
        if (utf8.n) pair->weight = (int8_t)charset_weight(sets, utf8_next(utf8, &at));
    }
}

int charset_init(struct charsets *sets)
{
    sets->gb18030.fours = true;
    if (fill_pairs(&sets->gb18030, "GB18030")) return -1;
    if (fill_pairs(&sets->big5, "BIG5-HKSCS")) return -1;
    if (fill_pairs(&sets->big5, "CP950")) return -1;
    if (fill_fours(sets)) return -1;
    fill_weights(sets);
    weigh(&sets->gb18030, sets);
    weigh(&sets->big5, sets);
    return 0;
}

// SPDX-License-Identifier: Apache-2.0
//
// Numbers written in Chinese characters, as gazetteers write them: 三百二十,
// 一万二千五百, 十二点五. A last 万 or 亿 is left to the unit, as behind digits
// (十二点五万元). What is no single number is refused: 三四百 (about), 二百五 (either),
// 一九五八 (a year). Pure but for the arena, which takes the digits.
#include "stages/event/statistics_rules.h"

#include "stages/base/utf8.h"

#include <inttypes.h>

struct numeral {
    uint64_t total, section; // whole 万 and 亿; what stands behind them
    uint64_t last;           // the multiplier read last
    int digit;               // that waits for its multiplier, or -1
    bool zero;               // 零 stands before it
};

static int digit_value(uint32_t c)
{
    static const uint32_t digits[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    if (c == 0x4E24) return 2; // 两
    for (int i = 0; i < 10; i++)
        if (digits[i] == c) return i;
    return -1;
}

static uint64_t multiplier(uint32_t c)
{
    if (c == 0x5341) return 10;         // 十
    if (c == 0x767E) return 100;        // 百
    if (c == 0x5343) return 1000;       // 千
    if (c == 0x4E07) return 10000;      // 万
    return c == 0x4EBF ? 100000000 : 0; // 亿
}

static bool goes_on(struct span text, size_t at)
{
    if (at >= text.n) return false;
    uint32_t c = utf8_next(text, &at);
    return digit_value(c) >= 0 || multiplier(c) == 10;
}

static bool add_digit(struct numeral *n, int digit)
{
    if (n->digit >= 0) return false;
    if (digit == 0)
        n->zero = true;
    else
        n->digit = digit;
    return true;
}

static bool add_multiplier(struct numeral *n, uint64_t m)
{
    if (m >= 10000) {
        if (n->total && m >= 100000000) return false;
        n->total += (n->section + (uint64_t)(n->digit > 0 ? n->digit : 0)) * m;
        n->section = 0;
    } else {
        if ((n->digit < 0 && m != 10) || (n->last && m >= n->last)) return false;
        n->section += (uint64_t)(n->digit < 0 ? 1 : n->digit) * m;
    }
    n->digit = -1;
    n->last = m;
    n->zero = false;
    return true;
}

// The digits behind 点; the byte behind them.
static size_t read_decimals(struct span text, size_t at, char digits[8], int *n)
{
    for (*n = 0; at < text.n && *n < 8;) {
        size_t next = at;
        int digit = digit_value(utf8_next(text, &next));
        if (digit < 0) break;
        digits[(*n)++] = (char)('0' + digit);
        at = next;
    }
    return at;
}

size_t statistics_numeral_read(struct span text, size_t at, struct arena *arena,
                               struct span *value)
{
    struct numeral n = {.digit = -1};
    char decimals[8];
    int n_decimals = 0;
    size_t i = at;
    while (i < text.n && i - at < 60) {
        size_t next = i;
        uint32_t c = utf8_next(text, &next);
        int digit = digit_value(c);
        uint64_t m = multiplier(c);
        if (c == 0x70B9 && goes_on(text, next)) { // 点
            i = read_decimals(text, next, decimals, &n_decimals);
            break;
        }
        bool left = m >= 10000 && n.total == 0 && !goes_on(text, next);
        if (digit < 0 && (!m || left)) break;
        if (digit >= 0 ? !add_digit(&n, digit) : !add_multiplier(&n, m)) return 0;
        i = next;
    }
    if (n.digit >= 0 && n.last > 10 && !n.zero) return 0;
    uint64_t whole = n.total + n.section + (uint64_t)(n.digit > 0 ? n.digit : 0);
    *value = arena_printf(arena, n_decimals ? "%" PRIu64 ".%.*s" : "%" PRIu64, whole,
                          n_decimals, decimals);
    return i - at;
}

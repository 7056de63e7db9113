// SPDX-License-Identifier: Apache-2.0
//
// Numbers in dates. Pure; takes no memory.
#include "stages/event/time_number.h"

#include "stages/base/numeral.h"
#include "stages/base/utf8.h"

static bool has(struct span text, size_t at, struct span what)
{
    return time_number_has(text, at, what);
}

// The value of an Arabic digit, or -1.
static int arabic(uint32_t c)
{
    if (c >= '0' && c <= '9') return (int)(c - '0');
    if (c >= 0xFF10 && c <= 0xFF19) return (int)(c - 0xFF10);
    return -1;
}

// 十, 廿, 卅 as the tens that they stand for; 0: none of them.
static int tens(uint32_t c)
{
    return c == 0x5341 ? 1 : c == 0x5EFF ? 2 : c == 0x5345 ? 3 : 0;
}

static bool read_arabic(struct span text, size_t at, struct time_number *number)
{
    *number = (struct time_number){.end = at};
    while (number->end < text.n) {
        size_t next = number->end;
        int digit = arabic(utf8_next(text, &next));
        if (digit < 0) break;
        if (number->digits == 4) return false;
        number->value = number->value * 10 + digit;
        number->end = next;
        number->digits++;
    }
    return number->digits > 0;
}

// [一-九]十[一-九], 廿三: the tens have been read up to number->end.
static bool read_ones(struct span text, struct time_number *number)
{
    size_t next = number->end;
    if (next < text.n) {
        int digit = numeral_digit(utf8_next(text, &next));
        if (digit > 0) {
            number->value += digit;
            number->end = next;
            number->digits++;
        }
    }
    return true;
}

static bool read_chinese(struct span text, size_t at, struct time_number *number)
{
    *number = (struct time_number){.end = at, .chinese = true};
    while (number->end < text.n) {
        size_t next = number->end;
        uint32_t c = utf8_next(text, &next);
        int ten = tens(c), digit = numeral_digit(c);
        if (ten && number->digits < 2) {
            bool times = number->digits == 1;
            number->value = 10 * (times ? number->value : ten);
            number->end = next;
            number->digits++;
            return (!times || ten == 1) && read_ones(text, number);
        }
        if (digit < 0 && number->digits > 0) digit = arabic(c); // 二0一八
        if (digit < 0) break;
        number->value = number->value * 10 + digit;
        number->end = next;
        if (++number->digits > 4) return false;
    }
    return number->digits == 1 || number->digits == 4;
}

bool time_number_read(struct span text, size_t at, struct time_number *number)
{
    return read_arabic(text, at, number) || read_chinese(text, at, number);
}

size_t time_number_space(struct span text, size_t at)
{
    size_t end = at;
    for (int i = 0; i < 3 && end < text.n; i++) {
        size_t next = end;
        if (!utf8_is_space(utf8_next(text, &next))) break;
        end = next;
    }
    return end - at;
}

static size_t joint(struct span text, size_t at)
{
    if (at >= text.n) return 0;
    size_t next = at;
    switch (utf8_next(text, &next)) {
    case '~':
    case '-':
    case 0x2010: // ‐
    case 0x2013: // –
    case 0x2014: // —
    case 0x2015: // ―
    case 0x2212: // −
    case 0x2500: // ─
    case 0x301C: // 〜
    case 0x5230: // 到
    case 0x81F3: // 至
    case 0xFE63: // ﹣
    case 0xFF0D: // －
    case 0xFF5E: // ～
        return next - at;
    default:
        return 0;
    }
}

size_t time_number_join(struct span text, size_t at)
{
    size_t end = at + time_number_space(text, at);
    size_t n = joint(text, end);
    if (!n) return 0;
    for (int i = 0; n && i < 3; i++, n = joint(text, end))
        end += n;
    return end + time_number_space(text, end) - at;
}

// Joins that a second number may follow: of a range, `/` (2017/2018学年), `、` where the
// second is the next one (3、4月).
static size_t join_number(struct span text, size_t at, int first,
                          struct time_number *next)
{
    size_t n = time_number_join(text, at);
    if (n) return time_number_read(text, at + n, next) ? n : 0;
    bool slash = has(text, at, SPAN("/"));
    if (!slash && !has(text, at, SPAN("、"))) return 0;
    n = slash ? 1 : 3;
    return time_number_read(text, at + n, next) && next->value == first + 1 ? n : 0;
}

struct time_pair time_number_pair(struct span text, size_t at)
{
    struct time_pair pair = {.at = at};
    pair.is_number = time_number_read(text, at, &pair.first);
    if (pair.is_number)
        pair.unit = pair.first.end + time_number_space(text, pair.first.end);
    return pair;
}

static void join(struct span text, struct time_pair *pair)
{
    pair->joined = true;
    pair->is_pair =
        join_number(text, pair->first.end, pair->first.value, &pair->second) > 0;
    if (pair->is_pair)
        pair->pair_unit = pair->second.end + time_number_space(text, pair->second.end);
}

bool time_number_unit(struct span text, struct time_pair *pair, struct span unit,
                      struct time_numbers *numbers)
{
    if (!pair->is_number) return false;
    const struct time_number *first = &pair->first;
    *numbers = (struct time_numbers){0, first->value, first->value, first->digits,
                                     first->chinese};
    size_t end = pair->unit;
    if (!has(text, end, unit)) {
        if (!pair->joined) join(text, pair);
        if (!pair->is_pair || !has(text, pair->pair_unit, unit)) return false;
        numbers->last = pair->second.value;
        end = pair->pair_unit;
    }
    numbers->end = end + unit.n;
    return true;
}

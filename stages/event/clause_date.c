// SPDX-License-Identifier: Apache-2.0
//
// Days and months that open a clause and that no calendar can place, as a chronicle
// without a year has them (3日～5日, 是月, 同日): times by their form alone, so that
// nobody takes them for a part of a name. Linear in the clause's opening. No memory.
#include "stages/event/clause.h"

#include "stages/base/utf8.h"

static bool is_one_of(uint32_t c, const uint32_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c == set[i]) return true;
    return false;
}

// Past 是月, 同日, 年内, 上旬 and the like at letter i; i where none stands there.
static uint32_t skip_word(const struct passage *p, uint32_t i, uint32_t limit)
{
    static const char words[][sizeof "是月"] = {
        "是月", "是日", "是年", "同日", "同月", "同年", "当日", "当天", "当月",
        "当年", "年内", "年初", "年底", "年末", "月内", "月初", "月底", "月末",
        "上旬", "中旬", "下旬", "次日", "翌日", "次月", "翌年", "本月", "本年"};
    enum { BYTES = sizeof words[0] - 1 };
    if (i + 2 > limit) return i;
    struct span text = clause_text(p, i, i + 2);
    for (size_t k = 0; k < sizeof words / sizeof words[0] && text.n == BYTES; k++)
        if (memcmp(text.at, words[k], BYTES) == 0) return i + 2;
    return i;
}

// Past 8日, 3月, 十二日 at letter i. What is a length of time (3日游, 日均) is none.
static uint32_t skip_number(const struct passage *p, uint32_t i, uint32_t limit)
{
    enum { DIGITS = 3 }; // 二十三
    static const uint32_t lengths[] = {0x6E38, 0x5747, 0x5185, 0x5E38,
                                       0x95F4, 0x540E, 0x4EFD}; // 游均内常间后份
    uint32_t from = i;
    while (i < limit && i - from < DIGITS && clause_is_number(p->letters.at[i].c))
        i++;
    if (i == from || i == limit) return from;
    uint32_t unit = p->letters.at[i].c, next = p->letters.at[i + 1].c;
    bool arabic = p->letters.at[from].c < 0x3000 || p->letters.at[from].c >= 0xFF10;
    bool day = unit == 0x65E5, month = unit == 0x6708 && arabic; // 日月
    bool length = i + 1 < limit && is_one_of(next, lengths, sizeof lengths / 4);
    return (day || month) && !length ? i + 1 : from;
}

static bool is_open(const struct passage *p, uint32_t i)
{
    return p->letters.at[i].mention == NONE &&
           !(p->letters.at[i].zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_BRACKET));
}

static bool joins_days(uint32_t c) // ～~-—–至、
{
    static const uint32_t joints[] = {0xFF5E, '~',    '-',    0x2014, 0x2013,
                                      0x81F3, 0x3001, 0x301C, 0xFF0D};
    return is_one_of(c, joints, sizeof joints / sizeof joints[0]);
}

// Past a date, or a range of dates, at letter i.
static uint32_t skip_date(const struct passage *p, uint32_t i, uint32_t limit)
{
    for (uint32_t end = i; i < limit && is_open(p, i);) {
        uint32_t next = skip_word(p, i, limit);
        if (next == i) next = skip_number(p, i, limit);
        if (next == i) return end;
        end = i = next;
        while (i < limit && (joins_days(p->letters.at[i].c)))
            i++;
        if (i == limit || !is_open(p, i)) return end;
        if (skip_word(p, i, limit) == i && skip_number(p, i, limit) == i) return end;
    }
    return i;
}

void clause_mark_dates(struct passage *passage)
{
    for (size_t c = 0; c < passage->clauses.n; c++) {
        uint32_t i = passage->clauses.at[c].from, limit = passage->clauses.at[c].to;
        while (i < limit && (utf8_is_space(passage->letters.at[i].c) ||
                             passage->letters.at[i].zone & (ZONE_TIME | ZONE_HEAD)))
            i++;
        uint32_t end = i < limit ? skip_date(passage, i, limit) : i;
        for (; i < end; i++)
            passage->letters.at[i].zone |= ZONE_TIME;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// A bit a character says whether it has a simplified form; the rank of the bit says which
// (rank and select, Jacobson 1989). Most text is simplified already, and then one bit a
// character is all that is looked at.
#include "stages/base/simplify.h"

#include "stages/base/utf8.h"

enum { WANTED = 8 }; // one character in so many

static bool has_form(uint32_t offset)
{
    return simplify_bits[offset / 64] >> offset % 64 & 1;
}

static uint32_t form(uint32_t offset)
{
    uint64_t below = simplify_bits[offset / 64] & ((UINT64_C(1) << offset % 64) - 1);
    return simplify_forms[simplify_before[offset / 64] + __builtin_popcountll(below)];
}

static bool is_han(uint32_t c)
{
    return c - SIMPLIFY_FIRST < SIMPLIFY_WORDS * 64;
}

void simplify_add(struct simplify_count *count, struct span text)
{
    size_t han = 0, traditional = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t offset = utf8_next(text, &i) - SIMPLIFY_FIRST;
        if (offset >= SIMPLIFY_WORDS * 64) continue;
        han++;
        traditional += simplify_bits[offset / 64] >> offset % 64 & 1;
    }
    count->han += han;
    count->traditional += traditional;
}

bool simplify_wanted(const struct simplify_count *count)
{
    return count->traditional * WANTED > count->han;
}

void simplify_write(struct span text, char *out)
{
    if (text.n) memcpy(out, text.at, text.n); // an empty text may have no place
    for (size_t i = 0; i < text.n;) {
        size_t at = i;
        uint32_t c = utf8_next(text, &i);
        if (is_han(c) && has_form(c - SIMPLIFY_FIRST))
            utf8_put(form(c - SIMPLIFY_FIRST), out + at);
    }
}

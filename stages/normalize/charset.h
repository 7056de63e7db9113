// SPDX-License-Identifier: Apache-2.0
//
// The legacy character sets as tables, made once from iconv (the only place that calls
// it), and how likely each character is in a Chinese document.
#ifndef FZ_NORMALIZE_CHARSET_H
#define FZ_NORMALIZE_CHARSET_H

#include "stages/base/span.h"

#include <stdint.h>

enum { COMMON_LEVELS = 3, BAD_WEIGHT = -8 };
extern const char *const common_han[COMMON_LEVELS]; // table_common.c

enum {
    CHARSET_FIRST = 0x81, // lead bytes 0x81 to 0xFE
    CHARSET_LEADS = 126,
    CHARSET_TRAILS = 192, // trail bytes 0x40 to 0xFF
    CHARSET_PAIRS = CHARSET_LEADS * CHARSET_TRAILS,
    CHARSET_FOURS = 39420 // four-byte sequences of GB18030 below U+10000
};

struct pair {
    char utf8[4];
    uint8_t width; // bytes of utf8; 0 where the pair has no character
    int8_t weight; // as charset_weight
};

// A set of two-byte characters.
struct charset {
    struct pair pairs[CHARSET_PAIRS];
    bool fours; // has the four-byte sequences of GB18030
};

struct charsets {
    struct charset gb18030, big5;
    uint16_t four[CHARSET_FOURS]; // their characters; 0 where there is none
    int8_t weight[0x10000];       // see charset_weight
};

// Fills the tables. Returns 0, or -1 after a warning where iconv lacks one of them.
int charset_init(struct charsets *sets) __attribute__((warn_unused_result));

// How well a character fits into a Chinese document: 4 for the commonest, negative for
// what a wrong decoding yields, 0 for ASCII.
static inline int charset_weight(const struct charsets *sets, uint32_t c)
{
    return c < 0x10000 ? sets->weight[c] : -3;
}

// The index of a pair in the tables; the lead byte must be 0x81 to 0xFE and the trail
// byte at least 0x40.
static inline size_t charset_pair(const unsigned char *p)
{
    return (size_t)(p[0] - CHARSET_FIRST) * CHARSET_TRAILS + (size_t)(p[1] - 0x40);
}

static inline bool charset_is_lead(unsigned char c)
{
    return c >= CHARSET_FIRST && c < 0xFF;
}

// The character of a four-byte sequence of GB18030 at p (`left` bytes); 0 where there is
// none.
uint32_t charset_four(const struct charsets *sets, const unsigned char *p, size_t left);

#endif

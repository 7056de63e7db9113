// SPDX-License-Identifier: Apache-2.0
//
// Names by the tables of the normalize stage, made when the first name needs them:
// Windows writes the names in a .zip in the code page of its country.
#include "tools/fangzhi/name.h"

#include "stages/base/utf8.h"
#include "stages/normalize/charset.h"

#include <stdlib.h>

static struct charsets *sets;

// Bytes of the character at p; 0 where the set has none. *utf8 is its text.
static size_t character(const struct charset *set, struct span raw, size_t i,
                        struct span *utf8, int *weight)
{
    const unsigned char *p = (const unsigned char *)raw.at + i;
    *weight = 0;
    if (p[0] < 0x80) {
        *utf8 = span_cut(raw, i, i + 1);
        return 1;
    }
    if (!charset_is_lead(p[0]) || i + 1 == raw.n || p[1] < 0x40) return 0;
    const struct pair *pair = &set->pairs[charset_pair(p)];
    *utf8 = (struct span){pair->utf8, pair->width};
    *weight = pair->weight;
    return pair->width ? 2 : 0;
}

static int64_t weigh(const struct charset *set, struct span raw)
{
    int64_t sum = 0;
    for (size_t i = 0; i < raw.n;) {
        struct span utf8;
        int weight;
        size_t n = character(set, raw, i, &utf8, &weight);
        sum += n ? weight : BAD_WEIGHT;
        i += n ? n : 1;
    }
    return sum;
}

void name_append(struct buffer *out, struct span raw)
{
    if (utf8_valid(raw)) {
        buffer_add_span(out, raw);
        return;
    }
    if (!sets) {
        sets = xcalloc(1, sizeof *sets);
        if (charset_init(sets)) name_close();
    }
    const struct charset *set = NULL;
    if (sets)
        set = weigh(&sets->big5, raw) > weigh(&sets->gb18030, raw) ? &sets->big5
                                                                   : &sets->gb18030;
    for (size_t i = 0; i < raw.n;) {
        struct span utf8 = SPAN("\uFFFD");
        int weight;
        size_t n = set ? character(set, raw, i, &utf8, &weight) : 0;
        if (n == 0)
            utf8 = (unsigned char)raw.at[i] < 0x80 ? span_cut(raw, i, i + 1)
                                                   : SPAN("\uFFFD");
        buffer_add_span(out, utf8);
        i += n ? n : 1;
    }
}

void name_close(void)
{
    free(sets);
    sets = NULL;
}

// SPDX-License-Identifier: Apache-2.0
//
// Reads a character at a time.
#include "stages/tag/reading.h"

#include "stages/base/utf8.h"

size_t reading_plain(const struct reading_character *table, struct span text,
                     const struct reading *to, bool *marked)
{
    const struct reading into = *to; // nothing that is written lies in it
    size_t n = 0;
    uint32_t mark = 0;
    for (size_t i = 0; i < text.n; n++) {
        into.at[n] = (uint32_t)i;
        uint32_t c = utf8_next(text, &i);
        if (c >= READING_PLANE) c = utf8_is_han(c) ? READING_HAN : READING_OTHER;
        struct reading_character character = table[c];
        into.folded[n] = character.folded;
        into.symbols[n] = character.symbol;
        into.classes[n] = character.class;
        into.codes[n] = character.code;
        mark |= character.mark;
    }
    *marked = mark != 0;
    return n;
}

reading_text *reading_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
        return reading_avx512;
#endif
    return reading_plain;
}

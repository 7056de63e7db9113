// SPDX-License-Identifier: Apache-2.0
//
// Undoes one encoding too many, letter by letter. `å¹´` is U+00E5 U+00B9 U+00B4: as bytes
// E5 B9 B4, which is 年. Three such letters in a row that happen to spell a Chinese
// character or mark do not occur in any language; two (`Â·`) might. Memory: the new text.
#include "stages/normalize/twice.h"

#include "stages/base/utf8.h"

// Windows-1252, 0x80 to 0x9F; 0 where it has no character (Latin-1's control stands
// then).
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The byte that was taken for this character; 0 where none was.
static unsigned byte_of(uint32_t c)
{
    if (c >= 0x80 && c <= 0xFF) return c;
    if (c < 0x152) return 0;
    for (unsigned i = 0; i < 32; i++)
        if (windows[i] == c) return 0x80 + i;
    return 0;
}

// What three bytes must spell: marks, enclosed figures, Chinese, full-width forms.
static bool is_expected(uint32_t c)
{
    return (c >= 0x2000 && c <= 0x206F) || (c >= 0x2100 && c <= 0x22FF) ||
           (c >= 0x2460 && c <= 0x24FF) || (c >= 0x2500 && c <= 0x26FF) ||
           (c >= 0x3000 && c <= 0x303F) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0xFF00 && c <= 0xFFEF) || c == 0xFEFF || c == 0xFFFD;
}

struct twice {
    char utf8[4]; // the character that was meant
    size_t width; // its bytes
    size_t used;  // bytes of the text that stand for it; 0 where there is none
};

// The character that the letters at byte `at` spell. With `sure`, two and four letters
// are taken as well as three.
static struct twice twice_at(struct span s, size_t at, bool sure)
{
    struct twice twice = {.used = 0};
    size_t next = at;
    unsigned lead = byte_of(utf8_next(s, &next));
    if (lead < 0xC2 || lead > 0xF4) return twice;
    twice.width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (twice.width != 3 && !sure) return twice;
    twice.utf8[0] = (char)lead;
    for (size_t i = 1; i < twice.width; i++) {
        unsigned follow = next < s.n ? byte_of(utf8_next(s, &next)) : 0;
        if (follow < 0x80 || follow > 0xBF) return twice;
        twice.utf8[i] = (char)follow;
    }
    struct span spelt = {twice.utf8, twice.width};
    size_t zero = 0;
    if (!utf8_valid(spelt)) return twice;
    if (twice.width == 3 && !is_expected(utf8_next(spelt, &zero))) return twice;
    twice.used = next - at;
    return twice;
}

// The first byte, at or after `from`, of a letter that may begin such a character: U+00C2
// to U+00F4 all begin with the byte C3. s.n where there is none.
static size_t next_letter(struct span s, size_t from)
{
    const char *found = from < s.n ? memchr(s.at + from, 0xC3, s.n - from) : NULL;
    return found ? (size_t)(found - s.at) : s.n;
}

// The number of characters that three letters spell, as far as ENOUGH.
enum { ENOUGH = 4 };

static size_t count_certain(struct span s)
{
    size_t found = 0;
    for (size_t i = next_letter(s, 0); i < s.n && found < ENOUGH;) {
        struct twice twice = twice_at(s, i, false);
        found += twice.used > 0;
        i = next_letter(s, i + (twice.used ? twice.used : 2));
    }
    return found;
}

size_t twice_undo(struct span text, struct arena *arena, struct writer *writer)
{
    size_t certain = count_certain(text), done = 0, undone = 0;
    if (certain == 0) return 0;
    *writer = writer_new(arena, text.n);
    for (size_t i = next_letter(text, 0); i < text.n;) {
        struct twice twice = twice_at(text, i, certain >= ENOUGH);
        if (twice.used) {
            writer_same(writer, text, done, i);
            writer_put(writer, (struct span){twice.utf8, twice.width}, i, i + twice.used);
            undone += twice.used;
            done = i + twice.used;
        }
        i = next_letter(text, i + (twice.used ? twice.used : 2));
    }
    writer_same(writer, text, done, text.n);
    return undone;
}

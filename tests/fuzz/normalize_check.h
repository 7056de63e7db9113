// SPDX-License-Identifier: Apache-2.0
//
// What must hold of every text that normalize makes, whatever the source: shared by the
// fuzz driver and the unit test. Each check names what is wrong, or returns NULL.
#ifndef FZ_TESTS_NORMALIZE_CHECK_H
#define FZ_TESTS_NORMALIZE_CHECK_H

#include "proto/map.h"
#include "stages/base/utf8.h"
#include "stages/normalize/normalize.h"

#include <stdlib.h>
#include <utf8proc.h>

// Bytes that stand for themselves are the same in the source, but for the control
// characters that became a newline or a space.
static const char *check_same(const struct run *run, struct span text, struct span source)
{
    for (uint32_t i = 0; i < run->length; i++) {
        char a = text.at[run->text + i], b = source.at[run->source + i];
        bool folded = (a == '\n' || a == ' ') && b >= 0 && b < 0x20;
        if (a != b && !folded) return "a run of equal bytes holds unequal ones";
    }
    return NULL;
}

static const char *check_map(const struct source *source, const struct text *text,
                             struct arena *arena)
{
    struct map map;
    const char *why;
    uint64_t reached = 0;
    if (!utf8_valid(text->text)) return "the text is not UTF-8";
    if (map_unpack(text->map, text->text.n, source->bytes.n, arena, &map, &why))
        return why;
    for (size_t i = 0; i < map.n; i++) {
        const struct run *run = &map.runs[i];
        if (run->text != reached) return "a byte of the text is in no run";
        reached = (uint64_t)run->text + run->length;
        if (run->text_width == 1 && run->source_width == 1) {
            why = check_same(run, text->text, source->bytes);
            if (why) return why;
        }
    }
    return reached == text->text.n ? NULL : "the end of the text is in no run";
}

static const char *check_damage(const struct source *source, const struct text *text)
{
    uint64_t reached = 0;
    for (size_t i = 0; i < text->damage.n; i++) {
        const struct damage *damage = &text->damage.at[i];
        if (damage->length == 0 || damage->source < reached) return "damage out of order";
        reached = damage->source + damage->length;
        if (reached > source->bytes.n) return "damage beyond the source";
    }
    return NULL;
}

static bool is_mark(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
           category == UTF8PROC_CATEGORY_ME || (c >= 0x1100 && c <= 0x11FF);
}

// No character that the README says is dropped or replaced; *marks is the longest row of
// combining marks.
static const char *check_characters(struct span text, size_t *marks)
{
    size_t row = 0;
    *marks = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        bool control =
            (c < 0x20 && c != '\t' && c != '\n' && c != '\f') || (c >= 0x7F && c < 0xA0);
        if (control) return "a control character is left";
        if (c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || c == 0xA0 || c == 0x2003)
            return "a mark or space is left that should be folded";
        if ((c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A))
            return "a full-width letter or digit is left";
        row = is_mark(c) ? row + 1 : 0;
        if (row > *marks) *marks = row;
    }
    return NULL;
}

static const char *check_nfc(struct span text)
{
    enum { STREAM_SAFE = 30 };
    size_t marks;
    const char *fault = check_characters(text, &marks);
    if (fault || marks > STREAM_SAFE) return fault;
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.n, &nfc,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    bool same = n == (utf8proc_ssize_t)text.n && memcmp(nfc, text.at, text.n) == 0;
    free(nfc);
    return same ? NULL : "the text is not in NFC";
}

static const char *check_text(const struct source *source, const struct text *text,
                              struct arena *arena)
{
    const char *fault = check_map(source, text, arena);
    if (!fault) fault = check_damage(source, text);
    if (!fault) fault = check_nfc(text->text);
    return fault;
}

#endif

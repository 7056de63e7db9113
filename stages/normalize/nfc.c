// SPDX-License-Identifier: Apache-2.0
//
// utf8proc on clusters: no memory is taken. The classes err on the safe side: every
// combining mark and every conjoining Hangul vowel or final may join.
#include "stages/normalize/nfc.h"

#include "stages/base/utf8.h"

#include <utf8proc.h>

static bool changes_alone(uint32_t c)
{
    utf8proc_int32_t room[32];
    char utf8[4];
    size_t n = utf8_put(c, utf8);
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)utf8, (utf8proc_ssize_t)n, room, 32,
                           UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (count <= 0 || count > 32) return false;
    count = utf8proc_normalize_utf32(room, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return count != 1 || (uint32_t)room[0] != c;
}

enum nfc_class nfc_class(uint32_t c)
{
    if ((c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF)) return NFC_MARK;
    if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xD800 && c <= 0xDFFF)) return NFC_PLAIN;
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    if (property->combining_class || property->category == UTF8PROC_CATEGORY_MN ||
        property->category == UTF8PROC_CATEGORY_MC)
        return NFC_MARK;
    if (property->decomp_seqindex == UINT16_MAX || property->decomp_type)
        return NFC_PLAIN;
    return changes_alone(c) ? NFC_ALONE : NFC_PLAIN;
}

struct span nfc(struct span cluster, char *room)
{
    enum { ROOM = NFC_ROOM / 4 }; // no character decomposes into more than four
    utf8proc_int32_t characters[ROOM];
    utf8proc_ssize_t n = utf8proc_decompose((const utf8proc_uint8_t *)cluster.at,
                                            (utf8proc_ssize_t)cluster.n, characters, ROOM,
                                            UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (n < 0 || n > ROOM) return cluster;
    n = utf8proc_normalize_utf32(characters, n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    struct span out = {room, 0};
    for (utf8proc_ssize_t i = 0; i < n; i++)
        out.n += utf8_put((uint32_t)characters[i], room + out.n);
    return out;
}

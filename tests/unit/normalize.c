// SPDX-License-Identifier: Apache-2.0
//
// The offset map, character by character: every fixture of the golden folders in every
// encoding. What iconv makes of the source bytes behind a character must be that
// character, up to the foldings of stages/normalize/README.md.
#include "stages/normalize/fold.h"
#include "tests/fuzz/normalize_check.h"

#include <glob.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct normalizer *normalizer;

static int setup(void **state)
{
    (void)state;
    normalizer = normalizer_new();
    return normalizer ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    normalizer_free(&normalizer);
    return 0;
}

struct code {
    const char *name;  // iconv's
    const char *found; // what normalize must call it
    const char *mark;
    size_t mark_n;
};

static const struct code codes[] = {
    {"UTF-8", "UTF-8", "", 0},       {"UTF-8", "UTF-8", "\xEF\xBB\xBF", 3},
    {"GB18030", "GB18030", "", 0},   {"GBK", "GB18030", "", 0},
    {"EUC-CN", "GB18030", "", 0},    {"BIG5-HKSCS", "Big5", "", 0},
    {"UTF-16LE", "UTF-16LE", "", 0}, {"UTF-16LE", "UTF-16LE", "\xFF\xFE", 2},
    {"UTF-16BE", "UTF-16BE", "", 0}, {"UTF-16BE", "UTF-16BE", "\xFE\xFF", 2},
};

static struct span convert_character(iconv_t cd, struct span from, char *room, size_t n)
{
    char *in = (char *)(uintptr_t)from.at, *out = room;
    size_t in_left = from.n, out_left = n;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1 || in_left)
        return (struct span){room, 0};
    if (iconv(cd, NULL, NULL, &out, &out_left) == (size_t)-1)
        return (struct span){room, 0};
    return (struct span){room, (size_t)(out - room)};
}

// utf8 in the code, with its byte order mark. A character that the code does not have is
// left out, there and in *kept.
static void encode(const struct code *code, struct span utf8, struct buffer *encoded,
                   struct buffer *kept)
{
    iconv_t cd = iconv_open(code->name, "UTF-8");
    assert_true(cd != (iconv_t)-1);
    buffer_add(encoded, code->mark, code->mark_n);
    for (size_t i = 0; i < utf8.n;) {
        char room[16];
        size_t from = i;
        utf8_next(utf8, &i);
        struct span one = span_cut(utf8, from, i);
        struct span out = convert_character(cd, one, room, sizeof room);
        if (out.n == 0) continue;
        buffer_add_span(encoded, out);
        buffer_add_span(kept, one);
    }
    iconv_close(cd);
}

static struct source source_of(struct span bytes)
{
    return (struct source){.path = SPAN("test"),
                           .size = bytes.n,
                           .part = NONE,
                           .head = span_cut(bytes, 0, bytes.n < 4 ? bytes.n : 4),
                           .bytes = bytes};
}

static struct text text_of(struct span bytes, struct arena *arena)
{
    struct source source = source_of(bytes);
    struct text text;
    struct refusal refusal = {0};
    if (normalize_source(normalizer, &source, arena, &text, &refusal))
        fail_msg("rejected: %s: %s", refusal.reason, refusal.detail);
    const char *fault = check_text(&source, &text, arena);
    if (fault) fail_msg("%s", fault);
    return text;
}

// Whether the folding of `decoded` may be `character`: the same under NFKC (which knows
// widths, compatibility forms, spaces), or both some kind of line end or space.
static bool is_folding(struct span decoded, struct span character)
{
    if (span_eq(decoded, character)) return true;
    for (size_t i = 0, at = 0, to = 0; i < n_fold_pairs && decoded.n; i++, at = to = 0)
        if (utf8_next(decoded, &at) == fold_pairs[i].from &&
            utf8_next(character, &to) == fold_pairs[i].to)
            return true;
    utf8proc_uint8_t *a = NULL, *b = NULL;
    utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                UTF8PROC_IGNORE | UTF8PROC_NLF2LF;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)decoded.at,
                                      (utf8proc_ssize_t)decoded.n, &a, options);
    utf8proc_ssize_t m = utf8proc_map((const utf8proc_uint8_t *)character.at,
                                      (utf8proc_ssize_t)character.n, &b, options);
    // Of a ligature, each letter stands for the whole.
    struct span whole = {(const char *)a, n > 0 ? (size_t)n : 0};
    struct span part = {(const char *)b, m > 0 ? (size_t)m : 0};
    bool same = span_eq(whole, part) || (part.n && span_find(whole, part, 0) < whole.n);
    free(a);
    free(b);
    size_t i = 0, j = 0;
    bool filler = span_eq(decoded, SPAN("\xE3\x85\xA4")); // U+3164, a blank letter
    return same || filler ||
           (decoded.n && utf8_is_space(utf8_next(decoded, &i)) &&
            utf8_is_space(utf8_next(character, &j)));
}

// Walks all characters of the text; the fixture has no markup and no damage.
static void walk(const struct code *code, struct span bytes, const struct text *text,
                 struct arena *arena)
{
    struct map map;
    const char *why;
    assert_int_equal(map_unpack(text->map, text->text.n, bytes.n, arena, &map, &why), 0);
    iconv_t cd = iconv_open("UTF-8", code->name);
    uint64_t reached = code->mark_n;
    for (size_t i = 0; i < text->text.n;) {
        size_t at = i;
        utf8_next(text->text, &i);
        uint64_t from, to;
        assert_int_equal(map_source(map, (uint32_t)at, (uint32_t)i, &from, &to), 0);
        assert_true(from >= reached ||
                    i - at == 1); // a paragraph separator is two newlines
        reached = to;
        char room[256];
        struct span decoded =
            convert_character(cd, span_cut(bytes, from, to), room, sizeof room);
        if (!is_folding(decoded, span_cut(text->text, at, i)))
            fail_msg("%s: bytes [%llu, %llu) are '%.*s', the text has '%.*s'", code->name,
                     (unsigned long long)from, (unsigned long long)to, (int)decoded.n,
                     decoded.at, (int)(i - at), text->text.at + at);
    }
    iconv_close(cd);
}

static void in_all_codes(struct span utf8)
{
    for (size_t k = 0; k < sizeof codes / sizeof *codes; k++) {
        struct arena *arena = arena_new();
        struct buffer encoded = {0}, kept = {0};
        encode(&codes[k], utf8, &encoded, &kept);
        struct text expected = text_of(buffer_span(&kept), arena);
        struct text got = text_of(buffer_span(&encoded), arena);
        if (!span_eq(got.encoding, span_of(codes[k].found)))
            fail_msg("%s is taken for %.*s", codes[k].name, (int)got.encoding.n,
                     got.encoding.at);
        if (!span_eq(got.text, expected.text))
            fail_msg("%s: the text differs from that of UTF-8", codes[k].name);
        if (got.damage.n)
            fail_msg("%s: %zu damages, the first at %llu", codes[k].name, got.damage.n,
                     (unsigned long long)got.damage.at[0].source);
        walk(&codes[k], buffer_span(&encoded), &got, arena);
        buffer_free(&encoded);
        buffer_free(&kept);
        arena_free(&arena);
    }
}

static struct buffer read_file(const char *path)
{
    struct buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t got;
    while ((got = fread(buffer_room(&bytes, 65536), 1, 65536, file)) > 0)
        bytes.n += got;
    fclose(file);
    return bytes;
}

// Every fixture that is clean UTF-8 text is one here; those about encodings and web pages
// are not.
static void test_fixtures(void **state)
{
    (void)state;
    glob_t found;
    size_t used = 0;
    assert_int_equal(glob("tests/cases/*/*.d/input.txt", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buffer bytes = read_file(found.gl_pathv[i]);
        struct span utf8 = buffer_span(&bytes);
        struct arena *arena = arena_new();
        bool plain = utf8_valid(utf8) && utf8.n > 64 && !memchr(utf8.at, '<', utf8.n) &&
                     !memchr(utf8.at, 0xC3, utf8.n) && !span_starts(utf8, SPAN("%PDF"));
        if (plain && ++used) in_all_codes(utf8);
        arena_free(&arena);
        buffer_free(&bytes);
    }
    globfree(&found);
    assert_true(used > 0);
}

// Every class of characters in one text, long enough to be told by its characters.
static void test_classes(void **state)
{
    (void)state;
    in_all_codes(SPAN(
        "【概况】　2018年，下城区坚持新发展理念，推进全域中央商务区建设。\r\n"
        "　　全年实现生产总值９６３．３１亿元，增长８．５％。\r负责人：王　剑\v"
        "第二行\xC2\x85第三行\xE2\x80\xA8第四行\xE2\x80\xA9第五行\f第二页\n"
        "不\xC2\xA0断\xE2\x80\x83空\xE2\x80\x82格\xE2\x80\x8B零\xEF\xBB\xBF宽\xC2\xAD软\n"
        "é 是 e\xCC\x81，兼容\xEF\xA4\x80\xEF\xA8\x8C，〇，①Ⅲ，ＡＢｃ，𠮷，\xE2\xBC\x80\n"
        "全区实现财政总收入164.11亿元，增长8.5%，其中一般公共预算收入89.4亿元。\n"));
}

// Of a web page in UTF-8, every character but white space is the bytes that it maps to,
// or their folding, or a character reference.
static void test_pages(void **state)
{
    (void)state;
    glob_t found;
    assert_int_equal(glob("tests/cases/normalize/html*.d/input.htm*", 0, NULL, &found),
                     0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct buffer bytes = read_file(found.gl_pathv[i]);
        struct span page = buffer_span(&bytes);
        struct arena *arena = arena_new();
        struct text text = text_of(page, arena);
        struct map map;
        const char *why;
        assert_int_equal(map_unpack(text.map, text.text.n, page.n, arena, &map, &why), 0);
        for (size_t at = 0; at < text.text.n && utf8_valid(page);) {
            uint64_t from, to;
            size_t start = at;
            uint32_t c = utf8_next(text.text, &at);
            assert_int_equal(map_source(map, (uint32_t)start, (uint32_t)at, &from, &to),
                             0);
            struct span behind = span_cut(page, from, to);
            if (!utf8_is_space(c) && behind.at[0] != '&' &&
                !is_folding(behind, span_cut(text.text, start, at)))
                fail_msg("%s: '%.*s' stands for '%.*s'", found.gl_pathv[i],
                         (int)(at - start), text.text.at + start, (int)behind.n,
                         behind.at);
        }
        arena_free(&arena);
        buffer_free(&bytes);
    }
    globfree(&found);
}

struct row {
    const char *source;
    const char *text;
    size_t damaged; // bytes
};

static const struct row rows[] = {
    {"", "", 0},
    {"甲\r\n乙\r丙\n\r丁\r\r\n戊", "甲\n乙\n丙\n\n丁\n戊", 0},
    {"甲\x0B乙\x1C丙\x1F丁", "甲\n乙\n丙 丁", 0},
    {"甲\f乙", "甲\f乙", 0},
    {"甲\t乙　丙", "甲\t乙　丙", 0},
    {"甲\xE2\x80\xA9乙", "甲\n\n乙", 0},
    {"\xEF\xBB\xBF甲\xEF\xBB\xBF乙", "甲乙", 0},
    {"甲\xC2\xAD乙\xE2\x80\x8E丙\xE2\x81\xA0丁\xEF\xB8\x80", "甲乙丙丁", 0},
    {"甲\x1A", "甲", 0},
    {"Ａｚ０９：（）", "Az09：（）", 0},
    {"８．５％，２０１８－１０－３０，－５，一．", "8.5%，2018-10-30，－5，一．", 0},
    {"e\xCC\x81"
     "a\xCC\xA7\xCC\x81",
     "é"
     "á\xCC\xA7",
     0},
    {"e\xE2\x80\x8B\xCC\x81", "é", 0},
    {"ｅ\xCC\x81", "é", 0},
    {"\xCC\x81甲", "\xCC\x81甲", 0},
    {"\xEF\xA4\x80\xEF\xA8\x8C", "豈兀", 0},
    {"\xE2\xBC\x80\xE2\xBB\x93\xE2\xBA\xA0", "一长民", 0},
    {"\xEE\xA0\x96\xEE\x80\x80", "\xF0\xA0\x82\x87\xEE\x80\x80", 0},
    {"ｱ｡｢｣､", "ｱ。「」、", 0},
    {"\xEF\xAC\x81\xEF\xAC\x84", "fiffl", 0},
    {"甲\xEF\xBF\xBD乙", "甲\xEF\xBF\xBD乙", 0},
    {"甲乙丙\xE4\xB8", "甲乙丙\xEF\xBF\xBD", 2},
    {"年月日\xFF\xFE\xC0\x80一日", "年月日\xEF\xBF\xBD一日", 4},
    {"年月日\xED\xA0\x80一日", "年月日\xEF\xBF\xBD一日", 3},
    {"·×°±", "·×°±", 0},
    {"caf\xC3\xA9 na\xC3\xAFve", "café naïve", 0},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct text text = text_of(span_of(rows[i].source), arena);
        size_t damaged = 0;
        for (size_t k = 0; k < text.damage.n; k++)
            damaged += text.damage.at[k].length;
        if (!span_eq(text.text, span_of(rows[i].text)))
            fail_msg("row %zu: '%s' became '%.*s'", i, rows[i].source, (int)text.text.n,
                     text.text.at);
        assert_int_equal(damaged, rows[i].damaged);
        arena_free(&arena);
    }
}

// Cut at every byte: never rejected, at most one damage, and that at the end.
static void test_cut_anywhere(void **state)
{
    (void)state;
    struct span utf8 = SPAN(
        "【概况】 2018年，下城区坚持新发展理念和高起点规划，推进全域中央商务区建设。\n");
    for (size_t k = 0; k < sizeof codes / sizeof *codes; k++) {
        struct buffer encoded = {0}, kept = {0};
        encode(&codes[k], utf8, &encoded, &kept);
        for (size_t n = 40; n <= encoded.n; n++) {
            struct arena *arena = arena_new();
            struct text text = text_of(span_cut(buffer_span(&encoded), 0, n), arena);
            if (text.damage.n > 1)
                fail_msg("%s cut at %zu: %zu damages", codes[k].name, n, text.damage.n);
            if (text.damage.n)
                assert_int_equal(text.damage.at[0].source + text.damage.at[0].length, n);
            arena_free(&arena);
        }
        buffer_free(&encoded);
        buffer_free(&kept);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),         cmocka_unit_test(test_classes),
        cmocka_unit_test(test_cut_anywhere), cmocka_unit_test(test_fixtures),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

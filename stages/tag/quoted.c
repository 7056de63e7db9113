// SPDX-License-Identifier: Apache-2.0
//
// A word in quotes and what a body is, a few characters behind it, are one body's name:
// `“丛阿姨”调解工作室`, `“同心”服务基地`. Kinds that slogans go with too
// (`“一站式”服务中心`) make a name only where the document has it again. No name are
//   - a number in quotes (`“五老”宣讲团`: such groups are everywhere);
//   - what holds a particle, or something held or granted, before the kind
//     (`“邻居节”活动由志愿服务队承办`).
// Found by the closing quote, of which most texts have few.
#include "stages/tag/quoted.h"

#include "stages/base/utf8.h"
#include "stages/tag/names.h"

enum {
    QUOTE_MOST = 30,  // bytes between the quotes
    MIDDLE_MOST = 10, // characters before the kind
};

static const struct span strong[] = {
    {"工作室", 9}, {"协会", 6},   {"联谊会", 9}, {"联合会", 9}, {"志愿队", 9},
    {"服务队", 9}, {"救援队", 9}, {"宣讲团", 9}, {"艺术团", 9}, {"合唱团", 9},
    {"俱乐部", 9}, {"调解室", 9}, {"合作社", 9}, {"联盟", 6},   {"研究会", 9},
    {"促进会", 9}, {"服务社", 9}, {"议事会", 9}, {"文学社", 9}, {"基金会", 9}};
static const struct span weak[] = {{"中心", 6},   {"基地", 6},   {"服务站", 9},
                                   {"党支部", 9}, {"服务点", 9}, {"讲堂", 6}};

#define STARTS(s, words) starts_any((s), (words), sizeof(words) / sizeof *(words))

// Bytes of the word of these that s starts with, or 0.
static size_t starts_any(struct span s, const struct span *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (span_starts(s, words[i])) return words[i].n;
    return 0;
}

// clang-format off
static bool is_numeral(uint32_t c)
{
    switch (c) {
    case U'一': case U'二': case U'两': case U'三': case U'四': case U'五': case U'六':
    case U'七': case U'八': case U'九': case U'十': case U'双': case U'百': case U'零':
        return true;
    default:
        return false;
    }
}

static bool parts(struct span rest)
{
    static const struct span words[] = {
        {"活动", 6}, {"行动", 6}, {"工程", 6}, {"项目", 6}, {"称号", 6}, {"品牌", 6},
        {"成立", 6}, {"组建", 6}, {"举办", 6}, {"开展", 6}, {"参加", 6}, {"等", 3},
        {"由", 3},   {"的", 3},   {"在", 3},   {"与", 3},   {"和", 3},   {"及", 3},
        {"对", 3},   {"向", 3},   {"到", 3},   {"为社", 6}, {"是", 3},   {"奖", 3}};
    return STARTS(rest, words) > 0 && !span_starts(rest, SPAN("在线"));
}
// clang-format on

struct quoted {
    uint32_t para, from, to; // quote, middle and kind
    bool weak;
};

// Reads the middle and the kind behind a closing quote that ends at byte `at`.
static bool read_kind(struct span text, size_t at, struct quoted *found)
{
    for (int n = 0; n <= MIDDLE_MOST && at < text.n; n++) {
        struct span rest = span_cut(text, at, text.n);
        size_t kind = STARTS(rest, strong);
        found->weak = kind == 0;
        if (kind == 0) kind = STARTS(rest, weak);
        if (kind > 0) {
            found->to = (uint32_t)(at + kind);
            return true;
        }
        if (parts(rest) || !utf8_is_han(utf8_next(text, &at))) return false;
    }
    return false;
}

// The quote that closes at byte `close`: where it opens; `close` where it is no word.
static size_t find_open(struct span text, size_t close)
{
    size_t at = close;
    while (at > 0 && close - at <= QUOTE_MOST) {
        size_t before = utf8_back(text, at), next = before;
        uint32_t c = utf8_next(text, &next);
        if (c == U'“')
            return at < close && !is_numeral(utf8_next(text, &at)) ? before : close;
        if (c == U'”' || c == U'，' || c == U'、' || c == U'。') return close;
        at = before;
    }
    return close;
}

static bool read_quoted(const struct pass *pass, uint32_t para, size_t close,
                        struct quoted *found)
{
    struct span text = pass_text(pass, para);
    size_t open = find_open(text, close);
    *found = (struct quoted){.para = para, .from = (uint32_t)open};
    if (open == close || !read_kind(text, close + 3, found)) return false;
    enum covering cover = pass_cover(pass, para, open, found->to);
    return cover == COVER_FREE || cover == COVER_PARTS;
}

static struct span text_of(const struct pass *pass, const struct quoted *found)
{
    return span_cut(pass_text(pass, found->para), found->from, found->to);
}

void quoted_mark(struct pass *pass)
{
    static const struct span quote = {"”", 3};
    struct quoted *all = NULL, found;
    size_t n = 0, capacity = 0;
    for (uint32_t para = 0; para < pass->layout->paragraphs.n; para++) {
        struct span text = pass_text(pass, para);
        size_t at = span_find(text, quote, 0);
        for (; at < text.n; at = span_find(text, quote, at + quote.n))
            if (read_quoted(pass, para, at, &found))
                ARENA_PUSH(pass->arena, all, n, capacity) = found;
    }
    struct names *names = names_new(pass->arena, n);
    for (size_t i = 0; i < n; i++) {
        struct name *name = names_add(names, text_of(pass, &all[i]), ENTITY_ORG);
        if (name) name->marked[ENTITY_ORG]++;
    }
    for (size_t i = 0; i < n; i++) {
        const struct name *name = names_find(names, text_of(pass, &all[i]));
        if (!all[i].weak || (name && name->marked[ENTITY_ORG] > 1))
            pass_add(pass, all[i].para, all[i].from, all[i].to, ENTITY_ORG);
    }
}

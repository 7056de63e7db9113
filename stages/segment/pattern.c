// SPDX-License-Identifier: Apache-2.0
//
// The small shapes of a page, see pattern.h. Everything here looks at a bounded stretch
// of its span, so that whoever calls it for each line stays linear.
#include "stages/segment/pattern.h"
#include "stages/segment/glyph.h"

// ---- words
// ------------------------------------------------------------------------------

// Most words are ruled out by their first three bytes, a Chinese character.
bool pattern_starts(struct span s, const struct span *words)
{
    if (s.n < 3) return false;
    char head[4] = {s.at[0], s.at[1], s.at[2], 0};
    for (; words->n; words++)
        if (memcmp(head, words->at, 3) == 0 && span_starts(s, *words)) return true;
    return false;
}

// The last byte of a character is one of 64.
bool pattern_ends(struct span s, const struct span *words)
{
    for (; words->n && s.n > 0; words++) {
        if (s.at[s.n - 1] != words->at[words->n - 1]) continue;
        if (span_ends(s, *words)) return true;
    }
    return false;
}

// One of 64 bits for the last two bytes of a character.
static uint64_t bit_of(const char *at)
{
    return UINT64_C(1) << (((unsigned char)at[1] ^ (unsigned char)at[2] << 2) & 63);
}

// Most words are ruled out by their first character, which s does not hold.
bool pattern_holds_any(struct span s, const struct span *words)
{
    uint64_t held = 0;
    for (size_t i = 0; i + 3 <= s.n; i++)
        held |= bit_of(s.at + i);
    for (; words->n; words++) {
        if (words->n >= 3 && !(held & bit_of(words->at))) continue;
        if (span_find(s, *words, 0) < s.n) return true;
    }
    return false;
}

static size_t skip_space(struct span s, size_t i)
{
    while (i < s.n) {
        size_t next = i;
        if (!utf8_is_space(utf8_next(s, &next))) break;
        i = next;
    }
    return i;
}

static inline bool at_word(struct span s, size_t i, struct span word)
{
    return span_starts(span_cut(s, i, s.n), word);
}

// ---- numbers
// ----------------------------------------------------------------------------

enum { MAX_NUMERALS = 5 };

// Skips numerals; *arabic tells whether they were 0-9. Returns i where there are none.
static size_t skip_numerals(struct span s, size_t i, bool *arabic)
{
    size_t count = 0;
    *arabic = false;
    while (i < s.n) {
        size_t next = i;
        uint32_t c = utf8_next(s, &next);
        if (!glyph_is_numeral(c)) break;
        bool digit = (glyph_class(c) & GLYPH_DIGIT) != 0;
        if (count > 0 && digit != *arabic) break;
        *arabic = digit;
        i = next;
        if (++count > MAX_NUMERALS) return 0;
    }
    return i;
}

// 第…章 and the like.
static enum number ordinal(struct span s, size_t *length)
{
    static const struct {
        struct span word;
        enum number number;
    } units[] = {
        {SPAN("编"), NUMBER_PART},    {SPAN("篇"), NUMBER_PART},
        {SPAN("卷"), NUMBER_PART},    {SPAN("部分"), NUMBER_PART},
        {SPAN("章"), NUMBER_CHAPTER}, {SPAN("节"), NUMBER_SECTION},
        {SPAN("目"), NUMBER_SECTION}, {SPAN("編"), NUMBER_PART},
        {SPAN("册"), NUMBER_PART},    {SPAN("冊"), NUMBER_PART},
        {SPAN("節"), NUMBER_SECTION},
    };
    bool arabic;
    size_t from = skip_space(s, strlen("第"));
    size_t i = skip_numerals(s, from, &arabic);
    if (i <= from) return NUMBER_NONE;
    i = skip_space(s, i);
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (!at_word(s, i, units[k].word)) continue;
        size_t after = i + units[k].word.n, next = after;
        bool spaced = after == s.n || utf8_is_space(utf8_next(s, &next));
        if (!spaced && units[k].number == NUMBER_PART) return NUMBER_NONE;
        *length = skip_space(s, after);
        return units[k].number;
    }
    return NUMBER_NONE;
}

// (一)  （1）
static enum number bracketed(struct span s, size_t from, size_t *length)
{
    bool arabic;
    size_t i = skip_numerals(s, from, &arabic), next = i;
    if (i <= from || i >= s.n || (arabic && i > from + 2)) return NUMBER_NONE;
    uint32_t c = utf8_next(s, &next);
    if (c != ')' && c != 0xFF09) return NUMBER_NONE;
    *length = skip_space(s, next);
    return arabic ? NUMBER_SMALL : NUMBER_BRACKET;
}

// 一、  1.  1、  一是  (no number with a fraction: 1.45亿元)
static enum number plain(struct span s, size_t *length)
{
    bool arabic;
    size_t i = skip_numerals(s, 0, &arabic);
    if (i == 0 || i >= s.n || (arabic && i > 3)) return NUMBER_NONE;
    size_t next = s.at[i] == ' ' ? i + 1 : i; // 一 、粮食
    if (next > i && !at_word(s, next, SPAN("、"))) return NUMBER_NONE;
    uint32_t c = utf8_next(s, &next);
    if (c == 0x662F && !arabic) { // 是
        *length = next;
        return NUMBER_SPOKEN;
    }
    if (arabic && (c == ')' || c == 0xFF09)) {
        *length = skip_space(s, next);
        return NUMBER_SMALL;
    }
    bool dot = c == '.' || c == 0xFF0E, comma = c == 0x3001;
    if (!dot && !comma) return NUMBER_NONE;
    size_t after = next;
    if (dot && after < s.n && glyph_class(utf8_next(s, &after)) & GLYPH_DIGIT)
        return NUMBER_NONE;
    *length = skip_space(s, next);
    return arabic ? NUMBER_ARABIC : NUMBER_HAN;
}

enum number pattern_number(struct span s, size_t *length)
{
    *length = 0;
    if (s.n == 0) return NUMBER_NONE;
    size_t i = 0;
    uint32_t c = utf8_next(s, &i);
    if (c == 0x7B2C) return ordinal(s, length); // 第
    if (c == '(' || c == 0xFF08) return bracketed(s, i, length);
    if (c >= 0x2460 && c <= 0x249B) {
        *length = skip_space(s, i);
        return NUMBER_SMALL;
    }
    unsigned class = glyph_class(c);
    bool twice =
        i < s.n && class & GLYPH_DASH && glyph_class(utf8_next(s, &i)) & GLYPH_DASH;
    if (twice || (class & GLYPH_BULLET && c != '*')) {
        *length = skip_space(s, i);
        return NUMBER_DASH;
    }
    return plain(s, length);
}

int pattern_item(struct span s)
{
    static const char numerals[] = "一二三四五六七八九";
    size_t i = 0, length;
    uint32_t c = s.n ? utf8_next(s, &i) : 0;
    if (c >= 0x2460 && c <= 0x2473) return (int)(c - 0x2460) + 1;
    if ((c != '(' && c != 0xFF08) || bracketed(s, i, &length) == NUMBER_NONE) return 0;
    int value = 0;
    for (; s.at[i] >= '0' && s.at[i] <= '9'; i++)
        value = value * 10 + (s.at[i] - '0');
    struct span after = span_cut(s, i + 3 < s.n ? i + 3 : s.n, s.n); // not 十一
    bool single = span_starts(after, SPAN("）")) || span_starts(after, SPAN(")"));
    for (int k = 0; k < 9 && single && value == 0; k++)
        value = memcmp(s.at + i, numerals + 3 * k, 3) == 0 ? k + 1 : 0;
    return value;
}

int pattern_serial(struct span s)
{
    int value = 0;
    size_t i = 0;
    for (; i < s.n && s.at[i] >= '0' && s.at[i] <= '9'; i++) {
        if (i >= 4) return -1;
        value = value * 10 + (s.at[i] - '0');
    }
    if (i == 0) return -1;
    size_t next = i;
    return i == s.n || utf8_is_space(utf8_next(s, &next)) ? value : -1;
}

int pattern_page_number(struct span s)
{
    int value = 0;
    size_t digits = 0;
    bool closed = false;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        unsigned class = glyph_class(c);
        if (class & GLYPH_DIGIT && !(class & GLYPH_BULLET)) {
            if (closed || ++digits > 4) return -1;
            value = value * 10 + (int)(c >= 0xFF10 ? c - 0xFF10 : c - '0');
            continue;
        }
        closed = digits > 0;
        bool word = c == 0x7B2C || c == 0x9875; // 第 页
        if (!(class & (GLYPH_DASH | GLYPH_BULLET | GLYPH_SPACE)) && !word && c != '.' &&
            c != '|' && c != '/' && c != '~' && c != 0x2026)
            return -1;
    }
    return digits > 0 ? value : -1;
}

// ---- dates
// ------------------------------------------------------------------------------

// Digits followed by a unit at i; returns where it ends, or 0. The day and month may be
// in Chinese numerals.
static size_t dated(struct span s, size_t i, struct span unit, size_t max)
{
    size_t from = i = skip_space(s, i), count = 0;
    while (i < s.n) {
        size_t next = i;
        if (!glyph_is_numeral(utf8_next(s, &next))) break;
        i = next;
        if (++count > max) return 0;
    }
    if (i == from) return 0;
    i = skip_space(s, i);
    return at_word(s, i, unit) ? i + unit.n : 0;
}

size_t pattern_range(struct span s, size_t i)
{
    if (i >= s.n) return i;
    size_t next = i;
    uint32_t c = utf8_next(s, &next);
    bool range = glyph_class(c) & GLYPH_DASH || c == 0xFF5E || c == '~' || c == 0x301C ||
                 c == 0x81F3; // ～ 至
    if (!range) return i;
    size_t at = dated(s, next, SPAN("月"), 3);
    size_t end = dated(s, at ? at : next, SPAN("日"), 3);
    return end ? end : i;
}

// `8日　`, `16—18日 `: a day of the month that the heading names, parted by a space.
static size_t bare_day(struct span s)
{
    bool arabic;
    size_t i = skip_numerals(s, 0, &arabic), next = i;
    if (i == 0 || i > 9 || i >= s.n) return 0;
    if (glyph_class(utf8_next(s, &next)) & GLYPH_DASH || at_word(s, i, SPAN("～")) ||
        at_word(s, i, SPAN("至")))
        i = skip_numerals(s, next, &arabic);
    if (!at_word(s, i, SPAN("日"))) return 0;
    next = i = pattern_range(s, i + strlen("日"));
    return i < s.n && utf8_is_space(utf8_next(s, &next)) ? i : 0;
}

// Whether the name of an era may begin with c.
static bool opens_era(uint32_t c)
{
    switch (c) {
    case 0x6C11:
    case 0x5BA3:
    case 0x5149:
    case 0x540C:
    case 0x54B8:
    case 0x9053:
    case 0x5609:
    case 0x4E7E:
    case 0x96CD:
    case 0x5EB7:
    case 0x987A:
    case 0x9806:
    case 0x5D07:
    case 0x4E07:
    case 0x842C:
    case 0x6B63:
    case 0x6D2A:
    case 0x6C38:
    case 0x666F:
    case 0x5929:
    case 0x6210:
    case 0x5F18:
    case 0x9686:
    case 0x660E:
    case 0x5927:
    case 0x662D:
        return true; // 民宣光同咸道嘉乾雍康顺順崇万萬正洪永景天成弘隆明大昭
    default:
        return false;
    }
}

size_t pattern_era(struct span s, int *before)
{
    enum { NAME = 6 }; // bytes of a name
    static const struct {
        const char *name;
        int before;
    } eras[] = {
        {"民国", 1911}, {"民國", 1911}, {"宣统", 1908}, {"宣統", 1908}, {"光绪", 1874},
        {"光緒", 1874}, {"同治", 1861}, {"咸丰", 1850}, {"咸豐", 1850}, {"道光", 1820},
        {"嘉庆", 1795}, {"嘉慶", 1795}, {"乾隆", 1735}, {"雍正", 1722}, {"康熙", 1661},
        {"顺治", 1643}, {"順治", 1643}, {"崇祯", 1627}, {"崇禎", 1627}, {"万历", 1572},
        {"萬曆", 1572}, {"嘉靖", 1521}, {"正德", 1505}, {"天启", 1620}, {"天啟", 1620},
        {"隆庆", 1566}, {"隆慶", 1566}, {"弘治", 1487}, {"成化", 1464}, {"天顺", 1456},
        {"天順", 1456}, {"景泰", 1449}, {"正统", 1435}, {"正統", 1435}, {"宣德", 1425},
        {"永乐", 1402}, {"永樂", 1402}, {"洪武", 1367}, {"明治", 1867}, {"大正", 1911},
        {"昭和", 1925},
    };
    size_t i = 0;
    if (s.n < NAME || !opens_era(utf8_next(s, &i))) return 0;
    for (size_t k = 0; k < sizeof eras / sizeof *eras; k++) {
        if (memcmp(s.at, eras[k].name, NAME) != 0) continue;
        *before = eras[k].before;
        return NAME;
    }
    return 0;
}

// `民国16年`, `光绪元年`, `清光绪元年`: bytes, or 0.
static size_t era_year(struct span s)
{
    int before;
    size_t dynasty = 0;
    uint32_t first = s.n ? utf8_next(s, &dynasty) : 0;
    if (first != 0x6E05 && first != 0x660E) dynasty = 0; // 清 明
    size_t from = pattern_era(span_cut(s, dynasty, s.n), &before);
    if (from == 0 && dynasty > 0) from = pattern_era(s, &before), dynasty = 0; // 明治
    if (from == 0) return 0;
    from += dynasty;
    if (at_word(s, from, SPAN("元年"))) return from + strlen("元年");
    return dated(s, from, SPAN("年"), 3);
}

enum date pattern_date(struct span s, size_t *length)
{
    static const struct span same[] = {
        SPAN("是日"), SPAN("同日"), SPAN("是月"), SPAN("同月"), SPAN("本月"),
        SPAN("当日"), SPAN("是年"), SPAN("同年"), SPAN("当月"), {0}};
    *length = 0;
    if (pattern_starts(s, same)) {
        *length = strlen("是日");
        return DATE_SAME;
    }
    if ((*length = bare_day(s)) > 0) return DATE_DAY;
    enum date found = DATE_NONE;
    size_t era = era_year(s), i = era ? era : dated(s, 0, SPAN("年"), 4);
    size_t at = dated(s, i, SPAN("月"), 3);
    if (i) found = DATE_YEAR, *length = i;
    if (at) found = DATE_MONTH, *length = i = at;
    at = found == DATE_MONTH ? dated(s, i, SPAN("日"), 3) : 0;
    if (at) found = DATE_DAY, *length = pattern_range(s, at);
    return found;
}

// ---- brackets
// ---------------------------------------------------------------------------

enum { MAX_BRACKET = 240 }; // bytes

bool pattern_tail_bracket(struct span s, struct span *inner, size_t *at)
{
    s = utf8_trim(s);
    if (s.n == 0) return false;
    size_t close = utf8_back(s, s.n), i = close, depth = 0;
    uint32_t c = utf8_next(s, &i);
    if (c != ')' && c != 0xFF09 && c != 0x3015) return false;
    for (i = s.n; i > 0 && s.n - i < MAX_BRACKET;) {
        size_t from = utf8_back(s, i), next = from;
        c = utf8_next(s, &next);
        if (c == ')' || c == 0xFF09 || c == 0x3015) depth++;
        if (c == '(' || c == 0xFF08 || c == 0x3014) depth--;
        if (depth == 0) {
            *inner = span_cut(s, next, close);
            *at = from;
            return true;
        }
        i = from;
    }
    return false;
}

// ---- shapes of whole lines
// --------------------------------------------------------------

bool pattern_is_latin(struct span s)
{
    size_t letters = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned class = glyph_class(utf8_next(s, &i));
        if (class & GLYPH_HAN) return false;
        letters += (class & GLYPH_LATIN) != 0;
    }
    return letters >= 3;
}

enum label pattern_table_label(struct span s)
{
    static const struct span heads[] = {SPAN("续"), SPAN("附"), SPAN("表"), {0}};
    if (!pattern_starts(s, heads)) return LABEL_NONE;
    bool more = span_starts(s, SPAN("续"));
    size_t i = skip_space(s, more ? strlen("续") : 0);
    if (!more && at_word(s, i, SPAN("附"))) i += strlen("附");
    if (!at_word(s, i, SPAN("表"))) return LABEL_NONE;
    i += strlen("表");
    size_t from = i = skip_space(s, i), count = 0;
    while (i < s.n) {
        size_t next = i;
        uint32_t c = utf8_next(s, &next);
        bool part = glyph_is_numeral(c) || glyph_class(c) & GLYPH_DASH || c == '.';
        if (!part) break;
        i = next;
        if (++count > 12) return LABEL_NONE;
    }
    if (i == s.n) return more ? LABEL_MORE : i > from ? LABEL_BARE : LABEL_NONE;
    size_t next = i;
    unsigned class = glyph_class(utf8_next(s, &next));
    if (more && class & (GLYPH_SPACE | GLYPH_OPEN | GLYPH_COLON)) return LABEL_MORE;
    bool arabic = i > from && s.at[i - 1] >= '0' && s.at[i - 1] <= '9';
    bool parted =
        class & (GLYPH_SPACE | GLYPH_COLON) || (arabic && class & GLYPH_HAN && s.n < 120);
    return i > from && parted ? LABEL_TITLED : LABEL_NONE;
}

size_t pattern_cells(struct span s)
{
    size_t cells = 0, length = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_space(c)) {
            length = 0;
            continue;
        }
        if (glyph_class(c) & (GLYPH_STOP | GLYPH_PAUSE | GLYPH_SEMI)) return 0;
        if (length++ == 0) cells++;
        if (length > 16) return 0;
    }
    return cells;
}

bool pattern_is_figures(struct span s)
{
    size_t figures = 0, digits = 0, others = 0;
    for (size_t i = 0; i <= s.n;) {
        size_t at = i;
        uint32_t c = i < s.n ? utf8_next(s, &i) : ' ';
        if (at == s.n) i++;
        if (utf8_is_space(c)) {
            if (others > 0 && figures > 0) return false;
            figures += digits > 0 && others == 0;
            digits = others = 0;
            continue;
        }
        unsigned class = glyph_class(c);
        digits += (class & GLYPH_DIGIT) != 0;
        others += !(class & (GLYPH_DIGIT | GLYPH_DASH)) && c != '.' && c != '%';
    }
    return figures >= 2 && pattern_cells(s) >= 3;
}

bool pattern_is_ruled(struct span s)
{
    size_t rules = 0, i = 0;
    uint32_t first = s.n ? utf8_next(s, &i) : 0;
    if (first != 0x2502 && first != 0x2503 && first != '|') return false;
    for (i = 0; i < s.n;)
        rules += utf8_next(s, &i) == first;
    return rules >= 2;
}

size_t pattern_columns(struct span s)
{
    size_t columns = 0, space = 2;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_space(c)) {
            space += c == ' ' ? 1 : 2;
            continue;
        }
        columns += space >= 2;
        space = 0;
    }
    return columns;
}

bool pattern_is_spaced(struct span s)
{
    size_t singles = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (!(glyph_class(c) & GLYPH_HAN)) return false;
        singles++;
        if (i == s.n) break;
        size_t after = skip_space(s, i);
        if (after == i) return false;
        i = after;
    }
    return singles >= 2;
}

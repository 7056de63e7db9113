// SPDX-License-Identifier: Apache-2.0
//
// What the page adds to the text: page numbers, running heads, the English name under a
// chapter's, contents lists, and the buttons of a web page. They become furniture.
//
// A running head is told by its return: the same words (numbers aside) on several pages,
// standing at a page number or a form feed, or in the middle of a sentence. A heading
// that returns (`概况` in every chapter) stands after a finished paragraph, at no page's
// edge. A bare number is a page number where it stands by a running head, is dressed up
// (`· 12 ·`), or cuts a sentence outside any table.
#include "stages/segment/glyph.h"
#include "stages/segment/pattern.h"
#include "stages/segment/sheet.h"

enum {
    LONG_LINE = 32,
    SITE_LINES = 80,
    HEAD_WIDTH = 120,
    HEAD_MIN = 12,
    TABLE_LOOK = 12,
    NEAR_PAGES = 5,
    PAGE_LINES = 120,
    RIGHT = 80 // quarters: the indent of what stands at the right
};

static const char *const site_starts[] = {
    "打印本页", "打印",         "关闭窗口",     "【打印",
    "【关闭",   "【字体",       "【字号",       "上一篇",
    "下一篇",   "上一条",       "下一条",       "分享到",
    "分享：",   "扫一扫",       "版权所有",     "网站地图",
    "联系我们", "主办单位：",   "承办单位：",   "主办：",
    "当前位置", "您的位置",     "您现在的位置", "当前的位置",
    "现在位置", "您当前的位置", "你的位置",     "设为首页",
    "加入收藏", "返回顶部",     "网站标识码",   "无障碍",
    "首页 >",   "首页>",        "首页 »",       "浏览器",
    "字体：",   "字号：",       "责任编辑",     "编辑：",
    NULL};
static const char *const site_holds[] = {"ICP备",     "公网安备", "Copyright",
                                         "copyright", "©",        NULL};

static bool is_site(const struct sheet *sheet, size_t l)
{
    struct span s = sheet_line(sheet, l);
    const struct line *line = &sheet->lines[l];
    if (line->widths[METRIC_QUARTERS] > 2 * HEAD_WIDTH) return false;
    if (line->ending == ENDING_STOP) return false;
    if (pattern_starts(s, site_starts)) return true;
    bool edge = l < SITE_LINES || l + SITE_LINES > sheet->n_lines;
    return edge && pattern_holds_any(s, site_holds);
}

// How the document's lines flow: where the page breaks most of them, a line that breaks
// off says nothing, unless more blank lines than usual follow.
struct habit {
    bool wrapped;
    uint16_t gap; // blank lines between two lines of a sentence
};

static struct habit habit_of(const struct sheet *sheet)
{
    uint32_t open = 0, all = 0, gaps[4] = {0};
    for (size_t l = 0; l + 1 < sheet->n_lines; l++) {
        const struct line *line = &sheet->lines[l];
        if (line->widths[METRIC_QUARTERS] < LONG_LINE || line->tabs > 0) continue;
        bool breaks = line->ending == ENDING_OPEN;
        all++, open += breaks;
        gaps[line[1].gap < 4 ? line[1].gap : 3] += breaks;
    }
    struct habit habit = {.wrapped = open * 5 >= all * 2};
    for (uint16_t g = 1; g < 4; g++)
        if (gaps[g] > gaps[habit.gap]) habit.gap = g;
    return habit;
}

// A line of prose has a comma or the like in it and breaks off at its end.
static bool breaks_off(const struct sheet *sheet, size_t l)
{
    if (sheet->lines[l].ending != ENDING_OPEN || sheet->lines[l].tabs > 0) return false;
    struct span s = sheet_line(sheet, l);
    for (size_t i = 0; i < s.n;) {
        unsigned class = glyph_class(utf8_next(s, &i));
        if (class & (GLYPH_PAUSE | GLYPH_STOP | GLYPH_SEMI)) return true;
    }
    return false;
}

// `People's Government of Shangcheng District` under the Chinese name.
static bool is_latin(const struct sheet *sheet, size_t l)
{
    struct span s = sheet_line(sheet, l);
    if (!pattern_is_latin(s)) return false;
    size_t spaces = 0;
    for (size_t i = 0; i < s.n;)
        spaces += (glyph_class(utf8_next(s, &i)) & GLYPH_SPACE) != 0;
    return spaces > 0 && s.n >= 8 && (l == 0 || !breaks_off(sheet, l - 1));
}

// A rule or an ornament: `————————`, `* * *`.
static bool is_ornament(struct span s)
{
    size_t signs = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned class = glyph_class(utf8_next(s, &i));
        if (class & GLYPH_DIGIT) return false;
        if (!(class & (GLYPH_DASH | GLYPH_BULLET | GLYPH_SIGN | GLYPH_SPACE)))
            return false;
        signs += !(class & GLYPH_SPACE);
    }
    return signs >= 3;
}

// `政府工作…………12`: a line of a contents list. Three dots and more, then a number.
static bool is_leader(struct span s)
{
    size_t i = s.n, digits = 0, dots = 0;
    while (i > 0 && (s.at[i - 1] == ' ' || s.at[i - 1] == ')'))
        i--;
    for (; i > 0 && s.at[i - 1] >= '0' && s.at[i - 1] <= '9'; i--)
        digits++;
    while (i > 0) {
        size_t at = utf8_back(s, i), next = at;
        uint32_t c = utf8_next(s, &next);
        if (c == '(' || c == ' ') {
            i = at;
            continue;
        }
        if (c != '.' && c != 0x2026 && c != 0xB7 && c != 0x22EF && c != 0x2500) break;
        dots += c == 0x2026 ? 3 : 1;
        i = at;
    }
    return digits > 0 && digits <= 4 && dots >= 3;
}

// ---- running heads
// ----------------------------------------------------------------------

struct heads {
    struct habit habit;
    uint64_t *keys;   // of each line; 0 where it cannot be a running head
    int *numbers;     // of each line that may be a page number, else -1
    uint32_t *slots;  // hash table: index of the first line with that key, + 1
    uint32_t *groups; // of each line: its slot
    uint32_t *counts, *proofs;
    int *last; // of each slot: the page number at its last occurrence
    size_t n_slots;
};

// Bytes of white space, a digit, a dash or a dot at the head of s: what a running head
// does not share with the one on the next page. 0 where there is none.
static size_t passing(struct span s)
{
    unsigned char c = (unsigned char)s.at[0];
    if (c < 0x80) return (c >= '0' && c <= '9') || c <= ' ' || c == '-' || c == '*';
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF) return 0;
    size_t i = 0;
    unsigned class = glyph_class(utf8_next(s, &i));
    return class & (GLYPH_DIGIT | GLYPH_SPACE | GLYPH_DASH | GLYPH_BULLET) ? i : 0;
}

// A hash of the words of a line without what passes; 0 where nothing is left.
static uint64_t key_of(struct span s)
{
    uint64_t key = 0xCBF29CE484222325u;
    bool any = false;
    for (size_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.at[i];
        if (c > 0xE3 && c < 0xEF) { // nearly all of them: a character at a step
            uint64_t rest = (uint64_t)((unsigned char)s.at[i + 1] & 0x3F) << 6 |
                            ((unsigned char)s.at[i + 2] & 0x3F);
            key = (key ^ ((uint64_t)c << 12 | rest)) * 0x100000001B3u;
            any = true;
            i += 3;
            continue;
        }
        size_t skip = passing(span_cut(s, i, s.n));
        for (i += skip; skip == 0; skip = 1, i++, any = true)
            key = (key ^ (unsigned char)s.at[i]) * 0x100000001B3u;
    }
    return any ? key | 1 : 0;
}

static bool may_be_head(const struct sheet *sheet, size_t l)
{
    const struct line *line = &sheet->lines[l];
    struct span s = sheet_line(sheet, l);
    return line->mark == MARK_NONE && line->ending == ENDING_OPEN && line->tabs == 0 &&
           line->widths[METRIC_QUARTERS] <= HEAD_WIDTH &&
           line->widths[METRIC_QUARTERS] >= HEAD_MIN &&
           pattern_table_label(s) == LABEL_NONE;
}

static bool at_feed(const struct sheet *sheet, size_t l)
{
    return sheet->lines[l].page || (l + 1 < sheet->n_lines && sheet->lines[l + 1].page);
}

// The number beside line l, dressed or bare; -1 where there is none.
static int number_beside(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    if (l + 1 < sheet->n_lines && heads->numbers[l + 1] >= 0)
        return heads->numbers[l + 1];
    return l > 0 ? heads->numbers[l - 1] : -1;
}

static bool stands_apart(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    if (!heads->habit.wrapped) return true;
    uint16_t after = l + 1 < sheet->n_lines ? sheet->lines[l + 1].gap : 0;
    return sheet->lines[l].gap > heads->habit.gap || after > heads->habit.gap;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Runs of digits in s, a year (1900 to 2099) not counted.
static size_t digit_groups(struct span s)
{
    size_t groups = 0;
    for (size_t i = 0; i < s.n; i++) {
        size_t from = i;
        while (i < s.n && s.at[i] >= '0' && s.at[i] <= '9')
            i++;
        if (i == from) continue;
        bool year = i - from == 4 && (s.at[from] == '1' || s.at[from] == '2');
        groups += !year;
    }
    return groups;
}

// The number that line l begins or ends with (`上城年鉴  128`), where it holds no other;
// else the one beside it.
static int number_of(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    struct span s = sheet_line(sheet, l);
    size_t head = 0, tail = s.n;
    if (!is_digit(s.at[0]) && !is_digit(s.at[s.n - 1]))
        return number_beside(sheet, heads, l);
    if (digit_groups(s) != 1) return number_beside(sheet, heads, l);
    while (head < s.n && s.at[head] >= '0' && s.at[head] <= '9')
        head++;
    while (tail > 0 && s.at[tail - 1] >= '0' && s.at[tail - 1] <= '9')
        tail--;
    struct span digits =
        head > 0 && head < 4 ? span_cut(s, 0, head) : span_cut(s, tail, s.n);
    bool first = digits.at == s.at;
    struct span rest = first ? span_cut(s, head, s.n) : span_cut(s, 0, tail);
    size_t at = first || rest.n == 0 ? 0 : utf8_back(rest, rest.n);
    unsigned beside = rest.n ? glyph_class(utf8_next(rest, &at)) : 0;
    bool parted = beside & (GLYPH_SPACE | GLYPH_DASH | GLYPH_BULLET);
    if (!parted) return number_beside(sheet, heads, l);
    int number = 0;
    for (size_t i = 0; i < digits.n && i < 5; i++)
        number = number * 10 + (digits.at[i] - '0');
    return digits.n > 0 && digits.n < 5 ? number : number_beside(sheet, heads, l);
}

// What speaks for line l as a running head: a form feed, a page number that goes up from
// one place to the next, or a sentence cut in two.
static bool proves(const struct sheet *sheet, struct heads *heads, size_t l)
{
    if (l > 0 && pattern_table_label(sheet_line(sheet, l - 1)) != LABEL_NONE)
        return false;
    int *last = &heads->last[heads->groups[l]], number = number_of(sheet, heads, l);
    bool rises = number > *last && (*last == 0 || number <= *last + NEAR_PAGES);
    if (number > 0) *last = number;
    if (at_feed(sheet, l) || (number > 0 && rises)) return true;
    return l > 0 && stands_apart(sheet, heads, l) && breaks_off(sheet, l - 1);
}

static uint32_t slot_of(struct heads *heads, size_t l)
{
    size_t slot = (heads->keys[l] * 0x9E3779B97F4A7C15u >> 20) % heads->n_slots;
    while (heads->slots[slot] && heads->keys[heads->slots[slot] - 1] != heads->keys[l])
        slot = (slot + 1) % heads->n_slots;
    if (!heads->slots[slot]) heads->slots[slot] = (uint32_t)l + 1;
    return (uint32_t)slot;
}

static void heads_count(const struct sheet *sheet, struct heads *heads)
{
    size_t n = sheet->n_lines;
    size_t n_heads = 0;
    heads->keys = ARENA_NEW(sheet->arena, uint64_t, n);
    heads->numbers = ARENA_NEW(sheet->arena, int, n);
    for (size_t l = 0; l < n; l++) {
        heads->numbers[l] = pattern_page_number(sheet_line(sheet, l));
        if (may_be_head(sheet, l)) heads->keys[l] = key_of(sheet_line(sheet, l));
        n_heads += heads->keys[l] != 0;
    }
    heads->n_slots = n_heads + n_heads / 2 + 1;
    heads->groups = ARENA_NEW(sheet->arena, uint32_t, n);
    heads->slots = ARENA_NEW(sheet->arena, uint32_t, heads->n_slots);
    heads->last = ARENA_NEW(sheet->arena, int, heads->n_slots);
    heads->counts = ARENA_NEW(sheet->arena, uint32_t, heads->n_slots);
    heads->proofs = ARENA_NEW(sheet->arena, uint32_t, heads->n_slots);
    for (size_t l = 0; l < n; l++) {
        if (!heads->keys[l]) continue;
        heads->groups[l] = slot_of(heads, l);
        heads->counts[heads->groups[l]]++;
    }
    for (size_t l = 0; l < n; l++)
        if (heads->keys[l] && heads->counts[heads->groups[l]] > 1)
            heads->proofs[heads->groups[l]] += proves(sheet, heads, l);
}

static bool is_running(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    if (!heads->keys[l]) return false;
    uint32_t count = heads->counts[heads->groups[l]];
    uint32_t proofs = heads->proofs[heads->groups[l]];
    if (count < 2 || proofs * 10 < count * 6) return false;
    return count >= 3 || at_feed(sheet, l) || number_of(sheet, heads, l) >= 0;
}

// The head of a book tells itself by its shape, even where it occurs once: beside a page
// number or a form feed, in a sentence, or at an end of the text; its title alone also by
// standing at the right.
static bool is_banner(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    const struct line *line = &sheet->lines[l];
    bool has_gap = line->tabs > 0 || line->widths[METRIC_QUARTERS] <= 2 * HEAD_WIDTH;
    if (line->mark != MARK_NONE || line->ending != ENDING_OPEN || !has_gap) return false;
    bool edge = at_feed(sheet, l) || number_beside(sheet, heads, l) >= 0;
    if (!edge && line->indent < RIGHT && line->inner < 2) return false;
    enum banner banner = pattern_banner(sheet_line(sheet, l));
    if (banner == BANNER_NONE) return false;
    bool inside = l > 0 && l + 1 < sheet->n_lines;
    if (edge || line->indent >= RIGHT) return true;
    if (banner == BANNER_BOOK) return false;
    return !inside || breaks_off(sheet, l - 1) || banner == BANNER_PAGED;
}

// ---- page numbers
// -----------------------------------------------------------------------

// Short words in columns, and no byline (`（郑  远  应博为）`).
static bool is_columns(struct span s)
{
    size_t i = 0;
    return pattern_cells(s) >= 3 && !(glyph_class(utf8_next(s, &i)) & GLYPH_OPEN);
}

static bool near_table(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    for (size_t k = 1; k <= TABLE_LOOK && k <= l; k++) {
        const struct line *line = &sheet->lines[l - k];
        if (line->mark == MARK_TITLE) return false;
        if (line->mark == MARK_FURNITURE) continue;
        if (line->tabs > 0 || heads->numbers[l - k] >= 0) return true;
        struct span s = sheet_line(sheet, l - k);
        if (pattern_table_label(s) != LABEL_NONE || is_columns(s)) return true;
    }
    return false;
}

static bool is_furniture(const struct sheet *sheet, size_t l)
{
    return l < sheet->n_lines && sheet->lines[l].mark == MARK_FURNITURE;
}

// A bare number that cuts a sentence, outside any table.
static bool cuts(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    return heads->numbers[l] > 0 && l > 0 && breaks_off(sheet, l - 1) &&
           !near_table(sheet, heads, l);
}

// Whether another bare number that cuts a sentence is the next or last page's. Numbers
// that cut are few; *before is the last one seen.
static bool is_in_sequence(const struct sheet *sheet, const struct heads *heads, size_t l,
                           int before)
{
    int own = heads->numbers[l];
    if (before > 0 && own > before && own <= before + NEAR_PAGES) return true;
    for (size_t k = l + 1; k < sheet->n_lines && k < l + PAGE_LINES; k++)
        if (cuts(sheet, heads, k))
            return heads->numbers[k] > own && heads->numbers[k] <= own + NEAR_PAGES;
    return false;
}

// `· 12 ·`, `- 12 -`, `第12页`: more than digits on both sides.
static bool is_dressed(struct span s)
{
    size_t first = 0, last = utf8_back(s, s.n);
    unsigned before = glyph_class(utf8_next(s, &first));
    unsigned after = glyph_class(utf8_next(s, &last));
    return !(before & GLYPH_DIGIT) && !(after & GLYPH_DIGIT);
}

static bool is_page_number(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    if (heads->numbers[l] < 0) return false;
    struct span s = sheet_line(sheet, l);
    if (is_dressed(s) || sheet->lines[l].page) return true;
    if ((l > 0 && is_furniture(sheet, l - 1)) || is_furniture(sheet, l + 1)) return true;
    return false;
}

static void mark_contents(struct sheet *sheet)
{
    for (size_t l = 0; l < sheet->n_lines; l++) {
        struct line *line = &sheet->lines[l];
        if (is_leader(sheet_line(sheet, l))) line->mark = MARK_FURNITURE;
    }
    for (size_t l = 0; l + 1 < sheet->n_lines; l++) {
        struct span s = sheet_line(sheet, l);
        bool heading =
            span_starts(s, SPAN("目")) && span_ends(s, SPAN("录")) && s.n <= 24;
        if (heading && is_furniture(sheet, l + 1)) sheet->lines[l].mark = MARK_FURNITURE;
    }
}

static void mark_numbers(struct sheet *sheet, const struct heads *heads)
{
    int before = 0;
    for (size_t l = 0; l < sheet->n_lines; l++) {
        bool number = is_page_number(sheet, heads, l);
        if (!number && cuts(sheet, heads, l)) {
            number = is_in_sequence(sheet, heads, l, before);
            before = heads->numbers[l];
        }
        if (number) sheet->lines[l].mark = MARK_FURNITURE;
    }
}

// `86   拱墅年鉴`, `政 府   87`: a brief line that begins or ends with a number, parted
// from its words by wide white space; the number, or -1.
static int paged(const struct sheet *sheet, const struct heads *heads, size_t l)
{
    const struct line *line = &sheet->lines[l];
    if (!heads->keys[l] || line->widths[METRIC_QUARTERS] > HEAD_WIDTH) return -1;
    struct span s = sheet_line(sheet, l);
    bool first = is_digit(s.at[0]), last = is_digit(s.at[s.n - 1]);
    if (first == last || digit_groups(s) != 1 || near_table(sheet, heads, l)) return -1;
    size_t i = first ? 0 : s.n, blanks = 0;
    int number = 0;
    while (first && i < s.n && i < 5 && is_digit(s.at[i]))
        number = number * 10 + (s.at[i++] - '0');
    while (!first && i > 0 && is_digit(s.at[i - 1]))
        i--;
    for (size_t k = i; !first && k < s.n && k < i + 4; k++)
        number = number * 10 + (s.at[k] - '0');
    while (first ? i < s.n && s.at[i] == ' ' : i > 0 && s.at[i - 1] == ' ')
        i = first ? i + 1 : i - 1, blanks++;
    return blanks >= 2 && number < 3000 ? number : -1;
}

// Heads of which each page has another: their numbers rise from page to page.
static void mark_paged(struct sheet *sheet, const struct heads *heads)
{
    int before = -1;
    size_t at = 0;
    for (size_t l = 0; l < sheet->n_lines; l++) {
        int number = paged(sheet, heads, l);
        if (number < 0) continue;
        if (before >= 0 && number > before && number <= before + NEAR_PAGES && l > at + 3)
            sheet->lines[l].mark = sheet->lines[at].mark = MARK_FURNITURE;
        before = number;
        at = l;
    }
}

void page_find(struct sheet *sheet)
{
    struct heads heads = {.habit = habit_of(sheet)};
    heads_count(sheet, &heads);
    mark_contents(sheet);
    for (size_t l = 0; l < sheet->n_lines; l++) {
        struct line *line = &sheet->lines[l];
        if (is_running(sheet, &heads, l) || is_banner(sheet, &heads, l) ||
            is_latin(sheet, l) || is_site(sheet, l) || is_ornament(sheet_line(sheet, l)))
            line->mark = MARK_FURNITURE;
    }
    mark_paged(sheet, &heads);
    mark_numbers(sheet, &heads);
    sheet->content = ARENA_NEW(sheet->arena, uint32_t, sheet->n_lines + 1);
    for (size_t l = 0; l < sheet->n_lines; l++)
        if (sheet->lines[l].mark != MARK_FURNITURE)
            sheet->content[sheet->n_content++] = (uint32_t)l;
}

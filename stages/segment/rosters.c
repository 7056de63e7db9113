// SPDX-License-Identifier: Apache-2.0
//
// Rosters: lines that name a post and who holds it (`局　长　　沈　昱`,
// `副局长　　王小明（9月任）　李　红`). A line of names alone under one, indented
// further, goes on with it. They are text of their entry, a paragraph a line, and no
// headings.
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/pattern.h"
#include "stages/segment/sheet.h"

enum { MAX_ROSTER = 320, MAX_POST = 36, MAX_NAME = 24, MAX_TIGHT = 80, HANGING = 8 };

static const struct span posts[] = {
    SPAN("长"),     SPAN("主任"),   SPAN("书记"), SPAN("委员"), SPAN("常委"),
    SPAN("主席"),   SPAN("政委"),   SPAN("专员"), SPAN("代表"), SPAN("干事"),
    SPAN("经理"),   SPAN("总监"),   SPAN("视员"), SPAN("研员"), SPAN("工程师"),
    SPAN("会计师"), SPAN("经济师"), SPAN("助理"), {0}};

// The line without what stands in brackets, a colon as a space.
static struct span without_brackets(struct arena *arena, struct span s)
{
    char *out = ARENA_NEW(arena, char, s.n + 1);
    size_t n = 0, depth = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        bool opens = c == '(' || c == 0xFF08, closes = c == ')' || c == 0xFF09;
        depth += opens;
        if (depth > 0 || glyph_class(c) & GLYPH_COLON) {
            out[n++] = ' ';
        } else {
            memcpy(out + n, s.at + at, i - at);
            n += i - at;
        }
        if (closes && depth > 0) depth--;
    }
    return utf8_trim((struct span){out, n});
}

// Bytes of the post at the head of s, set with spaces or without (`副 主 任`), up to the
// white space behind it; 0 where there is none.
static size_t post_of(struct span s)
{
    char word[MAX_POST + 4];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < MAX_POST;) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        if (!utf8_is_space(c)) {
            if (!(glyph_class(c) & GLYPH_HAN) && c != 0x3001) return 0;
            memcpy(word + n, s.at + at, i - at);
            n += i - at;
        } else if (n > 3 && pattern_ends((struct span){word, n}, posts)) {
            return at;
        }
    }
    return 0;
}

static bool is_short(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->mark == MARK_NONE && line->ending == ENDING_OPEN &&
           sheet_content_text(sheet, n).n <= MAX_ROSTER;
}

static bool has_colon(struct span s)
{
    for (size_t i = 0; i < s.n && i < MAX_POST;)
        if (glyph_class(utf8_next(s, &i)) & GLYPH_COLON) return true;
    return false;
}

// `副局长李明`: a post and a name, nothing between them. Bytes of the post, or 0.
static size_t tight_post(struct span s)
{
    if (s.n > MAX_POST + MAX_NAME) return 0;
    for (size_t i = utf8_width(s.at[0]); i < s.n; i += utf8_width(s.at[i])) {
        if (s.n - i > MAX_NAME || !pattern_ends(span_cut(s, 0, i), posts)) continue;
        if (pattern_names(span_cut(s, i, s.n))) return i;
    }
    return 0;
}

// Whether a character stands in the line that posts end with.
static bool holds_post(const struct sheet *sheet, const struct line *line)
{
    size_t n;
    const uint16_t *units = sheet_units(sheet, sheet_index(sheet, line), &n);
    for (size_t u = 1; u < n; u++) {
        uint16_t c = units[u];
        if (c == 0x957F || c == 0x4EFB || c == 0x8BB0 || c == 0x5458 || c == 0x59D4 ||
            c == 0x5E2D || c == 0x8868 || c == 0x4E8B || c == 0x7406 || c == 0x5E08)
            return true; // 长任记员委席表事理师
    }
    return false;
}

// A brief line that leaves room, without a comma, with what may be a post.
static bool may_be_tight(const struct sheet *sheet, size_t n)
{
    if (n >= sheet->n_content) return false;
    const struct line *line = sheet_content(sheet, n);
    if (line->room <= 0 || line->tabs > 0) return false;
    if (line->widths[METRIC_QUARTERS] - line->indent > MAX_TIGHT) return false;
    static const unsigned others = GLYPH_COMMA | GLYPH_ENDS | GLYPH_LATIN | GLYPH_SIGN;
    if (!(line->first & GLYPH_HAN) || line->classes & others) return false;
    return is_short(sheet, n) && holds_post(sheet, line);
}

static bool is_tight(struct sheet *sheet, size_t n)
{
    if (!may_be_tight(sheet, n)) return false;
    struct span s = without_brackets(sheet->arena, sheet_content_text(sheet, n));
    return s.n > 0 && tight_post(s) > 0;
}

// `垸　名　　堤　长　　保护耕地` over rows of figures: the heads of columns.
static bool is_over_figures(const struct sheet *sheet, size_t n)
{
    return n + 1 < sheet->n_content && sheet_content(sheet, n + 1)->inner > 0 &&
           pattern_is_figures(sheet_content_text(sheet, n + 1));
}

// A post and names; unknown: the family names may be ones that are not known.
static bool is_roster(const struct sheet *sheet, size_t n, bool unknown)
{
    const struct line *line = sheet_content(sheet, n);
    struct span s = sheet_content_text(sheet, n);
    if (!(line->first & GLYPH_HAN)) return false;
    bool colon = line->classes & GLYPH_COLON && has_colon(s);
    if (line->inner == 0 && !colon) return false;
    s = without_brackets(sheet->arena, s);
    size_t post = post_of(s);
    if (post == 0 || is_over_figures(sheet, n)) return false;
    struct span names = utf8_trim(span_cut(s, post, s.n));
    return pattern_names(names) || (unknown && pattern_persons(names));
}

// `方  圆（2011年6月任职）`, `才让东智（藏族）`: what only persons have behind them.
static bool has_bearer(struct span s)
{
    static const struct span words[] = {
        SPAN("族）"), SPAN("族)"),  SPAN("女）"), SPAN("女)"),  SPAN("女，"),
        SPAN("族，"), SPAN("任）"), SPAN("任)"),  SPAN("任职"), SPAN("离任"),
        SPAN("兼）"), SPAN("兼)"),  SPAN("挂职"), {0}};
    return pattern_holds_any(s, words);
}

// Names alone under a post's line, further in than the post; without the indent only
// with what tells persons.
static bool is_rest(const struct sheet *sheet, size_t n, uint16_t post_indent)
{
    const struct line *line = sheet_content(sheet, n);
    const struct line *above = sheet_content(sheet, n - 1);
    if (above->mark != MARK_ROSTER || line->centred || line->gap > sheet->wrap_gap)
        return false;
    if (!(line->first & GLYPH_HAN)) return false; // a byline
    struct span s = sheet_content_text(sheet, n);
    bool hangs = line->indent >= post_indent + HANGING;
    bool bearer = line->classes & GLYPH_CLOSE && has_bearer(s);
    if (!hangs && !bearer) return false;
    struct span names = without_brackets(sheet->arena, s);
    return pattern_names(names) || pattern_persons(names);
}

// What did not fit on the full line of a roster above.
static bool is_carried(struct sheet *sheet, size_t n)
{
    const struct line *above = sheet_content(sheet, n - 1);
    const struct line *line = sheet_content(sheet, n);
    bool goes_on = above->room <= 0 || above->last & GLYPH_PAUSE; // …、陈美芳（女）、
    if (above->mark != MARK_ROSTER || !goes_on || line->centred) return false;
    if (line->gap > sheet->wrap_gap) return false;
    struct span s = without_brackets(sheet->arena, sheet_content_text(sheet, n));
    return s.n == 0 || pattern_names(s);
}

// Such lines are rosters where two stand together, and not in a broken sentence.
static void mark_tight(struct sheet *sheet)
{
    for (size_t n = 0; n < sheet->n_content;) {
        const struct line *above = n > 0 ? sheet_content(sheet, n - 1) : NULL;
        bool cut = above && above->ending == ENDING_OPEN && above->room <= 0;
        if (cut || !may_be_tight(sheet, n + 1)) {
            n++;
            continue;
        }
        size_t end = n;
        while (is_tight(sheet, end))
            end++;
        for (size_t k = n; k < end && end - n >= 2; k++) {
            sheet_content(sheet, k)->mark = MARK_ROSTER;
            sheet_content(sheet, k)->opens = true;
        }
        n = end + 1;
    }
}

// Rows with tabs are a roster where each of them is a post and names; else a table.
static size_t tabbed_run(const struct sheet *sheet, size_t n)
{
    size_t end = n, rosters = 0;
    for (; end < sheet->n_content && sheet_content(sheet, end)->tabs > 0; end++)
        rosters += is_short(sheet, end) && is_roster(sheet, end, true);
    bool labelled =
        n > 0 && heads_label(sheet, sheet_content(sheet, n - 1)) != LABEL_NONE;
    return rosters == end - n && !labelled ? n : end;
}

// A sure line of a roster stands above or below.
static bool is_beside(const struct sheet *sheet, size_t n)
{
    if (n > 0 && sheet_content(sheet, n - 1)->mark == MARK_ROSTER) return true;
    if (n + 1 >= sheet->n_content || sheet_content(sheet, n)->inner == 0) return false;
    return is_short(sheet, n + 1) && is_roster(sheet, n + 1, false);
}

// A post is set apart; without one, a line goes on with a roster.
static bool may_be_roster(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    if (line->inner > 0 || line->classes & GLYPH_COLON) return true;
    return n > 0 && sheet_content(sheet, n - 1)->mark == MARK_ROSTER;
}

void rosters_find(struct sheet *sheet)
{
    uint16_t post_indent = 0;
    mark_tight(sheet);
    for (size_t n = 0; n < sheet->n_content; n++) {
        if (sheet_content(sheet, n)->tabs > 0 &&
            (n == 0 || sheet_content(sheet, n - 1)->tabs == 0))
            n = tabbed_run(sheet, n);
        if (n == sheet->n_content) break;
        if (!may_be_roster(sheet, n) || !is_short(sheet, n)) continue;
        bool post = is_roster(sheet, n, is_beside(sheet, n));
        bool rest = n > 0 && !post && is_rest(sheet, n, post_indent);
        bool listed = rest && !(sheet_content(sheet, n - 1)->last & GLYPH_PAUSE);
        bool carried = n > 0 && !post && !listed && is_carried(sheet, n);
        if (!post && !carried && !rest) continue;
        if (post) post_indent = sheet_content(sheet, n)->indent;
        sheet_content(sheet, n)->mark = MARK_ROSTER;
        sheet_content(sheet, n)->opens = !carried;
    }
}

// SPDX-License-Identifier: Apache-2.0
//
// The head of a report or of a web page: index number, issuing body, dates, the title
// block, and the salutation. Rows are told by their labels; the title block is the run of
// brief lines without a full stop that leads up to a salutation (`各位代表：`) or, in a
// document without titled entries that calls itself a report or a notice, up to its first
// sentence.
#include "stages/segment/meta.h"
#include "stages/segment/flow.h"
#include "stages/segment/glyph.h"
#include "stages/segment/heads.h"
#include "stages/segment/pattern.h"

enum {
    ROW_WIDTH = 400,
    BLOCK_LINES = 40,
    HEAD_LINES = 16,
    TITLE_LINES = 4,
    TITLE_WIDTH = 24,
    SALUTATION = 100,
    DATE_WIDTH = 48
};

static const struct span papers[] = {
    SPAN("报告"), SPAN("通知"), SPAN("公告"), SPAN("意见"), SPAN("决定"), SPAN("公报"),
    SPAN("讲话"), SPAN("总结"), SPAN("办法"), SPAN("规定"), SPAN("通报"), SPAN("致辞"),
    SPAN("方案"), SPAN("决议"), SPAN("批复"), SPAN("報告"), SPAN("意見"), SPAN("決定"),
    SPAN("公報"), SPAN("講話"), SPAN("總結"), SPAN("辦法"), SPAN("規定"), SPAN("通報"),
    SPAN("決議"), {0}};

// What the occasion of a paper opens and ends with.
static const unsigned occasion_opens = GLYPH_DASH | GLYPH_BULLET | GLYPH_OPEN;
static const struct span occasion_ends[] = {SPAN("上"),   SPAN("上）"),   SPAN("上)"),
                                            SPAN("通过"), SPAN("通过）"), SPAN("通过)"),
                                            {0}};

bool meta_is_paper(struct span text)
{
    if (pattern_is_spaced(text)) return span_ends(text, SPAN("告")); // 政 府 工 作 报 告
    return pattern_ends(text, papers) && !pattern_starts(text, heads_words(HEAD_META));
}

bool meta_is_file(struct span text)
{
    struct span inner;
    size_t at;
    if (pattern_tail_bracket(text, &inner, &at)) text = utf8_trim(span_cut(text, 0, at));
    return span_ends(text, SPAN("会议文件"));
}

// Whether s ends with the word, white space aside.
static bool ends_unspaced(struct span s, struct span word)
{
    size_t i = s.n, k = word.n;
    while (i > 0 && k > 0) {
        size_t at = utf8_back(s, i), next = at;
        if (!utf8_is_space(utf8_next(s, &next))) {
            if (i - at > k || memcmp(s.at + at, word.at + k - (i - at), i - at) != 0)
                return false;
            k -= i - at;
        }
        i = at;
    }
    return k == 0;
}

// What stands in 《…》, where all of the text does.
static struct span unquoted(struct span text)
{
    struct span open = SPAN("《"), close = SPAN("》");
    bool quoted = text.n > open.n + close.n && span_starts(text, open) &&
                  span_find(text, close, 0) == text.n - close.n;
    return quoted ? span_cut(text, open.n, text.n - close.n) : text;
}

bool meta_is_book(struct span text)
{
    static const struct span books[] = {
        SPAN("年鉴"), SPAN("县志"),   SPAN("区志"), SPAN("市志"), SPAN("镇志"),
        SPAN("乡志"), SPAN("街道志"), SPAN("村志"), SPAN("旗志"), SPAN("州志"),
        SPAN("府志"), SPAN("年鑑"),   SPAN("縣志"), SPAN("縣誌"), SPAN("鎮志"),
        SPAN("鄉志"), SPAN("區志"),   {0}};
    text = unquoted(text);
    for (const struct span *w = books; w->n > 0; w++)
        if (ends_unspaced(text, *w)) return true;
    return pattern_banner(text) == BANNER_BOOK;
}

// `2016年6月20日`, and nothing else.
static bool is_date(const struct sheet *sheet, size_t n)
{
    size_t length;
    if (heads_date(sheet, sheet_content(sheet, n), &length) == DATE_NONE) return false;
    return length == sheet_content_text(sheet, n).n;
}

// A line of a title that the next ones complete: a name has white space in it, an
// occasion opens with a dash or bracket.
static bool is_title_line(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    bool signs = line->first & (GLYPH_OPEN | GLYPH_DASH) ||
                 line->classes & (GLYPH_STOP | GLYPH_COLON | GLYPH_COMMA);
    return line->ending == ENDING_OPEN && line->inner == 0 && !signs &&
           line->widths[METRIC_QUARTERS] >= TITLE_WIDTH &&
           !heads_starts(sheet, line, HEAD_META) && !is_date(sheet, n);
}

// `——2018年1月16日在合川区第十七届` / `人民代表大会第三次会议上`: broken before its end.
static bool is_occasion_broken(const struct sheet *sheet, struct block block)
{
    size_t n = block.from, i = 0, length;
    if (block.to != n + 1 || block.to >= sheet->n_content) return false;
    const struct line *line = sheet_content(sheet, n);
    const struct line *next = sheet_content(sheet, block.to);
    if (!(line->first & occasion_opens) || line->last & GLYPH_CLOSE) return false;
    if (next->mark != MARK_META || next->gap > sheet->wrap_gap || next->inner > 0)
        return false;
    struct span s = sheet_content_text(sheet, n);
    while (i < s.n && glyph_class(utf8_next(s, &i)) & occasion_opens)
        s = span_cut(s, i, s.n), i = 0;
    return pattern_date(s, &length) == DATE_DAY && !pattern_ends(s, occasion_ends) &&
           pattern_ends(sheet_content_text(sheet, block.to), occasion_ends);
}

struct block meta_block(const struct sheet *sheet, struct block block)
{
    if (is_occasion_broken(sheet, block)) return (struct block){block.from, block.to + 1};
    for (size_t n = block.to - 1; n < block.from + TITLE_LINES; n++) {
        if (n >= sheet->n_content || !is_title_line(sheet, n)) break;
        if (sheet_content(sheet, n)->mark != MARK_META) break;
        if (n > block.from && sheet_content(sheet, n)->gap > sheet->wrap_gap) break;
        struct span s = sheet_content_text(sheet, n);
        if (meta_is_paper(s) || meta_is_file(s)) return (struct block){block.from, n + 1};
    }
    return block;
}

static bool is_brief(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return line->mark == MARK_NONE && line->tabs == 0 &&
           line->widths[METRIC_QUARTERS] <= ROW_WIDTH;
}

// 。 stands in the line or ends it: no title block holds a sentence.
static bool is_sentence(const struct sheet *sheet, size_t n)
{
    return sheet_content(sheet, n)->ending == ENDING_STOP ||
           sheet_content(sheet, n)->ending == ENDING_SEMI ||
           flow_is_prose(sheet, flow_block(sheet, n));
}

static bool is_salutation(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    return is_brief(sheet, n) && line->ending == ENDING_COLON &&
           line->widths[METRIC_QUARTERS] <= SALUTATION &&
           heads_starts(sheet, line, HEAD_SALUTATION);
}

// `各位代表！` alone on a line of the speech.
static bool is_address(const struct sheet *sheet, size_t n)
{
    const struct line *line = sheet_content(sheet, n);
    struct span s = sheet_content_text(sheet, n);
    if (s.n > 24) return false;
    return is_brief(sheet, n) && line->ending == ENDING_STOP &&
           (span_starts(s, SPAN("各位")) || span_starts(s, SPAN("同志们"))) &&
           (span_ends(s, SPAN("！")) || span_ends(s, SPAN("!")));
}

// Marks line n and what the page broke off it; returns the last line. An occasion is full
// by chance.
static size_t mark(struct sheet *sheet, size_t n)
{
    static const struct span occasions[] = {SPAN("会议上"), SPAN("通过"), {0}};
    struct block block = flow_block(sheet, n);
    if (pattern_ends(sheet_content_text(sheet, n), occasions)) {
        block.to = n + 1;
        if (block.to < sheet->n_content) sheet_content(sheet, block.to)->opens = true;
    }
    for (size_t k = block.from + 1; k < block.to; k++) {
        size_t length;
        struct line *line = sheet_content(sheet, k);
        if (heads_number(sheet, line, &length) != NUMBER_DASH) continue;
        line->opens = true; // ——2018年1月16日在…
        block.to = k;
    }
    for (size_t k = block.from; k < block.to; k++)
        sheet_content(sheet, k)->mark = MARK_META;
    return block.to - 1;
}

// `发文字号 发文日期 文件标题` under `表 5` is the head of a table.
static bool heads_table(const struct sheet *sheet, size_t n)
{
    if (n == 0) return false;
    return heads_label(sheet, sheet_content(sheet, n - 1)) != LABEL_NONE;
}

// Another row stands before or after: among entries, one label alone (`时间：5月3日`) is
// text.
static bool in_rows(const struct sheet *sheet, size_t n)
{
    if (n > 0 && sheet_content(sheet, n - 1)->mark == MARK_META) return true;
    return n + 1 < sheet->n_content &&
           heads_starts(sheet, sheet_content(sheet, n + 1), HEAD_META);
}

// A label with its value below a row begins the next one, however full this one is.
static void part_rows(struct sheet *sheet, size_t n)
{
    if (n + 1 >= sheet->n_content) return;
    struct line *next = sheet_content(sheet, n + 1);
    if (next->ending != ENDING_COLON && heads_starts(sheet, next, HEAD_META))
        next->opens = true;
}

// A row `label value`, or a label alone and its value on the next line.
static void mark_rows(struct sheet *sheet)
{
    bool titled = false;
    for (size_t n = 0; n < sheet->n_content; n++) {
        titled = titled || sheet_content(sheet, n)->mark == MARK_TITLE;
        if (!heads_starts(sheet, sheet_content(sheet, n), HEAD_META)) continue;
        struct span s = sheet_content_text(sheet, n);
        if (!is_brief(sheet, n) || sheet_content(sheet, n)->ending == ENDING_STOP)
            continue;
        if (heads_table(sheet, n)) continue;
        if (titled && !in_rows(sheet, n)) continue;
        sheet_content(sheet, n)->opens = true;
        part_rows(sheet, n);
        bool alone = s.n <= 20 && sheet_content(sheet, n)->widths[METRIC_QUARTERS] <= 26;
        n = mark(sheet, n);
        bool value = alone && n + 1 < sheet->n_content && is_brief(sheet, n + 1) &&
                     !is_sentence(sheet, n + 1) &&
                     !heads_starts(sheet, sheet_content(sheet, n + 1), HEAD_META);
        if (value) n = mark(sheet, n + 1);
    }
}

static bool in_title_block(const struct sheet *sheet, size_t n)
{
    size_t length;
    enum number number = heads_number(sheet, sheet_content(sheet, n), &length);
    bool numbered = number >= NUMBER_PART && number <= NUMBER_ARABIC;
    bool heading = pattern_is_spaced(sheet_content_text(sheet, n)) &&
                   !meta_is_paper(sheet_content_text(sheet, n)); // 特　载
    return is_brief(sheet, n) && !numbered && !heading && !is_sentence(sheet, n);
}

// `区    长    邓 德 生`: below an occasion no spaced word is a heading.
static bool is_speaker(const struct sheet *sheet, size_t n)
{
    return n < sheet->n_content && is_brief(sheet, n) && !is_sentence(sheet, n) &&
           pattern_cells(sheet_content_text(sheet, n)) >= 2;
}

// `（摘要）`, `（节选）`: below an occasion or a speaker, what is given of the paper.
static bool is_kind(const struct sheet *sheet, size_t n)
{
    enum { KIND = 48 };
    if (n >= sheet->n_content || !is_brief(sheet, n)) return false;
    const struct line *line = sheet_content(sheet, n);
    return line->first & GLYPH_OPEN && line->last & GLYPH_CLOSE &&
           line->widths[METRIC_QUARTERS] - line->indent <= KIND &&
           !(line->classes & (GLYPH_PAUSE | GLYPH_ENDS));
}

static void mark_before(struct sheet *sheet, size_t salutation)
{
    for (size_t n = salutation; n-- > 0 && salutation - n < BLOCK_LINES;) {
        if (sheet_content(sheet, n)->mark == MARK_META) continue;
        if (!in_title_block(sheet, n)) break;
        mark(sheet, n);
    }
}

// `——2022年3月24日在石泉县第十九届人民代表大会第一次会议上`, also in brackets.
static bool is_occasion(const struct line *line, struct span s)
{
    if (!(line->first & occasion_opens)) return false;
    size_t i = 0, length;
    if (s.n < 24 || s.n > 300) return false;
    if (pattern_number(s, &length) == NUMBER_DASH)
        i = length;
    else if (glyph_class(utf8_next(s, &i)) & GLYPH_OPEN)
        length = i;
    else
        return false;
    if (pattern_date(span_cut(s, i, s.n), &length) != DATE_DAY) return false;
    return pattern_ends(s, occasion_ends);
}

// `合肥市庐阳区统计局　2012年3月26日`: who issued a paper, and when.
static bool is_dated_issuer(struct span s)
{
    size_t space = s.n, length;
    if (!span_ends(s, SPAN("日"))) return false;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        if (utf8_is_space(utf8_next(s, &i))) space = at;
        if (i > 200) return false;
    }
    if (space == s.n) return false;
    struct span date = utf8_trim(span_cut(s, space, s.n));
    return pattern_date(date, &length) == DATE_DAY && length == date.n &&
           pattern_date(s, &length) == DATE_NONE;
}

// The title block of a paper in the middle of a document: its title, the occasion, and
// who spoke.
static void mark_occasions(struct sheet *sheet)
{
    for (size_t n = 0; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        if (line->inner == 0 && !(line->first & occasion_opens)) continue;
        if (!is_brief(sheet, n) || line->ending == ENDING_STOP) continue;
        struct span s = sheet_content_text(sheet, n);
        if (line->inner > 0 && is_dated_issuer(s))
            n = mark(sheet, n);
        else if (is_occasion(line, s)) {
            bool title = n > 0 && in_title_block(sheet, n - 1) &&
                         sheet_content(sheet, n - 1)->ending == ENDING_OPEN;
            if (n + 1 < sheet->n_content) sheet_content(sheet, n + 1)->opens = true;
            if (title && n > 1 && sheet_content(sheet, n - 1)->gap == 0 &&
                is_title_line(sheet, n - 2))
                mark(sheet, n - 2);
            if (title) mark(sheet, n - 1);
            n = mark(sheet, n);
            if (is_speaker(sheet, n + 1)) n = mark(sheet, n + 1);
            if (is_kind(sheet, n + 1)) n = mark(sheet, n + 1);
        }
    }
}

// The title block of a paper without a salutation.
static void mark_head(struct sheet *sheet)
{
    size_t end = 0;
    bool paper = false;
    while (end < sheet->n_content && end < HEAD_LINES) {
        bool row = sheet_content(sheet, end)->mark == MARK_META;
        if (!row && !in_title_block(sheet, end)) break;
        paper = paper || row || pattern_ends(sheet_content_text(sheet, end), papers);
        end++;
    }
    for (size_t n = 0; paper && n < end; n++)
        if (sheet_content(sheet, n)->mark == MARK_NONE) mark(sheet, n);
}

// `关于表彰…的决定`, and whom it is addressed to, below rows of labels in the middle of a
// document.
static void mark_below_rows(struct sheet *sheet)
{
    for (size_t n = 1; n + 1 < sheet->n_content; n++) {
        bool rows = sheet_content(sheet, n)->mark == MARK_META &&
                    sheet_content(sheet, n - 1)->mark == MARK_META;
        if (!rows || sheet_content(sheet, n + 1)->mark != MARK_NONE) continue;
        size_t end = n + 1, paper = 0;
        for (; end < sheet->n_content && end < n + HEAD_LINES; end++) {
            if (!in_title_block(sheet, end)) break;
            if (meta_is_paper(sheet_content_text(sheet, end))) paper = end;
        }
        bool addressed = paper && paper + 1 < end &&
                         sheet_content(sheet, paper + 1)->ending == ENDING_COLON;
        for (size_t k = n + 1; paper && k <= paper + addressed; k++)
            mark(sheet, k);
    }
}

// The title page of a book: its name, and who compiled it (`村志编纂委员会　编`).
static void mark_title_page(struct sheet *sheet)
{
    static const struct span compiled[] = {
        SPAN("　编"),   SPAN(" 编"),    SPAN("　著"), SPAN(" 著"),
        SPAN("编著"),   SPAN("主编"),   SPAN("编纂"), SPAN("　纂"),
        SPAN("会编"),   SPAN("室编"),   SPAN("部编"), SPAN("组编"),
        SPAN("委员会"), SPAN("出版社"), SPAN("编辑"), {0}};
    for (size_t n = 0; n + 1 < sheet->n_content && n < TITLE_LINES; n++) {
        struct span s = sheet_content_text(sheet, n);
        if (!is_brief(sheet, n) || sheet_content(sheet, n)->ending != ENDING_OPEN) return;
        bool imprint = n > 0 && pattern_ends(s, compiled);
        if (!imprint && (n > 0 || !meta_is_book(s))) return;
        sheet_content(sheet, n + 1)->opens = true;
        mark(sheet, n);
    }
}

// A date alone on the line: of a day, or of a month that stands over nothing; of a year
// where a stone was cut in it (`清乾隆二十九年仲秋吉日立`).
static bool is_signing_date(const struct sheet *sheet, size_t n)
{
    size_t length, next_length;
    const struct line *line = sheet_content(sheet, n);
    if (line->mark != MARK_NONE || line->ending != ENDING_OPEN) return false;
    if (line->widths[METRIC_QUARTERS] - line->indent > SALUTATION) return false;
    enum date date = heads_date(sheet, line, &length);
    struct span s = sheet_content_text(sheet, n);
    static const struct span cut[] = {SPAN("立"), SPAN("旦"), SPAN("撰"), {0}};
    if (date != DATE_NONE && length < s.n && pattern_ends(s, cut))
        return !(line->classes & GLYPH_PAUSE);
    if (line->widths[METRIC_QUARTERS] - line->indent > DATE_WIDTH) return false;
    if (date != DATE_DAY && date != DATE_MONTH) return false;
    if (length < s.n || span_find(s, SPAN("年"), 0) == s.n) return false;
    if (n + 1 == sheet->n_content) return true;
    const struct line *next = sheet_content(sheet, n + 1);
    return next->ending == ENDING_OPEN && next->mark == MARK_NONE &&
           next->widths[METRIC_QUARTERS] <= SALUTATION &&
           heads_date(sheet, next, &next_length) == DATE_NONE;
}

// `王建国`, `中共石门乡党委书记　郝建军`
static bool signs_name(struct span s)
{
    if (ends_unspaced(s, SPAN("编者")) || pattern_names(s)) return true;
    for (size_t i = 0; i < s.n;) {
        if (!utf8_is_space(utf8_next(s, &i))) continue;
        if (pattern_names(utf8_trim(span_cut(s, i, s.n)))) return true;
    }
    return false;
}

// `编　者` / `2007年2月` below a preface: who signs, and when.
static void mark_signatures(struct sheet *sheet)
{
    for (size_t n = 1; n < sheet->n_content; n++) {
        if (!heads_may(sheet_content(sheet, n), HEAD_DATE) || !is_signing_date(sheet, n))
            continue;
        mark(sheet, n);
        struct line *above = sheet_content(sheet, n - 1);
        struct span s = sheet_content_text(sheet, n - 1);
        bool signs = is_brief(sheet, n - 1) && above->ending == ENDING_OPEN && n > 1 &&
                     above->widths[METRIC_QUARTERS] - above->indent <= SALUTATION &&
                     !(above->classes & (GLYPH_PAUSE | GLYPH_ENDS)) &&
                     sheet_content(sheet, n - 2)->ending == ENDING_STOP;
        if (!signs) continue;
        mark(sheet, n - 1);
        if (signs_name(s)) above->mark = MARK_BYLINE;
    }
}

// `川府民政〔1992〕48号`: the number of a document.
static bool is_document_number(const struct sheet *sheet, size_t n)
{
    struct span s = sheet_content_text(sheet, n);
    return is_brief(sheet, n) && span_ends(s, SPAN("号")) && s.n < 80 &&
           span_find(s, SPAN("〕"), 0) < s.n;
}

// `武功县人民政府办公室` right over `关于印发…的通知`: the first line of the title.
static bool is_issuer(const struct sheet *sheet, size_t n)
{
    static const struct span bodies[] = {SPAN("人民政府"), SPAN("办公室"), SPAN("委员会"),
                                         SPAN("局"),       SPAN("厅"),     {0}};
    return is_title_line(sheet, n) && sheet_content(sheet, n)->mark == MARK_NONE &&
           sheet_content(sheet, n + 1)->gap == sheet->wrap_gap &&
           pattern_ends(sheet_content_text(sheet, n), bodies);
}

// A document in the middle of a text: its title, its number, and whom it is addressed to.
static void mark_addressed(struct sheet *sheet)
{
    for (size_t n = 1; n < sheet->n_content; n++) {
        const struct line *line = sheet_content(sheet, n);
        if (line->ending != ENDING_COLON || line->mark != MARK_NONE) continue;
        if (line->widths[METRIC_QUARTERS] > SALUTATION) continue;
        size_t above = n - is_document_number(sheet, n - 1);
        if (above < n) sheet_content(sheet, above)->opens = true;
        size_t paper = above > 0 && is_brief(sheet, above - 1) &&
                       meta_is_paper(sheet_content_text(sheet, above - 1));
        if (above == n && !paper) continue;
        paper += paper && above > 1 && is_issuer(sheet, above - 2);
        for (size_t k = above - paper; k <= n; k++)
            mark(sheet, k);
    }
}

void meta_find(struct sheet *sheet)
{
    bool saluted = false;
    mark_signatures(sheet);
    mark_addressed(sheet);
    mark_rows(sheet);
    mark_below_rows(sheet);
    mark_occasions(sheet);
    for (size_t n = 0; n < sheet->n_content; n++) {
        if (!heads_may(sheet_content(sheet, n), HEAD_SALUTATION)) continue;
        if (is_address(sheet, n)) mark(sheet, n);
        if (!is_salutation(sheet, n)) continue;
        mark(sheet, n);
        if (!saluted || sheet->titles == 0) mark_before(sheet, n);
        saluted = true;
    }
    if (!saluted && sheet->titles == 0) mark_head(sheet);
    mark_title_page(sheet);
}

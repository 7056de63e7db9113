// SPDX-License-Identifier: Apache-2.0
//
// Which blocks of a page are its content. After C. Kohlschütter, P. Fankhauser and W.
// Nejdl, "Boilerplate Detection using Shallow Text Features" (WSDM 2010): length and link
// density tell running text and link lists apart, and short blocks go with their
// neighbours. What government sites put around a document (index tables, print and share
// bars) is known by its labels. Pure; takes no memory.
#include "stages/base/utf8.h"
#include "stages/normalize/html_page.h"

enum { LONG = 25, TEXT_ROOM = 512 };

// The visible characters of a short block, for comparing with labels.
static struct span squeezed(const struct html_page *page, const struct html_block *block,
                            char room[TEXT_ROOM])
{
    struct span out = {room, 0};
    for (size_t k = 0; k < block->n_pieces; k++) {
        const struct html_piece *piece = &page->pieces.at[block->first_piece + k];
        struct span s = span_cut(page->text, piece->from, piece->to);
        for (size_t i = 0; i < s.n && out.n + 4 <= TEXT_ROOM;) {
            size_t length = 0, next = i;
            uint32_t c = s.at[i] == '&' ? html_reference(s, i, &length) : 0;
            if (!c) c = utf8_next(s, &next);
            i = length && next == i ? i + length : next;
            if (!utf8_is_space(c)) out.n += utf8_put(c, room + out.n);
        }
    }
    return out;
}

static bool holds(struct span s, const char *what)
{
    return span_find(s, span_of(what), 0) < s.n;
}

static size_t count_of(struct span s, const char *const *words)
{
    size_t count = 0;
    for (; *words; words++)
        count += holds(s, *words);
    return count;
}

// `信息索引号 K1493206-6 公开方式 主动公开`: what a site records of a document.
static const char *const labels[] = {
    "索引号",   "信息索引号", "发布机构", "发文机关", "发布单位",  "公开方式", "公开范围",
    "公开时限", "公开责任",   "文号",     "发文字号", "备注/文号", "生成日期", "成文日期",
    "发文日期", "发布日期",   "发布时间", "主题分类", "主题词",    "体裁分类", "组配分类",
    "信息分类", "有效性",     "服务对象", "关键词",   "内容概述",  "信息名称", "废止日期",
    "失效时间", "统一编号",   "所属主题", "信息来源", "生效日期",  "公文种类", NULL};

static bool is_label(struct span s)
{
    for (const char *const *label = labels; *label; label++)
        if (span_starts(s, span_of(*label))) return true;
    return false;
}

static const char *const about_words[] = {
    "发布日期", "发布时间", "来源：", "来源:", "点击",   "浏览",   "阅读",
    "访问次数", "字体",     "字号",   "打印",  "作者：", "作者:",  "编辑",
    "分享",     "视力保护", "保护色", "关闭",  "收藏",   "大中小", NULL};
static const char *const bar_words[] = {
    "点击率",   "浏览次数", "点击数",   "点击次数", "阅读次数", "访问次数",
    "字体：",   "字号：",   "打印本页", "关闭窗口", "关闭本页", "分享到",
    "视力保护", "扫一扫",   "大中小",   "分享：",   NULL};
static const char *const foot_words[] = {
    "版权所有",     "ICP备",    "公网安备", "网站标识码", "主办单位", "技术支持",
    "网站地图",     "联系我们", "友情链接", "上一篇",     "下一篇",   "上一条",
    "下一条",       "相关新闻", "相关链接", "相关阅读",   "相关文章", "相关附件",
    "您现在的位置", "当前位置", "返回顶部", "Copyright",  "邮政编码", "邮编",
    "未经授权",     "建议使用", NULL};

// What a short block says of itself. Inside running text only the surest counts:
// `主办单位` may stand in the program of a festival.
static enum html_verdict by_words(struct span s, uint32_t characters)
{
    enum { SHORT = 80, MIDDLE = 120 };
    size_t foot = count_of(s, foot_words);
    if (foot >= 2 || (foot && characters <= SHORT)) return HTML_FOOT;
    if (characters > MIDDLE) return HTML_NEUTRAL;
    size_t about = count_of(s, about_words);
    if (about >= 3 || (characters <= LONG && count_of(s, bar_words))) return HTML_SKIP;
    return about == 2 ? HTML_ABOUT : HTML_NEUTRAL;
}

static enum html_verdict verdict(const struct html_page *page,
                                 const struct html_block *block)
{
    enum { NOT_LONG = 150 };
    char room[TEXT_ROOM];
    if (block->linked * 2 > block->characters) return HTML_BAD;
    if (block->characters <= NOT_LONG) {
        enum html_verdict found =
            by_words(squeezed(page, block, room), block->characters);
        if (found != HTML_NEUTRAL) return found;
    }
    bool text = block->characters >= LONG && block->marks &&
                block->linked * 3 <= block->characters;
    return text ? HTML_GOOD : HTML_NEUTRAL;
}

// An index table is dropped as a whole, and a labelled line above the text by itself.
static size_t labelled(const struct html_page *page, size_t from, size_t to, bool skip)
{
    char room[TEXT_ROOM];
    size_t count = 0;
    for (size_t i = from; i < to; i++) {
        struct html_block *block = &page->blocks.at[i];
        if (block->characters > 60 || !is_label(squeezed(page, block, room))) continue;
        count++;
        if (skip) block->verdict = HTML_SKIP;
    }
    return count;
}

static uint64_t characters_in(const struct html_page *page, size_t from, size_t to)
{
    uint64_t sum = 0;
    for (size_t i = from; i < to; i++)
        sum += page->blocks.at[i].characters;
    return sum;
}

// Regions nest; an outer one that was dropped is not looked at again, so that this stays
// linear: regions end in order, the outer behind the inner.
static void drop_regions(struct html_page *page)
{
    enum { TABLE_LABELS = 3 };
    uint64_t all = characters_in(page, 0, page->blocks.n), looked = 0;
    for (size_t k = page->regions.n; k > 0; k--) {
        const struct html_region *region = &page->regions.at[k - 1];
        looked += region->to - region->from;
        if (looked > 64 * (page->blocks.n + 64)) return; // nested without sense
        if (region->table) {
            uint64_t inside = characters_in(page, region->from, region->to);
            if (inside > 1000 ||
                labelled(page, region->from, region->to, false) < TABLE_LABELS)
                continue;
        } else if (characters_in(page, region->from, region->to) * 5 > all * 2) {
            continue;
        }
        for (size_t i = region->from; i < region->to; i++)
            page->blocks.at[i].verdict = region->table ? HTML_SKIP : HTML_BAD;
    }
}

// Outwards from the running text: short blocks are kept up to the first link list; a
// heading above is kept beyond it.
static void keep_above(struct html_page *page, size_t first)
{
    bool stopped = false;
    labelled(page, 0, first, true);
    for (size_t i = first; i > 0; i--) {
        struct html_block *block = &page->blocks.at[i - 1];
        if (block->verdict == HTML_BAD || block->verdict == HTML_FOOT) stopped = true;
        block->kept = block->verdict == HTML_NEUTRAL && (!stopped || block->heading);
    }
}

static void keep_below(struct html_page *page, size_t last)
{
    for (size_t i = last + 1; i < page->blocks.n; i++) {
        struct html_block *block = &page->blocks.at[i];
        if (block->verdict == HTML_BAD || block->verdict == HTML_FOOT) return;
        block->kept = block->verdict == HTML_NEUTRAL;
    }
}

void html_choose(struct html_page *page)
{
    size_t n = page->blocks.n, first = n, last = 0;
    for (size_t i = 0; i < n; i++)
        page->blocks.at[i].verdict = (uint8_t)verdict(page, &page->blocks.at[i]);
    drop_regions(page);
    for (size_t i = 0; i < n; i++) {
        if (page->blocks.at[i].verdict != HTML_GOOD) continue;
        if (first == n) first = i;
        last = i;
    }
    if (first == n) { // no running text: a table, a list of names
        for (size_t i = 0; i < n; i++)
            page->blocks.at[i].kept = page->blocks.at[i].verdict == HTML_NEUTRAL;
        return;
    }
    for (size_t i = first; i <= last; i++) {
        enum html_verdict found = page->blocks.at[i].verdict;
        page->blocks.at[i].kept = found != HTML_BAD && found != HTML_SKIP;
    }
    keep_above(page, first);
    keep_below(page, last);
}

// SPDX-License-Identifier: Apache-2.0
//
// The words that lines may begin with, and the table that dismisses all other lines. A
// pure function of the lists below.
#include "stages/segment/heads.h"
#include "stages/segment/glyph.h"

static const char *const numbers[] = {"第", "一", "二", "三", "四", "五", "六", "七",
                                      "八", "九", "十", "百", "千", "零", "〇", NULL};
static const char *const dates[] = {"是", "同", "本", "当", "上", "中", "下", "月", "年",
                                    "民", "宣", "光", "咸", "道", "嘉", "乾", "雍", "康",
                                    "顺", "順", "崇", "万", "萬", "正", NULL};
static const char *const tables[] = {"续", "附", "表", NULL};
static const char *const site[] = {
    "打印本页",     "打印",     "关闭窗口",     "【打印",     "【关闭",
    "【字体",       "【字号",   "上一篇",       "下一篇",     "上一条",
    "下一条",       "分享到",   "分享：",       "扫一扫",     "版权所有",
    "网站地图",     "联系我们", "主办单位：",   "承办单位：", "主办：",
    "当前位置",     "您的位置", "您现在的位置", "当前的位置", "现在位置",
    "您当前的位置", "你的位置", "设为首页",     "加入收藏",   "返回顶部",
    "网站标识码",   "无障碍",   "首页 >",       "首页>",      "首页 »",
    "浏览器",       "字体：",   "字号：",       "责任编辑",   "附件下载",
    "相关稿件",     "相关文档", "编辑：",       NULL};
static const char *const meta[] = {
    "信息索引号", "索引号",   "索 引 号", "备注/文号", "文号",     "文  号",   "发布机构",
    "发布单位",   "发布时间", "发布日期", "公布日期",  "生成日期", "成文日期", "公开方式",
    "公开范围",   "公开时限", "公开日期", "主题分类",  "主题词",   "有效性",   "信息来源",
    "来源：",     "来源:",    "来源 ：",  "作者：",    "作者:",    "浏览次数", "浏览量",
    "点击率",     "点击数",   "访问次数", "阅读次数",  "阅读：",   "信息分类", "体裁分类",
    "组配分类",   "发文机关", "发文字号", "发文日期",  "统一编号", "制发单位", "关键词",
    "文件编号",   "登记号",   "有效期",   "发文时间",  "日期：",   "日期:",    "时间：",
    NULL};
static const char *const salutations[] = {"各位", "同志们", "尊敬的", "女士们",
                                          "诸位", "主任、", "主席、", NULL};
static const char *const figures[] = {"▲",    "△",    "▼",    "▽",      "图为",  "上图",
                                      "下图", "左图", "右图", "（图为", "(图为", NULL};
static const char *const writers[] = {
    "撰稿人：",   "撰稿人:",   "撰稿：", "撰稿:", "供稿：", "供稿:",
    "供稿单位：", "供稿单位:", "执笔：", "执笔:", "（撰稿", NULL};
static const char *const authors[] = {"撰稿", "供稿", "执笔", "审稿", "编辑",
                                      "撰写", "编写", "作者", NULL};
static const char *const notes[] = {
    "注：",  "注:",    "说明：", "说明:",  "资料来源", "数据来源", "备注：",
    "备注:", "单位：", "单位:",  "（单位", "(单位",    "计量单位", NULL};
static const char *const columns[] = {"序号", "编号", "项目", "指标",
                                      "名称", "姓名", NULL};
static const char *const boxes[] = {
    "资料",   "链接",     "知识链接", "相关链接", "小资料",   "背景资料", "延伸阅读",
    "小知识", "相关资料", "新闻链接", "名词解释", "背景链接", NULL};
static const char *const annexes[] = {"附：",     "附:",      "附件",     "附录",
                                      "附表",     "名词解释", "名词注释", "有关名词",
                                      "相关名词", NULL};

static const char *const *const lists[HEADS] = {
    [HEAD_NUMBER] = numbers, [HEAD_DATE] = dates,     [HEAD_TABLE] = tables,
    [HEAD_SITE] = site,      [HEAD_META] = meta,      [HEAD_SALUTATION] = salutations,
    [HEAD_FIGURE] = figures, [HEAD_WRITER] = writers, [HEAD_AUTHOR] = authors,
    [HEAD_NOTE] = notes,     [HEAD_COLUMN] = columns, [HEAD_BOX] = boxes,
    [HEAD_ANNEX] = annexes,
};

const char *const *heads_words(enum head head)
{
    return lists[head];
}

static void add(struct head_table *table, uint32_t c, unsigned bits)
{
    table->bits[c % HEADS_TABLE] |= (uint16_t)bits;
}

static void add_list(struct head_table *table, const char *const *words, unsigned bits)
{
    for (; *words; words++) {
        size_t i = 0;
        add(table, utf8_next(span_of(*words), &i), bits);
    }
}

// Digits, and the brackets, dashes and bullets that numbers may begin with.
static void add_signs(struct head_table *table, uint32_t from, uint32_t to)
{
    for (uint32_t c = from; c < to; c++) {
        unsigned class = glyph_class(c);
        if (class & (GLYPH_OPEN | GLYPH_DASH | GLYPH_BULLET | GLYPH_DIGIT))
            add(table, c, 1u << HEAD_NUMBER);
        if (class & GLYPH_DIGIT) add(table, c, 1u << HEAD_DATE);
    }
}

struct head_table *heads_make(struct arena *arena)
{
    struct head_table *table = ARENA_NEW(arena, struct head_table, 1);
    for (enum head head = 0; head < HEADS; head++)
        add_list(table, lists[head], 1u << head);
    add_list(table, numbers, 1u << HEAD_DATE); // 五月一日
    add_signs(table, 0x20, 0x100);
    add_signs(table, 0x2010, 0x2768);
    add_signs(table, 0x3000, 0x3040);
    add_signs(table, 0xFF00, 0xFF80);
    return table;
}

// Whether the units begin with a word; white space in either does not count.
static bool begins(const uint16_t *units, size_t n, struct span word)
{
    size_t k = 0;
    for (size_t i = 0; i < word.n;) {
        uint32_t c = utf8_next(word, &i);
        if (utf8_is_space(c)) continue;
        if (k == n || units[k++] != lines_unit(c)) return false;
    }
    return true;
}

bool heads_starts(const struct sheet *sheet, const struct line *line, enum head head)
{
    if (!heads_may(line, head)) return false;
    const uint16_t *units = sheet->units + line->units;
    size_t n = line[1].units - line->units;
    const char *text = sheet->text.at + line->from;
    size_t left = sheet->text.n - line->from;
    for (const char *const *w = lists[head]; *w; w++) {
        bool han = (unsigned char)(*w)[0] > 0xE3 && (unsigned char)(*w)[0] < 0xEF;
        if (han && (left < 3 || memcmp(text, *w, 3) != 0)) continue;
        if (begins(units, n, span_of(*w))) return true;
    }
    return false;
}

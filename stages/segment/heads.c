// SPDX-License-Identifier: Apache-2.0
//
// The words that lines may begin with, and the table that dismisses all other lines. A
// pure function of the lists below.
#include "stages/segment/heads.h"
#include "stages/segment/glyph.h"

static const struct span numbers[] = {SPAN("第"), SPAN("一"), SPAN("二"), SPAN("三"),
                                      SPAN("四"), SPAN("五"), SPAN("六"), SPAN("七"),
                                      SPAN("八"), SPAN("九"), SPAN("十"), SPAN("百"),
                                      SPAN("千"), SPAN("零"), SPAN("〇"), {0}};
static const struct span dates[] = {
    SPAN("是"), SPAN("同"), SPAN("本"), SPAN("当"), SPAN("上"), SPAN("中"), SPAN("下"),
    SPAN("月"), SPAN("年"), SPAN("民"), SPAN("宣"), SPAN("光"), SPAN("咸"), SPAN("道"),
    SPAN("嘉"), SPAN("乾"), SPAN("雍"), SPAN("康"), SPAN("顺"), SPAN("順"), SPAN("崇"),
    SPAN("万"), SPAN("萬"), SPAN("正"), SPAN("洪"), SPAN("永"), SPAN("景"), SPAN("天"),
    SPAN("成"), SPAN("弘"), SPAN("隆"), SPAN("清"), SPAN("明"), {0}};
static const struct span tables[] = {SPAN("续"), SPAN("附"), SPAN("表"), {0}};
static const struct span site[] = {
    SPAN("打印本页"), SPAN("打印"),         SPAN("关闭窗口"),     SPAN("【打印"),
    SPAN("【关闭"),   SPAN("【字体"),       SPAN("【字号"),       SPAN("上一篇"),
    SPAN("下一篇"),   SPAN("上一条"),       SPAN("下一条"),       SPAN("分享到"),
    SPAN("分享："),   SPAN("扫一扫"),       SPAN("版权所有"),     SPAN("网站地图"),
    SPAN("联系我们"), SPAN("主办单位："),   SPAN("承办单位："),   SPAN("主办："),
    SPAN("当前位置"), SPAN("您的位置"),     SPAN("您现在的位置"), SPAN("当前的位置"),
    SPAN("现在位置"), SPAN("您当前的位置"), SPAN("你的位置"),     SPAN("设为首页"),
    SPAN("加入收藏"), SPAN("返回顶部"),     SPAN("网站标识码"),   SPAN("无障碍"),
    SPAN("首页 >"),   SPAN("首页>"),        SPAN("首页 »"),       SPAN("浏览器"),
    SPAN("字体："),   SPAN("字号："),       SPAN("责任编辑"),     SPAN("附件下载"),
    SPAN("相关稿件"), SPAN("相关文档"),     SPAN("编辑："),       {0}};
static const struct span meta[] = {SPAN("信息索引号"), SPAN("索引号"),
                                   SPAN("索 引 号"),   SPAN("备注/文号"),
                                   SPAN("文号"),       SPAN("文  号"),
                                   SPAN("发布机构"),   SPAN("发布单位"),
                                   SPAN("发布时间"),   SPAN("发布日期"),
                                   SPAN("公布日期"),   SPAN("生成日期"),
                                   SPAN("成文日期"),   SPAN("公开方式"),
                                   SPAN("公开范围"),   SPAN("公开时限"),
                                   SPAN("公开日期"),   SPAN("主题分类"),
                                   SPAN("主题词"),     SPAN("有效性"),
                                   SPAN("信息来源"),   SPAN("来源："),
                                   SPAN("来源:"),      SPAN("来源 ："),
                                   SPAN("作者："),     SPAN("作者:"),
                                   SPAN("浏览次数"),   SPAN("浏览量"),
                                   SPAN("点击率"),     SPAN("点击数"),
                                   SPAN("访问次数"),   SPAN("阅读次数"),
                                   SPAN("阅读："),     SPAN("信息分类"),
                                   SPAN("体裁分类"),   SPAN("组配分类"),
                                   SPAN("发文机关"),   SPAN("发文字号"),
                                   SPAN("发文日期"),   SPAN("统一编号"),
                                   SPAN("制发单位"),   SPAN("关键词"),
                                   SPAN("文件编号"),   SPAN("登记号"),
                                   SPAN("有效期"),     SPAN("发文时间"),
                                   SPAN("日期："),     SPAN("日期:"),
                                   SPAN("时间："),     {0}};
static const struct span salutations[] = {
    SPAN("各位"), SPAN("同志们"), SPAN("尊敬的"), SPAN("女士们"),
    SPAN("诸位"), SPAN("主任、"), SPAN("主席、"), {0}};
static const struct span figures[] = {
    SPAN("▲"),    SPAN("△"),    SPAN("▼"),    SPAN("▽"),      SPAN("图为"),  SPAN("上图"),
    SPAN("下图"), SPAN("左图"), SPAN("右图"), SPAN("（图为"), SPAN("(图为"), {0}};
static const struct span writers[] = {
    SPAN("撰稿人："), SPAN("撰稿人:"),  SPAN("撰稿："),     SPAN("撰稿:"),
    SPAN("供稿："),   SPAN("供稿:"),    SPAN("供稿单位："), SPAN("供稿单位:"),
    SPAN("执笔："),   SPAN("执笔:"),    SPAN("（撰稿"),     SPAN("口述："),
    SPAN("口述人："), SPAN("讲述："),   SPAN("讲述人："),   SPAN("采访："),
    SPAN("整理："),   SPAN("整理人："), SPAN("文/"),        {0}};
static const struct span authors[] = {SPAN("撰稿"), SPAN("供稿"), SPAN("执笔"),
                                      SPAN("审稿"), SPAN("编辑"), SPAN("撰写"),
                                      SPAN("编写"), SPAN("作者"), {0}};
static const struct span notes[] = {SPAN("注："),     SPAN("注:"),      SPAN("说明："),
                                    SPAN("说明:"),    SPAN("资料来源"), SPAN("数据来源"),
                                    SPAN("备注："),   SPAN("备注:"),    SPAN("单位："),
                                    SPAN("单位:"),    SPAN("（单位"),   SPAN("(单位"),
                                    SPAN("计量单位"), SPAN("單位："),   SPAN("註："),
                                    SPAN("說明："),   SPAN("資料來源"), {0}};
static const struct span columns[] = {SPAN("序号"), SPAN("编号"), SPAN("项目"),
                                      SPAN("指标"), SPAN("名称"), SPAN("姓名"),
                                      {0}};
static const struct span boxes[] = {SPAN("资料"),
                                    SPAN("链接"),
                                    SPAN("知识链接"),
                                    SPAN("相关链接"),
                                    SPAN("小资料"),
                                    SPAN("背景资料"),
                                    SPAN("延伸阅读"),
                                    SPAN("小知识"),
                                    SPAN("相关资料"),
                                    SPAN("新闻链接"),
                                    SPAN("名词解释"),
                                    SPAN("背景链接"),
                                    {0}};
static const struct span annexes[] = {
    SPAN("附："),     SPAN("附:"),      SPAN("附件"),     SPAN("附录"),     SPAN("附表"),
    SPAN("名词解释"), SPAN("名词注释"), SPAN("有关名词"), SPAN("相关名词"), {0}};

static const struct span *const lists[HEADS] = {
    [HEAD_NUMBER] = numbers, [HEAD_DATE] = dates,     [HEAD_TABLE] = tables,
    [HEAD_SITE] = site,      [HEAD_META] = meta,      [HEAD_SALUTATION] = salutations,
    [HEAD_FIGURE] = figures, [HEAD_WRITER] = writers, [HEAD_AUTHOR] = authors,
    [HEAD_NOTE] = notes,     [HEAD_COLUMN] = columns, [HEAD_BOX] = boxes,
    [HEAD_ANNEX] = annexes,
};

const struct span *heads_words(enum head head)
{
    return lists[head];
}

// Those that are more than a list of words, of which the first character says all.
static const unsigned patterns = 1u << HEAD_NUMBER | 1u << HEAD_DATE | 1u << HEAD_TABLE |
                                 1u << HEAD_FIGURE | 1u << HEAD_ANNEX;

static void add_word(struct head_table *table, struct span word, unsigned bits)
{
    size_t i = 0;
    table->first[utf8_next(word, &i) % HEADS_TABLE] |= (uint16_t)bits;
    while (i < word.n) {
        uint32_t c = utf8_next(word, &i);
        if (utf8_is_space(c)) continue;
        table->second[lines_unit(c) % HEADS_TABLE] |= (uint16_t)bits;
        break;
    }
}

struct head_table *heads_make(struct arena *arena)
{
    struct head_table *table = ARENA_NEW(arena, struct head_table, 1);
    for (enum head head = 0; head < HEADS; head++)
        for (const struct span *word = lists[head]; word->n; word++)
            add_word(table, *word, 1u << head);
    for (const struct span *word = numbers; word->n; word++)
        add_word(table, *word, 1u << HEAD_DATE); // 五月一日
    return table;
}

// Numbers may also begin with digits and the brackets, dashes and bullets before them.
unsigned heads_of(const struct head_table *table, uint32_t c, unsigned class,
                  uint16_t second)
{
    unsigned heads =
        table->first[c % HEADS_TABLE] & (table->second[second % HEADS_TABLE] | patterns);
    if (class & (GLYPH_OPEN | GLYPH_DASH | GLYPH_BULLET | GLYPH_DIGIT))
        heads |= 1u << HEAD_NUMBER;
    return class & GLYPH_DIGIT ? heads | 1u << HEAD_DATE : heads;
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

bool heads_reads(const struct sheet *sheet, const struct line *line, enum head head)
{
    size_t n, l = sheet_index(sheet, line);
    const uint16_t *units = sheet_units(sheet, l, &n);
    const char *text = sheet->text.at + sheet->places[l].from;
    size_t left = sheet->text.n - sheet->places[l].from;
    for (const struct span *w = lists[head]; w->n; w++) {
        bool han = (unsigned char)w->at[0] > 0xE3 && (unsigned char)w->at[0] < 0xEF;
        if (han && (left < 3 || memcmp(text, w->at, 3) != 0)) continue;
        if (begins(units, n, *w)) return true;
    }
    return false;
}

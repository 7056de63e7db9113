// SPDX-License-Identifier: Apache-2.0
//
// What stands in a bracket: authors' names, a body, a credit, or something else. A name is
// told by its length and its family name; `（试行）` and `（下同）` have none.
#include "stages/segment/glyph.h"
#include "stages/segment/pattern.h"

// Family names by number of bearers, about the four hundred most common.
static const char family_names[] =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏"
    "卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯"
    "邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申"
    "尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜肖詹关苗凌费纪靳盛童欧甄项曲"
    "成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚"
    "丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻"
    "揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌"
    "银扬明沙薄伏岑习胥保和蔺於諸姒郗厉巴茅平斯昝储仝闫萬葉張陳劉趙黃吳孫馬羅鄭謝韓馮"
    "於蕭許鄧韋蔣賈閻鍾薑範鄒陸龔龐蘭嚴聞戎莘俱湛湯蒲綦卿粟邝郇寿麻佘鹿丰闻慎浦阙佴尉寇乜干荀羊於惠糕璩濮寿逄亓爱达占信战才戈牧水别庚";
static const char *const compound_names[] = {"欧阳", "上官", "司马", "诸葛", "司徒", "东方",
                                             "皇甫", "尉迟", "公孙", "夏侯", "令狐", "慕容",
                                             "端木", "长孙", "宇文", NULL};
static const char *const body_ends[] = {
    "部",   "局",   "办",   "委",   "院",   "校",   "馆",   "社",   "站",   "队",
    "所",   "处",   "科",   "室",   "会",   "厅",   "团",   "台",   "行",   "公司",
    "中心", "街道", "集团", "法院", "联",   "镇",   "乡",   "政协", "人大", NULL};
static const char *const credit_ends[] = {"供稿", "摄",   "摄影", "提供", "供图", "图",
                                          "拍摄", "绘",   "绘制", "摄制", "资料图片", NULL};
static const char *const credit_starts[] = {"摄影", "图片", "供稿", "供图", "来源", "资料图",
                                            "图/",  "图／", "摄/",  NULL};
static const char *const writer_starts[] = {"撰稿人", "撰稿", "供稿人", "执笔", "作者",
                                            "撰写",   "编写", "审稿",   "整理", NULL};

static bool is_family_name(struct span s)
{
    size_t n = utf8_width(s.at[0]);
    if (pattern_starts(s, compound_names)) return true;
    for (size_t i = 0; i + n < sizeof family_names; i += 3)
        if (n == 3 && memcmp(family_names + i, s.at, n) == 0) return true;
    return false;
}

// The next word of a list of names from *i on: Chinese characters between white space and
// commas. A single character takes the single one after it along (`郑  磊`).
static struct span next_word(struct span s, size_t *i, size_t *characters)
{
    size_t from = s.n, to = s.n;
    *characters = 0;
    while (*i < s.n) {
        size_t at = *i, next = at;
        uint32_t c = utf8_next(s, &next);
        unsigned class = glyph_class(c);
        bool parts = class & (GLYPH_SPACE | GLYPH_PAUSE | GLYPH_SEMI);
        if (parts && *characters > 1) break;
        if (parts && *characters == 1 && !(class & GLYPH_SPACE)) break;
        *i = next;
        if (parts) continue;
        if (*characters == 0) from = at;
        to = next;
        *characters += 1;
        if (*characters == 2 && to - from > 6) break; // 郑  磊
    }
    return span_cut(s, from, to);
}

static struct span without_label(struct span s)
{
    s = utf8_trim(s);
    for (const char *const *w = writer_starts; *w; w++) {
        if (!span_starts(s, span_of(*w))) continue;
        s = utf8_trim(span_cut(s, strlen(*w), s.n));
        break;
    }
    size_t i = 0;
    if (s.n && glyph_class(utf8_next(s, &i)) & GLYPH_COLON)
        s = utf8_trim(span_cut(s, i, s.n));
    return s;
}

static bool are_names(struct span s)
{
    size_t words = 0, known = 0;
    for (size_t i = 0; i < s.n;) {
        size_t characters;
        struct span word = next_word(s, &i, &characters);
        if (word.n == 0) break;
        for (size_t k = 0; k < word.n;) {
            uint32_t c = utf8_next(word, &k);
            if (!(glyph_class(c) & GLYPH_HAN) && !utf8_is_space(c) && c != 0xB7)
                return false;
        }
        if (characters < 2 || characters > 4) return false;
        words++;
        known += is_family_name(word);
    }
    return words > 0 && words <= 12 && known * 3 >= words * 2;
}

enum holds pattern_holds(struct span inner)
{
    inner = utf8_trim(inner);
    if (inner.n == 0) return HOLDS_OTHER;
    if (pattern_starts(inner, credit_starts) || pattern_ends(inner, credit_ends))
        return HOLDS_CREDIT;
    struct span names = without_label(inner);
    if (names.n == 0) return HOLDS_OTHER;
    if (are_names(names)) return HOLDS_NAMES;
    bool long_enough = names.n >= 9 && names.n <= 120;
    if (names.n != inner.n && long_enough) return HOLDS_BODY;
    return long_enough && pattern_ends(names, body_ends) ? HOLDS_BODY : HOLDS_OTHER;
}

size_t pattern_authors(struct span inner, struct span *authors, size_t room)
{
    struct span names = without_label(inner);
    size_t n = 0;
    if (!are_names(names)) {
        if (n < room && names.n > 0) authors[n] = names;
        return 1;
    }
    for (size_t i = 0; i < names.n;) {
        size_t characters;
        struct span word = next_word(names, &i, &characters);
        if (word.n == 0) break;
        if (n < room) authors[n] = word;
        n++;
    }
    return n;
}

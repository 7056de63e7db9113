// SPDX-License-Identifier: Apache-2.0
//
// What stands in a bracket: authors' names, a body, a credit, or something else. A name
// is told by its length and its family name; `（试行）` and `（下同）` have none.
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
    "於蕭許鄧韋蔣賈閻鍾薑範鄒陸龔龐蘭嚴聞戎莘俱湛湯蒲綦卿粟邝郇寿麻佘鹿丰闻慎浦阙佴尉寇乜"
    "干荀羊於惠糕璩濮寿逄亓爱达占信战才戈牧水别庚";
static const struct span compound_names[] = {
    SPAN("欧阳"), SPAN("上官"), SPAN("司马"), SPAN("诸葛"), SPAN("司徒"), SPAN("东方"),
    SPAN("皇甫"), SPAN("尉迟"), SPAN("公孙"), SPAN("夏侯"), SPAN("令狐"), SPAN("慕容"),
    SPAN("端木"), SPAN("长孙"), SPAN("宇文"), {0}};
static const struct span body_ends[] = {
    SPAN("部"), SPAN("局"),   SPAN("办"),   SPAN("委"),   SPAN("院"),   SPAN("校"),
    SPAN("馆"), SPAN("社"),   SPAN("站"),   SPAN("队"),   SPAN("所"),   SPAN("处"),
    SPAN("科"), SPAN("室"),   SPAN("会"),   SPAN("厅"),   SPAN("团"),   SPAN("台"),
    SPAN("行"), SPAN("公司"), SPAN("中心"), SPAN("街道"), SPAN("集团"), SPAN("法院"),
    SPAN("联"), SPAN("镇"),   SPAN("乡"),   SPAN("政协"), SPAN("人大"), {0}};
static const struct span credit_ends[] = {
    SPAN("供稿"), SPAN("摄"),       SPAN("摄影"), SPAN("提供"),
    SPAN("供图"), SPAN("图"),       SPAN("拍摄"), SPAN("绘"),
    SPAN("攝"),   SPAN("攝影"),     SPAN("圖"),   SPAN("绘制"),
    SPAN("摄制"), SPAN("资料图片"), SPAN("整理"), SPAN("撰稿"),
    SPAN("编写"), SPAN("辑录"),     {0}};
static const struct span credit_starts[] = {
    SPAN("摄影"),   SPAN("图片"), SPAN("供稿"), SPAN("供图"), SPAN("来源"),
    SPAN("资料图"), SPAN("图/"),  SPAN("图／"), SPAN("摄/"),  {0}};
// What stands before names and says what they did; the longer words first.
static const struct {
    struct span word;
    bool writes; // those are authors; who read and printed is not
} roles[] = {
    {SPAN("執筆"), true},    {SPAN("撰稿單位"), true},  {SPAN("供稿單位"), true},
    {SPAN("撰稿人"), true},  {SPAN("撰稿单位"), true},  {SPAN("撰稿"), true},
    {SPAN("供稿人"), true},  {SPAN("供稿单位"), true},  {SPAN("供稿"), true},
    {SPAN("执笔人"), true},  {SPAN("执笔"), true},      {SPAN("作者"), true},
    {SPAN("撰写"), true},    {SPAN("编写"), true},      {SPAN("整理"), true},
    {SPAN("审稿人"), false}, {SPAN("审稿"), false},     {SPAN("审核"), false},
    {SPAN("校对"), false},   {SPAN("责任编辑"), false}, {SPAN("编辑"), false},
    {SPAN("摄影"), false},   {SPAN("文"), true},        {SPAN("图"), false},
};

// Words in brackets that are as short as names.
static const struct span no_names[] = {
    SPAN("试行"), SPAN("草案"), SPAN("修订"), SPAN("节选"), SPAN("摘要"), SPAN("待续"),
    SPAN("续完"), SPAN("暂行"), SPAN("讨论"), SPAN("送审"), SPAN("征求"), SPAN("万元"),
    SPAN("亿元"), SPAN("万吨"), SPAN("单位"), SPAN("平方"), SPAN("公里"), SPAN("千米"),
    SPAN("公顷"), SPAN("美元"), SPAN("合计"), SPAN("以上"), SPAN("以下"), SPAN("下同"),
    SPAN("略"),   SPAN("见附"), SPAN("附后"), SPAN("表一"), SPAN("图"),   SPAN("不含"),
    SPAN("包括"), SPAN("其中"), SPAN("族"),   SPAN("任职"), SPAN("离任"), SPAN("免职"),
    SPAN("挂职"), {0}};

static bool is_family_name(struct span s)
{
    if (s.n < 3 || utf8_width(s.at[0]) != 3) return false;
    if (pattern_starts(s, compound_names)) return true;
    for (size_t i = 0; i + 3 < sizeof family_names; i += 3)
        if (memcmp(family_names + i, s.at, 3) == 0) return true;
    return false;
}

// The next word of a list, between white space and commas; its characters are counted.
static struct span next_token(struct span s, size_t *i, size_t *characters)
{
    size_t from = s.n, to = s.n;
    *characters = 0;
    while (*i < s.n) {
        size_t at = *i, next = at;
        unsigned class = glyph_class(utf8_next(s, &next));
        bool parts = class & (GLYPH_SPACE | GLYPH_PAUSE | GLYPH_SEMI);
        if (parts && *characters > 0) break;
        *i = next;
        if (parts) continue;
        if (*characters == 0) from = at;
        to = next;
        *characters += 1;
    }
    return span_cut(s, from, to);
}

static bool single_follows(struct span s, size_t i)
{
    size_t characters;
    return next_token(s, &i, &characters).n > 0 && characters == 1;
}

// The next name: a word, or single characters set apart (`郑  磊`, `姜 雨 桐`).
static struct span next_word(struct span s, size_t *i, size_t *characters)
{
    struct span word = next_token(s, i, characters);
    if (*characters != 1 || !single_follows(s, *i)) return word;
    size_t one, two = *i;
    struct span second = next_token(s, i, &one);
    *characters = 2;
    two = *i;
    bool three = single_follows(s, two);
    struct span third = next_token(s, &two, &one);
    if (three && !single_follows(s, two)) {
        *i = two;
        *characters = 3;
        second = third;
    }
    return (struct span){word.at, (size_t)(second.at + second.n - word.at)};
}

// `审稿` between two names.
static bool is_label(struct span word)
{
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
        if (span_eq(word, roles[k].word)) return true;
    return false;
}

// A part of a bracket: what its label says, and the names behind it.
struct part {
    struct span names;
    bool labelled, writes;
};

// Takes the label (`审稿人：`, `文/`) at the head of s off. Behind other names it has a
// sign or white space behind it.
static struct part part_of(struct span s, bool first)
{
    struct part part = {.names = utf8_trim(s), .writes = true};
    for (size_t k = 0; k < sizeof roles / sizeof *roles; k++) {
        struct span word = roles[k].word;
        if (!span_starts(part.names, word) || part.names.n == word.n) continue;
        struct span rest = utf8_trim(span_cut(part.names, word.n, part.names.n));
        bool spaced = rest.at != part.names.at + word.n;
        size_t i = 0;
        uint32_t c = rest.n ? utf8_next(rest, &i) : 0;
        bool sign = glyph_class(c) & GLYPH_COLON || c == '/' || c == 0xFF0F;
        if (!sign && (word.n == 3 || (!first && !spaced))) continue;
        part.names = sign ? utf8_trim(span_cut(rest, i, rest.n)) : rest;
        part.labelled = true;
        part.writes = roles[k].writes;
        break;
    }
    return part;
}

// `区政府办`, `市农业农村局`, `临平街道`: a body and no name. One as short as a name has
// no family name at its head, or ends in two characters that no name has.
static bool is_body(struct span word, size_t characters)
{
    static const struct span sure[] = {SPAN("公司"), SPAN("中心"), SPAN("街道"),
                                       SPAN("集团"), SPAN("法院"), SPAN("政协"),
                                       SPAN("人大"), {0}};
    if (characters < 3 || characters > 24 || !pattern_ends(word, body_ends)) return false;
    if (characters > 4 || pattern_ends(word, sure)) return true;
    bool compound = pattern_starts(word, compound_names);
    return characters == 4 ? !compound : !is_family_name(word);
}

// How many words of the list are known family names' and bodies' by their ends; false
// where some word cannot be a name at all.
static bool count_names(struct span s, size_t *words, size_t *known)
{
    size_t brief = 0;
    *words = *known = 0;
    for (size_t i = 0; i < s.n;) {
        size_t characters;
        struct span word = next_word(s, &i, &characters);
        if (word.n == 0) break;
        if (is_label(word)) continue;
        *words += 1;
        bool foreign = false; // 阿不力孜·买买提
        if (characters > 4 && characters <= 24 && pattern_ends(word, body_ends)) {
            *known += 1;
            continue;
        }
        brief += is_body(word, characters);
        for (size_t k = 0; k < word.n;) {
            uint32_t c = utf8_next(word, &k);
            foreign = foreign || glyph_class(c) & GLYPH_LATIN || c == 0xB7;
            if (!(glyph_class(c) & (GLYPH_HAN | GLYPH_LATIN)) && !utf8_is_space(c) &&
                c != 0xB7 && c != '.')
                return false;
        }
        if (characters > (foreign ? 20u : 4u)) return false;
        *known += !is_body(word, characters) && is_family_name(word);
    }
    // Beside a person, a short body is known by its end.
    if (*known > 0) *known += brief;
    return *words > 0 && *words <= 12;
}

static bool are_names(struct span s)
{
    size_t words, known;
    if (!count_names(s, &words, &known) || known * 3 < words * 2) return false;
    if (s.n > 15 && pattern_cells(s) == 1 && pattern_ends(s, body_ends)) return false;
    return !pattern_holds_any(s, no_names);
}

bool pattern_names(struct span s)
{
    return are_names(s);
}

bool pattern_may_be_names(struct span inner)
{
    size_t words, known, first = 0;
    inner = utf8_trim(inner);
    if (inner.n > 0 && glyph_is_numeral(utf8_next(inner, &first)) && first == inner.n)
        return false; // （二）
    return count_names(inner, &words, &known) && !pattern_holds_any(inner, no_names);
}

bool pattern_persons(struct span s)
{
    size_t words, known;
    if (!count_names(s, &words, &known) || pattern_holds_any(s, no_names)) return false;
    for (size_t i = 0; i < s.n;) {
        size_t characters;
        struct span word = next_word(s, &i, &characters);
        if (word.n > 0 && (characters < 2 || pattern_ends(word, body_ends))) return false;
    }
    return true;
}

// The next part of a bracket's inside, up to a semicolon or the next label
// (`撰稿：虞蓓；审稿：王丙申`, `撰稿人：费  翔    审稿人：储德胜`).
static struct part next_part(struct span s, size_t *i)
{
    size_t from = *i, to = from;
    bool first = from == 0, apart = false;
    while (*i < s.n) {
        to = *i;
        if (apart && part_of(span_cut(s, to, s.n), false).labelled) break;
        unsigned class = glyph_class(utf8_next(s, i));
        if (class & GLYPH_SEMI) break;
        apart = to > from && class & (GLYPH_SPACE | GLYPH_PAUSE);
        to = *i;
    }
    return part_of(span_cut(s, from, to), first);
}

// Behind a label the shape is enough.
static bool part_names(struct part part)
{
    return are_names(part.names) || (part.labelled && pattern_persons(part.names));
}

static bool all_names(struct span s)
{
    size_t parts = 0;
    for (size_t i = 0; i < s.n; parts++)
        if (!part_names(next_part(s, &i))) return false;
    return parts > 0;
}

enum holds pattern_holds(struct span inner)
{
    inner = utf8_trim(inner);
    if (inner.n == 0) return HOLDS_OTHER;
    if (pattern_starts(inner, credit_starts) || pattern_ends(inner, credit_ends))
        return HOLDS_CREDIT;
    if (all_names(inner)) return HOLDS_NAMES;
    struct span names = part_of(inner, true).names;
    bool long_enough = names.n >= 9 && names.n <= 120;
    if (names.n != inner.n && long_enough) return HOLDS_BODY;
    return long_enough && pattern_ends(names, body_ends) ? HOLDS_BODY : HOLDS_OTHER;
}

// Whether the part of a bracket holds a person, not bodies alone.
static bool has_person(struct span part)
{
    for (size_t i = 0; i < part.n;) {
        size_t characters;
        struct span word = next_word(part, &i, &characters);
        if (word.n > 0 && !is_body(word, characters)) return true;
    }
    return false;
}

// The authors of one part; bodies only where it names no person.
static size_t part_authors(struct part part, struct span *authors, size_t n, size_t room)
{
    bool names = part_names(part), person = names && has_person(part.names);
    for (size_t i = 0; i < part.names.n;) {
        size_t characters = 0;
        struct span word = names ? next_word(part.names, &i, &characters) : part.names;
        if (!names) i = part.names.n;
        if (word.n == 0) break;
        if (is_label(word)) continue;
        if (person && is_body(word, characters)) continue;
        if (n < room) authors[n] = word;
        n++;
    }
    return n;
}

// Who wrote it: of all parts those that say so, and of those the ones with persons.
size_t pattern_authors(struct span inner, struct span *authors, size_t room)
{
    size_t n = 0;
    bool writers = false, persons = false;
    inner = utf8_trim(inner);
    for (size_t p = 0; p < inner.n;) {
        struct part part = next_part(inner, &p);
        writers = writers || part.writes;
        persons = persons || (part.writes && part_names(part) && has_person(part.names));
    }
    for (size_t p = 0; p < inner.n;) {
        struct part part = next_part(inner, &p);
        if (writers && !part.writes) continue;
        if (persons && !(part_names(part) && has_person(part.names))) continue;
        n = part_authors(part, authors, n, room);
    }
    return n;
}

// SPDX-License-Identifier: Apache-2.0
//
// One row a class; a character belongs to the first row that lists it. The table is
// filled once, before main, and is constant from then on.
#include "stages/tag/classes.h"

#include "stages/base/utf8.h"

static const char *const rows[] = {
    "0",
    "一二三四五六七八九十百千万亿零两〇",
    "A",
    " ",
    "，,",
    "。！？!?",
    "、",
    "；;",
    "：:",
    "(",
    ")",
    "“",
    "”",
    "《",
    "》",
    "【[",
    "】]",
    "·",
    ".",
    "-—~～–",
    "%‰℃",
    "/",
    // What names of divisions end in.
    "省市县州盟旗",
    "区",
    "镇乡",
    "村屯庄寨",
    // Of ways, waters, buildings and grounds.
    "路街巷弄道桥线",
    "江河湖海溪港湾岛塘渠",
    "山峰岭谷坡洞",
    "园苑楼厦塔寺庙亭馆城场广坊里院",
    // Of bodies.
    "局委办厅署会处科室",
    "部司厂社校所站店行团队组",
    // Posts.
    "长任记员席",
    // Numbers and measures.
    "个名人次项家户件起场位批期届",
    "年月日时分",
    "元吨米亩里公",
    // Function words.
    "的之",
    "和与及或",
    "在于从到至由向对以为",
    "被将把使让",
    "了着过",
    "等",
    "是有",
    "各全本该其",
    "新老原旧",
    "第",
    "东西南北中",
    "上下前后内外",
    "大小高",
    // The commonest surnames.
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛余潘杜戴夏钟汪田姜范石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟龙雷钱汤尹黎易常武"
    "乔贺赖龚樊殷施陶洪翟颜倪严牛俞章葛韦毕聂焦柳邢岳柴",
    // Characters that given names like and other words rarely use.
    "伟芳娜敏丽强磊洋艳勇杰娟涛超霞刚桂英玉萍鹏华兰斌梅鑫波宇辉颖琳雪婷莉峰璐倩瑞萱豪健"
    "翔晓晨凯琴晶莹琪雯菲蕾薇佳怡洁珍琼淑贤仁俊浩昊轩睿哲瑜瑶琦璇妍媛彤欣悦娇嘉铭锋彬炳"
    "钧锦旭昌盛祥福禄寿松柏根荣富贵忠诚信义孝廉耀辰曦岚翠凤鸾燕莺珠玲珊瑾卿",
};

enum {
    ROWS = sizeof rows / sizeof *rows,
    HAN = CLASSES_EDGE + 1 + ROWS,
    OTHER,
    TABLE = 65536
};

static uint8_t table[TABLE];

__attribute__((constructor)) static void fill(void)
{
    for (size_t r = ROWS; r > 0; r--) {
        struct span row = span_of(rows[r - 1]);
        for (size_t i = 0; i < row.n;) {
            uint32_t c = utf8_next(row, &i);
            if (c < TABLE) table[c] = (uint8_t)(CLASSES_EDGE + r);
        }
    }
}

uint8_t classes_of(uint32_t folded)
{
    if (folded < TABLE && table[folded]) return table[folded];
    return utf8_is_han(folded) ? HAN : OTHER;
}

// SPDX-License-Identifier: Apache-2.0
//
// Takes counts off phrases: 常务会议8次, 等荣誉116项, 资金2.93亿元, 10条道路, 首届….
#include "stages/event/phrase.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"

static int ask(const struct rules *rules, const char *name, uint64_t *bit)
{
    *bit = rules_class(rules, name);
    if (*bit) return 0;
    log_warn("words.txt: there is no class '%s'", name);
    return -1;
}

int phrase_classes(const struct rules *rules, struct classes *classes)
{
    const struct {
        const char *name;
        uint64_t *bit;
    } wanted[] = {{"modal", &classes->modal},
                  {"negation", &classes->negation},
                  {"aspect", &classes->aspect},
                  {"habit", &classes->habit},
                  {"conjunction", &classes->conjunction},
                  {"by", &classes->by},
                  {"at", &classes->at},
                  {"disposal", &classes->disposal},
                  {"with", &classes->with},
                  {"toward", &classes->toward},
                  {"joint", &classes->joint},
                  {"light", &classes->light},
                  {"verb", &classes->verb},
                  {"delegation", &classes->delegation},
                  {"attend", &classes->attend},
                  {"filler", &classes->filler},
                  {"classifier", &classes->classifier},
                  {"measure", &classes->measure},
                  {"money", &classes->money},
                  {"division", &classes->division},
                  {"no_division", &classes->no_division},
                  {"scope", &classes->scope},
                  {"grant", &classes->grant},
                  {"collective", &classes->collective},
                  {"taking_part", &classes->taking_part},
                  {"vague_head", &classes->vague_head},
                  {"head_task", &classes->head_task},
                  {"head_vague", &classes->head_vague},
                  {"plan_heading", &classes->plan_heading},
                  {"review_heading", &classes->review_heading}};
    int failed = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        failed |= ask(rules, wanted[i].name, wanted[i].bit);
    for (size_t i = 0; i < RULES_CLASSES; i++)
        if (span_starts(rules_class_name(rules, i), SPAN("head_")))
            classes->heads |= (uint64_t)1 << i;
    return failed;
}

const struct hit *phrase_hit(const struct passage *p, uint32_t i)
{
    size_t h = p->letters.at[i].hit;
    return h < p->hits.n && p->hits.at[h].from == i ? &p->hits.at[h] : NULL;
}

struct range phrase_trim(const struct passage *p, struct range range)
{
    while (range.from < range.to && utf8_is_space(p->letters.at[range.from].c))
        range.from++;
    while (range.from < range.to && utf8_is_space(p->letters.at[range.to - 1].c))
        range.to--;
    return range;
}

uint64_t phrase_words(const struct passage *p, struct range range)
{
    uint64_t bits = 0;
    for (size_t h = p->letters.at[range.from].hit; h < p->hits.n; h++) {
        if (p->hits.at[h].from >= range.to) break;
        bits |= p->hits.at[h].word->classes;
    }
    return bits;
}

// A letter of a number, or a space beside one (处置 700 多次).
static bool plain_number(const struct passage *p, uint32_t i)
{
    return p->letters.at[i].mention == NONE &&
           (clause_is_number(p->letters.at[i].c) || utf8_is_space(p->letters.at[i].c));
}

// The number that ends at `to` (余 and 多 of 30余 belong to it); empty where there is
// none.
static struct range number_before(const struct passage *p, uint32_t least, uint32_t to)
{
    uint32_t from = to;
    while (from > least && plain_number(p, from - 1))
        from--;
    return phrase_trim(p, (struct range){from, to});
}

// The last hit that ends at `to`, or NULL.
static const struct hit *hit_before(const struct passage *p, uint32_t to)
{
    size_t h = p->letters.at[to].hit;
    return h > 0 && p->hits.at[h - 1].to == to ? &p->hits.at[h - 1] : NULL;
}

bool phrase_is_session(const struct passage *p, uint32_t number)
{
    enum { TERM = 0x5C4A, ORDER = 0x7B2C }; // 届第
    if (number > 0 && p->letters.at[number - 1].c == TERM) return true;
    uint32_t i = number;
    while (i < p->letters.n && plain_number(p, i))
        i++;
    if (i + 1 >= p->letters.n || p->letters.at[i].c != TERM) return false;
    return plain_number(p, i + 1) || p->letters.at[i + 1].c == ORDER;
}

// True for the number of 第30届 and 前3名 and for the 零 of 零部件, which count nothing.
static bool is_ordinal(const struct passage *p, uint32_t number)
{
    uint32_t before = number > 0 ? p->letters.at[number - 1].c : 0;
    bool zero = p->letters.at[number].c == 0x96F6 && !plain_number(p, number + 1);
    return zero || before == 0x7B2C || before == 0x524D ||
           phrase_is_session(p, number); // 第前
}

static void take_trailing(const struct passage *p, const struct classes *classes,
                          struct phrase *phrase)
{
    struct range *noun = &phrase->noun;
    const struct hit *hit = hit_before(p, noun->to);
    if (!hit || !(hit->word->classes & (classes->classifier | classes->measure))) return;
    const struct hit *unit = hit_before(p, hit->from); // 家 of 3836家次
    if (unit && unit->from > noun->from && unit->word->classes & classes->classifier)
        hit = unit;
    struct range number = number_before(p, noun->from, hit->from);
    if (number.from == number.to || is_ordinal(p, number.from)) return;
    phrase->count = number;
    phrase->unit = hit;
    phrase->measured = !(hit->word->classes & classes->classifier);
    noun->to = number.from;
}

// True where a measure begins with what may be the end of a number: 380万元.
static bool measure_at(const struct passage *p, const struct classes *classes, uint32_t i)
{
    const struct hit *hit = phrase_hit(p, i);
    return hit && hit->word->classes & classes->measure &&
           !(hit->word->classes & classes->classifier);
}

// Past what belongs to a measure or leads from it to what it is for: 5000万元以上项目,
// 380万元用于大坝加固.
static uint32_t behind_measure(const struct passage *p, uint32_t i, uint32_t to)
{
    static const char *const words[] = {"以上", "以下", "左右", "用于", "用来"};
    enum { LETTERS = 2 };
    for (size_t k = 0; k < sizeof words / sizeof words[0] && i + LETTERS <= to; k++)
        if (span_eq(clause_text(p, i, i + LETTERS), span_of(words[k])))
            return i + LETTERS;
    return i;
}

static void take_leading(const struct passage *p, const struct classes *classes,
                         struct phrase *phrase)
{
    struct range *noun = &phrase->noun;
    uint32_t i = noun->from;
    while (i < noun->to && plain_number(p, i) && !measure_at(p, classes, i))
        i++;
    if (i == noun->from && i < noun->to && measure_at(p, classes, i)) {
        uint32_t unit = phrase_hit(p, i)->to, behind = behind_measure(p, unit, noun->to);
        if (behind > unit && behind < noun->to) noun->from = behind; // 亿元以上项目
        return;
    }
    if (i == noun->from || i == noun->to) return;
    const struct hit *hit = phrase_hit(p, i);
    bool known = hit && hit->word->classes & (classes->classifier | classes->measure);
    if (!known || hit->to >= noun->to || is_ordinal(p, noun->from)) return;
    if (phrase->count.from == phrase->count.to) {
        phrase->count = phrase_trim(p, (struct range){noun->from, i});
        phrase->unit = hit;
        phrase->measured = !(hit->word->classes & classes->classifier);
        phrase->leading = true;
    }
    noun->from = phrase->measured ? behind_measure(p, hit->to, noun->to) : hit->to;
}

struct phrase phrase_read(const struct passage *p, const struct classes *classes,
                          struct range range)
{
    struct phrase phrase = {.noun = phrase_trim(p, range)};
    if (range.from < range.to) take_trailing(p, classes, &phrase);
    if (phrase.noun.to > phrase.noun.from &&
        p->letters.at[phrase.noun.to - 1].c == 0x7B49)
        phrase.noun.to--; // 等
    if (phrase.noun.from < phrase.noun.to) take_leading(p, classes, &phrase);
    phrase.noun = phrase_trim(p, phrase.noun);
    return phrase;
}

// ---- numbers --------------------------------------------------------------------------

static int digit_of(uint32_t c)
{
    static const uint32_t digits[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    if (c >= '0' && c <= '9') return (int)(c - '0');
    if (c >= 0xFF10 && c <= 0xFF19) return (int)(c - 0xFF10);
    if (c == 0x4E24) return 2; // 两
    if (c == 0x3007) return 0; // 〇
    for (int i = 0; i < 10; i++)
        if (c == digits[i]) return i;
    return -1;
}

static double scale_of(uint32_t c)
{
    return c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : 0; // 十百千
}

static double myriad_of(uint32_t c)
{
    return c == 0x4E07 ? 1e4 : c == 0x4EBF ? 1e8 : 0; // 万亿
}

int64_t phrase_number(const struct passage *p, struct range range)
{
    double total = 0, section = 0, number = 0, fraction = 0;
    bool any = false;
    for (uint32_t i = range.from; i < range.to; i++) {
        uint32_t c = p->letters.at[i].c;
        int digit = digit_of(c);
        double scale = scale_of(c), myriad = myriad_of(c);
        if (digit >= 0) {
            number = fraction > 0 ? number + digit * fraction : number * 10 + digit;
            if (fraction > 0) fraction /= 10;
        } else if (scale > 0) {
            section += (any && number > 0 ? number : 1) * scale;
            number = 0;
        } else if (myriad > 0) {
            total = (total + section + number) * myriad;
            section = number = fraction = 0;
        } else if (c == '.' || c == 0xFF0E) {
            fraction = 0.1;
        } else if (c == '%' || c == 0xFF05 || c == 0x51E0 || c == 0x6570) { // 几数
            return NO_NUMBER;
        }
        any |= digit >= 0 || scale > 0;
    }
    double value = total + section + number;
    if (!any || value < 1 || value > 1e12) return NO_NUMBER;
    int64_t whole = (int64_t)(value + 0.5);
    double off = value - (double)whole;
    return off < 1e-3 && off > -1e-3 ? whole : NO_NUMBER;
}

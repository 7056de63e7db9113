// SPDX-License-Identifier: Apache-2.0
//
// Cuts a paragraph into letters, zones, words, clauses and sentences; each in one pass,
// so that the cost is linear in the paragraph whatever it holds. Brackets and quotes that
// do not close are plain characters. Clauses end at ，。；：！？ and their narrow forms
// outside every zone, and not between digits (`1,234`, `10:30`). Memory: the arena.
#include "stages/event/clause.h"

#include "stages/base/utf8.h"
#include "stages/event/title.h"

// Most letters are Chinese characters, and none of these is a mark of any kind.
static bool is_ideograph(uint32_t c)
{
    return c >= 0x3400 && c < 0xA000;
}

bool clause_is_stop(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == '!' || c == '?';
}

static bool is_break(uint32_t c)
{
    return clause_is_stop(c) || c == 0xFF0C || c == ',' || c == 0xFF1B || c == ';' ||
           c == 0xFF1A || c == ':';
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

bool clause_is_number(uint32_t c)
{
    switch (c) {
    case 0x4E00:
    case 0x4E8C:
    case 0x4E09:
    case 0x56DB:
    case 0x4E94:
    case 0x516D: // 一-六
    case 0x4E03:
    case 0x516B:
    case 0x4E5D:
    case 0x5341:
    case 0x767E:
    case 0x5343: // 七-千
    case 0x4E07:
    case 0x4EBF:
    case 0x4E24:
    case 0x3007:
    case 0x96F6: // 万亿两〇零
    case 0x4F59:
    case 0x591A:
    case 0x51E0:
    case 0x6570: // 余多几数
    case '.':
    case '%':
    case 0xFF0E:
    case 0xFF05:
        return true;
    default:
        return is_digit(c);
    }
}

struct pair {
    uint32_t open, close;
    uint8_t zone;
};

enum { PAIRS = 4 };

static const struct pair pairs[PAIRS] = {{0x300A, 0x300B, ZONE_TITLE},
                                         {0x201C, 0x201D, ZONE_QUOTE},
                                         {'(', ')', ZONE_BRACKET},
                                         {0xFF08, 0xFF09, ZONE_BRACKET}};

struct nesting { // of one pair, so far
    size_t depth, open;
};

static void mark_pair(struct passage *p, const struct pair *pair, size_t i,
                      struct nesting *nesting)
{
    uint32_t c = p->letters.at[i].c;
    if (c == pair->open && (nesting->depth == 0 || pair->zone != ZONE_QUOTE)) {
        if (nesting->depth++ == 0) nesting->open = i;
    } else if (c == pair->close && nesting->depth > 0 && --nesting->depth == 0) {
        for (size_t k = nesting->open; k <= i; k++)
            p->letters.at[k].zone |= pair->zone;
    }
}

static void mark_zones(struct passage *p)
{
    struct nesting nesting[PAIRS] = {0};
    for (size_t i = 0; i < p->letters.n; i++) {
        if (is_ideograph(p->letters.at[i].c)) continue;
        for (size_t k = 0; k < PAIRS; k++)
            mark_pair(p, &pairs[k], i, &nesting[k]);
    }
}

// The first letters, in `end` bytes, are the entry's title.
static void mark_head(struct passage *p, size_t end)
{
    for (size_t k = 0; k < p->letters.n && p->letters.at[k].at < end; k++)
        p->letters.at[k].zone |= ZONE_HEAD;
}

static void read_letters(struct passage *p, struct arena *arena)
{
    size_t n = utf8_count(p->text);
    p->letters.at = arena_raw(arena, (n + 1) * sizeof *p->letters.at);
    p->letters.n = n;
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        p->letters.at[i] = (struct letter){.at = (uint32_t)at, .mention = NONE};
        p->letters.at[i].c = utf8_next(p->text, &at);
    }
    p->letters.at[n] = (struct letter){.at = (uint32_t)p->text.n, .mention = NONE};
}

// The paragraph's first mention, by bisection: mentions come in order of paragraphs.
static size_t first_mention(const struct mentions *mentions, uint32_t para)
{
    size_t low = 0, high = mentions->mentions.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (mentions->mentions.at[middle].para < para)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void place_mentions(struct passage *p)
{
    size_t i = 0;
    for (size_t m = first_mention(p->mentions, p->para); m < p->mentions->mentions.n;
         m++) {
        const struct mention *mention = &p->mentions->mentions.at[m];
        if (mention->para != p->para) break;
        while (i < p->letters.n && p->letters.at[i].at < mention->from)
            i++;
        while (i < p->letters.n && p->letters.at[i].at < mention->to)
            p->letters.at[i++].mention = (uint32_t)m;
    }
}

// The letter behind a word that stands at letter i; i where the word reaches into a
// mention.
static uint32_t word_end(const struct passage *p, uint32_t i, const struct word *word)
{
    size_t end = p->letters.at[i].at + word->text.n;
    uint32_t to = i + 1;
    while (p->letters.at[to].at < end && p->letters.at[to].mention == NONE)
        to++;
    return p->letters.at[to].at < end ? i : to;
}

// Words stand outside mentions and never reach into one.
static void find_words(struct passage *p, const struct rules *rules, struct arena *arena)
{
    const uint16_t *opens = rules_opens(rules);
    size_t room = 0;
    uint32_t n = (uint32_t)p->letters.n;
    for (uint32_t i = 0, to = 0; i < n; i++) {
        struct letter *letter = &p->letters.at[i];
        letter->hit = (uint32_t)p->hits.n;
        bool may = i >= to && letter->mention == NONE && letter->c < 0x10000 &&
                   opens[letter->c] != opens[letter->c + 1];
        const struct word *word = may ? rules_longest(rules, p->text, letter->at) : NULL;
        uint32_t end = word ? word_end(p, i, word) : i;
        if (end == i) continue;
        ARENA_PUSH(arena, p->hits.at, p->hits.n, room) = (struct hit){i, end, word};
        to = end;
    }
    p->letters.at[n].hit = (uint32_t)p->hits.n;
}

static bool breaks(const struct passage *p, size_t i)
{
    const struct letter *letter = &p->letters.at[i];
    if (is_ideograph(letter->c) || !is_break(letter->c) ||
        letter->zone & (ZONE_TITLE | ZONE_QUOTE | ZONE_BRACKET))
        return false;
    bool narrow = letter->c == ',' || letter->c == ':';
    return !(narrow && i > 0 && is_digit(letter[-1].c) && is_digit(letter[1].c));
}

// True where a clause that grew beyond all measure may be cut before letter i: between
// words and names, so that none reaches over the cut.
static bool may_cut(const struct passage *p, uint32_t from, uint32_t i)
{
    enum { LONGEST_CLAUSE = 1000 };
    if (i - from < LONGEST_CLAUSE) return false;
    const struct letter *letter = &p->letters.at[i];
    size_t h = letter->hit;
    bool within = letter->mention != NONE && letter->mention == letter[-1].mention;
    return !within && (h == 0 || p->hits.at[h - 1].to <= i);
}

static void find_clauses(struct passage *p, struct arena *arena)
{
    size_t room = 0;
    uint32_t from = 0, n = (uint32_t)p->letters.n;
    for (uint32_t i = 0; i <= n; i++) {
        bool mark = i == n || breaks(p, i);
        if (mark || may_cut(p, from, i)) {
            uint32_t c = mark ? p->letters.at[i].c : 0;
            ARENA_PUSH(arena, p->clauses.at, p->clauses.n, room) =
                (struct clause){from, i, p->sentences, c};
            if (i == n || (mark && clause_is_stop(c))) p->sentences++;
            from = mark ? i + 1 : i;
        }
        p->letters.at[i].clause = (uint32_t)(p->clauses.n - (mark ? 1 : 0));
    }
}

struct passage *clause_passage(const struct rules *rules, const struct layout *layout,
                               const struct mentions *mentions, uint32_t para,
                               struct arena *arena)
{
    struct passage *p = ARENA_NEW(arena, struct passage, 1);
    p->para = para;
    p->text = layout->paragraphs.at[para].text;
    p->mentions = mentions;
    read_letters(p, arena);
    mark_zones(p);
    mark_head(p, title_end(layout, para));
    place_mentions(p);
    find_words(p, rules, arena);
    find_clauses(p, arena);
    return p;
}

void clause_mark_times(struct passage *passage, const struct times *times)
{
    size_t n = 0;
    const struct time_expression *all = time_expressions(times, passage->para, &n);
    uint32_t i = 0;
    for (size_t k = 0; k < n; k++) {
        while (i < passage->letters.n && passage->letters.at[i].at < all[k].from)
            i++;
        while (i < passage->letters.n && passage->letters.at[i].at < all[k].to)
            passage->letters.at[i++].zone |= ZONE_TIME;
    }
}

struct span clause_text(const struct passage *passage, uint32_t from, uint32_t to)
{
    return span_cut(passage->text, passage->letters.at[from].at,
                    passage->letters.at[to].at);
}

uint32_t clause_letter(const struct passage *passage, uint32_t at)
{
    size_t low = 0, high = passage->letters.n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (passage->letters.at[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

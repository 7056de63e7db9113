// SPDX-License-Identifier: Apache-2.0
//
// How far a title reaches. It ends with a word of titles.txt (主任); to its left it takes
// the bodies and places named directly before that (区人大常委会, mentions of the
// tagger), and where none is named all up to a mark or a word that no title holds
// (由副区长…, 9月5日上午市长…). A title is read from its end, in time proportional to its
// length. Pure.
#include "stages/event/positions_rules.h"

#include "stages/base/utf8.h"

enum { LONGEST_TITLE = 150, LONGEST_UNNAMED = 60, LONGEST_WORD = 4, GAP = 9 }; // bytes

size_t positions_back_over_space(struct span text, size_t at)
{
    while (at > 0) {
        size_t start = utf8_back(text, at), i = start;
        if (!utf8_is_space(utf8_next(text, &i))) break;
        at = start;
    }
    return at;
}

size_t positions_over_space(struct span text, size_t at)
{
    while (at < text.n) {
        size_t next = at;
        if (!utf8_is_space(utf8_next(text, &next))) break;
        at = next;
    }
    return at;
}

size_t positions_mentions_before(const struct positions_line *line, size_t at)
{
    size_t low = 0, high = line->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (line->mentions[middle].from < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

// The opening mark of what a closing one closes, or 0.
static uint32_t opening(uint32_t close)
{
    switch (close) {
    case 0x300B:
        return 0x300A; // 》
    case 0x201D:
        return 0x201C; // ”
    case 0xFF09:
        return 0xFF08; // ）
    case ')':
        return '(';
    default:
        return 0;
    }
}

static bool ends_title(uint32_t c)
{
    static const uint32_t marks[] = {0x3001, 0xFF0C, ',',    0x3002, 0xFF1B, ';',
                                     0xFF1A, ':',    0xFF01, 0xFF1F, '!',    '?',
                                     0x3010, 0x3011, 0x300A, 0x201C, 0xFF08, '(',
                                     0x2014, '/',    0x25A0, 0x25CF, 0x2605, 0x00B7};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (c == marks[i]) return true;
    return utf8_is_space(c);
}

// Back over a pair of marks that closes at byte `at`: 《浙江通志》, （筹）. Returns where
// it opens, or `at` where it does not within the length of a title.
static size_t back_over_pair(struct span text, size_t at, uint32_t open)
{
    size_t least = at > LONGEST_TITLE ? at - LONGEST_TITLE : 0;
    for (size_t i = at; i > least;) {
        i = utf8_back(text, i);
        size_t next = i;
        if (utf8_next(text, &next) == open) return i;
    }
    return at;
}

size_t positions_title_least(const struct positions_line *line, size_t at)
{
    struct span text = line->text;
    size_t least = at > LONGEST_TITLE ? at - LONGEST_TITLE : 0;
    while (at > least) {
        size_t start = utf8_back(text, at), next = start;
        uint32_t c = utf8_next(text, &next), open = opening(c);
        if (open) {
            start = back_over_pair(text, start, open);
            if (start == utf8_back(text, at)) return at;
        } else if (ends_title(c)) {
            return at;
        }
        at = start;
    }
    return at;
}

// 主 任, 副 书 记: the head with spaces between its characters. Returns where it begins,
// or `end` where there is none.
static size_t spaced_head(const struct positions_line *line, size_t end, uint32_t *value)
{
    char word[LONGEST_WORD * 4];
    size_t n = 0, at = end, best = end;
    for (int i = 0; i < LONGEST_WORD && at > 0; i++) {
        size_t start = utf8_back(line->text, at);
        size_t width = at - start, next = start;
        if (!utf8_is_han(utf8_next(line->text, &next))) break;
        memmove(word + width, word, n);
        memcpy(word, line->text.at + start, width);
        n += width;
        if (i > 0 && words_has(line->rules->titles, (struct span){word, n}, value))
            best = start;
        at = positions_back_over_space(line->text, start);
        if (at == start || start - at > GAP) break;
    }
    return best;
}

// Where the word with which a title ends begins; `end` where no title ends there. A title
// that a scan has damaged behind a named body is taken as it stands where it begins with
// 副: 区人大常委会副任何伟.
static size_t head_before(const struct positions_line *line, size_t end, uint32_t *value)
{
    size_t n = words_before(line->rules->titles, line->text, end, value);
    if (n) return end - n;
    size_t spaced = spaced_head(line, end, value);
    if (spaced < end) return spaced;
    *value = 0;
    size_t i = positions_mentions_before(line, end);
    const struct mention *m = i ? &line->mentions[i - 1] : NULL;
    if (m && m->type == ENTITY_ORG && m->to <= end && end - m->to <= 9) {
        struct span rest = span_cut(line->text, m->to, end);
        if (rest.n > 3 && span_starts(rest, SPAN("副"))) return m->to;
    }
    return end;
}

// Named bodies and places belong together side by side and around 驻: 缅甸驻南宁总领事.
static bool joined(struct span text, size_t from, size_t to)
{
    return from == to || span_eq(span_cut(text, from, to), SPAN("驻"));
}

// The first of the bodies and places that are named one behind the other and reach to the
// title's last part; `head` where none is named.
static size_t first_named(const struct positions_line *line, size_t least, size_t head,
                          size_t *named_to)
{
    size_t from = head;
    for (size_t i = positions_mentions_before(line, head); i > 0; i--) {
        const struct mention *m = &line->mentions[i - 1];
        if (m->from < least) break;
        if (m->to > head || m->type == ENTITY_PER) continue;
        if (from == head)
            *named_to = m->to;
        else if (m->to > from || !joined(line->text, m->to, from))
            break;
        from = m->from;
    }
    return from;
}

// Where what belongs to a title begins in [from, to): behind the last word that no title
// holds.
static size_t behind_stops(const struct positions_line *line, size_t from, size_t to)
{
    const struct words *keep = line->rules->around[AROUND_KEEP];
    const struct words *stop = line->rules->around[AROUND_STOP];
    size_t begin = from;
    for (size_t i = from; i < to;) {
        size_t kept = words_at(keep, line->text, i, NULL);
        size_t stopped = words_at(stop, line->text, i, NULL);
        if (kept && kept >= stopped) {
            i += kept;
        } else if (stopped) {
            i += stopped;
            if (i <= to) begin = i;
        } else {
            i += utf8_width(line->text.at[i]);
        }
    }
    return begin;
}

static bool has_digits(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] >= '0' && s.at[i] <= '9') return true;
    return false;
}

// Back over modifiers (副, 常务, 原) that stand before byte `at`.
static size_t back_over_modifiers(const struct positions_line *line, size_t at,
                                  size_t least)
{
    const struct words *modifiers = line->rules->around[AROUND_MODIFIER];
    for (size_t n; (n = words_before(modifiers, line->text, at, NULL)) > 0; at -= n)
        if (at - n < least) break;
    return at;
}

bool positions_title_before(const struct positions_line *line, size_t end, size_t least,
                            struct positions_title *title)
{
    uint32_t value = 0;
    size_t head = head_before(line, end, &value);
    if (head == end || head < least) return false;
    size_t mark = positions_title_least(line, head);
    if (mark > least) least = mark;
    size_t named_to = head, named = first_named(line, least, head, &named_to);
    size_t from = behind_stops(line, named < head ? named_to : least, head);
    if (named < head && from == named_to)
        from = back_over_modifiers(line, named, least);
    else if (has_digits(span_cut(line->text, from, head)) ||
             head - from > LONGEST_UNNAMED)
        from = back_over_modifiers(line, head, least);
    if (value & TITLE_JOB && named == head) return false;
    *title = (struct positions_title){from, end};
    return from < end;
}

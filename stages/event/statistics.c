// SPDX-License-Identifier: Apache-2.0
//
// Reads running text (entries and their bodies) for statistics, clause by clause: at each
// quantity it asks what stands before it in the clause. What is planned, quoted, in a
// title or in a document's name is left out. STATISTICS.md defines the records. Linear
// time: what stands before a quantity is looked at over the clause, which is cut at 600
// bytes.
#include "stages/event/statistics.h"

#include "stages/base/utf8.h"
#include "stages/event/statistics_find.h"
#include "stages/event/title.h"

enum { LONGEST_CLAUSE = 600 };

struct marks {
    int book, quote, title;          // how deep in 《》, “”, 【】
    int round;                       // in （）
    size_t outer_left, outer_clause; // what held before the bracket opened
};

static void open_clause(struct statistics_line *line, size_t at)
{
    line->clause = line->left = at;
}

static void open_bracket(struct statistics_line *line, struct marks *marks, size_t at)
{
    if (marks->round++ == 0) {
        marks->outer_left = line->left;
        marks->outer_clause = line->clause;
    }
    open_clause(line, at);
}

// Behind a bracket the clause goes on: 社区卫生服务中心(站点)12个.
static void close_bracket(struct statistics_line *line, struct marks *marks)
{
    if (marks->round == 0 || --marks->round > 0) return;
    line->left = marks->outer_left;
    line->clause = marks->outer_clause;
}

static void read_mark(struct statistics_line *line, struct marks *marks, uint32_t c,
                      size_t next)
{
    switch (c) {
    case 0x300A:
        marks->book++;
        break; // 《
    case 0x300B:
        marks->book -= marks->book > 0;
        break; // 》
    case 0x201C:
        marks->quote++;
        break; // “
    case 0x201D:
        marks->quote -= marks->quote > 0;
        break; // ”
    case 0x3010:
        marks->title++;
        break;   // 【
    case 0x3011: // 】
        *marks = (struct marks){.book = 0};
        open_clause(line, next);
        break;
    case '(':
    case 0xFF08:
        open_bracket(line, marks, next);
        break; // （
    case ')':
    case 0xFF09:
        close_bracket(line, marks);
        break;   // ）
    case 0x3002: // 。
    case 0xFF01:
    case 0xFF1F:
    case '!':
    case '?':
    case '\n':
        *marks = (struct marks){.book = 0};
        line->sentence = line->found->n;
        open_clause(line, next);
        break;
    case ',':
    case 0xFF0C: // ，
    case ';':
    case 0xFF1B: // ；
    case ':':
    case 0xFF1A: // ：
        if (!marks->quote && !marks->book) open_clause(line, next);
        break;
    default:
        break;
    }
}

// Reads what the digit at byte `at` begins; returns the byte behind.
static size_t read_digits(struct statistics_line *line, const struct marks *marks,
                          size_t at)
{
    const struct time_expression *e = statistics_time_at(line, at);
    if (e) return e->to;
    struct quantity quantity;
    bool outside = !marks->book && !marks->quote && !marks->title;
    if (!outside ||
        !statistics_quantity_read(line->rules, line->text, at, line->arena, &quantity))
        return at + statistics_quantity_digits(line->text, at);
    line->left = statistics_add(line, &quantity);
    return line->left > quantity.to ? line->left : quantity.to;
}

// True where byte `at` is part of a name (三门县).
static bool in_mention(const struct statistics_line *line, size_t at)
{
    size_t low = 0, high = line->n_mentions;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (line->mentions[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < line->n_mentions && line->mentions[low].from <= at;
}

static void read_line(struct statistics_line *line)
{
    struct marks marks = {.book = 0};
    line->sentence = line->found->n;
    for (size_t i = line->clause; i < line->text.n;) {
        char byte = line->text.at[i];
        if (byte >= '0' && byte <= '9') {
            i = read_digits(line, &marks, i);
            continue;
        }
        size_t next = i;
        uint32_t c = utf8_next(line->text, &next);
        bool numeral = c == 0x767E || statistics_is(line->rules, c, CHAR_NUMERAL); // 百
        if (numeral && !in_mention(line, i) && !statistics_time_at(line, i)) {
            size_t end = read_digits(line, &marks, i);
            i = end > i ? end : next;
            continue;
        }
        if (statistics_is(line->rules, c, CHAR_BREAKS)) read_mark(line, &marks, c, next);
        if (next - line->clause > LONGEST_CLAUSE) open_clause(line, next);
        i = next;
    }
}

static bool is_read(const struct paragraph *p)
{
    return (p->role == ROLE_ENTRY || p->role == ROLE_BODY) && p->dup_of == NONE;
}

// The entry that holds paragraph i, or NULL. *next: where to look first; entries stand in
// the order of their paragraphs.
static const struct entry *entry_of(const struct layout *layout, uint32_t i, size_t *next)
{
    for (; *next < layout->entries.n; ++*next) {
        const struct entry *e = &layout->entries.at[*next];
        if (e->paras.n == 0 || e->paras.at[e->paras.n - 1] < i) continue;
        return e->paras.at[0] <= i ? e : NULL;
    }
    return NULL;
}

enum { LONGEST_TITLE = 60, SHORTEST_TITLE = 6 }; // bytes

// Bytes of a title without marks that a wide gap sets apart:
// 绿化建设  全年新增绿地23万平方米.
static size_t title_bytes(struct span text)
{
    size_t title = 0, gap = 0; // where the last character ends; blanks behind it
    for (size_t i = 0; i < text.n && i < LONGEST_TITLE;) {
        size_t start = i;
        uint32_t c = utf8_next(text, &i);
        if (gap >= 2 && title >= SHORTEST_TITLE && !utf8_is_space(c)) return start;
        if (utf8_is_space(c)) {
            gap += c == 0x3000 ? 2 : 1;
            continue;
        }
        if (!utf8_is_han(c)) return 0;
        title = i;
        gap = 0;
    }
    return 0;
}

void statistics_find(const struct statistics_rules *rules,
                     const struct statistics_input *input, struct arena *arena,
                     struct events *events)
{
    const struct layout *layout = input->layout;
    const struct mention *mentions = input->mentions->mentions.at;
    size_t n = input->mentions->mentions.n, from = 0, to = 0, next_entry = 0;
    struct statistics_found found = {0};
    for (uint32_t i = 0; i < layout->paragraphs.n; i++) {
        for (from = to; to < n && mentions[to].para == i;)
            to++;
        if (!is_read(&layout->paragraphs.at[i]) || time_is_outlook(input->times, i))
            continue;
        struct statistics_line line = {.rules = rules,
                                       .times = input->times,
                                       .arena = arena,
                                       .para = i,
                                       .year = layout->year,
                                       .text = layout->paragraphs.at[i].text,
                                       .mentions = n ? mentions + from : NULL,
                                       .n_mentions = to - from,
                                       .first_mention = (uint32_t)from,
                                       .found = &found};
        line.times_at = time_expressions(input->times, i, &line.n_times);
        const struct entry *entry = entry_of(layout, i, &next_entry);
        if (entry && entry->year != NO_NUMBER) line.year = entry->year;
        size_t title = title_end(layout, i);
        open_clause(&line, title ? title : title_bytes(line.text));
        read_line(&line);
    }
    events->statistics.at = found.at;
    events->statistics.n = found.n;
}

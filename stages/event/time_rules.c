// SPDX-License-Identifier: Apache-2.0
//
// Reads the rules of data/time. Every mistake is said with file and line; one mistake and
// there are no rules. Memory: the tables, made once.
#include "stages/event/time_rules.h"

#include "stages/base/rows.h"
#include "stages/base/utf8.h"
#include "stages/event/time.h"

#include <stdlib.h>

// A table that grows by rows, and the words that index it.
struct table {
    struct words **words;
    void **array;
    size_t size; // of an element
    bool (*read)(const struct row *row, void *element);
    const char *form;
};

static int name_index(struct span name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (span_eq(name, span_of(names[i]))) return (int)i;
    return -1;
}

// Column i as a number from least to most.
static bool number(const struct row *row, size_t i, int least, int most, int *value)
{
    int64_t n;
    if (!rows_number(row->column[i], &n) || n < least || n > most) return false;
    *value = (int)n;
    return true;
}

static bool read_word(const struct row *row, void *element)
{
    static const char *const names[] = {
        "now",   "told-year",  "said-year", "year",  "years", "months",
        "close", "said-month", "said-day",  "tenth", "edge",  "edge-close"};
    struct time_word *word = element;
    word->kind = name_index(row->column[1], names, sizeof names / sizeof names[0]);
    switch (word->kind) {
    case WORD_NOW:
    case WORD_TOLD_YEAR:
    case WORD_SAID_YEAR:
    case WORD_SAID_MONTH:
    case WORD_SAID_DAY:
        return row->n == 3 && number(row, 2, -99, 99, &word->a);
    case WORD_MONTHS:
    case WORD_CLOSE:
        return row->n == 4 && number(row, 2, 1, 12, &word->a) &&
               number(row, 3, word->a, 12, &word->b);
    case WORD_YEARS:
        return row->n == 4 && number(row, 2, 0, 2200, &word->a) &&
               number(row, 3, word->a, 2200, &word->b);
    case WORD_TENTH:
        return row->n == 4 && number(row, 2, 1, 31, &word->a) &&
               number(row, 3, 0, 31, &word->b);
    case WORD_YEAR:
    case WORD_EDGE:
    case WORD_EDGE_CLOSE:
        return row->n == 2;
    default:
        return false;
    }
}

static bool read_era(const struct row *row, void *element)
{
    struct time_era *era = element;
    era->lunar = span_eq(row->column[3], SPAN("lunar"));
    return row->n == 4 && number(row, 1, 1, 2200, &era->first) &&
           number(row, 2, era->first, 2200, &era->last) &&
           (era->lunar || span_eq(row->column[3], SPAN("solar")));
}

static bool read_feast(const struct row *row, void *element)
{
    static const char *const names[] = {"lunar", "solar", "term"};
    struct time_feast *feast = element;
    feast->calendar = name_index(row->column[1], names, 3);
    return row->n == 4 && feast->calendar >= 0 && number(row, 2, 1, 12, &feast->month) &&
           number(row, 3, feast->calendar == FEAST_LUNAR ? 0 : 1, 31, &feast->day);
}

static bool read_plan(const struct row *row, void *element)
{
    struct time_plan *plan = element;
    return row->n == 3 && number(row, 1, 0, 2200, &plan->first) &&
           number(row, 2, plan->first, 2200, &plan->last);
}

static int read_table(const char *folder, const char *name, const struct table *table,
                      struct words *openers)
{
    struct rows *rows = rows_open(folder, name);
    if (!rows) return -1;
    *table->words = words_new();
    struct row row;
    size_t n = 0;
    while (rows_next(rows, &row)) {
        *table->array = xrealloc(*table->array, (n + 1) * table->size);
        void *element = (char *)*table->array + n * table->size;
        memset(element, 0, table->size);
        if (!table->read(&row, element))
            rows_error(rows, "not of the form: %s", table->form);
        else if (!words_add(*table->words, row.column[0], (uint32_t)n))
            rows_error(rows, "'%.*s' stands here for the second time",
                       (int)row.column[0].n, row.column[0].at);
        words_add(openers, row.column[0], 0); // again in another file: no matter
        n++;
    }
    return rows_close(&rows, NULL) ? -1 : 0;
}

static int read_context(const char *folder, struct time_rules *rules)
{
    static const char *const names[] = {"compare", "date",      "until",    "duration",
                                        "not-day", "not-month", "not-year", "period",
                                        "noun",    "occasion",  "person",   "contest",
                                        "review",  "outlook",   "act"};
    struct rows *rows = rows_open(folder, "context.txt");
    if (!rows) return -1;
    for (size_t i = 0; i < CONTEXTS; i++)
        rules->context[i] = words_new();
    struct row row;
    while (rows_next(rows, &row)) {
        int kind = name_index(row.column[1], names, CONTEXTS);
        if (row.n != 2 || kind < 0)
            rows_error(rows, "not of the form: word, kind (the kinds: first lines)");
        else if (!words_add(rules->context[kind], row.column[0], 0))
            rows_error(rows, "'%.*s' stands here for the second time",
                       (int)row.column[0].n, row.column[0].at);
    }
    return rows_close(&rows, NULL) ? -1 : 0;
}

static int read_all(struct time_rules *rules, const char *folder)
{
    const struct table tables[] = {
        {&rules->words, (void **)&rules->word, sizeof *rules->word, read_word,
         "word, kind, what the kind asks for (first lines)"},
        {&rules->eras, (void **)&rules->era, sizeof *rules->era, read_era,
         "era, first year, last year, lunar or solar"},
        {&rules->feasts, (void **)&rules->feast, sizeof *rules->feast, read_feast,
         "feast, lunar or solar or term, month, day"},
        {&rules->plans, (void **)&rules->plan, sizeof *rules->plan, read_plan,
         "name, first year, last year"},
    };
    static const char *const files[] = {"words.txt", "eras.txt", "feasts.txt",
                                        "plans.txt"};
    int failed = 0;
    for (size_t i = 0; i < 4; i++)
        failed |= read_table(folder, files[i], &tables[i], rules->openers);
    failed |= read_context(folder, rules);
    rules->calendar = calendar_new(folder);
    return failed || !rules->calendar ? -1 : 0;
}

static void mark(struct time_rules *rules, struct span chars, uint8_t bit)
{
    for (size_t i = 0; i < chars.n;)
        rules->chars[utf8_next(chars, &i) % 0x10000] |= bit;
}

// The characters at which an expression may begin, and those that the scan keeps count
// of.
static void mark_all(struct time_rules *rules)
{
    mark(rules, SPAN("0123456789０１２３４５６７８９"), CHAR_START | CHAR_DIGIT);
    mark(rules, SPAN("〇○零一二三四五六七八九十廿卅"), CHAR_START | CHAR_DIGIT);
    mark(rules, SPAN("元正腊冬闰农旧夏阴公前头上"), CHAR_START);
    mark(rules, SPAN("年月日号世学季.-/—－–‐─―～~至到﹣−〜、"), CHAR_UNIT);
    static const char *const prefixes[] = {"公元", "上世纪", "本世纪", "农历", "阴历",
                                           "旧历", "夏历",   "闰",     "正月", "冬月",
                                           "腊月", "前两",   "头两"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        words_add(rules->openers, span_of(prefixes[i]), 0);
    mark(rules, SPAN("《》“”（）()【】"), CHAR_MARK);
    mark(rules, SPAN("。！？】!?\n"), CHAR_STOP);
    const struct words *sets[] = {rules->words, rules->eras, rules->feasts, rules->plans};
    for (uint32_t c = 1; c < 0x10000; c++) {
        for (size_t i = 0; i < 4; i++)
            if (words_opens(sets[i], c)) rules->chars[c] |= CHAR_START;
    }
}

struct time_rules *time_new(const char *folder)
{
    struct time_rules *rules = xcalloc(1, sizeof *rules);
    rules->openers = words_new();
    if (read_all(rules, folder))
        time_free(&rules);
    else
        mark_all(rules);
    return rules;
}

void time_free(struct time_rules **rules)
{
    struct time_rules *r = *rules;
    if (!r) return;
    struct words **sets[] = {&r->words, &r->eras, &r->feasts, &r->plans, &r->openers};
    for (size_t i = 0; i < 5; i++)
        words_free(sets[i]);
    for (size_t i = 0; i < CONTEXTS; i++)
        words_free(&r->context[i]);
    free(r->word);
    free(r->era);
    free(r->feast);
    free(r->plan);
    calendar_free(&r->calendar);
    free(r);
    *rules = NULL;
}

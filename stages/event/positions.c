// SPDX-License-Identifier: Apache-2.0
//
// Reads, for each person among the mentions, the titles before the name
// (区委常委、统战部部长 黄飞), behind it (习近平总书记; 张三任区长; 李四（区委书记）),
// shared by a list (副区长陈治、樊峥), and in the columns of a roster. Memory: the
// document's arena. Time: each title is read once from its end, over a bounded length.
#include "stages/event/positions.h"

#include "stages/base/utf8.h"
#include "stages/event/positions_table.h"

enum { TITLES = 16, LONGEST_LINK = 120, LONGEST_BRACKET = 90 };

struct titles {
    struct span at[TITLES];
    size_t n;
    bool linked; // read behind the name, by a link: 张三、李四任副局长
};

struct search {
    struct positions_line line;
    struct arena *arena;
    struct titles *titles; // of each of line.mentions
};

static bool has(struct span text, size_t at, struct span what)
{
    return at <= text.n && span_starts(span_cut(text, at, text.n), what);
}

static bool ends(struct span text, size_t at, struct span what)
{
    return span_ends(span_cut(text, 0, at), what);
}

// Bytes of one of the marks before byte `at`; 0: none.
static size_t mark_before(struct span text, size_t at, const struct span *marks, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ends(text, at, marks[i])) return marks[i].n;
    return 0;
}

// Back over a short bracket that closes before byte `at`: 副主任（兼）张三.
static size_t back_over_bracket(struct span text, size_t at)
{
    if (!ends(text, at, SPAN("）")) && !ends(text, at, SPAN(")"))) return at;
    size_t least = at > LONGEST_BRACKET ? at - LONGEST_BRACKET : 0;
    for (size_t i = at; i > least;) {
        i = utf8_back(text, i);
        if (has(text, i, SPAN("（")) || has(text, i, SPAN("("))) return i;
    }
    return at;
}

// Over a short bracket that opens at byte `at`: 张三（女）、…
static size_t over_bracket(struct span text, size_t at)
{
    if (!has(text, at, SPAN("（")) && !has(text, at, SPAN("("))) return at;
    for (size_t i = at; i < text.n && i - at < LONGEST_BRACKET;) {
        size_t width = utf8_width(text.at[i]);
        struct span c = span_cut(text, i, i + width);
        i += width;
        if (span_eq(c, SPAN("）")) || span_eq(c, SPAN(")"))) return i;
    }
    return at;
}

// Where the last title before a name may end: back over spaces, a colon, 同志, a bracket.
static size_t back_to_title(const struct positions_line *line, size_t at)
{
    static const struct span colons[] = {{"：", 3}, {":", 1}};
    const struct words *filler = line->rules->around[AROUND_FILLER];
    at = positions_back_over_space(line->text, at);
    at = back_over_bracket(line->text, at);
    at -= mark_before(line->text, at, colons, 2);
    at -= words_before(filler, line->text, at, NULL);
    return positions_back_over_space(line->text, at);
}

// Puts a title in front of the others, without spaces at its ends.
static void put_first(struct titles *titles, struct span title)
{
    if (titles->n == TITLES) return;
    memmove(&titles->at[1], &titles->at[0], titles->n * sizeof titles->at[0]);
    titles->at[0] = utf8_trim(title);
    titles->n++;
}

static void put_last(struct titles *titles, struct span title)
{
    if (titles->n < TITLES) titles->at[titles->n++] = utf8_trim(title);
}

// Bytes of what may stand between two titles of one person, before byte `at`; 0: nothing.
static size_t between_titles(struct span text, size_t at)
{
    static const struct span joints[] = {{"、", 3}, {"兼任", 6}, {"兼", 3}, {"，兼", 6}};
    size_t n = mark_before(text, at, joints, 4);
    return n ? n : at - positions_back_over_space(text, at);
}

// Bytes of a comma before byte `at` that stands for 、 between two titles of one person:
// the clause before it ends with a title that is nobody else's (张三为局长，副局长李四…).
static size_t comma_before(const struct positions_line *line, size_t at, size_t least)
{
    static const struct span commas[] = {{"，", 3}, {",", 1}};
    size_t n = mark_before(line->text, at, commas, 2);
    struct positions_title title;
    uint32_t value = TITLE_BEFORE; // 指挥，… is a verb as often as a title
    if (!n || !words_before(line->rules->titles, line->text, at - n, &value) ||
        value & TITLE_BEFORE || !positions_title_before(line, at - n, least, &title))
        return 0;
    const struct words *link = line->rules->around[AROUND_LINK];
    return words_before(link, line->text, title.from, NULL) ? 0 : n;
}

// The titles that end before byte `end`, back to byte `least`.
static void read_chain(const struct positions_line *line, size_t end, size_t least,
                       struct titles *titles)
{
    struct positions_title title;
    while (titles->n < TITLES && end > least &&
           positions_title_before(line, end, least, &title)) {
        put_first(titles, span_cut(line->text, title.from, title.to));
        size_t joint = between_titles(line->text, title.from);
        if (!joint) joint = comma_before(line, title.from, least);
        if (!joint || title.from - joint <= least) return;
        end = positions_back_over_space(line->text, title.from - joint);
    }
}

// The byte behind the person named before mention i, or the paragraph's first.
static size_t behind_last_person(const struct positions_line *line, size_t i)
{
    while (i > 0)
        if (line->mentions[--i].type == ENTITY_PER) return line->mentions[i].to;
    return 0;
}

// Reads the titles that fill [from, to) part by part; false where any part is no title.
static bool read_parts(const struct positions_line *line, size_t from, size_t to,
                       struct titles *titles)
{
    struct titles found = {.n = 0};
    while (from < to) {
        size_t end = span_find(span_cut(line->text, 0, to), SPAN("、"), from);
        if (end > to) end = to;
        struct positions_title title;
        if (!positions_title_before(line, end, from, &title) || title.from != from)
            return false;
        put_last(&found, span_cut(line->text, from, end));
        from = end + SPAN("、").n;
    }
    for (size_t i = 0; i < found.n; i++)
        put_last(titles, found.at[i]);
    return found.n > 0;
}

// 习近平总书记, 张三副局长, 李四院士
static bool read_behind(const struct positions_line *line, size_t at,
                        struct titles *titles)
{
    const struct words *modifiers = line->rules->around[AROUND_MODIFIER];
    size_t head = at;
    uint32_t value;
    size_t n = words_at(line->rules->titles, line->text, head, &value);
    if (!n) {
        head += words_at(modifiers, line->text, head, NULL);
        n = words_at(line->rules->titles, line->text, head, &value);
    }
    if (!n || value & TITLE_BEFORE) return false;
    size_t next = positions_mentions_before(line, head + n);
    if (next > 0 && line->mentions[next - 1].to > at) return false;
    put_last(titles, span_cut(line->text, at, head + n));
    return true;
}

// 李四（区委书记）, 李四(湖北省水利厅原副厅长)
static bool read_bracket(const struct positions_line *line, size_t at,
                         struct titles *titles)
{
    size_t end = over_bracket(line->text, at);
    if (end == at) return false;
    size_t from = at + utf8_width(line->text.at[at]);
    return read_parts(line, from, utf8_back(line->text, end), titles);
}

// Where a clause part ends: before a mark, a space or 的.
static size_t part_end(struct span text, size_t at)
{
    static const struct span marks[] = {{"，", 3}, {",", 1},  {"。", 3}, {"；", 3},
                                        {";", 1},  {"（", 3}, {"(", 1},  {" ", 1},
                                        {"\t", 1}, {"　", 3}, {"的", 3}};
    size_t from = at;
    while (at < text.n && at - from < LONGEST_LINK) {
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
            if (has(text, at, marks[i])) return at;
        at += utf8_width(text.at[at]);
    }
    return at;
}

// 张三任区长; 选举李四为副县长; 以…同志为总书记的党中央
static bool read_link(const struct positions_line *line, size_t at, struct titles *titles)
{
    const struct positions_rules *rules = line->rules;
    size_t n = words_at(rules->around[AROUND_LINK], line->text, at, NULL);
    if (!n) {
        at += words_at(rules->around[AROUND_FILLER], line->text, at, NULL);
        n = words_at(rules->around[AROUND_LINK], line->text, at, NULL);
    }
    if (!n) return false;
    at += n;
    titles->linked = read_parts(line, at, part_end(line->text, at), titles);
    return titles->linked;
}

// What stands between two persons of one list: 、 和 与 及 or spaces, with a bracket
// before.
static bool is_list_joint(struct span text, size_t from, size_t to)
{
    static const struct span joints[] = {
        {"、", 3}, {"和", 3}, {"与", 3}, {"及", 3}, {"以及", 6}};
    from = over_bracket(text, from);
    if (from > to) return false;
    struct span between = utf8_trim(span_cut(text, from, to));
    if (between.n == 0) return from < to;
    for (size_t i = 0; i < 5; i++)
        if (span_eq(between, joints[i])) return true;
    return false;
}

static void read_person(struct search *s, size_t i)
{
    const struct positions_line *line = &s->line;
    const struct mention *m = &line->mentions[i];
    struct titles *own = &s->titles[i];
    size_t least = behind_last_person(line, i);
    read_chain(line, back_to_title(line, m->from), least, own);
    if (read_behind(line, m->to, own)) return;
    if (read_bracket(line, m->to, own)) return;
    read_link(line, m->to, own);
}

// 副区长陈治、樊峥: a person without titles takes those of the one before him in the
// list.
static void share_forward(struct search *s)
{
    size_t last = s->line.n;
    for (size_t i = 0; i < s->line.n; i++) {
        const struct mention *m = &s->line.mentions[i];
        if (m->type != ENTITY_PER) continue;
        struct titles *own = &s->titles[i];
        bool listed = last < s->line.n && !s->titles[last].linked &&
                      is_list_joint(s->line.text, s->line.mentions[last].to, m->from);
        if (own->n == 0 && listed) *own = s->titles[last];
        last = i;
    }
}

// 张三、李四任副局长: what is linked to the last of a list holds for all of it.
static void share_back(struct search *s)
{
    size_t next = s->line.n;
    for (size_t i = s->line.n; i > 0; i--) {
        const struct mention *m = &s->line.mentions[i - 1];
        if (m->type != ENTITY_PER) continue;
        struct titles *own = &s->titles[i - 1];
        if (own->n == 0 && next < s->line.n && s->titles[next].linked &&
            is_list_joint(s->line.text, m->to, s->line.mentions[next].from))
            *own = s->titles[next];
        next = i - 1;
    }
}

static void find_in_line(struct search *s)
{
    for (size_t i = 0; i < s->line.n; i++)
        if (s->line.mentions[i].type == ENTITY_PER) read_person(s, i);
    share_back(s);
    share_forward(s);
}

// The mentions of one paragraph: [*from, *to) of all; they are sorted by paragraph.
static void mentions_of(const struct mentions *mentions, uint32_t para, size_t *from,
                        size_t *to)
{
    while (*from < mentions->mentions.n && mentions->mentions.at[*from].para < para)
        (*from)++;
    *to = *from;
    while (*to < mentions->mentions.n && mentions->mentions.at[*to].para == para)
        (*to)++;
}

static struct spans titles_copy(const struct titles *titles, struct arena *arena)
{
    struct spans copy = {ARENA_NEW(arena, struct span, titles->n), titles->n};
    memcpy(copy.at, titles->at, titles->n * sizeof titles->at[0]);
    return copy;
}

struct out {
    struct position *at;
    size_t n, capacity;
};

static void write_line(struct search *s, uint32_t para, uint32_t first, struct out *out)
{
    for (size_t i = 0; i < s->line.n; i++) {
        const struct mention *m = &s->line.mentions[i];
        if (m->type != ENTITY_PER || s->titles[i].n == 0) continue;
        struct position p = {para, m->from, m->to, first + (uint32_t)i,
                             titles_copy(&s->titles[i], s->arena)};
        ARENA_PUSH(s->arena, out->at, out->n, out->capacity) = p;
    }
}

static bool is_read(const struct paragraph *p)
{
    return p->role != ROLE_FURNITURE && p->dup_of == NONE;
}

void positions_find(const struct positions_rules *rules, const struct layout *layout,
                    const struct mentions *mentions, struct arena *arena,
                    struct events *events)
{
    struct out out = {0};
    struct positions_table table = {.arena = arena};
    size_t from = 0, to = 0;
    for (uint32_t i = 0; i < layout->paragraphs.n; i++) {
        const struct paragraph *p = &layout->paragraphs.at[i];
        mentions_of(mentions, i, &from, &to);
        struct search s = {.arena = arena};
        s.line = (struct positions_line){rules, p->text, NULL, to - from};
        if (to > from) s.line.mentions = &mentions->mentions.at[from];
        if (!is_read(p)) continue;
        struct position row[POSITIONS_ROW];
        size_t in_row = positions_table_row(&table, p, &s.line, row);
        for (size_t k = 0; k < in_row; k++) {
            row[k].para = i;
            if (row[k].mention != NONE) row[k].mention += (uint32_t)from;
            ARENA_PUSH(arena, out.at, out.n, out.capacity) = row[k];
        }
        if (in_row || to == from) continue;
        s.titles = ARENA_NEW(arena, struct titles, s.line.n);
        find_in_line(&s);
        write_line(&s, i, (uint32_t)from, &out);
    }
    events->positions.at = out.at;
    events->positions.n = out.n;
}

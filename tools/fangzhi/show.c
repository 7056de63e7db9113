// SPDX-License-Identifier: Apache-2.0
//
// The readable form of each layer. Paragraphs and entities stand on one line each (a line
// end inside is printed as ⏎), events as blocks:
//
//   source     path, size and where the part begins
//   text       encoding, damage (source offset + length), an empty line, the text
//   layout     title and year; then a line a paragraph: role, #entry, the entry's title,
//              path, year and authors at its first paragraph, and behind " | " the text
//   mentions   the paragraphs with {TYPE|…} around each mention, an empty line, and the
//              entities: type, name, number of mentions, aliases
//   events     a block an event, a line a position, a block a statistic; @n is a
//   paragraph records    the JSON lines under the name of their file
#include "tools/fangzhi/show.h"

#include "proto/vet.h"

static void print(FILE *to, struct span s)
{
    if (s.n) fwrite(s.at, 1, s.n, to);
}

// A control character as its picture, so that no text plays with the terminal.
static void print_byte(FILE *to, char c)
{
    unsigned char u = (unsigned char)c;
    if (u == 0x7F)
        fputs("␡", to);
    else if (u >= 0x20 || c == '\t' || c == '\n')
        putc(c, to);
    else
        fprintf(to, "\xE2\x90%c", 0x80 + u); // U+2400 and on
}

// Prints text on one line.
static void print_line(FILE *to, struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] == '\n')
            fputs("⏎", to);
        else
            print_byte(to, s.at[i]);
    }
}

// What a show function gets besides its layer.
struct showing {
    const struct document *document;
    struct arena *arena;
    FILE *to;
    struct layout layout;     // read where a layer speaks of it
    struct mentions mentions; // likewise
    struct span why;          // set by the function that returns -1
};

static int read_own(struct showing *showing, const struct record *record, void *value)
{
    return document_read(showing->document, record, showing->arena, value, &showing->why);
}

static int vetted(struct showing *showing, const char *fault)
{
    if (!fault) return 0;
    showing->why = span_of(fault);
    return -1;
}

static int show_source(struct showing *showing)
{
    struct source source;
    if (read_own(showing, &source_record, &source)) return -1;
    fputs("path ", showing->to);
    print_line(showing->to, source.path);
    fprintf(showing->to, "\nsize %llu\n", (unsigned long long)source.size);
    if (source.part != NONE)
        fprintf(showing->to, "part %u at %llu, %zu bytes\n", source.part,
                (unsigned long long)source.base, source.bytes.n);
    return 0;
}

static int show_text(struct showing *showing)
{
    struct text text;
    if (read_own(showing, &text_record, &text)) return -1;
    fputs("encoding ", showing->to);
    print_line(showing->to, text.encoding);
    putc('\n', showing->to);
    for (size_t i = 0; i < text.damage.n; i++)
        fprintf(showing->to, "damage %llu+%u\n",
                (unsigned long long)text.damage.at[i].source, text.damage.at[i].length);
    putc('\n', showing->to);
    for (size_t i = 0; i < text.text.n; i++)
        print_byte(showing->to, text.text.at[i]);
    if (text.text.n && text.text.at[text.text.n - 1] != '\n') fputs("⏹\n", showing->to);
    return 0;
}

static void print_entry(const struct entry *entry, FILE *to)
{
    putc(' ', to);
    print_line(to, entry->title.n ? entry->title : SPAN("-"));
    for (size_t i = 0; i < entry->path.n; i++) {
        fputs(i ? " / " : " < ", to);
        print_line(to, entry->path.at[i]);
    }
    if (entry->year != NO_NUMBER) fprintf(to, ", %lld", (long long)entry->year);
    for (size_t i = 0; i < entry->authors.n; i++) {
        fputs(i ? "、" : " (", to);
        print_line(to, entry->authors.at[i]);
    }
    if (entry->authors.n) putc(')', to);
}

static void print_paragraph(const struct layout *layout, uint32_t index, FILE *to)
{
    const struct paragraph *paragraph = &layout->paragraphs.at[index];
    fputs(role_names[paragraph->role], to);
    if (paragraph->entry != NONE) {
        const struct entry *entry = &layout->entries.at[paragraph->entry];
        fprintf(to, " #%u", paragraph->entry);
        if (entry->paras.at[0] == index) print_entry(entry, to);
    }
    if (paragraph->dup_of != NONE) fprintf(to, " =@%u", paragraph->dup_of);
    fputs(" | ", to);
    print_line(to, paragraph->text);
    putc('\n', to);
}

static int show_layout(struct showing *showing)
{
    const struct layout *layout = &showing->layout;
    if (read_own(showing, &layout_record, &showing->layout)) return -1;
    fputs("title ", showing->to);
    print_line(showing->to, layout->title.n ? layout->title : SPAN("-"));
    if (layout->year != NO_NUMBER)
        fprintf(showing->to, "\nyear %lld", (long long)layout->year);
    fputs("\n\n", showing->to);
    for (uint32_t i = 0; i < layout->paragraphs.n; i++)
        print_paragraph(layout, i, showing->to);
    return 0;
}

static int read_mentions(struct showing *showing)
{
    if (read_own(showing, &layout_record, &showing->layout) ||
        read_own(showing, &mentions_record, &showing->mentions))
        return -1;
    return vetted(showing, vet_mentions(&showing->mentions, &showing->layout));
}

static void print_entities(const struct mentions *mentions, struct arena *arena, FILE *to)
{
    uint32_t *counts = ARENA_NEW(arena, uint32_t, mentions->entities.n);
    for (size_t i = 0; i < mentions->mentions.n; i++)
        counts[mentions->mentions.at[i].entity]++;
    for (size_t i = 0; i < mentions->entities.n; i++) {
        const struct entity *entity = &mentions->entities.at[i];
        fprintf(to, "%s ", entity_type_names[entity->type]);
        print_line(to, entity->name);
        fprintf(to, " %u", counts[i]);
        for (size_t j = 0; j < entity->aliases.n; j++) {
            fputs(j ? ", " : " = ", to);
            print_line(to, entity->aliases.at[j]);
        }
        putc('\n', to);
    }
}

static int show_mentions(struct showing *showing)
{
    if (read_mentions(showing)) return -1;
    const struct mentions *mentions = &showing->mentions;
    size_t next = 0;
    for (uint32_t i = 0; i < showing->layout.paragraphs.n; i++) {
        struct span text = showing->layout.paragraphs.at[i].text;
        uint32_t done = 0;
        for (; next < mentions->mentions.n && mentions->mentions.at[next].para == i;
             next++) {
            const struct mention *mention = &mentions->mentions.at[next];
            print_line(showing->to, span_cut(text, done, mention->from));
            fprintf(showing->to, "{%s|", entity_type_names[mention->type]);
            print_line(showing->to, span_cut(text, mention->from, mention->to));
            putc('}', showing->to);
            done = mention->to;
        }
        print_line(showing->to, span_cut(text, done, text.n));
        putc('\n', showing->to);
    }
    putc('\n', showing->to);
    print_entities(mentions, showing->arena, showing->to);
    return 0;
}

static void print_stretch(const struct showing *showing, uint32_t para, uint32_t from,
                          uint32_t to)
{
    print_line(showing->to, span_cut(showing->layout.paragraphs.at[para].text, from, to));
}

static void print_type(const struct showing *showing, uint32_t mention)
{
    if (mention == NONE) return;
    int type = showing->mentions.mentions.at[mention].type;
    fprintf(showing->to, " [%s]", entity_type_names[type]);
}

static void print_arguments(const struct showing *showing, const char *name,
                            const struct argument *arguments, size_t n, uint32_t para)
{
    for (size_t i = 0; i < n; i++) {
        fprintf(showing->to, "  %s ", name);
        print_stretch(showing, arguments[i].para, arguments[i].from, arguments[i].to);
        print_type(showing, arguments[i].mention);
        if (arguments[i].para != para) fprintf(showing->to, " @%u", arguments[i].para);
        putc('\n', showing->to);
    }
}

static void print_known(FILE *to, const char *name, struct span value)
{
    if (!value.n) return;
    fprintf(to, "  %s ", name);
    print_line(to, value);
    putc('\n', to);
}

static void print_event(const struct showing *showing, const struct event *event)
{
    FILE *to = showing->to;
    uint32_t para = event->para;
    fprintf(to, "%s ", event_type_names[event->type]);
    print_stretch(showing, para, event->from, event->to);
    fprintf(to, " @%u\n", para);
    if (event->time.n || event->time_impossible) {
        fputs("  time ", to);
        print_line(to, event->time_impossible ? SPAN("impossible") : event->time);
        if (event->time_to != NONE) {
            fputs(" < ", to);
            print_stretch(showing, event->time_para, event->time_from, event->time_to);
        }
        putc('\n', to);
    }
    print_arguments(showing, "agent", event->agent.at, event->agent.n, para);
    print_arguments(showing, "object", event->object.at, event->object.n, para);
    print_arguments(showing, "place", event->place.at, event->place.n, para);
    print_arguments(showing, "participant", event->participant.at, event->participant.n,
                    para);
    if (event->count != NO_NUMBER) fprintf(to, "  count %lld\n", (long long)event->count);
}

static void print_position(const struct showing *showing, const struct position *position)
{
    fputs("position ", showing->to);
    print_stretch(showing, position->para, position->from, position->to);
    print_type(showing, position->mention);
    fprintf(showing->to, " @%u", position->para);
    for (size_t i = 0; i < position->titles.n; i++) {
        fputs(i ? "、" : ": ", showing->to);
        print_line(showing->to, position->titles.at[i]);
    }
    putc('\n', showing->to);
}

static void print_statistic(const struct showing *showing,
                            const struct statistic *statistic)
{
    FILE *to = showing->to;
    fputs("statistic ", to);
    print_line(to, statistic->indicator);
    fprintf(to, " @%u\n  value ", statistic->para);
    print_line(to, statistic->value.n ? statistic->value : SPAN("-"));
    if (statistic->unit.n) putc(' ', to);
    print_line(to, statistic->unit);
    putc('\n', to);
    print_known(to, "change", statistic->change);
    print_known(to, "base", statistic->base);
    print_known(to, "time", statistic->time);
    print_arguments(showing, "place", statistic->place.at, statistic->place.n,
                    statistic->para);
}

static int show_events(struct showing *showing)
{
    struct events events;
    if (read_mentions(showing) || read_own(showing, &events_record, &events) ||
        vetted(showing, vet_events(&events, &showing->layout, &showing->mentions)))
        return -1;
    for (size_t i = 0; i < events.events.n; i++)
        print_event(showing, &events.events.at[i]);
    for (size_t i = 0; i < events.positions.n; i++)
        print_position(showing, &events.positions.at[i]);
    for (size_t i = 0; i < events.statistics.n; i++)
        print_statistic(showing, &events.statistics.at[i]);
    return 0;
}

static int show_records(struct showing *showing, const struct layer *layer)
{
    struct records records;
    if (schema_unpack(&records_record, layer->body, showing->arena, &records,
                      &showing->why))
        return -1;
    for (size_t i = 0; i < records.files.n; i++) {
        fputs("# ", showing->to);
        print(showing->to, records.files.at[i].file);
        fputs(".jsonl\n", showing->to);
        print(showing->to, records.files.at[i].lines);
    }
    return 0;
}

static const struct shower {
    const char *layer;
    int (*show)(struct showing *showing);
} showers[] = {
    {"source", show_source},     {"text", show_text},     {"layout", show_layout},
    {"mentions", show_mentions}, {"events", show_events},
};

void show_layer(const struct document *document, const struct layer *layer,
                struct arena *arena, FILE *to)
{
    struct showing showing = {.document = document, .arena = arena, .to = to};
    int shown = -1;
    for (size_t i = 0; i < sizeof showers / sizeof *showers; i++)
        if (span_eq(layer->name, span_of(showers[i].layer)))
            shown = showers[i].show(&showing);
    if (span_eq(layer->name, SPAN("records")) ||
        span_starts(layer->name, SPAN("records/")))
        shown = show_records(&showing, layer);
    if (shown == 0) return;
    if (showing.why.n) {
        fputs("! ", to);
        print_line(to, showing.why);
        putc('\n', to);
    }
    show_value(layer->body, to);
}

// SPDX-License-Identifier: Apache-2.0
//
// Reads IOB2: `number TAB token TAB label …` or `token TAB label` lines, sentences parted
// by blank lines. A `# text = …` line gives the sentence as it was written, blanks and
// all; without one the tokens are joined. Types other than PER, ORG, LOC are nothing.
#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "tools/fangzhi/annotated.h"

#include <stdlib.h>

struct sentence {
    struct span text;    // of the `# text` line, or {NULL, 0}
    struct buffer made;  // tokens joined, where there is no such line
    size_t at;           // behind the last token
    size_t number;
    struct annotated *document;
};

static struct span field(struct span line, size_t wanted)
{
    size_t at = 0;
    for (; wanted && at <= line.n; wanted--) at = span_find(line, SPAN("\t"), at) + 1;
    if (at > line.n) return (struct span){"", 0};
    return span_cut(line, at, span_find(line, SPAN("\t"), at));
}

static bool is_number(struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] < '0' || s.at[i] > '9') return false;
    return s.n > 0;
}

// Where the token stands in the sentence: [*from, *to).
static void place(struct sentence *sentence, struct span token, uint32_t *from,
                  uint32_t *to)
{
    if (!sentence->text.at) {
        sentence->at = sentence->made.n;
        buffer_add_span(&sentence->made, token);
    } else {
        size_t found = span_find(sentence->text, token, sentence->at);
        if (found < sentence->text.n) sentence->at = found;
    }
    *from = (uint32_t)sentence->at;
    *to = (uint32_t)(sentence->at += token.n);
}

static void read_token(struct annotated_set *set, struct sentence *sentence,
                       struct span line)
{
    bool numbered = is_number(field(line, 0)) && field(line, 2).n;
    struct span token = field(line, numbered), label = field(line, numbered + 1u);
    uint32_t from, to;
    if (!sentence->document) {
        char *name = xprintf("sentence %zu", ++sentence->number);
        sentence->document = annotated_add(set, name);
        free(name);
    }
    place(sentence, token, &from, &to);
    struct annotated *document = sentence->document;
    int type = label.n > 2 ? annotated_type(entity_type_names,
                                            span_cut(label, 2, label.n)) : -1;
    if (type < 0) return;
    size_t n = document->marks.n;
    if (label.at[0] == 'I' && n && document->marks.at[n - 1].entity == type)
        document->marks.at[n - 1].to = to;
    else
        annotated_mark(set, document, (struct annotated_mark){0, from, to, type, -1});
}

static void end_sentence(struct annotated_set *set, struct sentence *sentence)
{
    struct span text = sentence->text.at ? sentence->text
                                         : arena_copy(set->arena,
                                                      buffer_span(&sentence->made));
    if (sentence->document)
        annotated_paragraph(set, sentence->document, ROLE_BODY, text);
    size_t number = sentence->number;
    buffer_free(&sentence->made);
    *sentence = (struct sentence){.number = number};
}

void annotated_read_iob(struct annotated_set *set, const char *path)
{
    struct span file = annotated_slurp(set, path), mark = SPAN("# text = ");
    struct sentence sentence = {0};
    for (size_t at = 0; at < file.n;) {
        size_t end = span_find(file, SPAN("\n"), at);
        struct span line = span_cut(file, at, end);
        if (line.n && line.at[line.n - 1] == '\r') line.n--;
        if (span_starts(line, mark)) sentence.text = span_cut(line, mark.n, line.n);
        else if (line.n == 0) end_sentence(set, &sentence);
        else if (line.at[0] != '#') read_token(set, &sentence, line);
        at = end + 1;
    }
    end_sentence(set, &sentence);
}

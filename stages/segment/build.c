// SPDX-License-Identifier: Apache-2.0
//
// From lines with a paragraph each to the paragraphs of the layout: in the order of their
// first characters, each with its text and the pieces that it was put together from. A
// paragraph of one line is a slice of the text; only joined ones are copied. Where two
// Latin words meet at a join, a space is put between them; it has no source.
#include "stages/segment/glyph.h"
#include "stages/segment/sheet.h"

// The lines of each paragraph: of paragraph p, lines[first[p]] to lines[first[p + 1]].
struct index {
    uint32_t *first, *lines;
};

static struct index index_lines(const struct sheet *sheet)
{
    struct index index = {
        ARENA_NEW(sheet->arena, uint32_t, sheet->n_paras + 2),
        arena_raw(sheet->arena, sheet->n_lines * sizeof(uint32_t)),
    };
    for (size_t l = 0; l < sheet->n_lines; l++)
        index.first[sheet->para_of[l] + 2]++;
    for (size_t p = 2; p < sheet->n_paras + 2; p++)
        index.first[p] += index.first[p - 1];
    for (size_t l = 0; l < sheet->n_lines; l++)
        index.lines[index.first[sheet->para_of[l] + 1]++] = (uint32_t)l;
    return index;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool needs_space(struct span before, struct span after)
{
    return is_word(before.at[before.n - 1]) && is_word(after.at[0]);
}

static void join(const struct sheet *sheet, const uint32_t *lines, size_t n,
                 struct paragraph *out)
{
    size_t size = n;
    for (size_t k = 0; k < n; k++)
        size += sheet_line(sheet, lines[k]).n;
    char *text = arena_raw(sheet->arena, size);
    out->pieces.at = arena_raw(sheet->arena, n * sizeof *out->pieces.at);
    out->text = (struct span){text, 0};
    for (size_t k = 0; k < n; k++) {
        struct span line = sheet_line(sheet, lines[k]);
        if (k > 0 && needs_space(out->text, line)) text[out->text.n++] = ' ';
        memcpy(text + out->text.n, line.at, line.n);
        out->pieces.at[out->pieces.n++] = (struct piece){
            .at = (uint32_t)out->text.n,
            .text = sheet->places[lines[k]].from,
            .length = (uint32_t)line.n,
        };
        out->text.n += line.n;
    }
}

static void slice(const struct sheet *sheet, uint32_t line, struct paragraph *out)
{
    out->text = sheet_line(sheet, line);
    out->pieces.at = arena_raw(sheet->arena, sizeof *out->pieces.at);
    out->pieces.n = 1;
    out->pieces.at[0] = (struct piece){
        .at = 0, .text = sheet->places[line].from, .length = (uint32_t)out->text.n};
}

void layout_build(struct sheet *sheet, struct layout *layout)
{
    struct index index = index_lines(sheet);
    struct para *ordered = arena_raw(sheet->arena, sheet->n_paras * sizeof *ordered);
    layout->paragraphs.at =
        arena_raw(sheet->arena, sheet->n_paras * sizeof *layout->paragraphs.at);
    for (size_t l = 0; l < sheet->n_lines; l++) {
        uint32_t p = sheet->para_of[l];
        if (index.lines[index.first[p]] != l) continue;
        size_t n = layout->paragraphs.n++;
        struct paragraph *out = &layout->paragraphs.at[n];
        ordered[n] = sheet->paras[p];
        ordered[n].from = index.first[p];
        ordered[n].to = index.first[p + 1];
        *out = (struct paragraph){
            .role = sheet->paras[p].role, .entry = NONE, .dup_of = NONE};
        size_t lines = index.first[p + 1] - index.first[p];
        if (lines == 1)
            slice(sheet, (uint32_t)l, out);
        else
            join(sheet, index.lines + index.first[p], lines, out);
    }
    sheet->paras = ordered;
    sheet->order = index.lines;
}

// SPDX-License-Identifier: Apache-2.0
//
// The document on the desk: its lines, what is known of each, and the paragraphs that
// they are put together to. Every step of the stage reads and fills this one structure,
// in the order of the functions below; README.md tells the story.
//
// All memory is the arena's and lives as long as the document. A "content line" is one
// that is neither blank nor furniture; most steps walk `content`, the indexes of those.
#ifndef FZ_SEGMENT_SHEET_H
#define FZ_SEGMENT_SHEET_H

#include "proto/layers.h"

// How a line's last words leave its sentence.
enum ending { ENDING_OPEN, ENDING_SEMI, ENDING_COLON, ENDING_STOP };

// What a line is taken for before it is put into a paragraph.
enum mark {
    MARK_NONE,      // prose, or a heading: the assembly decides
    MARK_FURNITURE, // page number, running head, boilerplate
    MARK_TITLE,     // opens with the title of an entry
    MARK_TABLE,
    MARK_CAPTION,
    MARK_BYLINE,
    MARK_BOX,
    MARK_META,
    MARK_ROSTER, // a post and who holds it
    MARK_NOTE,   // a footnote
};

// The three ways to measure a line: a typeset page is even in ems, a text that a program
// has wrapped is even in columns or in characters.
enum metric { METRIC_QUARTERS, METRIC_COLUMNS, METRIC_CHARACTERS, METRICS };

// Where a line stands. Kept apart from what is asked of all lines in nearly every step.
struct place {
    uint32_t from, to; // its characters in the text, without white space at the ends
    uint32_t units;    // where its units begin in sheet.units; they end with the next's
};

struct line {
    int32_t room; // what the line left unused although the next word would have
                  // fitted; <= 0: full. Without a measure: INT32_MAX
    uint16_t widths[METRICS]; // indent included; at most MAX_LINE_WIDTH
    uint16_t indent;          // quarter ems
    uint16_t first, last;     // classes (glyph.h) of its first and last character
    uint16_t classes;         // of all its characters together
    uint16_t heads;           // bits by enum head (heads.h): what it may begin with
    uint16_t gap;             // blank lines before it
    uint8_t tabs;             // inner tabs
    uint8_t inner;            // the longest white space in it, in characters, at most 255
    uint8_t mark;             // enum mark
    uint8_t ending : 2;       // enum ending
    uint8_t blanks : 2;       // white space behind it, at most 2
    bool page : 1;            // the first line of a page (a form feed stands before it)
    bool opens : 1;           // begins something of its own: never a continuation
    bool closes : 1;          // ends with the authors: nothing goes on behind it
    bool centred : 1;         // stands alone in the middle of the column
};

enum { MAX_LINE_WIDTH = UINT16_MAX };

// A paragraph in the making.
struct para {
    int role;          // enum role
    uint32_t line;     // its first line
    uint32_t from, to; // its lines, in sheet.order, once the layout is built
    uint32_t entry;    // index in layout.entries, or NONE
    uint8_t level;     // of a heading: 1 outermost
};

struct sheet {
    struct arena *arena;
    struct span text;
    struct line *lines;
    struct place *places; // of the lines, and one behind the last, for its units
    size_t n_lines;
    // The characters of all lines as 16-bit units, for comparison: without white space
    // and lost ones, full-width forms as the others.
    uint16_t *units;
    uint32_t *content; // indexes of the content lines
    size_t n_content;
    uint32_t *para_of; // of each line: index of its paragraph
    struct para *paras;
    size_t n_paras, paras_capacity;
    uint32_t *order; // indexes of the lines, those of a paragraph together

    // The document's own habits (measure.c, titles.c).
    enum metric metric;
    bool wrapped;        // its lines are broken by the page, not by the author
    bool indents;        // paragraphs begin with an indent, and only they
    uint16_t wrap_gap;   // blank lines between two lines of one paragraph
    bool gap_parts;      // more blank lines than that part paragraphs
    uint32_t title_open; // the bracket that opens a title at the head of a line, or 0
    uint32_t title_close;
    bool title_heads;         // titles have no bracket, but wide white space behind them
    size_t titles;            // lines that open with it
    bool leads;               // paragraphs begin with a short sentence that sums them up
    unsigned heading_numbers; // bits by enum number: those that headings carry
    int outer_number;         // enum number of its outermost numbered headings, or 0
};

// The text of a line.
static inline struct span sheet_line(const struct sheet *sheet, size_t line)
{
    return span_cut(sheet->text, sheet->places[line].from, sheet->places[line].to);
}

static inline size_t sheet_index(const struct sheet *sheet, const struct line *line)
{
    return (size_t)(line - sheet->lines);
}

// The units of a line; sets *n to their number.
static inline const uint16_t *sheet_units(const struct sheet *sheet, size_t line,
                                          size_t *n)
{
    *n = sheet->places[line + 1].units - sheet->places[line].units;
    return sheet->units + sheet->places[line].units;
}

// The n-th content line.
static inline struct line *sheet_content(const struct sheet *sheet, size_t n)
{
    return &sheet->lines[sheet->content[n]];
}

static inline struct span sheet_content_text(const struct sheet *sheet, size_t n)
{
    return sheet_line(sheet, sheet->content[n]);
}

// The unit of a character: without its width; of a rare one, beyond the basic plane, the
// last bits.
static inline uint16_t lines_unit(uint32_t c)
{
    uint32_t narrow = c - 0xFF01 <= 0xFF5E - 0xFF01 ? c - 0xFEE0 : c;
    return (uint16_t)(c > 0xFFFF ? 0xD800 | (c & 0x7FF) : narrow);
}

// ---- the steps, in order
// ----------------------------------------------------------------

void lines_split(struct sheet *sheet); // text -> lines
void titles_find(struct sheet *sheet); // which brackets hold titles; marks their lines
// Bytes of ornaments at the head of s (`● `), where a title may follow.
size_t titles_ornament(struct span s);
// Whether c opens or closes a title here, also as a bracket that looks like the right
// one.
bool titles_opens(const struct sheet *sheet, uint32_t c);
bool titles_closes(const struct sheet *sheet, uint32_t c);
// The title at the head of a line that wide white space sets apart (`概况　2018年，…`),
// or "".
struct span titles_head(struct span s);
// The lead of a paragraph without brackets (`有效投资增势良好。`, `1. 智能武林:`), or "";
// `line` is its first line.
struct span titles_lead(const struct line *line, struct span text);
// The same with a comma in it and without a chronicle's date
// (`以项目为抓手，增强发展后劲。`): a title where several follow.
struct span titles_long_lead(struct span text);
void page_find(struct sheet *sheet);     // marks furniture; makes `content`
void measure_take(struct sheet *sheet);  // metric, wrapping, room of each line
void indents_find(struct sheet *sheet);  // what indents say
void captions_find(struct sheet *sheet); // marks captions with their credit
void bylines_find(struct sheet *sheet);  // marks bylines that stand alone
void notes_find(struct sheet *sheet);    // marks footnotes
void rosters_find(struct sheet *sheet);  // marks posts with the names of their holders
void tables_find(struct sheet *sheet);   // marks tables
void captions_bare(struct sheet *sheet); // marks captions without a credit
void meta_find(struct sheet *sheet);     // marks the head of a report or a web page
void assemble(struct sheet *sheet);      // lines -> paragraphs with their roles
void layout_build(struct sheet *sheet, struct layout *layout); // texts and pieces
void repeats_find(struct sheet *sheet, struct layout *layout); // marks copies
void entries_build(struct sheet *sheet, struct layout *layout);
void years_find(struct sheet *sheet, struct layout *layout); // and the document's title

// All of the above.
void segment_text(struct arena *arena, struct span text, struct layout *layout);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// A web page as a list of blocks: the text between two tags that begin or end a
// paragraph.
#ifndef FZ_NORMALIZE_HTML_PAGE_H
#define FZ_NORMALIZE_HTML_PAGE_H

#include "stages/base/memory.h"
#include "stages/normalize/html_token.h"

enum html_gap { GAP_NONE, GAP_CELL, GAP_LINE, GAP_PARAGRAPH };

// What stands between a block and the one before it.
struct html_break {
    uint32_t from, to; // the tag that it stands for
    uint32_t tabs;     // of GAP_CELL: one a cell begun
    uint8_t gap;       // enum html_gap
    bool row;          // the block begins a cell: a paragraph's tag adds nothing
};

enum html_verdict {
    HTML_NEUTRAL,
    HTML_GOOD,  // running text
    HTML_BAD,   // links, menus
    HTML_FOOT,  // has words of a page's foot
    HTML_ABOUT, // has words of what is said about the text, HTML_SKIP surely so:
                // metadata,
    HTML_SKIP   // print and share bars
};

struct html_piece { // text between two tags
    uint32_t from, to;
};

struct html_block {
    struct html_break before;
    uint32_t first_piece, n_pieces;
    uint32_t characters; // visible
    uint32_t linked;     // of them inside links
    uint32_t marks;      // commas, full stops and the like
    uint32_t row, cell;  // numbers from 1; 0 outside of tables
    bool heading, preformatted, kept;
    uint8_t verdict; // enum html_verdict
};

// Blocks [from, to) that stand in one table, or in one element that is no content.
struct html_region {
    size_t from, to;
    bool table;
};

struct html_page {
    struct span text;
    LIST(struct html_block) blocks;
    LIST(struct html_piece) pieces;
    LIST(struct html_region) regions;
};

// Reads a page into blocks.
void html_page_read(struct span text, struct arena *arena, struct html_page *page);

// Sets `kept` of every block that is content.
void html_choose(struct html_page *page);

#endif

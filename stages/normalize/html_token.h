// SPDX-License-Identifier: Apache-2.0
//
// A forgiving tokenizer of HTML: tags, text between them, and the rest (comments,
// declarations). It keeps offsets, which the DOM libraries lose, and it never fails.
#ifndef FZ_NORMALIZE_HTML_TOKEN_H
#define FZ_NORMALIZE_HTML_TOKEN_H

#include "stages/base/span.h"

#include <stdint.h>

enum html_kind { HTML_TEXT, HTML_OPEN, HTML_CLOSE, HTML_OTHER, HTML_END };

// What an element means for the text in it; several may hold.
enum html_trait {
    TRAIT_BLOCK = 1, // begins and ends a paragraph
    TRAIT_VOID = 2,  // has no content
    TRAIT_RAW = 4,   // its content is no markup
    TRAIT_DROP = 8,  // its content is never text of the document
    TRAIT_SIDE = 16, // navigation, foot, form: dropped unless most of the page is in it
    TRAIT_HEADING = 32,
    TRAIT_INLINE = 64 // closed by the block around it
};

enum html_tag {
    TAG_OTHER,
    TAG_A,
    TAG_BR,
    TAG_LI,
    TAG_P,
    TAG_PRE,
    TAG_ROWS, // thead, tbody, tfoot
    TAG_TABLE,
    TAG_TD,
    TAG_TR
};

struct html_element { // one row of the table of elements
    const char *name;
    uint8_t traits, tag;
};

struct html_token {
    enum html_kind kind;
    size_t from, to;
    const struct html_element *element; // of a tag; never NULL
    struct span name;                   // as written
    struct span attributes;
};

struct html_tokens {
    struct span text;
    size_t at;
    // Where a search for it has failed: later ones need not be made.
    bool no_quote, no_apostrophe, no_close, no_comment_end;
};

// Reads the next token; HTML_END at the end. Text inside raw elements comes as
// HTML_OTHER.
void html_next(struct html_tokens *tokens, struct html_token *token);

// The value of an attribute by its name in small letters; false where it is not there.
bool html_attribute(struct span attributes, const char *name, struct span *value);

// True where s holds `what` (small letters), whatever the case in s.
bool html_holds(struct span s, const char *what);

// The character that a reference at byte `at` of s stands for, and its length in bytes; 0
// where there is none.
uint32_t html_reference(struct span s, size_t at, size_t *length);

struct html_name {
    const char *name;
    uint16_t character;
};
extern const struct html_name html_names[]; // table_entity.c, in byte order
extern const size_t n_html_names;

#endif

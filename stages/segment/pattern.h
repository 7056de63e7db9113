// SPDX-License-Identifier: Apache-2.0
//
// The small shapes that pages are made of: numbered heads, dates, brackets at the end of
// a line and what they hold, table labels. Pure functions of a span; they never look at
// the rest of the document.
#ifndef FZ_SEGMENT_PATTERN_H
#define FZ_SEGMENT_PATTERN_H

#include "stages/base/span.h"

#include <stdint.h>

// How a line is numbered, outermost first.
enum number {
    NUMBER_NONE,
    NUMBER_PART,    // 第一编 第一篇 第一卷 第一部分
    NUMBER_CHAPTER, // 第一章
    NUMBER_SECTION, // 第一节
    NUMBER_HAN,     // 一、
    NUMBER_BRACKET, // (一)
    NUMBER_ARABIC,  // 1.  1、
    NUMBER_SMALL,   // (1) ① 1)
    NUMBER_SPOKEN,  // 一是  其一
    NUMBER_DASH,    // ——  ● ■
};

// The number at the head of s; *length is set to its bytes, white space after it
// included.
enum number pattern_number(struct span s, size_t *length);

// The value of an item's number at the head of s in a sentence (① （二） (3)), up to 20,
// or 0.
int pattern_item(struct span s);

// The Arabic number at the head of s, at most 4 digits, that stands alone or before white
// space, or -1.
int pattern_serial(struct span s);

// A line that is nothing but digits and the dashes, dots or words of a page number; the
// number, or -1: `128`  `· 128 ·`  `- 12 -`  `第12页`.
int pattern_page_number(struct span s);

// The bytes of an era's name at the head of s (民国, 光绪), or 0; *before is set to the
// year before its first.
size_t pattern_era(struct span s, int *before);

enum date { DATE_NONE, DATE_DAY, DATE_MONTH, DATE_YEAR, DATE_SAME };

// The date that s opens with: 3月5日 (DATE_DAY, also with its year, and a bare day before
// a space), 3月, 2018年 or 民国16年, 是日.
enum date pattern_date(struct span s, size_t *length);

// The rest of a range behind a day (`～5日`, `至3月5日`) at byte i: where it ends, or i.
size_t pattern_range(struct span s, size_t i);

// The bracket that closes s, where one does: inner is what it holds, *at where it opens.
bool pattern_tail_bracket(struct span s, struct span *inner, size_t *at);

enum holds { HOLDS_OTHER, HOLDS_NAMES, HOLDS_BODY, HOLDS_CREDIT };

// What a bracket's inside is: names of people, a body's name, a credit (`区审管办 供稿`).
enum holds pattern_holds(struct span inner);

// Whether s is a list of names of people.
bool pattern_names(struct span s);

// Whether s may be a list of names of people, by its shape alone, and holds no body.
bool pattern_persons(struct span s);

// Whether a bracket that stands alone, where a byline may, can hold names although no
// family name in it is known.
bool pattern_may_be_names(struct span inner);

// Counts the authors in a bracket's inside and copies at most `room` of them.
// A name set with a space (`汪 剑`) is given with it.
size_t pattern_authors(struct span inner, struct span *authors, size_t room);

// True where all of s are Latin letters, digits and signs, with at least three letters.
bool pattern_is_latin(struct span s);

// The running head of a book (banner.c): its title and year alone, with the page's
// number, or with the chapter's name.
enum banner { BANNER_NONE, BANNER_BOOK, BANNER_PAGED, BANNER_CHAPTER };
enum banner pattern_banner(struct span s);

enum label { LABEL_NONE, LABEL_BARE, LABEL_TITLED, LABEL_MORE };

// `表 4`, `表4 …情况`, `续表 5`: a table's label, bare, with its title, or continued.
enum label pattern_table_label(struct span s);

// Short words separated by white space: the number of them, or 0 where one is long.
size_t pattern_cells(struct span s);

// Three words and more in s, the last two and more of them figures, and no other: a row
// of a table.
bool pattern_is_figures(struct span s);

// Between rules: `│1999　│15.0　│`.
bool pattern_is_ruled(struct span s);

// The number of stretches of s between wide white space: two spaces and more, or a wide
// one.
size_t pattern_columns(struct span s);

// True where s begins with, ends with or holds one of the words; a list ends with an
// empty one. A word to begin with has three bytes at least.
bool pattern_starts(struct span s, const struct span *words);
bool pattern_ends(struct span s, const struct span *words);
bool pattern_holds_any(struct span s, const struct span *words);

// `综  述`: three and more white-space separated single characters, or two.
bool pattern_is_spaced(struct span s);

#endif

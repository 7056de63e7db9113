// SPDX-License-Identifier: Apache-2.0
//
// What the tagger sees of a text: its characters as positions with one symbol a track.
//
//   track 0  the character, folded (width, digits, letters, white space)
//   track 1  its class: digit, comma, bracket, 区县镇-like, 局委办-like, surname, …
//   track 2  the word that covers it when the text is cut into the fewest words of the
//            lexicon: the word's class, whether it may also be a
//            place and whether it is a common word, and whether the character begins,
//            continues or ends it
//   track 3  the same for names and parts of names alone, longest first
//   track 4  the kind of the word of track 2
//
// A virtual character stands before the first and after the last position of a text, so
// that beginnings and ends are context like any other.
#ifndef FZ_TAG_FEATURES_H
#define FZ_TAG_FEATURES_H

#include "stages/base/memory.h"
#include "stages/model/linear.h"
#include "stages/tag/lexicon.h"

enum {
    TRACK_CHARACTER,
    TRACK_CLASS,
    TRACK_WORD,
    TRACK_NAME,
    TRACK_KIND,
    FEATURES_TRACKS
};

// Symbols of track 0 below FEATURES_FIRST are no single characters.
enum { SYMBOL_EDGE = 1, SYMBOL_RARE_HAN, SYMBOL_RARE, FEATURES_FIRST };

struct features_text {
    size_t n;         // positions, the two virtual ones included
    uint32_t *at;     // byte offset of each position's character; n - 1: end of the text
    uint16_t *folded; // its character, folded; 0 for virtual ones and beyond U+FFFF
    uint16_t *tracks[FEATURES_TRACKS];
};

// Working memory for reading texts, used over and over.
struct features_room {
    struct features_text x; // the text that was read last
    struct lexicon_run run; // its words, by position
    uint64_t *ways;         // of the cut into words
};

// What makes symbols of characters and words: tables.
struct features;

enum {
    FEATURES_VERSION = 3, // of what the tracks mean; a model says which it was made for
    FEATURES_TABLE = 65536,
    FEATURES_CLASSES = 64, // symbols of track 1 are below this
    FEATURES_WORDS = 1024, // of tracks 2 and 3
    FEATURES_KINDS = 4096, // of track 4
};

// Full width to half, every digit to 0, letters to A, white space to one blank, kinds of
// quotes and brackets to one each; every other character as it is.
uint32_t features_fold(uint32_t c);

// Tables for a model with FEATURES_TABLE symbols of characters, by code point (which stay
// the caller's). lexicon must outlive them; NULL: tracks 2 to 4 say nothing.
struct features *features_new(const uint16_t *characters, const struct lexicon *lexicon);
void features_free(struct features **features);

// Room for texts of up to n bytes.
struct features_room *features_room(struct arena *arena, size_t n);
// Fills room->x with the positions and tracks 0 to 4 of text (at most the n bytes of
// features_room).
void features_read(const struct features *features, struct span text,
                   struct features_room *room);
struct linear_sequence features_sequence(const struct features_text *x);

#endif

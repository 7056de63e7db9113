// SPDX-License-Identifier: Apache-2.0
//
// What the tagger sees of a text: its characters as positions with one symbol a track.
//
//   track 0  the character, folded (width, digits, letters, white space)
//   track 1  its class: digit, comma, bracket, 区县镇-like, 局委办-like, surname, …
//   track 2  the word that covers it when the text is cut into the fewest words of the
//            lexicon: the word's class, and whether the character begins, continues or
//            ends it
//   track 3  the same for names and parts of names alone, longest first
//
// A virtual character stands before the first and after the last position of a text, so
// that beginnings and ends are context like any other.
#ifndef FZ_TAG_FEATURES_H
#define FZ_TAG_FEATURES_H

#include "stages/model/linear.h"
#include "stages/tag/lexicon.h"

enum { TRACK_CHARACTER, TRACK_CLASS, TRACK_WORD, TRACK_NAME, FEATURES_TRACKS };

// Symbols of track 0 below FEATURES_FIRST are no single characters.
enum { SYMBOL_EDGE = 1, SYMBOL_RARE_HAN, SYMBOL_RARE, FEATURES_FIRST };

struct features_text {
    size_t n;         // positions, the two virtual ones included
    uint32_t *at;     // byte offset of each position's character; n - 1: end of the text
    uint32_t *folded; // its character, folded; 0 for virtual ones
    uint16_t *tracks[FEATURES_TRACKS];
    uint32_t *place;  // position of the character that begins at a byte
    uint32_t *reach, *classes, *costs; // room for the cut into words
};

// What makes symbols of characters. The tables of characters are in the model file.
struct features {
    const uint16_t *characters;    // FEATURES_TABLE symbols of track 0
    const struct lexicon *lexicon; // NULL: tracks 2 and 3 say nothing
};

enum {
    FEATURES_TABLE = 65536,
    FEATURES_CLASSES = 64, // symbols of track 1 are below this
    FEATURES_WORDS = 160,  // of tracks 2 and 3
};

// Full width to half, every digit to 0, letters to A, white space to one blank, kinds of
// quotes and brackets to one each; every other character as it is.
uint32_t features_fold(uint32_t c);

// Room for texts of up to n bytes.
void features_room(struct features_text *x, struct arena *arena, size_t n);
// Fills x with the positions and tracks of text (at most the n bytes of features_room).
void features_read(const struct features *features, struct span text,
                   struct features_text *x);
// The same without tracks: at and folded only.
void features_fold_text(struct span text, struct features_text *x);
struct linear_sequence features_sequence(const struct features_text *x);

#endif

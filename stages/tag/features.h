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

// Where a text stands in a room: positions [first, first + n).
struct features_part {
    uint32_t first, n;
    bool marked; // it has quotes, marks of titles or blanks, as features_fold leaves them
};

enum { FEATURES_PARTS = 256 };

struct features_cut {
    uint8_t lack; // of LEXICON_LONGEST characters in the last word before a position
    uint8_t name; // length of the longest name that begins there, 1 where there is none
};

// Working memory for reading texts, used over and over. Several texts stand in it side by
// side, as many as are worth one walk, parted by positions of no symbol.
struct features_room {
    struct features_text x; // all of them
    struct features_part parts[FEATURES_PARTS];
    size_t n_parts, most;   // texts, positions that there is room for
    struct lexicon_run run; // words, by position
    uint64_t *far;          // ways of the cut into words, by the longer ones
    struct features_cut *cuts;
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

// Room for texts of up to n bytes together, each with its edges and the positions that
// part it from the one before.
struct features_room *features_room(struct arena *arena, size_t n);
// Empties the room.
void features_clear(struct features_room *room);
// Puts a text behind those in the room, `apart` positions from the one before it. False
// where the room is full.
bool features_add(const struct features *features, struct span text, size_t apart,
                  struct features_room *room);
// Fills in tracks 2 to 4 of all texts.
void features_finish(const struct features *features, struct features_room *room);
// One of the texts by itself.
struct features_text features_text(const struct features_room *room,
                                   struct features_part part);
struct linear_sequence features_sequence(const struct features_text *x);

#endif

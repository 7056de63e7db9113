// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the second pass share: a document with its mentions, and which bytes
// of it they own. The second pass rereads the tagger's mentions in the light of the
// whole document (stages/tag/second.h).
#ifndef FZ_TAG_PASS_H
#define FZ_TAG_PASS_H

#include "proto/layers.h"
#include "stages/base/memory.h"
#include "stages/tag/lexicon.h"
#include "stages/tag/marks.h"

// What the entries of the lists that begin or end with a character are, at a glance.
enum { // bits
    GLANCE_SURNAME = 1, // of those that begin with it
    GLANCE_GIVEN = 2,
    GLANCE_TITLE = 4,
    GLANCE_POST = 8, // one that ends with it is a title
};
enum { PASS_PLANE = 0x10000 }; // the characters that entries hold are below

struct pass {
    const struct lexicon *lexicon;
    const uint8_t *glance; // by character
    const struct layout *layout;
    struct arena *arena;
    struct mention *mentions; // in no order; a dropped one has from == to
    size_t n, capacity;
    struct marks marks;
    // Maps of the document's bytes, placed as the marks are.
    uint64_t *owned;  // belongs to a mention
    uint64_t *first;  // is a mention's first byte
    uint32_t *number; // the mention's index, where that is so
    uint64_t *quoted; // inside “…”: only the whole is a name
    uint64_t *titled; // inside 《…》: nothing is
    struct spans declared; // names that the text itself says are names
};

// Makes the state from the tagger's mentions.
void pass_open(struct pass *pass, const struct lexicon *lexicon,
               const struct layout *layout, struct arena *arena,
               const struct mentions *mentions);
// Writes what is left, in order, back.
void pass_close(struct pass *pass, struct mentions *mentions);

static inline struct span pass_text(const struct pass *pass, uint32_t para)
{
    return pass->layout->paragraphs.at[para].text;
}

static inline struct span pass_name(const struct pass *pass,
                                    const struct mention *mention)
{
    return span_cut(pass_text(pass, mention->para), mention->from, mention->to);
}

// The mention that owns a byte, or NULL.
static inline struct mention *pass_at(const struct pass *pass, uint32_t para, size_t byte)
{
    size_t at = pass->marks.base[para] + byte;
    if (!bits_has(pass->owned, at)) return NULL;
    return &pass->mentions[pass->number[bits_last(pass->first, at)]];
}

// Whether a mention is all Chinese characters.
static inline bool pass_is_plain(const struct pass *pass, const struct mention *mention)
{
    return marks_next(&pass->marks, mention->para, mention->from, mention->to) ==
           mention->to;
}

static inline uint8_t pass_glance(const struct pass *pass, uint32_t c)
{
    return c < PASS_PLANE ? pass->glance[c] : 0;
}

// How [from, to) of a paragraph is marked.
enum covering {
    COVER_FREE,  // not at all
    COVER_EXACT, // as one mention
    COVER_INNER, // it is part of a longer one
    COVER_PARTS, // one or more mentions lie in it
    COVER_CROSS, // a mention reaches out of it
};
enum covering pass_cover(const struct pass *pass, uint32_t para, size_t from, size_t to);

// Whether a name may stand at [from, to): not in 《》, in “” only as the whole.
bool pass_allows(const struct pass *pass, uint32_t para, size_t from, size_t to);

// Marks [from, to), dropping every mention that lies in it; pointers to mentions that
// were handed out before are stale then. Does nothing and returns NULL where pass_allows
// says no or a mention reaches out of it.
struct mention *pass_add(struct pass *pass, uint32_t para, size_t from, size_t to,
                         int type);
void pass_drop(struct pass *pass, struct mention *mention);
// Gives a mention new ends; false where that is not allowed or another is in the way.
bool pass_resize(struct pass *pass, struct mention *mention, size_t from, size_t to);

// name without white space, in the arena where it has some.
struct span pass_squeeze(struct arena *arena, struct span name);

// A mention's name without white space.
static inline struct span pass_squeezed(const struct pass *pass,
                                        const struct mention *mention)
{
    struct span name = pass_name(pass, mention);
    return pass_is_plain(pass, mention) ? name : pass_squeeze(pass->arena, name);
}

#endif

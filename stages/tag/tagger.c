// SPDX-License-Identifier: Apache-2.0
//
// Scores a text with the model, finds the best legal labels, and reads names off them. A
// long text is cut at a sentence's end every some thousand characters, so that working
// memory stays small. No memory is taken per text.
#include "stages/tag/tagger.h"

#include "stages/base/utf8.h"
#include "stages/tag/labels.h"

#include <stdio.h>
#include <stdlib.h>

// A stretch ends at the first sentence's end after ENOUGH bytes, at MOST in any case.
enum { ENOUGH = 6000, MOST = 12000 };

struct tagger {
    struct linear_model *model;
    struct features features;
};

struct tagger_room {
    struct features_text x;
    int16_t *scores;
    uint8_t *back, *labels;
    struct tagged *found;
};

struct tagger *tagger_open(const char *path, const struct lexicon *lexicon, char *why,
                           size_t why_size)
{
    struct linear_model *model = linear_open(path, "tag", why, why_size);
    if (!model) return NULL;
    struct span characters = linear_section(model, "characters");
    if (characters.n != FEATURES_TABLE * sizeof(uint16_t) || model->n_labels != LABELS ||
        model->n_tracks != FEATURES_TRACKS) {
        snprintf(why, why_size, "%s: made for another set of features; train it again",
                 path);
        linear_close(&model);
        return NULL;
    }
    struct tagger *tagger = xcalloc(1, sizeof *tagger);
    tagger->model = model;
    tagger->features = (struct features){(const void *)characters.at, lexicon};
    return tagger;
}

void tagger_close(struct tagger **tagger)
{
    if (!*tagger) return;
    linear_close(&(*tagger)->model);
    free(*tagger);
    *tagger = NULL;
}

struct tagger_room *tagger_room(const struct tagger *tagger, struct arena *arena, size_t n)
{
    struct tagger_room *room = ARENA_NEW(arena, struct tagger_room, 1);
    size_t most = (n < MOST ? n : MOST) + 2;
    features_room(&room->x, arena, most);
    room->scores = ARENA_NEW(arena, int16_t, most * tagger->model->stride);
    room->back = ARENA_NEW(arena, uint8_t, most * tagger->model->stride);
    room->labels = ARENA_NEW(arena, uint8_t, most);
    room->found = ARENA_NEW(arena, struct tagged, n + 1);
    return room;
}

static void forbid(int16_t *row, bool middle)
{
    for (uint8_t y = 1; y < LABELS; y++)
        if (!middle || labels_part(y) != LABEL_M) row[y] = INT16_MIN;
}

// The position of the mark that closes the one at i, or 0.
static size_t closing(const struct features_text *x, size_t i)
{
    uint32_t open = x->folded[i], close = open + 1; // 《》 and “” are neighbours
    size_t depth = 0;
    for (size_t j = i; j < x->n; j++) {
        if (x->folded[j] == open) depth++;
        if (x->folded[j] == close && --depth == 0) return j;
    }
    return 0;
}

void tagger_forbid(const struct features_text *x, size_t stride, int16_t *scores)
{
    forbid(scores, false);
    forbid(scores + (x->n - 1) * stride, false);
    bool unclosed = false;
    for (size_t i = 1; i < x->n; i++) {
        if (x->folded[i] != 0x300A || unclosed) continue;
        size_t end = closing(x, i);
        unclosed = end == 0;
        for (size_t j = i + 1; j < end; j++) forbid(scores + j * stride, true);
        if (end) i = end;
    }
}

// Whether the name lies inside “” without filling it. open is the position of the quote
// that is open before it, or 0.
static bool is_quoted_part(const struct features_text *x, size_t open, size_t from,
                           size_t to)
{
    size_t end = open ? closing(x, open) : 0;
    return end >= to && !(open + 1 == from && end == to);
}

static size_t read_names(const struct tagger_room *room, size_t base, struct tagged *to)
{
    const struct features_text *x = &room->x;
    size_t n = 0, first = 0, quote = 0;
    for (size_t t = 1; t + 1 < x->n; t++) {
        uint8_t label = room->labels[t];
        int part = labels_part(label);
        if (part == LABEL_B || part == LABEL_S) first = t;
        if ((part == LABEL_E || part == LABEL_S) && first &&
            !is_quoted_part(x, quote < first ? quote : 0, first, t + 1))
            to[n++] = (struct tagged){(uint32_t)base + x->at[first],
                                      (uint32_t)base + x->at[t + 1], labels_type(label)};
        if (x->folded[t] == 0x201C) quote = t;
        if (x->folded[t] == 0x201D) quote = 0;
    }
    return n;
}

static size_t stretch(struct span text)
{
    static const struct span stop = {"。", 3};
    if (text.n <= MOST) return text.n;
    size_t end = span_find(text, stop, ENOUGH);
    if (end + stop.n <= MOST) return end + stop.n;
    for (end = MOST; ((unsigned char)text.at[end] & 0xC0) == 0x80;) end--;
    return end;
}

size_t tagger_text(const struct tagger *tagger, struct tagger_room *room,
                   struct span text, const struct tagged **found)
{
    const struct linear_model *model = tagger->model;
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        size_t end = at + stretch(span_cut(text, at, text.n));
        features_read(&tagger->features, span_cut(text, at, end), &room->x);
        struct linear_sequence sequence = features_sequence(&room->x);
        memset(room->scores, 0, sequence.n * model->stride * sizeof *room->scores);
        linear_score(model, &sequence, room->scores);
        tagger_forbid(&room->x, model->stride, room->scores);
        linear_best(model, room->scores, sequence.n, room->back, room->labels);
        n += read_names(room, at, room->found + n);
        at = end;
    }
    *found = room->found;
    return n;
}

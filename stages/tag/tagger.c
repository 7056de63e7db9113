// SPDX-License-Identifier: Apache-2.0
//
// Scores a text with a model, finds the best legal labels, and reads names off them. A
// long text is cut at a sentence's end every some thousand characters, so that working
// memory stays small, and no memory is taken per text.
#include "stages/tag/tagger.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "stages/tag/labels.h"

#include <stdio.h>
#include <stdlib.h>

// A stretch ends at the first sentence's end after ENOUGH bytes, at MOST in any case.
// Texts are labelled together once they have TOGETHER positions.
enum { ENOUGH = 6000, MOST = 12000, TOGETHER = 256 };

struct tagger {
    struct linear_model *model;
    struct features *features;
};

// Texts that wait to be labelled together, and what they are labelled with.
struct room {
    struct features_room *features;
    struct mention texts[FEATURES_PARTS]; // paragraph, and the byte that a text is from
    uint16_t *barred; // bits of the labels that may not stand at a position
    uint8_t *back, *labels;
};

// Whether every symbol that a text is given is below its track's alphabet.
static bool fits(const struct linear_model *model, const uint16_t *characters)
{
    uint32_t most = FEATURES_FIRST - 1;
    for (size_t c = 0; c < FEATURES_TABLE; c++)
        most = characters[c] > most ? characters[c] : most;
    return most < model->tracks[TRACK_CHARACTER].alphabet &&
           model->tracks[TRACK_CLASS].alphabet >= FEATURES_CLASSES &&
           model->tracks[TRACK_WORD].alphabet >= FEATURES_WORDS &&
           model->tracks[TRACK_NAME].alphabet >= FEATURES_WORDS &&
           model->tracks[TRACK_KIND].alphabet >= FEATURES_KINDS;
}

// Other lists are no fault, only worse: the model has learned how far to trust these.
static void compare_lists(const struct linear_model *model, const char *path,
                          const struct lexicon *lexicon)
{
    struct span section = linear_section(model, "lexicon");
    uint64_t lists;
    if (!lexicon || section.n != sizeof lists) return;
    memcpy(&lists, section.at, sizeof lists);
    if (lists != lexicon_checksum(lexicon))
        log_warn("%s: the word lists have changed since it was trained; train it again "
                 "(fangzhi train)",
                 path);
}

struct tagger *tagger_open(const char *path, const struct lexicon *lexicon, char *why,
                           size_t why_size)
{
    struct linear_model *model = linear_open(path, "tag", why, why_size);
    if (!model) return NULL;
    struct span characters = linear_section(model, "characters");
    uint32_t version = 0;
    if (linear_section(model, "features").n == sizeof version)
        memcpy(&version, linear_section(model, "features").at, sizeof version);
    if (version != FEATURES_VERSION ||
        characters.n != FEATURES_TABLE * sizeof(uint16_t) || model->n_labels != LABELS ||
        model->n_tracks != FEATURES_TRACKS || !fits(model, (const void *)characters.at)) {
        snprintf(why, why_size, "%s: made for another set of features; train it again",
                 path);
        linear_close(&model);
        return NULL;
    }
    compare_lists(model, path, lexicon);
    struct tagger *tagger = xcalloc(1, sizeof *tagger);
    tagger->model = model;
    tagger->features = features_new((const void *)characters.at, lexicon);
    return tagger;
}

void tagger_close(struct tagger **tagger)
{
    if (!*tagger) return;
    features_free(&(*tagger)->features);
    linear_close(&(*tagger)->model);
    free(*tagger);
    *tagger = NULL;
}

static struct room *make_room(struct arena *arena, size_t longest)
{
    size_t most = (longest < MOST ? longest : MOST) + TOGETHER + 2 + LINEAR_REACH;
    struct room *room = ARENA_NEW(arena, struct room, 1);
    room->features = features_room(arena, most);
    most = room->features->most;
    room->barred = ARENA_NEW(arena, uint16_t, most);
    room->back = arena_raw(arena, most * LINEAR_LANES);
    room->labels = arena_raw(arena, most);
    features_clear(room->features);
    return room;
}

enum { // for struct room's barred
    NO_NAME = (1 << LABELS) - 1 - (1 << LABEL_O),
    NO_ENDS = NO_NAME - (1 << LABEL_M) - (1 << (LABEL_M + 4)) - (1 << (LABEL_M + 8)),
};

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

// No name begins or ends inside 《》 or with white space.
static void bar_ends(const struct features_text *x, uint16_t *barred)
{
    bool unclosed = false;
    for (size_t i = 1; i < x->n; i++) {
        if (x->folded[i] == ' ') barred[i] = NO_ENDS;
        if (x->folded[i] != 0x300A || unclosed) continue;
        size_t end = closing(x, i);
        unclosed = end == 0;
        for (size_t j = i + 1; j < end; j++)
            barred[j] = NO_ENDS;
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

static size_t stretch(struct span text)
{
    static const struct span stop = {"。", 3};
    if (text.n <= MOST) return text.n;
    size_t end = span_find(text, stop, ENOUGH);
    if (end + stop.n <= MOST) return end + stop.n;
    for (end = MOST; ((unsigned char)text.at[end] & 0xC0) == 0x80;)
        end--;
    return end;
}

static size_t longest(const struct layout *layout)
{
    size_t n = 0;
    for (size_t i = 0; i < layout->paragraphs.n; i++)
        if (layout->paragraphs.at[i].text.n > n) n = layout->paragraphs.at[i].text.n;
    return n;
}

// A growing list of mentions of one paragraph after the other.
struct list {
    struct arena *arena;
    struct mentions *mentions;
    size_t capacity;
};

// The first position from t on that is part of a name; end where there is none.
static size_t skip_others(const uint8_t *labels, size_t t, size_t end)
{
    uint64_t eight;
    while (end - t >= sizeof eight && (memcpy(&eight, labels + t, sizeof eight), !eight))
        t += sizeof eight;
    while (t < end && labels[t] == LABEL_O)
        t++;
    return t;
}

// Reads the names off the labels of a text, which may have quotes where it is marked.
static void read_names(const struct features_text *x, bool marked, const uint8_t *labels,
                       struct mention base, struct list *list)
{
    size_t first = 0, quote = 0, end = x->n - 1;
    for (size_t t = 1; t < end; t++) {
        if (!marked && (t = skip_others(labels, t, end)) == end) break;
        int part = labels_part(labels[t]);
        if (part == LABEL_B || part == LABEL_S) first = t;
        if ((part == LABEL_E || part == LABEL_S) && first &&
            !is_quoted_part(x, quote < first ? quote : 0, first, t + 1))
            ARENA_PUSH(list->arena, list->mentions->mentions.at,
                       list->mentions->mentions.n, list->capacity) =
                (struct mention){base.para, base.from + x->at[first],
                                 base.from + x->at[t + 1], labels_type(labels[t]), NONE};
        if ((x->folded[t] | 1) == 0x201D) quote = x->folded[t] == 0x201C ? t : 0;
    }
}

// Labels the texts in the room, reads their names, and empties it.
static void label_texts(const struct tagger *tagger, struct room *room, struct list *list)
{
    struct features_room *features = room->features;
    if (features->n_parts == 0) return;
    features_finish(tagger->features, features);
    memset(room->barred, 0, features->x.n * sizeof *room->barred);
    for (size_t i = 0; i < features->n_parts; i++) {
        struct features_part part = features->parts[i];
        struct features_text x = features_text(features, part);
        uint16_t *barred = room->barred + part.first;
        barred[0] = barred[part.n - 1] = NO_NAME; // the virtual positions
        if (part.marked) bar_ends(&x, barred);
    }
    struct linear_sequence sequence = features_sequence(&features->x);
    linear_label(tagger->model, &sequence, room->barred, room->back, room->labels);
    for (size_t i = 0; i < features->n_parts; i++) {
        struct features_part part = features->parts[i];
        struct features_text x = features_text(features, part);
        read_names(&x, part.marked, room->labels + part.first, room->texts[i], list);
    }
    features_clear(features);
}

static void add_text(const struct tagger *tagger, struct room *room, struct span text,
                     uint32_t para, uint32_t base)
{
    struct features_room *features = room->features;
    if (!features_add(tagger->features, text, tagger->model->reach, features)) abort();
    room->texts[features->n_parts - 1] = (struct mention){.para = para, .from = base};
}

void tagger_document(const struct tagger *tagger, const struct layout *layout,
                     struct arena *arena, struct mentions *mentions)
{
    struct room *room = make_room(arena, longest(layout));
    struct list list = {arena, mentions, 0};
    *mentions = (struct mentions){0};
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        struct span all = layout->paragraphs.at[i].text;
        if (layout->paragraphs.at[i].role == ROLE_FURNITURE) continue;
        for (size_t at = 0, end; at < all.n; at = end) {
            end = at + stretch(span_cut(all, at, all.n));
            add_text(tagger, room, span_cut(all, at, end), (uint32_t)i, (uint32_t)at);
            if (room->features->x.n >= TOGETHER ||
                room->features->n_parts == FEATURES_PARTS)
                label_texts(tagger, room, &list);
        }
    }
    label_texts(tagger, room, &list);
}

// SPDX-License-Identifier: Apache-2.0
//
// Documents are read twice: once to number the characters, once to make positions. Both
// in the order in which they were added, so that the model depends on nothing else.
#include "tools/fangzhi/learn.h"

#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "stages/tag/classes.h"
#include "stages/tag/features.h"
#include "stages/tag/labels.h"
#include "tools/fangzhi/variants.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// With variants of the text an n-gram of a single place is seen twice. Long ones that are
// seen more often than that are worth their place in the file; what rarer ones would say
// the network says, and all that those of other tracks than the characters say.
const char learn_templates[] =
    "character 1 -3 3 1; character 2 -3 2 5; character 3 -3 1 6; character 4 -3 0 6; "
    "class 1 -3 3 1; class 2 -3 2 1; class 3 -3 1 6; class 4 -3 0 8; "
    "word 1 -2 2 1; word 2 -2 1 3; word 3 -2 0 5; "
    "name 1 -2 2 1; name 2 -2 1 2; name 3 -2 0 4; "
    "kind 1 -2 2 1; kind 2 -2 1 5";

enum { MAX_TEMPLATES = 32, RARE = 1 };
static const char *const track_names[] = {"character", "class", "word",
                                          "name",      "kind",  NULL};

struct learn {
    struct learn_options options;
    const struct lexicon *lexicon;
    const struct annotated **documents;
    float *weights;
    struct annotated_set variants;
    size_t n, capacity;
    uint16_t *characters;
    uint32_t n_characters;
    struct linear_template templates[MAX_TEMPLATES];
    size_t n_templates;
};

struct learn_options learn_defaults(void)
{
    return (struct learn_options){.training = {.rounds = 4,
                                               .epochs = 6,
                                               .rate = 0.05F,
                                               .decay = 0,
                                               .dropout = 0.3F,
                                               .miss = 0,
                                               .wrong = 0,
                                               .prune = 0.02F,
                                               .seed = 1,
                                               .net_epochs = 12,
                                               .kept_tracks = 1 << TRACK_CHARACTER,
                                               .net_rate = 0.002F,
                                               .net_dropout = 0.2F,
                                               .net_unseen = 0.5F,
                                               .net_taught = 0.5F},
                                  .templates = learn_templates,
                                  .variants = 0.9F};
}

static void read_templates(struct learn *learn)
{
    const char *at = learn->options.templates;
    while (*at) {
        char track[16];
        int n, from, to, least, used = 0;
        if (sscanf(at, " %15[a-z] %d %d %d %d ;%n", track, &n, &from, &to, &least,
                   &used) < 5)
            log_die(EXIT_USAGE, "templates: '%s' is not 'TRACK N FROM TO LEAST'", at);
        int k = annotated_type(track_names, span_of(track));
        if (k < 0 || n < 1 || n > 4 || from > to || from < -LINEAR_MAX_REACH ||
            to > LINEAR_MAX_REACH || least < 0 || learn->n_templates == MAX_TEMPLATES)
            log_die(EXIT_USAGE, "templates: '%s' is out of range", at);
        learn->templates[learn->n_templates++] = (struct linear_template){
            (uint8_t)k, (uint8_t)n, (int8_t)from, (int8_t)to, (uint32_t)least};
        at = used ? at + used : at + strlen(at);
    }
}

struct learn *learn_new(const struct lexicon *lexicon,
                        const struct learn_options *options)
{
    struct learn *learn = xcalloc(1, sizeof *learn);
    learn->options = *options;
    learn->lexicon = lexicon;
    read_templates(learn);
    return learn;
}

void learn_add(struct learn *learn, const struct annotated *document, float weight)
{
    if (learn->n == learn->capacity) {
        learn->capacity = learn->capacity ? learn->capacity * 2 : 64;
        learn->documents =
            xrealloc(learn->documents, learn->capacity * sizeof *learn->documents);
        learn->weights =
            xrealloc(learn->weights, learn->capacity * sizeof *learn->weights);
    }
    learn->documents[learn->n] = document;
    learn->weights[learn->n++] = weight;
}

// Numbers the characters that occur more than RARE times, in the order of their code.
static void number_characters(struct learn *learn)
{
    uint32_t *seen = xcalloc(FEATURES_TABLE, sizeof *seen);
    for (size_t d = 0; d < learn->n; d++)
        for (size_t p = 0; p < learn->documents[d]->layout.paragraphs.n; p++) {
            struct span text = learn->documents[d]->layout.paragraphs.at[p].text;
            for (size_t i = 0; i < text.n;) {
                uint32_t c = features_fold(utf8_next(text, &i));
                if (c < FEATURES_TABLE) seen[c]++;
            }
        }
    learn->characters = xcalloc(FEATURES_TABLE, sizeof *learn->characters);
    learn->n_characters = FEATURES_FIRST;
    for (uint32_t c = 0; c < FEATURES_TABLE; c++)
        if (seen[c] > RARE) learn->characters[c] = (uint16_t)learn->n_characters++;
    free(seen);
}

// The position of the character that begins at byte `at`.
static size_t position_of(const struct features_text *x, size_t at)
{
    size_t from = 1, to = x->n - 1;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (x->at[middle] < at) from = middle + 1;
        else to = middle;
    }
    return from;
}

// The labels that the marks of paragraph p, from the m-th mark on, give to its positions;
// returns the first mark of a later paragraph.
static size_t label(const struct annotated *document, size_t p, size_t m,
                    const struct features_room *room, uint8_t *labels)
{
    memset(labels, LABEL_O, room->x.n);
    for (; m < document->marks.n && document->marks.at[m].para <= p; m++) {
        const struct annotated_mark *mark = &document->marks.at[m];
        if (mark->para < p || mark->entity < 0) continue;
        size_t from = position_of(&room->x, mark->from);
        size_t to = position_of(&room->x, mark->to);
        for (size_t i = from; i < to; i++) {
            int part = to - from == 1 ? LABEL_S
                       : i == from    ? LABEL_B
                       : i + 1 == to  ? LABEL_E
                                      : LABEL_M;
            labels[i] = (uint8_t)(part + 4 * mark->entity);
        }
    }
    return m;
}

static void add_document(const struct learn *learn, const struct features *features,
                         struct trainer *trainer, size_t d)
{
    const struct annotated *document = learn->documents[d];
    struct arena *arena = arena_new();
    size_t mark = 0;
    for (size_t p = 0; p < document->layout.paragraphs.n; p++) {
        const struct paragraph *paragraph = &document->layout.paragraphs.at[p];
        if (paragraph->role == ROLE_FURNITURE || paragraph->text.n == 0) continue;
        struct features_room *room = features_room(arena, paragraph->text.n);
        uint8_t *labels = ARENA_NEW(arena, uint8_t, paragraph->text.n + 2);
        features_clear(room);
        features_add(features, paragraph->text, 0, room);
        features_finish(features, room);
        mark = label(document, p, mark, room, labels);
        struct linear_sequence sequence = features_sequence(&room->x);
        trainer_add(trainer, &sequence, labels, learn->weights[d]);
        arena_reset(arena);
    }
    arena_free(&arena);
}

struct display {
    bool terminal, quiet;
    struct timespec start;
    uint32_t epoch;
};

static void show(void *shown, const struct trainer_progress *progress)
{
    struct display *display = shown;
    struct timespec now;
    bool done = progress->done == progress->positions;
    if (display->quiet || (!display->terminal && !done)) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - display->start.tv_sec) +
                     1e-9 * (double)(now.tv_nsec - display->start.tv_nsec);
    fprintf(stderr, "%sepoch %2u of %u  %3.0f%%  loss %.4f  %.0f s%s",
            display->terminal ? "\r" : "", progress->epoch, progress->epochs,
            100.0 * (double)progress->done / (double)progress->positions, progress->loss,
            seconds,
            !display->terminal || (done && progress->epoch == progress->epochs) ? "\n"
                                                                                : "");
}

static struct trainer *start(const struct learn *learn)
{
    static bool legal[LABELS * LABELS];
    for (uint8_t from = 0; from < LABELS; from++)
        for (uint8_t to = 0; to < LABELS; to++)
            legal[from * LABELS + to] = labels_legal(from, to);
    struct trainer_spec spec = {
        .kind = "tag",
        .n_labels = LABELS,
        .labels = labels_names,
        .legal = legal,
        .chain = true,
        .n_tracks = FEATURES_TRACKS,
        .alphabets = {learn->n_characters, CLASSES_MAX, FEATURES_WORDS, FEATURES_WORDS,
                      FEATURES_KINDS},
        .templates = learn->templates,
        .n_templates = learn->n_templates};
    return trainer_new(&spec);
}

static void add_variants(struct learn *learn)
{
    size_t n = learn->n;
    if (learn->options.variants <= 0) return;
    variants_add(&learn->variants, learn->documents, n, learn->options.variants,
                 learn->options.training.seed);
    for (size_t i = 0; i < n; i++)
        learn_add(learn, &learn->variants.at[i], learn->weights[i]);
}

void learn_write(struct learn *learn, const char *path)
{
    add_variants(learn);
    number_characters(learn);
    struct trainer *trainer = start(learn);
    struct features *features = features_new(learn->characters, learn->lexicon);
    for (size_t d = 0; d < learn->n; d++) add_document(learn, features, trainer, d);
    features_free(&features);
    struct display display = {.terminal = isatty(STDERR_FILENO),
                              .quiet = learn->options.quiet};
    clock_gettime(CLOCK_MONOTONIC, &display.start);
    trainer_run(trainer, &learn->options.training, show, &display);
    struct file_writer writer = {0};
    trainer_export(trainer, &writer);
    const uint32_t version = FEATURES_VERSION;
    file_add(&writer, "features", &version, sizeof version);
    file_add(&writer, "characters", learn->characters,
             FEATURES_TABLE * sizeof *learn->characters);
    uint64_t lists = learn->lexicon ? lexicon_checksum(learn->lexicon) : 0;
    file_add(&writer, "lexicon", &lists, sizeof lists);
    if (file_write(&writer, path) < 0)
        log_die(EXIT_FAILED, "%s: %s", path, strerror(errno));
    file_free(&writer);
    trainer_free(&trainer);
}

void learn_free(struct learn **learn)
{
    if (!*learn) return;
    free((*learn)->documents);
    free((*learn)->weights);
    free((*learn)->characters);
    annotated_free(&(*learn)->variants);
    free(*learn);
    *learn = NULL;
}

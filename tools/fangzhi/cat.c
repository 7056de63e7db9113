// SPDX-License-Identifier: Apache-2.0
//
// fangzhi cat: captured documents as readable text on stdout. A file that is no capture,
// or is cut off, is named on stderr; what stood before the damage is printed. Status 1
// then, or where the layer asked for is not there. Memory: one document.
#include "stages/base/log.h"
#include "tools/fangzhi/command.h"
#include "tools/fangzhi/manual.h"
#include "tools/fangzhi/show.h"

#include <errno.h>

enum { FLAG_LAYER, FLAG_DOCS };

static const struct flag flags[] = {
    {"layer", 'l', "NAME", "only this layer: text, layout, mentions, events, …"},
    {"docs", 'd', NULL, "a line a document: id, path, layers with their bytes"},
};

static const struct manual manual = {
    "cat",
    "  fangzhi-normalize --source f.txt | fangzhi cat -\n"
    "  fangzhi-normalize --source f.txt | fangzhi-segment --pipe | fangzhi cat -l layout "
    "-\n"
    "  fangzhi cat --docs capture.part\n",
    "fangzhi cat [FILE…] prints captures: files of documents with their layers, as a "
    "stage\n"
    "writes them with --pipe or --source. Without a FILE, or with -, it reads stdin.\n",
    flags, sizeof flags / sizeof *flags};

// How to print, and what came of it.
struct printing {
    const char *layer; // or NULL
    bool docs;
    size_t documents;
    int status;
};

static void print_docs_line(const struct document *document, struct arena *arena)
{
    struct source source = {0};
    struct span why;
    printf("%.*s", (int)document->id.n, document->id.at);
    if (document_read(document, &source_record, arena, &source, &why) == 0)
        printf(" %.*s", (int)source.path.n, source.path.at);
    for (size_t i = 0; i < document->n_layers; i++)
        printf("%s%.*s %zu", i ? ", " : ": ", (int)document->layers[i].name.n,
               document->layers[i].name.at, document->layers[i].body.n);
    putchar('\n');
}

static void print_document(struct printing *printing, const struct document *document,
                           struct arena *arena)
{
    if (printing->docs) {
        print_docs_line(document, arena);
        return;
    }
    if (printing->layer) {
        const struct layer *layer = document_find(document, span_of(printing->layer));
        if (printing->documents) printf("===\n");
        if (layer) {
            show_layer(document, layer, arena, stdout);
            return;
        }
        log_warn("document %.*s has no layer '%s'", (int)document->id.n, document->id.at,
                 printing->layer);
        printing->status = EXIT_FAILED;
        return;
    }
    printf("=== document %.*s\n", (int)document->id.n, document->id.at);
    for (size_t i = 0; i < document->n_layers; i++) {
        const struct layer *layer = &document->layers[i];
        printf("--- %.*s\n", (int)layer->name.n, layer->name.at);
        show_layer(document, layer, arena, stdout);
    }
}

static void print_capture(struct printing *printing, FILE *from, const char *name)
{
    struct arena *arena = arena_new();
    struct document document;
    struct span why = {0};
    enum capture_result result;
    while ((result = capture_read(from, arena, &document, &why)) == CAPTURE_DOCUMENT) {
        print_document(printing, &document, arena);
        printing->documents++;
        arena_reset(arena);
    }
    if (result == CAPTURE_BROKEN) {
        log_warn("%s: %.*s", name, (int)why.n, why.at);
        printing->status = EXIT_FAILED;
    }
    arena_free(&arena);
}

int command_cat(int argc, char **argv)
{
    struct arguments arguments = manual_parse(&manual, argc, argv);
    struct printing printing = {.layer = arguments.values[FLAG_LAYER],
                                .docs = arguments.values[FLAG_DOCS] != NULL};
    char standard_input[] = "-", *stdin_only[] = {standard_input};
    char **paths = arguments.n ? arguments.operands : stdin_only;
    for (size_t i = 0; i < (arguments.n ? arguments.n : 1); i++) {
        bool standard = strcmp(paths[i], "-") == 0;
        FILE *from = standard ? stdin : fopen(paths[i], "rb");
        if (!from) log_die(EXIT_USAGE, "cannot read %s: %s", paths[i], strerror(errno));
        print_capture(&printing, from, standard ? "standard input" : paths[i]);
        if (!standard) fclose(from);
    }
    if (fflush(stdout)) log_die(EXIT_FAILED, "cannot write: %s", strerror(errno));
    return printing.status;
}

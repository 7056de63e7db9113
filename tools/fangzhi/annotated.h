// SPDX-License-Identifier: Apache-2.0
//
// Annotated text, for training and measuring. Four formats, told apart by name and look:
//
//   *.txt          one paragraph a line, `{PER|柴世民}` for a name, `{meeting|召开}` for
//                  the trigger of an event
//   *.json         reference annotation (data/annotation.md)
//   *.iob2 *.conll a token and its label a line (IOB2), `# text = …` above a sentence; a
//                  sentence is a document
//   a folder       the output of fangzhi run
#ifndef FZ_FANGZHI_ANNOTATED_H
#define FZ_FANGZHI_ANNOTATED_H

#include "proto/layers.h"

struct annotated_mark {
    uint32_t para, from, to; // bytes of the paragraph's text
    int entity;              // enum entity_type, or -1
    int trigger;             // enum event_type, or -1
};

struct annotated {
    struct span name;
    struct layout layout; // roles are guessed where the format does not tell them
    LIST(struct annotated_mark) marks; // by paragraph, then `from`
};

struct annotated_set {
    struct annotated *at;
    size_t n, capacity;
    struct arena *arena; // of everything in it
};

// Adds the documents of a file, or of all files of a folder that is no output folder (in
// byte order of their names, without a README.md). Ends the program where one is wrong.
void annotated_read(struct annotated_set *set, const char *path);
void annotated_free(struct annotated_set *set);

// ---- for the readers of single formats ------------------------------------------------

struct annotated *annotated_add(struct annotated_set *set, const char *name);
void annotated_paragraph(struct annotated_set *set, struct annotated *document, int role,
                         struct span text);
void annotated_mark(struct annotated_set *set, struct annotated *document,
                    struct annotated_mark mark);
// Index of name in names (which end with NULL), or -1.
int annotated_type(const char *const *names, struct span name);
// The whole file in the arena; ends the program where it cannot be read or is no UTF-8.
struct span annotated_slurp(struct annotated_set *set, const char *path);

void annotated_read_json(struct annotated_set *set, const char *path);
void annotated_read_output(struct annotated_set *set, const char *folder);
void annotated_read_iob(struct annotated_set *set, const char *path);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The layout of a model file: a header, a table of sections, the sections, each aligned
// to 64 bytes. All numbers are little-endian; the file is used as it is mapped.
//
//   "labels"   n_labels names, each closed by a NUL
//   "theta"    transitions, 16-bit
//   "nodes0".. "blocks0".. one of each a track: its n-grams, and what they say
//   anything else belongs to the model's user
#ifndef FZ_MODEL_FILE_H
#define FZ_MODEL_FILE_H

#include "stages/base/memory.h"

#include <stdint.h>

#define FILE_MAGIC "FZLINEAR"
enum { FILE_ALIGNMENT = 64, FILE_MAX_SECTIONS = 64 };

struct file_track { // as in struct linear_track
    uint32_t alphabet, longest, rows;
    int32_t first;
};

struct file_header {
    char magic[8];
    uint32_t version;
    uint32_t n_sections;
    char kind[16];     // what the model is for: "tag", "trigger", …
    uint64_t size;     // of the whole file
    uint64_t checksum; // file_sum of the file
    uint32_t n_labels, n_tracks;
    float scale;
    uint32_t unused;
    struct file_track tracks[8];
};

struct linear_section {
    char name[16];
    uint64_t offset, size;
};

// A 64-bit checksum of n bytes (not cryptographic).
uint64_t file_checksum(const void *bytes, size_t n);

// The checksum of a whole file (its own field counts as 0), which is longer than a
// header.
uint64_t file_sum(struct span file);

// Puts a model file together.
struct file_writer {
    struct file_header header;
    struct linear_section sections[FILE_MAX_SECTIONS];
    struct buffer body;
};

// The bytes are copied.
void file_add(struct file_writer *writer, const char *name, const void *bytes, size_t n);
// The file's bytes, into *file.
void file_image(struct file_writer *writer, struct buffer *file);
// Writes beside path and renames, so that a reader never sees half a model. Returns 0, or
// -1 with errno set.
int file_write(struct file_writer *writer, const char *path);
void file_free(struct file_writer *writer);

#endif

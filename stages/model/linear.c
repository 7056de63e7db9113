// SPDX-License-Identifier: Apache-2.0
//
// Opens model files and scores sequences. The file is mapped read-only; the memory taken
// is the struct itself and the sums of n-grams (merge.h). A file that is cut short,
// altered or of another version or kind is refused with a sentence.
#include "stages/model/linear.h"

#include "stages/model/file.h"
#include "stages/model/kernels.h"
#include "stages/model/merge.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_VECTORS = INT32_MAX };

static_assert(sizeof(struct file_header) == 96, "the file is used as it is mapped");

struct span linear_section(const struct linear_model *model, const char *name)
{
    for (uint32_t i = 0; i < model->n_sections; i++) {
        const struct linear_section *section = &model->sections[i];
        if (strncmp(section->name, name, sizeof section->name) == 0)
            return (struct span){model->file + section->offset, section->size};
    }
    return (struct span){"", 0};
}

static const char *map_file(struct linear_model *model, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return strerror(errno);
    struct stat status;
    const char *fault = NULL;
    if (fstat(fd, &status) < 0) {
        fault = strerror(errno);
    } else if (status.st_size > 0) {
        model->file_size = (size_t)status.st_size;
        void *at = mmap(NULL, model->file_size, PROT_READ, MAP_SHARED, fd, 0);
        if (at == MAP_FAILED) fault = strerror(errno);
        else model->file = at;
        model->mapped = !fault;
    }
    close(fd);
    return fault;
}

static const char *check_header(const struct linear_model *model, const char *kind)
{
    const struct file_header *header = (const void *)model->file;
    if (model->file_size < sizeof *header) return "not a model file: too short";
    if (memcmp(header->magic, FILE_MAGIC, sizeof header->magic) != 0)
        return "not a model file";
    if (header->version != LINEAR_VERSION)
        return "written by another version; train it again (fangzhi train)";
    if (strncmp(header->kind, kind, sizeof header->kind) != 0)
        return "a model for something else";
    if (header->size != model->file_size) return "cut short";
    if (header->n_labels == 0 || header->n_labels > LINEAR_MAX_LABELS ||
        header->n_tracks > LINEAR_MAX_TRACKS || header->n_sections > FILE_MAX_SECTIONS)
        return "its header is damaged";
    if (header->checksum != file_sum((struct span){model->file, model->file_size}))
        return "its checksum is wrong";
    return NULL;
}

static const char *read_sections(struct linear_model *model)
{
    const struct file_header *header = (const void *)model->file;
    model->n_labels = header->n_labels;
    model->stride = (header->n_labels + LINEAR_LANES - 1) / LINEAR_LANES * LINEAR_LANES;
    model->n_tracks = header->n_tracks;
    model->scale = header->scale;
    model->sections = (const void *)(model->file + sizeof *header);
    model->n_sections = header->n_sections;
    for (uint32_t i = 0; i < model->n_sections; i++) {
        const struct linear_section *section = &model->sections[i];
        if (section->offset > model->file_size || section->offset % FILE_ALIGNMENT ||
            section->size > model->file_size - section->offset)
            return "a section lies outside the file";
    }
    size_t row = model->stride * sizeof(int16_t);
    struct span theta = linear_section(model, "theta");
    struct span vectors = linear_section(model, "vectors");
    if (theta.n != model->n_labels * row || vectors.n % model->stride ||
        vectors.n / model->stride > MAX_VECTORS)
        return "its tables have the wrong size";
    model->transitions = (const void *)theta.at;
    model->vectors = (const void *)vectors.at;
    model->n_vectors = (uint32_t)(vectors.n / model->stride);
    return NULL;
}

// Section `name` of track k as an array of elements of `size` bytes.
static struct span track_section(const struct linear_model *model, const char *name,
                                 uint32_t k, size_t size)
{
    char full[16];
    snprintf(full, sizeof full, "%s%u", name, k);
    struct span s = linear_section(model, full);
    s.n /= size;
    return s;
}

static const char *read_track(struct linear_model *model, uint32_t k)
{
    const struct file_header *header = (const void *)model->file;
    struct linear_track *track = &model->tracks[k];
    struct span states =
        track_section(model, "states", k, sizeof(struct automaton_state));
    struct span outs = track_section(model, "outs", k, sizeof(struct automaton_out));
    struct span grams = track_section(model, "grams", k, sizeof(struct linear_output));
    track->automaton = (struct automaton){(const void *)states.at, (const void *)outs.at,
                                          (uint32_t)states.n, (uint32_t)outs.n};
    track->outputs = (const void *)grams.at;
    track->n_outputs = (uint32_t)grams.n;
    track->alphabet = header->alphabets[k];
    if (track->alphabet == 0 || !automaton_sound(&track->automaton, track->alphabet))
        return "an automaton in it is damaged";
    for (uint32_t i = 0; i < track->automaton.n_outs; i++)
        if (track->automaton.outs[i].value >= track->n_outputs)
            return "an automaton in it is damaged";
    for (uint32_t i = 0; i < track->n_outputs; i++) {
        const struct linear_output *o = &track->outputs[i];
        if (o->count < 0 || o->vector > model->n_vectors ||
            (uint32_t)o->count > model->n_vectors - o->vector)
            return "an n-gram's scores lie outside the file";
    }
    return merge_track(model, track);
}

// Everything after the bytes are there; NULL where they are a sound model.
static const char *read_model(struct linear_model *model, const char *kind)
{
    const char *fault = check_header(model, kind);
    if (!fault) fault = read_sections(model);
    for (uint32_t k = 0; !fault && k < model->n_tracks; k++) fault = read_track(model, k);
    if (!fault && model->mapped) // what the sums were made of is not read again
        madvise((void *)(uintptr_t)model->file, model->file_size, MADV_DONTNEED);
    return fault;
}

struct linear_model *linear_open(const char *path, const char *kind, char *why,
                                 size_t why_size)
{
    struct linear_model *model = xcalloc(1, sizeof *model);
    model->kernels = kernels_best();
    const char *fault = map_file(model, path);
    if (!fault) fault = read_model(model, kind);
    if (!fault) return model;
    snprintf(why, why_size, "%s: %s", path, fault);
    linear_close(&model);
    return NULL;
}

struct linear_model *linear_read(struct span bytes, const char *kind, char *why,
                                 size_t why_size)
{
    struct linear_model *model = xcalloc(1, sizeof *model);
    *model = (struct linear_model){
        .kernels = kernels_best(), .file = bytes.at, .file_size = bytes.n};
    const char *fault = read_model(model, kind);
    if (!fault) return model;
    snprintf(why, why_size, "%s", fault);
    linear_close(&model);
    return NULL;
}

void linear_close(struct linear_model **model)
{
    if (!*model) return;
    for (uint32_t k = 0; k < (*model)->n_tracks; k++) merge_free(&(*model)->tracks[k]);
    if ((*model)->mapped) munmap((void *)(uintptr_t)(*model)->file, (*model)->file_size);
    free(*model);
    *model = NULL;
}

void linear_score(const struct linear_model *model, const struct linear_sequence *x,
                  int16_t *scores)
{
    model->kernels->score(model, x, scores);
}

void linear_best(const struct linear_model *model, const int16_t *scores, size_t n,
                 uint8_t *back, uint8_t *labels)
{
    int16_t last[LINEAR_MAX_LABELS];
    if (n == 0) return;
    model->kernels->forward(model, scores, n, back, last);
    uint32_t best = 0;
    for (uint32_t y = 1; y < model->n_labels; y++)
        if (last[y] > last[best]) best = y;
    labels[n - 1] = (uint8_t)best;
    for (size_t t = n - 1; t > 0; t--)
        labels[t - 1] = back[t * model->stride + labels[t]];
}

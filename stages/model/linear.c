// SPDX-License-Identifier: Apache-2.0
//
// Opens model files and labels sequences. The file is mapped read-only and used as it is.
// A file that is cut short, altered or of another version or kind is refused with a
// sentence.
#include "stages/model/linear.h"

#include "stages/base/memory.h"
#include "stages/model/file.h"
#include "stages/model/kernels.h"
#include "stages/model/net.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static_assert(sizeof(struct file_header) == 192, "the file is used as it is mapped");

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
        if (at == MAP_FAILED)
            fault = strerror(errno);
        else
            model->file = at;
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
        header->n_tracks == 0 || header->n_tracks > LINEAR_MAX_TRACKS ||
        header->n_sections > FILE_MAX_SECTIONS)
        return "its header is damaged";
    if (header->checksum != file_sum((struct span){model->file, model->file_size}))
        return "its checksum is wrong";
    return NULL;
}

static const char *read_sections(struct linear_model *model)
{
    const struct file_header *header = (const void *)model->file;
    model->n_labels = header->n_labels;
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
    struct span theta = linear_section(model, "theta");
    if (theta.n != model->n_labels * LINEAR_LANES * sizeof *model->transitions)
        return "its tables have the wrong size";
    model->transitions = (const void *)theta.at;
    return NULL;
}

static struct span track_section(const struct linear_model *model, const char *name,
                                 uint32_t k)
{
    char full[24];
    snprintf(full, sizeof full, "%s%u", name, k);
    return linear_section(model, full);
}

static const char *read_track(struct linear_model *model, uint32_t k)
{
    const struct file_header *file = (const void *)model->file;
    const struct file_track *header = &file->tracks[k];
    struct linear_track *track = &model->tracks[k];
    struct span nodes = track_section(model, "nodes", k);
    struct span blocks = track_section(model, "blocks", k);
    int last = header->first + (int)header->rows - 1;
    if (header->first < -LINEAR_REACH || header->first > LINEAR_REACH ||
        header->rows > 2 * LINEAR_REACH || last > LINEAR_REACH || header->longest == 0 ||
        header->longest > LINEAR_MAX_NGRAM)
        return "an n-gram in it reaches too far";
    if (-header->first > (int)model->reach) model->reach = (uint32_t)-header->first;
    if (last > (int)model->reach) model->reach = (uint32_t)last;
    *track =
        (struct linear_track){.grams = {(const void *)nodes.at,
                                        (uint32_t)(nodes.n / sizeof(struct suffix_node))},
                              .alphabet = header->alphabet,
                              .longest = header->longest,
                              .blocks = (const void *)blocks.at,
                              .block_size = linear_block_size(header->rows),
                              .rows = header->rows,
                              .first = header->first,
                              .number = k};
    track->n_blocks = (uint32_t)(blocks.n / track->block_size);
    if (track->alphabet == 0 || track->n_blocks == 0 ||
        !suffix_sound(&track->grams, track->alphabet, track->n_blocks - 1))
        return "its n-grams are damaged";
    return NULL;
}

// A track of which only the network says something has no block but that of no n-gram.
static void find_speaking(struct linear_model *model)
{
    for (uint32_t k = 0; k < model->n_tracks; k++) {
        struct linear_track *track = &model->tracks[k];
        track->newest = (uint32_t)((int)model->reach - track->first);
        if (track->n_blocks > 1) model->speaking[model->n_speaking++] = track;
    }
}

// Everything after the bytes are there; NULL where they are a sound model.
static const char *read_model(struct linear_model *model, const char *kind)
{
    const char *fault = check_header(model, kind);
    if (!fault) fault = read_sections(model);
    for (uint32_t k = 0; !fault && k < model->n_tracks; k++)
        fault = read_track(model, k);
    if (!fault) find_speaking(model);
    if (!fault) kernels_ways(model);
    if (!fault) fault = net_read(model, &model->net);
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
    if ((*model)->mapped) munmap((void *)(uintptr_t)(*model)->file, (*model)->file_size);
    free((*model)->ways);
    free((*model)->net);
    free(*model);
    *model = NULL;
}

void linear_label(const struct linear_model *model, const struct linear_sequence *x,
                  const uint16_t *barred, uint8_t *back, uint8_t *labels)
{
    int16_t last[LINEAR_LANES];
    if (x->n == 0) return;
    model->kernels->forward(model, x, barred, back, last);
    uint32_t best = 0;
    for (uint32_t y = 1; y < model->n_labels; y++)
        if (last[y] > last[best]) best = y;
    labels[x->n - 1] = (uint8_t)best;
    for (size_t t = x->n - 1; t > 0; t--)
        labels[t - 1] = back[t * LINEAR_LANES + labels[t]];
}

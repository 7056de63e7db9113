// SPDX-License-Identifier: Apache-2.0
//
// Walking the input. Folders are walked by fts(3), which follows links and notices those
// that lead back into their own parents. A named path that does not exist ends the
// program before anything is read; whatever goes wrong later is a reject of its own, so
// that every file ends as documents or as a reject. Memory: one part of one file, and the
// names in the open folders.
#include "tools/fangzhi/input.h"

#include "stages/base/log.h"
#include "tools/fangzhi/cutter.h"
#include "tools/fangzhi/jsonl.h"
#include "tools/fangzhi/members.h"
#include "tools/fangzhi/name.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct input {
    char **paths;
    size_t n, next;
    uint64_t total, before; // before: bytes of the files that are done
    uint64_t file_size;     // of the file in work
    bool unknown;           // the total is not known: there is a "-"
    FTS *tree;              // of the path in work
    const char *left_out;   // a folder to pass over, or NULL
    struct members *members;
    struct jsonl *jsonl;
    struct cutter cutter;
    int file;                      // open while the cutter needs it, else -1
    int error;                     // of the last read
    struct buffer file_path, path; // as UTF-8: of the file; of the item
};

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

static FTS *walk(char *path)
{
    char *roots[] = {path, NULL};
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    if (!tree) log_die(EXIT_FAILED, "cannot walk %s: %s", path, strerror(errno));
    return tree;
}

static void add_total(struct input *input, char *path)
{
    FTS *tree = walk(path);
    FTSENT *entry;
    while ((entry = fts_read(tree)))
        if (entry->fts_info == FTS_F) input->total += (uint64_t)entry->fts_statp->st_size;
    fts_close(tree);
}

struct input *input_open(char **paths, size_t n, uint64_t part_size)
{
    struct stat about;
    for (size_t i = 0; i < n; i++)
        if (!is_standard(paths[i]) && stat(paths[i], &about) &&
            (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
            log_die(EXIT_USAGE, "cannot find %s: %s", paths[i], strerror(errno));
    // libarchive turns the names of members into the locale's encoding.
    setlocale(LC_CTYPE, "C.UTF-8");
    struct input *input = xcalloc(1, sizeof *input);
    *input = (struct input){.paths = paths, .n = n, .file = -1};
    cutter_init(&input->cutter, part_size);
    for (size_t i = 0; i < n; i++) {
        if (is_standard(paths[i]))
            input->unknown = true;
        else
            add_total(input, paths[i]);
    }
    return input;
}

void input_leave_out(struct input *input, const char *folder)
{
    input->left_out = folder;
}

uint64_t input_total(const struct input *input)
{
    return input->unknown ? 0 : input->total;
}

uint64_t input_position(const struct input *input)
{
    uint64_t inside = input->members ? members_position(input->members)
                      : input->jsonl ? jsonl_position(input->jsonl)
                                     : input->cutter.base;
    return input->before + (inside < input->file_size ? inside : input->file_size);
}

static void close_file(struct input *input)
{
    members_close(&input->members);
    jsonl_close(&input->jsonl);
    if (input->file > STDIN_FILENO) close(input->file);
    input->file = -1;
    input->before += input->file_size;
    input->file_size = 0;
}

void input_close(struct input **input)
{
    if (!*input) return;
    close_file(*input);
    if ((*input)->tree) fts_close((*input)->tree);
    cutter_free(&(*input)->cutter);
    buffer_free(&(*input)->file_path);
    buffer_free(&(*input)->path);
    free(*input);
    name_close();
    *input = NULL;
}

// ---- one file -------------------------------------------------------------------------

static ssize_t read_file(void *from, char *to, size_t n)
{
    struct input *input = from;
    ssize_t got;
    do
        got = read(input->file, to, n);
    while (got < 0 && errno == EINTR);
    if (got < 0) input->error = errno;
    return got;
}

static const char *why_file(void *from)
{
    return strerror(((struct input *)from)->error);
}

static enum input_result reject(struct input_item *item, const char *reason,
                                const char *detail)
{
    item->reason = span_of(reason);
    item->detail = span_of(detail);
    return INPUT_REJECT;
}

static enum input_result load(struct input *input, struct input_item *item, bool again)
{
    struct reader reader = {read_file, input, again ? input->file : -1, 0, why_file};
    if (cutter_load(&input->cutter, &reader, item)) return INPUT_REJECT;
    return INPUT_DOCUMENT;
}

// Opens a file by what its name says it is. INPUT_DOCUMENT: there is something to go on
// with.
static enum input_result open_file(struct input *input, const char *path,
                                   struct input_item *item)
{
    input->file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (input->file < 0) return reject(item, "unreadable", strerror(errno));
    if (members_name(span_of(path))) {
        input->members = members_open(path);
        return INPUT_DOCUMENT;
    }
    if (span_ends(span_of(path), SPAN(".jsonl"))) {
        input->jsonl = jsonl_open(path);
        return input->jsonl ? INPUT_DOCUMENT
                            : reject(item, "unreadable", strerror(errno));
    }
    return load(input, item, true);
}

static void set_file(struct input *input, const char *path, uint64_t size)
{
    close_file(input);
    input->file_size = size;
    input->file_path.n = 0;
    name_append(&input->file_path, span_of(path));
}

// ---- the walk -------------------------------------------------------------------------

static bool is_left_out(const struct input *input, const FTSENT *entry)
{
    struct stat about;
    return input->left_out && entry->fts_info == FTS_D &&
           stat(input->left_out, &about) == 0 && about.st_dev == entry->fts_dev &&
           about.st_ino == entry->fts_ino;
}

static enum input_result visit(struct input *input, FTSENT *entry,
                               struct input_item *item)
{
    bool file = entry->fts_info == FTS_F;
    if (is_left_out(input, entry)) fts_set(input->tree, entry, FTS_SKIP);
    if (entry->fts_info == FTS_D || entry->fts_info == FTS_DP) return INPUT_DOCUMENT;
    set_file(input, entry->fts_path, file ? (uint64_t)entry->fts_statp->st_size : 0);
    switch (entry->fts_info) {
    case FTS_F:
        return open_file(input, entry->fts_accpath, item);
    case FTS_DC:
        return reject(item, "loop", "it leads back into a folder that it lies in");
    case FTS_SLNONE:
        return reject(item, "unreadable", "it is a link to nothing");
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        return reject(item, "unreadable", strerror(entry->fts_errno));
    default:
        return reject(item, "special",
                      "it is a pipe, a socket or a device (a stream is read with -)");
    }
}

// Moves on to the next file. INPUT_END where there is none.
static enum input_result next_file(struct input *input, struct input_item *item)
{
    if (input->tree) {
        errno = 0;
        FTSENT *entry = fts_read(input->tree);
        if (entry) return visit(input, entry, item);
        if (errno) log_die(EXIT_FAILED, "cannot go on reading: %s", strerror(errno));
        fts_close(input->tree);
        input->tree = NULL;
    }
    if (input->next == input->n) {
        close_file(input);
        return INPUT_END;
    }
    char *path = input->paths[input->next++];
    if (!is_standard(path)) {
        input->tree = walk(path);
        return INPUT_DOCUMENT;
    }
    set_file(input, path, 0);
    input->file = STDIN_FILENO;
    return load(input, item, false);
}

// The item's path: the file's, or file!member, or what a JSON line says.
static void set_path(struct input *input, struct input_item *item, struct span name)
{
    input->path.n = 0;
    if (!input->jsonl || name.n == 0)
        buffer_add_span(&input->path, buffer_span(&input->file_path));
    if (input->members && name.n) buffer_add(&input->path, "!", 1);
    buffer_add_span(&input->path, name);
    item->path = buffer_span(&input->path);
}

// Moves on inside the file that is open, else to the next file. INPUT_DOCUMENT: the
// cutter may have parts now.
static enum input_result advance(struct input *input, struct input_item *item)
{
    struct span name = SPAN("");
    enum input_result result = INPUT_END;
    if (input->members)
        result = members_next(input->members, &input->cutter, &name, item);
    else if (input->jsonl)
        result = jsonl_next(input->jsonl, &input->cutter, &name, item);
    if (result == INPUT_END) result = next_file(input, item);
    set_path(input, item, name);
    return result;
}

enum input_result input_next(struct input *input, struct input_item *item)
{
    *item = (struct input_item){.part = NONE, .path = buffer_span(&input->path)};
    for (;;) {
        enum input_result result = cutter_next(&input->cutter, item);
        if (result != INPUT_END) {
            item->path = buffer_span(&input->path);
            return result;
        }
        result = advance(input, item);
        if (result != INPUT_DOCUMENT) return result;
    }
}

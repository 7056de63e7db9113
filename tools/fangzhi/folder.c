// SPDX-License-Identifier: Apache-2.0
//
// Writing into the output folder: buffers, group sync, and what a failed or killed run
// leaves. The order of a sync is records first, journal last; only a line that stands in
// the journal counts.
#include "tools/fangzhi/folder.h"

#include "stages/base/log.h"
#include "tools/fangzhi/resume.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { WRITE_AT = 1 << 20 }; // bytes of a file that are written in one go

int folder_fault(const char *what, const char *path)
{
    const char *advice = errno == ENOSPC || errno == EDQUOT || errno == EFBIG
                             ? "; what was done before is kept: make room, then run the "
                               "same command again"
                             : "";
    log_note("cannot %s %s: %s%s", what, path, strerror(errno), advice);
    return -1;
}

char *folder_inside(const struct folder *folder, const char *name)
{
    return xprintf("%s/.fangzhi/%s", folder->path, name);
}

// Only entities are folded at the end; until then they stand aside.
static char *file_path(const struct folder *folder, const char *name)
{
    bool aside = strcmp(name, "entities") == 0;
    return xprintf("%s/%s%s.jsonl", folder->path, aside ? ".fangzhi/" : "", name);
}

const char *folder_path(const struct folder *folder)
{
    return folder->path;
}

const struct journal_files *folder_files(struct folder *folder)
{
    return &folder->files;
}

int folder_open_file(struct folder *folder, size_t i, bool fresh)
{
    char *path = file_path(folder, folder->files.at[i].name);
    int flags = O_CREAT | O_WRONLY | O_CLOEXEC | (fresh ? O_TRUNC : 0);
    folder->handles[i].fd = open(path, flags, 0666);
    int failed = folder->handles[i].fd < 0 ? folder_fault("write", path) : 0;
    free(path);
    return failed;
}

int folder_add_file(struct folder *folder, struct span name)
{
    struct journal_files *files = &folder->files;
    if (files->n == JOURNAL_MAX_FILES) {
        log_note("the stages write more than %d files of records", JOURNAL_MAX_FILES);
        return -1;
    }
    struct journal_file *file = &files->at[files->n];
    *file = (struct journal_file){0};
    memcpy(file->name, name.at, name.n);
    folder->handles[files->n] = (struct handle){.fd = -1};
    folder->names = true;
    return folder_open_file(folder, files->n++, true);
}

static int write_all(int fd, struct span bytes)
{
    while (bytes.n > 0) {
        ssize_t wrote = write(fd, bytes.at, bytes.n);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return -1;
        bytes = span_cut(bytes, (size_t)wrote, bytes.n);
    }
    return 0;
}

// Writes what waits for file i.
static int flush_file(struct folder *folder, size_t i)
{
    struct handle *handle = &folder->handles[i];
    if (handle->waiting.n == 0) return 0;
    handle->unsynced = true;
    if (write_all(handle->fd, buffer_span(&handle->waiting)) == 0) {
        handle->waiting.n = 0;
        return 0;
    }
    char *path = file_path(folder, folder->files.at[i].name);
    folder_fault("write", path);
    free(path);
    return -1;
}

static size_t count_lines(struct span lines)
{
    size_t count = 0;
    for (size_t at = 0; (at = span_find(lines, SPAN("\n"), at)) < lines.n; at++)
        count++;
    return count;
}

int folder_append(struct folder *folder, struct span name, struct span lines)
{
    struct journal_files *files = &folder->files;
    size_t i = 0;
    while (i < files->n && !span_eq(span_of(files->at[i].name), name))
        i++;
    if (i == files->n && folder_add_file(folder, name)) return -1;
    struct handle *handle = &folder->handles[i];
    buffer_add_span(&handle->waiting, lines);
    files->at[i].length += lines.n;
    files->at[i].lines += count_lines(lines);
    return handle->waiting.n < WRITE_AT ? 0 : flush_file(folder, i);
}

int folder_enter(struct folder *folder, struct journal_line *line)
{
    line->files = folder->files;
    journal_format(line, &folder->chain, &folder->entered);
    return 0;
}

bool folder_dirty(const struct folder *folder)
{
    return folder->entered.n > 0;
}

static int sync_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return -1;
    int failed = fsync(fd);
    close(fd);
    return failed;
}

// The names of new files, here and in .fangzhi.
static int sync_names(struct folder *folder)
{
    char *inside = folder_inside(folder, "");
    int failed = sync_directory(folder->path) || sync_directory(inside);
    free(inside);
    folder->names = false;
    return failed ? folder_fault("sync", folder->path) : 0;
}

static int sync_files(struct folder *folder)
{
    if (folder->names && sync_names(folder)) return -1;
    for (size_t i = 0; i < folder->files.n; i++)
        if (flush_file(folder, i)) return -1;
    for (size_t i = 0; i < folder->files.n; i++) {
        struct handle *handle = &folder->handles[i];
        if (!handle->unsynced) continue;
        if (fdatasync(handle->fd)) return folder_fault("sync a file of", folder->path);
        handle->unsynced = false;
    }
    return 0;
}

int folder_sync(struct folder *folder)
{
    if (!folder_dirty(folder)) return 0;
    if (sync_files(folder)) return -1;
    if (write_all(folder->journal, buffer_span(&folder->entered)) ||
        fdatasync(folder->journal)) {
        folder_fault("write the journal of", folder->path);
        return -1;
    }
    folder->journal_safe += folder->entered.n;
    folder->entered.n = 0;
    folder->safe = folder->files;
    return 0;
}

int folder_complete(struct folder *folder, uint64_t ms)
{
    struct journal_line line = {.kind = JOURNAL_COMPLETE, .ms = ms};
    journal_format(&line, &folder->chain, &folder->entered);
    return folder_sync(folder);
}

int folder_replace(struct folder *folder, const char *name, struct span bytes)
{
    char *path = xprintf("%s/%s", folder->path, name);
    char *fresh = folder_inside(folder, "replacing");
    int fd = open(fresh, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0666);
    bool failed = fd < 0 || write_all(fd, bytes) || fdatasync(fd);
    if (fd >= 0 && close(fd)) failed = true;
    failed = failed || rename(fresh, path) || sync_directory(folder->path);
    if (failed) folder_fault("write", path);
    free(path);
    free(fresh);
    return failed ? -1 : 0;
}

void folder_note_socket(struct folder *folder, const char *directory)
{
    char *text = xprintf("%ld\n%s\n", (long)getpid(), directory);
    // Best effort: it only spares a later run a stray folder in /tmp.
    if (ftruncate(folder->lock, 0) ||
        pwrite(folder->lock, text, strlen(text), 0) < (ssize_t)strlen(text))
        log_warn("cannot write %s/.fangzhi/lock: %s", folder->path, strerror(errno));
    free(text);
}

// What was written but never entered into the journal goes, so that the folder is sound
// as it lies there.
static void cut_back(struct folder *folder, size_t i)
{
    uint64_t good = i < folder->safe.n ? folder->safe.at[i].length : 0;
    if (folder->handles[i].fd < 0) return;
    if (good < folder->files.at[i].length &&
        ftruncate(folder->handles[i].fd, (off_t)good)) // the next run does it again
        log_warn("cannot cut %s.jsonl: %s", folder->files.at[i].name, strerror(errno));
    close(folder->handles[i].fd);
}

void folder_close(struct folder **folder)
{
    struct folder *f = *folder;
    if (!f) return;
    // The journal first: it must never vouch for what is cut off.
    if (folder_dirty(f) && f->journal >= 0 &&
        ftruncate(f->journal, (off_t)f->journal_safe))
        folder_fault("cut the journal of", f->path);
    for (size_t i = 0; i < f->files.n; i++) {
        cut_back(f, i);
        buffer_free(&f->handles[i].waiting);
    }
    if (f->journal >= 0) close(f->journal);
    if (f->lock >= 0) close(f->lock);
    buffer_free(&f->entered);
    free(f->path);
    free(f);
    *folder = NULL;
}

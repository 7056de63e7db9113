// SPDX-License-Identifier: Apache-2.0
//
// Opening the output folder: takes the lock, reads the journal that an earlier run left,
// cuts every file back to what the journal vouches for, or begins a new run. Refuses a
// folder that holds other things, or a run of another configuration. Memory: one line of
// the journal.
#include "tools/fangzhi/resume.h"

#include "stages/base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

// True where the folder holds anything but a run.
static bool holds_other_things(const char *path)
{
    bool run = false, other = false;
    DIR *directory = opendir(path);
    if (!directory) return false;
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".fangzhi") == 0)
            run = true;
        else if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            other = true;
    }
    closedir(directory);
    return other && !run;
}

static int make_folders(struct folder *folder)
{
    if (mkdir(folder->path, 0777) && errno != EEXIST)
        return folder_fault("make the folder", folder->path);
    if (holds_other_things(folder->path)) {
        log_note("the folder %s holds other files and no run; give an empty or new one",
                 folder->path);
        return -1;
    }
    char *inside = xprintf("%s/.fangzhi", folder->path);
    int failed =
        mkdir(inside, 0777) && errno != EEXIST ? folder_fault("make", inside) : 0;
    free(inside);
    return failed;
}

// Removes the socket folder that a killed run has left, which its lock file names.
static void clear_socket(const char *note)
{
    const char *line = strchr(note, '\n');
    if (!line || line[1] != '/') return;
    char *directory = xstrndup(line + 1, strcspn(line + 1, "\n"));
    char *socket = xprintf("%s/broker", directory);
    if (strstr(directory, "/fangzhi-")) {
        unlink(socket);
        rmdir(directory);
    }
    free(socket);
    free(directory);
}

static int take_lock(struct folder *folder)
{
    char *path = folder_inside(folder, "lock"), note[512] = "";
    folder->lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    int failed = folder->lock < 0 ? folder_fault("write", path) : 0;
    if (!failed && pread(folder->lock, note, sizeof note - 1, 0) < 0) note[0] = '\0';
    if (!failed && flock(folder->lock, LOCK_EX | LOCK_NB)) {
        log_note("another run (process %ld) is at work in %s; wait for it, or give "
                 "another folder",
                 strtol(note, NULL, 10), folder->path);
        failed = -1;
    }
    if (!failed) clear_socket(note);
    free(path);
    return failed;
}

struct found {
    bool any; // there is a header
    struct journal_line header;
    struct journal_files files; // behind the last document
    uint64_t chain, length;     // of the journal as far as it is sound
};

// Reads the whole journal. Returns -1 where it is not one, or not readable.
static int read_journal(const char *path, struct found *found, struct folder_state *state)
{
    struct journal_reader reader;
    struct journal_line line;
    if (journal_open(&reader, path))
        return errno == ENOENT ? 0 : folder_fault("read", path);
    found->any =
        journal_next(&reader, &found->header) && found->header.kind == JOURNAL_HEADER;
    bool damaged = !found->any && reader.text && strchr(reader.text, '\n');
    while (found->any && journal_next(&reader, &line)) {
        state->ms = line.ms;
        state->complete = line.kind == JOURNAL_COMPLETE;
        if (line.kind != JOURNAL_DOCUMENT) continue;
        found->files = line.files;
        state->documents++;
        state->rejects += line.rejected;
        state->bytes += line.bytes;
    }
    found->length = reader.offset;
    found->chain = reader.chain;
    journal_close(&reader);
    if (!damaged) return 0;
    log_note("%s is damaged, or of another version; give a new folder", path);
    return -1;
}

static int begin(struct folder *folder, const char *fingerprint,
                 struct folder_state *state)
{
    struct journal_line header = {.kind = JOURNAL_HEADER};
    unsigned char random[8];
    if (getrandom(random, sizeof random, 0) != sizeof random)
        return folder_fault("get a number for", folder->path);
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(state->run + 2 * i, 3, "%02x", random[i]);
    memcpy(header.run, state->run, sizeof header.run);
    memcpy(header.fingerprint, fingerprint, sizeof header.fingerprint);
    folder->chain = 0;
    if (ftruncate(folder->journal, 0)) return folder_fault("write", folder->path);
    journal_format(&header, &folder->chain, &folder->entered);
    if (folder_sync(folder)) return -1;
    return folder_add_file(folder, SPAN("rejects")) ||
                   folder_add_file(folder, SPAN("entities"))
               ? -1
               : 0;
}

// Opens a file of records and cuts it back to its length in the journal.
static int cut_file(struct folder *folder, size_t i)
{
    const struct journal_file *file = &folder->files.at[i];
    struct stat is;
    if (folder_open_file(folder, i, false)) return -1;
    int fd = folder->handles[i].fd;
    if (fstat(fd, &is)) return folder_fault("read", file->name);
    if ((uint64_t)is.st_size < file->length) {
        log_note("%s.jsonl in %s is shorter than its journal says: somebody changed it; "
                 "give a new folder",
                 file->name, folder->path);
        return -1;
    }
    if (ftruncate(fd, (off_t)file->length)) return folder_fault("cut", file->name);
    if (lseek(fd, 0, SEEK_END) < 0) return folder_fault("write", file->name);
    return 0;
}

// A finished run: every file must still be as long as it was left.
static int check_finished(const struct folder *folder)
{
    for (size_t i = 0; i < folder->files.n; i++) {
        const struct journal_file *file = &folder->files.at[i];
        bool folded = strcmp(file->name, "entities") == 0;
        char *path = xprintf("%s/%s.jsonl", folder->path, file->name);
        struct stat is;
        bool found = stat(path, &is) == 0;
        bool fine = found && (folded || (uint64_t)is.st_size == file->length);
        if (!fine)
            log_note("%s is %s: somebody changed a finished run; give a new folder", path,
                     found ? "not as long as its journal says" : "gone");
        free(path);
        if (!fine) return -1;
    }
    return 0;
}

static int go_on(struct folder *folder, const struct found *found,
                 struct folder_state *state)
{
    memcpy(state->run, found->header.run, sizeof state->run);
    folder->chain = found->chain;
    folder->journal_safe = found->length;
    folder->files = folder->safe = found->files;
    for (size_t i = 0; i < folder->files.n; i++)
        folder->handles[i].fd = -1;
    if (state->complete) return check_finished(folder);
    for (size_t i = 0; i < folder->files.n; i++)
        if (cut_file(folder, i)) return -1;
    if (ftruncate(folder->journal, (off_t)found->length) ||
        lseek(folder->journal, 0, SEEK_END) < 0)
        return folder_fault("cut the journal of", folder->path);
    if (folder->files.n > 0) return 0;
    return folder_add_file(folder, SPAN("rejects")) ||
                   folder_add_file(folder, SPAN("entities"))
               ? -1
               : 0;
}

static int open_journal(struct folder *folder, const char *fingerprint,
                        struct folder_state *state)
{
    struct found found = {0};
    char *path = folder_inside(folder, "journal");
    int failed = read_journal(path, &found, state);
    if (!failed) {
        folder->journal = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
        if (folder->journal < 0) failed = folder_fault("write", path);
    }
    free(path);
    if (failed) return failed;
    if (!found.any) return begin(folder, fingerprint, state);
    if (strcmp(found.header.fingerprint, fingerprint) != 0) {
        log_note("the run in %s was begun with another configuration, stage program or "
                 "model (%s, now %s); finish it with those, give a new folder, or begin "
                 "anew with --force",
                 folder->path, found.header.fingerprint, fingerprint);
        return -1;
    }
    return go_on(folder, &found, state);
}

struct folder *folder_open(const char *path, const char *fingerprint,
                           struct folder_state *state)
{
    struct folder *folder = xcalloc(1, sizeof *folder);
    folder->path = xstrdup(path);
    folder->lock = folder->journal = -1;
    *state = (struct folder_state){0};
    if (make_folders(folder) || take_lock(folder) ||
        open_journal(folder, fingerprint, state))
        folder_close(&folder);
    return folder;
}

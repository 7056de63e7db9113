// SPDX-License-Identifier: Apache-2.0
//
// The journal goes first: should the rest fail, the next run begins anew all the same.
#include "tools/fangzhi/forget.h"

#include "stages/base/log.h"
#include "stages/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

static void remove_file(const char *folder, const char *name)
{
    char *path = xprintf("%s/%s", folder, name);
    if (unlink(path) && errno != ENOENT)
        log_die(EXIT_FAILED, "cannot remove %s: %s", path, strerror(errno));
    free(path);
}

// The lock of the run in `out`, or -1 where there is none.
static int take_lock(const char *out)
{
    char *path = xprintf("%s/.fangzhi/lock", out);
    int lock = open(path, O_RDWR | O_CLOEXEC);
    if (lock < 0 && errno != ENOENT && errno != ENOTDIR)
        log_die(EXIT_FAILED, "cannot open %s: %s", path, strerror(errno));
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB))
        log_die(EXIT_FAILED, "another run is at work in %s; wait for it", out);
    free(path);
    return lock;
}

void forget_run(const char *out)
{
    int lock = take_lock(out);
    DIR *folder = lock >= 0 ? opendir(out) : NULL;
    if (folder) {
        remove_file(out, ".fangzhi/journal");
        remove_file(out, ".fangzhi/entities.jsonl");
        remove_file(out, "run.json");
        for (struct dirent *entry; (entry = readdir(folder));)
            if (span_ends(span_of(entry->d_name), SPAN(".jsonl")))
                remove_file(out, entry->d_name);
        closedir(folder);
    }
    if (lock >= 0) close(lock);
}

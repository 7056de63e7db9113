// SPDX-License-Identifier: Apache-2.0
//
// The fingerprint of a configuration: what a run must not change half-way. It covers each
// stage's name, words and settings, the bytes of every file that a word or a setting's
// value names, and the whole data folder but for the text that models are trained from.
#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "tools/fangzhi/config.h"
#include "tools/fangzhi/digest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { DEEPEST = 16 };

static void add_file(struct digest *digest, const char *path)
{
    struct stat about;
    if (stat(path, &about) || !S_ISREG(about.st_mode)) return;
    if (digest_add_file(digest, path))
        log_die(EXIT_FAILED, "cannot read %s: %s", path, strerror(errno));
}

static int wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "train") != 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(struct digest *digest, const char *folder, int depth)
{
    struct dirent **entries;
    int n = depth < DEEPEST ? scandir(folder, &entries, wanted, by_name) : -1;
    for (int i = 0; i < n; i++) {
        char *path = xprintf("%s/%s", folder, entries[i]->d_name);
        struct stat about;
        digest_add_text(digest, span_of(entries[i]->d_name));
        if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
            add_folder(digest, path, depth + 1);
        else
            add_file(digest, path);
        free(path);
        free(entries[i]);
    }
    if (n >= 0) free(entries);
}

// A setting's value may be a path, as it stands or from the data folder (which is
// covered).
static void add_setting(struct digest *digest, const char *setting)
{
    const char *equals = strchr(setting, '=');
    digest_add_text(digest, span_of(setting));
    if (equals && equals[1] == '/') add_file(digest, equals + 1);
}

static void add_stage(struct digest *digest, const struct stage_config *stage)
{
    digest_add_text(digest, span_of(stage->name));
    digest_add_text(digest, span_of(stage->command));
    for (size_t i = 0; stage->argv && stage->argv[i]; i++)
        add_file(digest, stage->argv[i]);
    for (size_t i = 0; i < stage->n_settings; i++)
        add_setting(digest, stage->settings[i]);
}

void config_fingerprint(const struct config *config, char fingerprint[17])
{
    struct digest digest;
    char hex[DIGEST_HEX + 1];
    digest_init(&digest);
    digest_add_text(&digest, SPAN(FANGZHI_VERSION));
    digest_add(&digest, &config->part, sizeof config->part);
    for (size_t i = 0; i < config->n_stages; i++)
        add_stage(&digest, &config->stages[i]);
    add_folder(&digest, options_data_folder(), 0);
    digest_hex(&digest, hex);
    memcpy(fingerprint, hex, 16);
    fingerprint[16] = '\0';
}

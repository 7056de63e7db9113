// SPDX-License-Identifier: Apache-2.0
//
// pipeline.conf: one [run] section, then one [stage NAME] section a stage, in the order
// of the pipeline. Keys are option rows; unknown keys and values are errors with file,
// line and a suggestion.
#ifndef FZ_FANGZHI_CONFIG_H
#define FZ_FANGZHI_CONFIG_H

#include "stages/base/options.h"

struct stage_config {
    char *name;
    int line;            // of its section in pipeline.conf
    const char *command; // as written: program and arguments
    // The command split into words ("…" and '…' keep spaces), ends with NULL. argv[0] is
    // the program's path where it was found: one with a '/' from the folder of
    // pipeline.conf, else beside fangzhi, else in PATH. NULL where it is not found.
    char **argv;
    int64_t workers; // processes; 0 is one a core
    int64_t timeout; // ms that one document may take
    int64_t ahead;   // documents leased to a worker at once (2: one in work, one waiting)
    char **settings; // every other key of the section, as "key=value", for the stage
    size_t n_settings; // the stage itself vets them
};

struct config {
    char *path;
    const char *endpoint; // "" for a socket of the run's own; or tcp://127.0.0.1:PORT
    int64_t window;       // bytes of documents in flight
    int64_t part;         // a file above this many bytes is cut into parts
    int64_t attempts; // deaths of workers that a document may cause before it is a reject
    int64_t sync;     // ms between group syncs of the output
    struct stage_config *stages;
    size_t n_stages;
};

// Reads a configuration; ends the program with one clear line where it is wrong. A
// program that is not found is no error here (argv is then NULL): `run` and `check` say
// so.
struct config *config_read(const char *path);
void config_free(struct config **config);
// The configuration to take where none is named: pipeline.conf here, in the data folder,
// or beside it. The caller frees it; ends the program where there is none.
char *config_find(void);
// Prints every key that a pipeline.conf may hold.
void config_help(FILE *to);
// A hash (16 hex digits and NUL) of everything in it that can change the output:
// commands, settings, the programs' and the models' own bytes; not workers, window or
// sync.
void config_fingerprint(const struct config *config, char fingerprint[17]);

#endif

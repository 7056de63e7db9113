// SPDX-License-Identifier: Apache-2.0
//
// The output folder: files of records that are appended to, and the journal that says up
// to where they are good. Records stand in a file exactly once, whatever happens: at the
// next start everything behind the last line of the journal is cut off.
//
//   OUT/<file>.jsonl      records;   OUT/.fangzhi/journal        see journal.h
//   OUT/run.json          the run;   OUT/.fangzhi/entities.jsonl a line a document and
//   entity
//                                    OUT/.fangzhi/lock           held while a run works
//                                    here
//
// Every function that can fail says why with log_warn and returns -1; the run is then
// over. Memory: what has been appended since the last write, at most some MB.
#ifndef FZ_FANGZHI_FOLDER_H
#define FZ_FANGZHI_FOLDER_H

#include "tools/fangzhi/journal.h"

struct folder;

struct folder_state { // of the run that the folder holds
    bool complete;
    char run[17];
    uint64_t documents, rejects, bytes, ms;
};

// Makes or opens the folder for a run with this fingerprint; NULL (and a line that says
// why) where it belongs to something else, cannot be written, or is in use.
struct folder *folder_open(const char *path, const char *fingerprint,
                           struct folder_state *state);
// Frees everything; what has not been synced is cut off.
void folder_close(struct folder **folder);

// Appends lines to OUT/<name>.jsonl.
int folder_append(struct folder *folder, struct span name, struct span lines)
    __attribute__((warn_unused_result));
// Enters a document, all of whose records have been appended, into the journal. Fills in
// line->files.
int folder_enter(struct folder *folder, struct journal_line *line)
    __attribute__((warn_unused_result));
// Brings everything entered so far to the disk: first the records, then the journal.
int folder_sync(struct folder *folder) __attribute__((warn_unused_result));
bool folder_dirty(const struct folder *folder); // something waits for a sync

// Writes the line "complete".
int folder_complete(struct folder *folder, uint64_t ms)
    __attribute__((warn_unused_result));
// Writes a whole file atomically: OUT/<name>.
int folder_replace(struct folder *folder, const char *name, struct span bytes)
    __attribute__((warn_unused_result));

// The files with their lengths and lines so far.
const struct journal_files *folder_files(struct folder *folder);
const char *folder_path(const struct folder *folder);
// A path inside OUT/.fangzhi; the caller frees it.
char *folder_inside(const struct folder *folder, const char *name);
// Says what failed, by errno, and what to do about a full disk. Returns -1.
int folder_fault(const char *what, const char *path);
// Where the run's socket lies, remembered so that a later run can clear it away.
void folder_note_socket(struct folder *folder, const char *directory);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// A line to one worker of a stage, for `fangzhi check`: starts it as the broker would and
// talks to it, one document at a time, with patience but not for ever.
#ifndef FZ_FANGZHI_INTERVIEW_H
#define FZ_FANGZHI_INTERVIEW_H

#include "proto/message.h"
#include "stages/skeleton/wire.h"

#include <sys/types.h>

struct interview {
    struct arena *arena; // lives as long as the interview
    struct wire *wire;
    struct peer peer;
    char *folder; // of the socket
    pid_t pid;
    int process; // readable when the process has ended; -1 when it is not there
    struct hello hello;
    unsigned asked;  // ASKs that no document has used up
    struct span why; // what went wrong, a sentence that begins with "it"
};

// Starts the command (argv[0] is a path) with its settings and waits for its HELLO, which
// must be sound, and answers it. Returns 0, or -1 with interview->why.
int interview_open(struct interview *interview, char *const *argv, char *const *settings,
                   size_t n) __attribute__((warn_unused_result));

// Sends the layers of a document that the stage reads, once it has asked for one, and
// waits for the answer, a RESULT or a REJECT with the document's header. Returns 0, or -1
// with interview->why. The message is the caller's to clear.
int interview_ask(struct interview *interview, const struct document *document,
                  struct message *answer) __attribute__((warn_unused_result));

bool interview_alive(const struct interview *interview);

// Says GOODBYE and waits for the end. Returns 0 where it ended by itself with status 0,
// or -1 with interview->why. After interview_open has failed it only cleans up.
int interview_end(struct interview *interview) __attribute__((warn_unused_result));
void interview_close(struct interview *interview);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Starting a worker's process.
#ifndef FZ_FANGZHI_PROCESS_H
#define FZ_FANGZHI_PROCESS_H

#include <sys/types.h>

// Starts argv[0] (a path) in a process group of its own, with standard input from nowhere
// and standard output on standard error, and with `variable` ("NAME=value") added to the
// environment. It dies when this process dies. Returns its id, or -1 with errno, also
// where the program exists but cannot be executed.
pid_t process_start(char *const *argv, const char *variable);

// Kills the process and its group.
void process_kill(pid_t pid, int signal);

// Says how a process ended, from what waitpid gave: "was killed by signal 11
// (Segmentation fault)", "ended with status 1". The caller frees it.
char *process_end(int status);

#endif

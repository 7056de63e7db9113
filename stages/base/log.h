// SPDX-License-Identifier: Apache-2.0
//
// Messages for people, on stderr: `fangzhi-segment: what, where, what to do`.
#ifndef FZ_BASE_LOG_H
#define FZ_BASE_LOG_H

// Names the program in all further messages. name must live as long as the process.
void log_name(const char *name);
// Calls `before` ahead of each further message; NULL: no more. A display that has drawn a
// line on the terminal clears it there.
void log_before(void (*before)(void));
void log_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
// Something is wrong and the program goes on.
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
// The world is wrong (configuration, model, disk): says so and ends with status 1 or 2.
void log_die(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_REJECTS = 3 };

#endif

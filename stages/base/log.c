// SPDX-License-Identifier: Apache-2.0
//
// Messages on stderr, one write a line, so that lines of several processes do not mix.
#include "stages/base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static const char *program = "fangzhi";
static void (*hook)(void);

void log_before(void (*before)(void))
{
    hook = before;
}

void log_name(const char *name)
{
    program = name;
}

static void say(const char *kind, const char *format, va_list args)
{
    char line[2048];
    if (hook) hook();
    int n = snprintf(line, sizeof line, "%s: %s", program, kind);
    int more = vsnprintf(line + n, sizeof line - (size_t)n - 1, format, args);
    size_t length = (size_t)n + (more > 0 ? (size_t)more : 0);
    if (length > sizeof line - 2) length = sizeof line - 2;
    line[length++] = '\n';
    if (write(STDERR_FILENO, line, length) < 0) return; // nobody is left to tell
}

#define SAY(kind)                                                                        \
    do {                                                                                 \
        va_list args;                                                                    \
        va_start(args, format);                                                          \
        say(kind, format, args);                                                         \
        va_end(args);                                                                    \
    } while (0)

void log_note(const char *format, ...)
{
    SAY("");
}

void log_warn(const char *format, ...)
{
    SAY("warning: ");
}

void log_die(int status, const char *format, ...)
{
    SAY("");
    fflush(NULL);
    // What is half made is left to the system, and no leak: nothing runs at this exit.
    _exit(status);
}

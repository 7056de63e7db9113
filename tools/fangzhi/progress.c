// SPDX-License-Identifier: Apache-2.0
//
// The display of a run, on stderr. On a terminal: one line that is drawn again each time,
// cut to the terminal's width, with what waits (+ what is in work) per stage. Elsewhere:
// a plain line every half minute. Colour only on a terminal, and not with NO_COLOR. It
// reads no clock: times come from the run.
#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "tools/fangzhi/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PLAIN_SECONDS = 30, NARROWEST = 20, WIDEST = 240 };

struct progress {
    bool shown, terminal, colour;
    double said; // seconds of the run at the last plain line
    bool begun;
    uint64_t before; // bytes that an earlier run had done
};

static bool drawn; // a line stands on the terminal

static void clear(void)
{
    if (drawn) fputs("\r\033[K", stderr);
    drawn = false;
}

struct progress *progress_open(bool shown)
{
    struct progress *progress = xcalloc(1, sizeof *progress);
    const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");
    progress->shown = shown;
    progress->terminal =
        shown && isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
    progress->colour = progress->terminal && !(no_colour && *no_colour);
    if (progress->terminal) log_before(clear);
    return progress;
}

void progress_close(struct progress **progress)
{
    if (!*progress) return;
    clear();
    log_before(NULL);
    free(*progress);
    *progress = NULL;
}

static void put_bytes(struct buffer *line, uint64_t bytes)
{
    if (bytes < 1000 * 1000)
        buffer_printf(line, "%.0f KB", (double)bytes / 1e3);
    else if (bytes < 1000u * 1000 * 1000)
        buffer_printf(line, "%.1f MB", (double)bytes / 1e6);
    else
        buffer_printf(line, "%.2f GB", (double)bytes / 1e9);
}

// Share of the work that is done, 0 to 1; negative where the total is not known. Of what
// has been read, the documents still in flight are not done.
static double share(const struct run_status *status)
{
    if (status->total == 0) return -1;
    double read = (double)status->position / (double)status->total;
    uint64_t flying = 0;
    for (size_t i = 0; i < status->n_stages; i++)
        flying += status->queued[i] + status->leased[i];
    double done = (double)status->documents;
    if (flying) read *= done / (done + (double)flying);
    return read > 1 ? 1 : read;
}

static void put_left(struct buffer *line, const struct run_status *status)
{
    double part = share(status);
    if (status->complete || part < 0.01 || part >= 1 || status->seconds < 2) return;
    long left = (long)(status->seconds * (1 - part) / part);
    if (left >= 3600)
        buffer_printf(line, ", %ld:%02ld:%02ld left", left / 3600, left / 60 % 60,
                      left % 60);
    else
        buffer_printf(line, ", %ld:%02ld left", left / 60, left % 60);
}

// What both kinds of line begin with.
static void put_status(struct buffer *line, const struct progress *progress,
                       const struct run_status *status)
{
    if (share(status) >= 0 && !status->complete)
        buffer_printf(line, "%3.0f%%  ", share(status) * 100);
    buffer_printf(line, "%llu documents, ", (unsigned long long)status->documents);
    put_bytes(line, status->bytes);
    if (status->seconds > 0)
        buffer_printf(line, ", %.1f MB/s",
                      (double)(status->bytes - progress->before) / 1e6 / status->seconds);
    put_left(line, status);
}

static void put_troubles(struct buffer *line, const struct run_status *status,
                         bool colour)
{
    uint64_t restarts = 0;
    for (size_t i = 0; i < status->n_stages; i++)
        restarts += status->restarts[i];
    if (status->rejects + restarts && colour) buffer_printf(line, "\033[33m");
    if (status->rejects)
        buffer_printf(line, ", %llu rejected", (unsigned long long)status->rejects);
    if (restarts)
        buffer_printf(line, ", %llu workers restarted", (unsigned long long)restarts);
    if (status->rejects + restarts && colour) buffer_printf(line, "\033[0m");
}

static size_t terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || size.ws_col < NARROWEST) return 80;
    return size.ws_col < WIDEST ? size.ws_col : WIDEST;
}

// Bytes of a line that fit into so many columns; colour codes take none. The line is
// ours: ASCII, but for the names of stages, which are ASCII too.
static size_t fitting(struct span line, size_t columns)
{
    bool code = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.at[i] == '\033') code = true;
        if (!code && columns-- == 0) return i;
        if (line.at[i] == 'm') code = false;
    }
    return line.n;
}

static void draw(const struct progress *progress, const struct run_status *status)
{
    struct buffer line = {0};
    put_status(&line, progress, status);
    put_troubles(&line, status, progress->colour);
    for (size_t i = 0; i < status->n_stages; i++)
        buffer_printf(&line, "%s%s %llu+%llu", i ? " " : "  | ", status->stage_names[i],
                      (unsigned long long)status->queued[i],
                      (unsigned long long)status->leased[i]);
    size_t n = fitting(buffer_span(&line), terminal_width() - 1);
    fprintf(stderr, "\r%.*s%s\033[K", (int)n, line.at, progress->colour ? "\033[0m" : "");
    drawn = true;
    buffer_free(&line);
}

static void say_plainly(struct progress *progress, const struct run_status *status)
{
    if (status->complete || status->seconds - progress->said < PLAIN_SECONDS) return;
    progress->said = status->seconds;
    struct buffer line = {0};
    put_status(&line, progress, status);
    put_troubles(&line, status, false);
    log_note("%.*s", (int)line.n, line.at);
    buffer_free(&line);
}

void progress_show(struct progress *progress, const struct run_status *status)
{
    if (!progress->begun && status->resumed) progress->before = status->bytes;
    progress->begun = true;
    if (!progress->shown) return;
    if (!progress->terminal)
        say_plainly(progress, status);
    else if (!status->complete)
        draw(progress, status);
    else
        clear();
}

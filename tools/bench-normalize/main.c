// SPDX-License-Identifier: Apache-2.0
//
// How fast normalize is: bench-normalize [FILE…] (from the project's folder; the default
// is the training text). The text is put into each encoding, repeated to each size, and
// normalised and packed as a layer; beside it iconv decodes the same bytes in the same
// run. Prints the best of three, in MB of source a second, and the ratio of the two.
#include "proto/document.h"
#include "stages/base/log.h"
#include "stages/base/utf8.h"
#include "stages/normalize/normalize.h"

#include <errno.h>
#include <glob.h>
#include <iconv.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 3, MB = 1000000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void read_file(const char *path, struct buffer *to)
{
    enum { STEP = 1 << 16 };
    FILE *file = fopen(path, "rb");
    if (!file) log_die(EXIT_FAILED, "cannot read %s: %s", path, strerror(errno));
    size_t got;
    while ((got = fread(buffer_room(to, STEP), 1, STEP, file)) > 0)
        to->n += got;
    fclose(file);
}

// Takes the marks of the training text away: `{PER|柴世民}` is 柴世民.
static void unmark(struct buffer *text)
{
    size_t to = 0;
    for (size_t i = 0; i < text->n; i++) {
        char c = text->at[i];
        if (c == '{') {
            size_t bar = i;
            while (bar < text->n && bar < i + 16 && text->at[bar] != '|')
                bar++;
            if (bar < text->n && text->at[bar] == '|') i = bar;
            continue;
        }
        if (c != '}') text->at[to++] = c;
    }
    text->n = to;
}

static void read_texts(char **paths, size_t n, struct buffer *text)
{
    glob_t found = {0};
    if (n == 0) {
        if (glob("data/train/*.txt", 0, NULL, &found))
            log_die(EXIT_USAGE, "there is no data/train here: name a file");
        paths = found.gl_pathv;
        n = found.gl_pathc;
    }
    for (size_t i = 0; i < n; i++)
        read_file(paths[i], text);
    if (found.gl_pathv) globfree(&found);
    unmark(text);
}

// Decodes or encodes the whole of `from`, leaving out what the target does not have.
static void convert(const char *to_name, const char *from_name, struct span from,
                    struct buffer *to)
{
    iconv_t cd = iconv_open(to_name, from_name);
    if (cd == (iconv_t)-1) log_die(EXIT_FAILED, "iconv has no %s", to_name);
    char *in = (char *)(uintptr_t)from.at;
    size_t in_left = from.n;
    to->n = 0;
    while (in_left > 0) {
        char *out = buffer_room(to, in_left * 2 + 64);
        size_t room = to->capacity - to->n, left = room;
        size_t failed = iconv(cd, &in, &in_left, &out, &left);
        to->n += room - left;
        if (failed == (size_t)-1 && errno == EILSEQ) { // one character of UTF-8
            size_t width = utf8_width(*in);
            in += width;
            in_left -= width;
        } else if (failed == (size_t)-1 && errno == EINVAL) {
            break;
        }
    }
    iconv_close(cd);
}

static double best_iconv(const char *name, struct span bytes)
{
    struct buffer out = {0};
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double from = now();
        convert("UTF-8", name, bytes, &out);
        double seconds = now() - from;
        if (seconds < best) best = seconds;
    }
    buffer_free(&out);
    return best;
}

static double best_normalize(const struct normalizer *normalizer, struct span bytes)
{
    struct arena *arena = arena_new();
    struct buffer frame = {0};
    struct source source = {.path = SPAN("bench"), .size = bytes.n, .part = NONE};
    source.bytes = bytes;
    source.head = span_cut(bytes, 0, 4);
    double best = 1e9;
    for (int i = 0; i < RUNS; i++) {
        struct text text;
        struct refusal refusal;
        double from = now();
        if (normalize_source(normalizer, &source, arena, &text, &refusal))
            log_die(EXIT_FAILED, "rejected: %s", refusal.detail);
        frame.n = 0;
        layer_pack(&text_record, &text, &frame);
        double seconds = now() - from;
        if (seconds < best) best = seconds;
        arena_reset(arena);
    }
    buffer_free(&frame);
    arena_free(&arena);
    return best;
}

// As often as fits, but once at least.
static void repeat(struct span text, size_t n, struct buffer *to)
{
    to->n = 0;
    do
        buffer_add_span(to, text);
    while (to->n + text.n <= n);
}

static const char *const names[] = {"UTF-8", "GB18030", "BIG5-HKSCS", "UTF-16LE"};
static const size_t sizes[] = {1, 8, 64};

int main(int argc, char **argv)
{
    struct buffer text = {0}, encoded = {0}, bytes = {0};
    log_name("bench-normalize");
    struct normalizer *normalizer = normalizer_new();
    if (!normalizer) return EXIT_FAILED;
    read_texts(argv + 1, (size_t)argc - 1, &text);
    printf("%-10s %8s %12s %12s %8s\n", "encoding", "MB", "normalize", "iconv", "ratio");
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        convert(names[k], "UTF-8", buffer_span(&text), &encoded);
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            repeat(buffer_span(&encoded), sizes[i] * MB, &bytes);
            double a = best_normalize(normalizer, buffer_span(&bytes));
            double b = best_iconv(names[k], buffer_span(&bytes));
            double mb = (double)bytes.n / MB;
            printf("%-10s %8.1f %7.0f MB/s %7.0f MB/s %8.2f\n", names[k], mb, mb / a,
                   mb / b, b / a);
            fflush(stdout);
        }
    }
    normalizer_free(&normalizer);
    buffer_free(&text);
    buffer_free(&encoded);
    buffer_free(&bytes);
    return 0;
}

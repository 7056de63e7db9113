// SPDX-License-Identifier: Apache-2.0
//
// Reads OUT/run.json and counts OUT/rejects.jsonl by reason, a line at a time. Memory:
// one entry a reason.
#include "tools/fangzhi/report.h"

#include "stages/base/memory.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_REASONS = 32 };

struct reason {
    char *name, *path; // path: the first that was rejected for it
    unsigned long long n;
};

static const struct {
    const char *reason, *advice;
} advices[] = {
    {"archive", "the archive is damaged or encrypted: fetch or unpack it again"},
    {"binary", "not text: leave it out, or convert it to text first"},
    {"crash", "its worker died: run the stage alone on it (--source FILE)"},
    {"disconnect", "its worker closed the line: run the stage alone on it"},
    {"empty", "nothing to read"},
    {"huge", "unpack it and look at it first"},
    {"jsonl", "each line must be {\"path\": …, \"text\": …}"},
    {"line", "put line ends into it, or raise `part` in pipeline.conf"},
    {"loop", "a link leads back into its own folder: remove it"},
    {"protocol", "a stage breaks the protocol: fangzhi check --stage COMMAND"},
    {"special", "not a file"},
    {"timeout", "raise `timeout` in pipeline.conf, or run the stage alone on it"},
    {"undecodable", "in no encoding that is known: convert it to UTF-8"},
    {"unreadable", "look at its permissions"},
};

static const char *advice_of(const char *reason)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (strcmp(advices[i].reason, reason) == 0) return advices[i].advice;
    return "see rejects.jsonl";
}

static void count(struct reason *reasons, size_t *n, json_t *line)
{
    const char *name = json_string_value(json_object_get(line, "reason"));
    const char *path = json_string_value(json_object_get(line, "path"));
    if (!name || !path) return;
    size_t i = 0;
    while (i < *n && strcmp(reasons[i].name, name) != 0)
        i++;
    if (i == MOST_REASONS) return;
    if (i == *n) reasons[(*n)++] = (struct reason){xstrdup(name), xstrdup(path), 0};
    reasons[i].n++;
}

static size_t count_rejects(const char *path, struct reason *reasons)
{
    FILE *file = fopen(path, "rbe");
    size_t n = 0;
    json_t *line;
    while (file &&
           (line = json_loadf(file, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL))) {
        count(reasons, &n, line);
        json_decref(line);
    }
    if (file) fclose(file);
    return n;
}

static void print_rejects(const char *out)
{
    struct reason reasons[MOST_REASONS];
    char *path = xprintf("%s/rejects.jsonl", out);
    size_t n = count_rejects(path, reasons);
    for (size_t i = 0; i < n; i++) {
        fprintf(stderr, "  %-12s %6llu  %s\n%22s%s%s\n", reasons[i].name, reasons[i].n,
                advice_of(reasons[i].name), "", reasons[i].path,
                reasons[i].n > 1 ? ", …" : "");
        free(reasons[i].name);
        free(reasons[i].path);
    }
    free(path);
}

static long long number(json_t *run, const char *name)
{
    return (long long)json_integer_value(json_object_get(run, name));
}

static void print_run(json_t *run, const char *out)
{
    long long documents = number(run, "documents"), rejects = number(run, "rejects");
    double seconds = json_number_value(json_object_get(run, "seconds"));
    double megabytes = (double)number(run, "bytes") / 1e6;
    fprintf(stderr, "\n%lld documents (%.1f MB) in %.1f s", documents, megabytes,
            seconds);
    if (seconds > 0) fprintf(stderr, ", %.1f MB/s", megabytes / seconds);
    fprintf(stderr, "%s\n",
            json_is_true(json_object_get(run, "complete")) ? "" : ", not complete");
    if (documents) fprintf(stderr, "\nIn %s:\n", out);
    const char *name;
    json_t *lines;
    json_object_foreach(json_object_get(run, "records"), name, lines)
    {
        if (strcmp(name, "rejects") == 0) continue; // told below
        fprintf(stderr, "  %-12s %8lld  %s.jsonl\n", name,
                (long long)json_integer_value(lines), name);
    }
    if (rejects == 0) return;
    fprintf(stderr, "\n%lld rejected, by reason:\n", rejects);
    print_rejects(out);
}

void report_print(const char *out)
{
    char *path = xprintf("%s/run.json", out);
    json_t *run = json_load_file(path, 0, NULL);
    if (run) print_run(run, out);
    json_decref(run);
    free(path);
}

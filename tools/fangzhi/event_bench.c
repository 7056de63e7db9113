// SPDX-License-Identifier: Apache-2.0
//
// The benchmark of `fangzhi event --bench`: CPU time of this process, the best of RUNS.
// Reading and packing of layers are left out; positions and statistics too, which have
// their own share in the stage. Memory: one document.
#include "tools/fangzhi/event_bench.h"

#include "stages/base/utf8.h"

#include <time.h>

enum { RUNS = 5 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void count(struct event_bench *bench, const struct layout *layout)
{
    for (size_t i = 0; i < layout->paragraphs.n; i++) {
        const struct paragraph *paragraph = &layout->paragraphs.at[i];
        bench->bytes += paragraph->text.n;
        if (!events_told_in(paragraph)) continue;
        size_t before = bench->sentences;
        for (size_t at = 0; at < paragraph->text.n;)
            bench->sentences += clause_is_stop(utf8_next(paragraph->text, &at));
        bench->sentences += before == bench->sentences;
    }
}

void event_bench_add(struct event_bench *bench, const struct events_rules *rules,
                     const struct event_text *document)
{
    const struct layout *layout = &document->layout;
    double best_time = 1e9, best_events = 1e9;
    for (int run = 0; run < RUNS; run++) {
        struct arena *arena = arena_new();
        struct events events = {0};
        double start = now();
        struct times *times = time_read(rules->time, layout, arena);
        double read = now();
        struct events_input input = {layout, &document->mentions, times,
                                     trigger_plans(&rules->trigger, layout, arena)};
        events_find(rules, &input, arena, &events);
        double end = now();
        if (read - start < best_time) best_time = read - start;
        if (end - read < best_events) best_events = end - read;
        arena_free(&arena);
    }
    bench->time += best_time;
    bench->events += best_events;
    bench->documents++;
    count(bench, layout);
}

static void print_line(const struct event_bench *bench, const char *what, double seconds,
                       FILE *to)
{
    fprintf(to, "%-8s %8.0f sentences/s %7.2f MB/s\n", what,
            (double)bench->sentences / seconds, (double)bench->bytes / seconds / 1e6);
}

void event_bench_print(const struct event_bench *bench, FILE *to)
{
    fprintf(to, "%zu documents, %zu sentences, %.2f MB\n", bench->documents,
            bench->sentences, (double)bench->bytes / 1e6);
    print_line(bench, "times", bench->time, to);
    print_line(bench, "events", bench->events, to);
    print_line(bench, "both", bench->time + bench->events, to);
}

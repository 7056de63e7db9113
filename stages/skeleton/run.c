// SPDX-License-Identifier: Apache-2.0
//
// One document through a stage: resets the arena, calls process, and holds the stage to
// its contract (a layer or a reject, exactly one of the two).
#include "stages/skeleton/run.h"

#include "stages/base/log.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

struct arena *output_arena(struct output *output)
{
    return output->arena;
}

void output_layer(struct output *output, const struct record *record, const void *value)
{
    assert(output->frame.n == 0);
    layer_pack(record, value, &output->frame);
}

int output_reject(struct output *output, const char *reason, int64_t offset,
                  const char *format, ...)
{
    char detail[512];
    va_list args;
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    output->reject =
        (struct reject){reason, offset, arena_copy(output->arena, span_of(detail))};
    return -1;
}

int output_read(struct output *output, const struct document *document,
                const struct record *record, void *value)
{
    struct span why = {0};
    if (document_read(document, record, output->arena, value, &why) == 0) return 0;
    return output_reject(output, "protocol", NO_NUMBER, "%.*s", (int)why.n, why.at);
}

void runner_open(struct runner *runner, const struct stage *stage, char **settings,
                 size_t n)
{
    *runner = (struct runner){.stage = stage};
    runner->options = xcalloc(1, stage->options_size);
    options_defaults(stage->options, stage->n_options, runner->options);
    for (size_t i = 0; i < n; i++) {
        struct span setting = span_of(settings[i]);
        size_t equals = span_find(setting, SPAN("="), 0);
        char why[256];
        if (equals == setting.n)
            log_die(EXIT_USAGE, "'%s' is not of the form key=value; see --help",
                    settings[i]);
        if (options_set(stage->options, stage->n_options, runner->options,
                        span_cut(setting, 0, equals),
                        span_cut(setting, equals + 1, setting.n), why, sizeof why))
            log_die(EXIT_USAGE, "%s (see --help)", why);
    }
    if (stage->init(&runner->state, runner->options)) exit(EXIT_FAILED);
    runner->output.arena = arena_new();
}

void runner_process(struct runner *runner, const struct document *document)
{
    struct output *output = &runner->output;
    arena_reset(output->arena);
    output->frame.n = 0;
    output->reject = (struct reject){0};
    int failed = runner->stage->process(runner->state, document, output);
    assert(failed ? output->reject.reason != NULL : output->frame.n > 0);
    (void)failed;
}

void runner_close(struct runner *runner)
{
    const struct stage *stage = runner->stage;
    stage->close(&runner->state);
    options_free(stage->options, stage->n_options, runner->options);
    free(runner->options);
    arena_free(&runner->output.arena);
    buffer_free(&runner->output.frame);
}

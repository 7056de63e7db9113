// SPDX-License-Identifier: Apache-2.0
//
// Four stages that do nothing: `bench pass1|pass2|pass3|pass4 MODE…`, for measuring the
// pipeline itself. Each reads the layer of the one before it and writes the same bytes as
// a layer of its own, so that every document crosses eight sockets. See measure.py.
#include "stages/base/log.h"
#include "stages/skeleton/stage.h"

#include <stdlib.h>

struct load {
    struct span bytes;
};
static const struct field load_fields[] = {
    {"bytes", FIELD_BYTES, offsetof(struct load, bytes), NULL, NULL},
};
static RECORD(pass1_record, "pass1", struct load, load_fields);
static RECORD(pass2_record, "pass2", struct load, load_fields);
static RECORD(pass3_record, "pass3", struct load, load_fields);
static RECORD(pass4_record, "pass4", struct load, load_fields);

static int init(void **state, const void *options)
{
    (void)options;
    *state = NULL;
    return 0;
}

static void close_pass(void **state)
{
    *state = NULL;
}

static int process_pass1(void *state, const struct document *document,
                         struct output *output)
{
    struct source source;
    (void)state;
    if (output_read(output, document, &source_record, &source)) return -1;
    struct load load = {source.bytes};
    output_layer(output, &pass1_record, &load);
    return 0;
}

#define PASS(from, to)                                                                   \
    static int process_##to(void *state, const struct document *document,                \
                            struct output *output)                                       \
    {                                                                                    \
        struct load load;                                                                \
        (void)state;                                                                     \
        if (output_read(output, document, &from##_record, &load)) return -1;             \
        output_layer(output, &to##_record, &load);                                       \
        return 0;                                                                        \
    }
PASS(pass1, pass2)
PASS(pass2, pass3)
PASS(pass3, pass4)

static const char *const reads[][2] = {{"source"}, {"pass1"}, {"pass2"}, {"pass3"}};

#define STAGE(number, layer)                                                             \
    {.name = #layer,                                                                     \
     .summary = "passes its input on",                                                   \
     .reads = reads[number],                                                             \
     .writes = #layer,                                                                   \
     .init = init,                                                                       \
     .process = process_##layer,                                                         \
     .close = close_pass}
static const struct stage stages[] = {STAGE(0, pass1), STAGE(1, pass2), STAGE(2, pass3),
                                      STAGE(3, pass4)};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return stage_main(&stages[i], argc - 1, argv + 1);
    log_die(EXIT_USAGE, "bench pass1|pass2|pass3|pass4 --connect ENDPOINT");
}

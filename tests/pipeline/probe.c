// SPDX-License-Identifier: Apache-2.0
//
// A stage for the tests of the pipeline: `probe first|second|third MODE…`. The three pass
// a checksum on and the last one writes it down, so that a byte that is lost on the way
// shows. What goes wrong is asked for by the document itself, in lines of its source:
//
//   !first crash          kill the worker
//   !first crash once F   kill it, unless the file F exists; make F
//   !first exit           end it with status 1
//   !first reject         reject the document
//   !first hang           never answer
//   !first wait F         wait until somebody opens the FIFO F for writing
//
// With the option fail=yes, init fails. It is no pure function, as a real stage must be.
#include "stages/base/json.h"
#include "stages/base/log.h"
#include "stages/skeleton/stage.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

struct probe_options {
    bool fail;
    int64_t copies; // how often the bytes of the layer read are put into the one written
};

static const struct option_row options[] = {
    {"fail", OPTION_BOOL, offsetof(struct probe_options, fail), "no",
     "Whether init fails.", 0, 0},
    {"copies", OPTION_NUMBER, offsetof(struct probe_options, copies), "1",
     "Copies of its input that a layer carries.", 0, 64},
};

// The layer that each role writes and the next one reads.
struct load {
    struct span bytes;
    uint64_t sum;
};
static const struct field load_fields[] = {
    {"bytes", FIELD_BYTES, offsetof(struct load, bytes), NULL, NULL},
    {"sum", FIELD_SIZE, offsetof(struct load, sum), NULL, NULL},
};
static RECORD(first_record, "first", struct load, load_fields);
static RECORD(second_record, "second", struct load, load_fields);

static uint64_t sum_of(uint64_t sum, struct span bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        sum = sum * 31 + (unsigned char)bytes.at[i];
    return sum >> 1;
}

static int init(void **state, const void *options_given)
{
    struct probe_options *mine = xmalloc(sizeof *mine);
    *mine = *(const struct probe_options *)options_given;
    *state = mine;
    if (!mine->fail) return 0;
    log_warn("init was told to fail");
    free(mine);
    return -1;
}

static void close_probe(void **state)
{
    free(*state);
    *state = NULL;
}

// The rest of the line behind what; false where no line begins with it.
static bool asked(struct span source, const char *role, const char *what, char *rest)
{
    char *line = xprintf("!%s %s", role, what);
    size_t at = span_find(source, span_of(line), 0), end = at + strlen(line);
    free(line);
    if (at == source.n) return false;
    size_t stop = span_find(source, SPAN("\n"), end);
    size_t n = stop - end < 255 ? stop - end : 255;
    memcpy(rest, source.at + end, n);
    rest[n] = '\0';
    return true;
}

static void misbehave(struct span source, const char *role)
{
    char rest[256];
    if (asked(source, role, "crash once ", rest)) {
        int marker = open(rest, O_CREAT | O_EXCL | O_WRONLY, 0666);
        if (marker >= 0) raise(SIGKILL);
    } else if (asked(source, role, "crash", rest)) {
        raise(SIGKILL);
    }
    if (asked(source, role, "exit", rest)) _exit(EXIT_FAILURE);
    if (asked(source, role, "wait ", rest)) close(open(rest, O_RDONLY));
    while (asked(source, role, "hang", rest))
        pause();
}

static int give_up(struct span source, const char *role, struct output *output)
{
    char rest[256];
    if (!asked(source, role, "reject", rest)) return 0;
    return output_reject(output, "asked", 3, "the document asks for it");
}

// The bytes several times over.
static struct span multiply(struct output *output, struct span bytes, int64_t copies)
{
    char *to = arena_alloc(output_arena(output), (size_t)copies, bytes.n ? bytes.n : 1);
    for (int64_t i = 0; i < copies; i++)
        if (bytes.n) memcpy(to + (size_t)i * bytes.n, bytes.at, bytes.n);
    return (struct span){to, (size_t)copies * bytes.n};
}

static int process_first(void *state, const struct document *document,
                         struct output *output)
{
    const struct probe_options *mine = state;
    struct source source;
    if (output_read(output, document, &source_record, &source)) return -1;
    misbehave(source.bytes, "first");
    if (give_up(source.bytes, "first", output)) return -1;
    struct load load = {multiply(output, source.bytes, mine->copies),
                        sum_of(1, source.bytes)};
    output_layer(output, &first_record, &load);
    return 0;
}

static int process_second(void *state, const struct document *document,
                          struct output *output)
{
    const struct probe_options *mine = state;
    struct load load;
    if (output_read(output, document, &first_record, &load)) return -1;
    misbehave(load.bytes, "second");
    if (give_up(load.bytes, "second", output)) return -1;
    load.sum = sum_of(load.sum, load.bytes);
    load.bytes = multiply(output, load.bytes, mine->copies);
    output_layer(output, &second_record, &load);
    return 0;
}

static struct span document_line(struct output *output, const struct source *source,
                                 uint64_t first, uint64_t second)
{
    struct buffer line = {0};
    json_open(&line, '{');
    json_field_text(&line, "path", source->path);
    json_field_size(&line, "bytes", source->size);
    json_field_size(&line, "first", first);
    json_field_size(&line, "second", second);
    json_close(&line, '}');
    buffer_add(&line, "\n", 1);
    struct span copy = arena_copy(output_arena(output), buffer_span(&line));
    buffer_free(&line);
    return copy;
}

// One entity a document, of ten in all, with the document's path as an alias.
static struct span entity_line(struct output *output, const struct source *source)
{
    unsigned digit = (unsigned)(source->size % 10);
    return arena_printf(output_arena(output),
                        "{\"entity\":\"e%u\",\"type\":\"ORG\",\"name\":\"name %u\","
                        "\"aliases\":[\"alias %" PRIu64 "\"],\"mentions\":%u,"
                        "\"documents\":1}\n",
                        digit, digit, source->size % 100, digit + 1);
}

static int process_third(void *state, const struct document *document,
                         struct output *output)
{
    (void)state;
    struct source source;
    struct load first, second;
    if (output_read(output, document, &source_record, &source) ||
        output_read(output, document, &first_record, &first) ||
        output_read(output, document, &second_record, &second))
        return -1;
    misbehave(source.bytes, "third");
    if (give_up(source.bytes, "third", output)) return -1;
    struct lines files[] = {
        {SPAN("documents"), document_line(output, &source, first.sum, second.sum)},
        {SPAN("entities"), entity_line(output, &source)},
    };
    struct records records = {{files, sizeof files / sizeof *files}};
    output_layer(output, &records_record, &records);
    return 0;
}

static const char *const first_reads[] = {"source", NULL};
static const char *const second_reads[] = {"first", NULL};
static const char *const third_reads[] = {"source", "first", "second", NULL};

#define PROBE(role, layer)                                                               \
    {                                                                                    \
        .name = #role, .summary = "a stage for tests", .reads = role##_reads,            \
        .writes = layer, .options = options,                                             \
        .n_options = sizeof options / sizeof *options,                                   \
        .options_size = sizeof(struct probe_options), .init = init,                      \
        .process = process_##role, .close = close_probe                                  \
    }

static const struct stage roles[] = {PROBE(first, "first"), PROBE(second, "second"),
                                     PROBE(third, "records")};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof roles / sizeof *roles; i++)
        if (strcmp(argv[1], roles[i].name) == 0)
            return stage_main(&roles[i], argc - 1, argv + 1);
    log_die(EXIT_USAGE, "probe first|second|third --connect ENDPOINT");
}

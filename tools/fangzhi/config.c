// SPDX-License-Identifier: Apache-2.0
//
// Reading pipeline.conf. Lines are `[section]`, `key = value`, or comments that begin
// with '#'. The first mistake ends the program with status 2 and `file:line: what`.
#include "tools/fangzhi/config.h"

#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "stages/base/utf8.h"
#include "tools/fangzhi/program.h"

#include <errno.h>
#include <stdlib.h>

static const struct option_row run_rows[] = {
    {"endpoint", OPTION_TEXT, offsetof(struct config, endpoint), "",
     "where the broker listens; none is a socket of the run's own", 0, 0},
    {"window", OPTION_SIZE, offsetof(struct config, window), "128M",
     "bytes of documents in flight at once", 1 << 12, INT64_MAX},
    {"part", OPTION_SIZE, offsetof(struct config, part), "8M",
     "a file above this is cut into parts at line ends", 1 << 10, 1 << 29},
    {"attempts", OPTION_NUMBER, offsetof(struct config, attempts), "2",
     "workers that a document may kill before it is a reject", 1, 100},
    {"sync", OPTION_DURATION, offsetof(struct config, sync), "500ms",
     "how often finished documents are made safe on disk", 1, 600 * 1000},
};
enum { RUN_ROWS = sizeof run_rows / sizeof *run_rows };

static const struct option_row stage_rows[] = {
    {"command", OPTION_TEXT, offsetof(struct stage_config, command), "",
     "program and arguments; looked up beside fangzhi, then in PATH", 0, 0},
    {"workers", OPTION_NUMBER, offsetof(struct stage_config, workers), "0",
     "processes; 0 is one a core", 0, 4096},
    {"timeout", OPTION_DURATION, offsetof(struct stage_config, timeout), "2m",
     "time that one document may take", 1, INT64_MAX},
    {"ahead", OPTION_NUMBER, offsetof(struct stage_config, ahead), "2",
     "documents leased to a worker at once", 1, 16},
};
enum { STAGE_ROWS = sizeof stage_rows / sizeof *stage_rows };

// Where the reader is.
struct reading {
    struct config *config;
    struct stage_config *stage; // of the open section, or NULL
    bool in_run, seen_run;
    char *folder; // of the file
    int line;
};

#define DIE(reading, ...) die_at((reading), xprintf(__VA_ARGS__))

__attribute__((noreturn)) static void die_at(const struct reading *reading, char *what)
{
    log_die(EXIT_USAGE, "%s:%d: %s", reading->config->path, reading->line, what);
}

static bool name_is_sound(struct span name)
{
    bool sound = name.n >= 1 && name.n <= 32;
    for (size_t i = 0; i < name.n && sound; i++)
        sound = (name.at[i] >= 'a' && name.at[i] <= 'z') ||
                (name.at[i] >= '0' && name.at[i] <= '9') || name.at[i] == '_' ||
                name.at[i] == '-';
    return sound;
}

static void open_stage(struct reading *reading, struct span name)
{
    struct config *config = reading->config;
    if (!name_is_sound(name))
        DIE(reading,
            "a stage's name is 1 to 32 characters out of a-z, 0-9, '_' and '-', "
            "not '%.*s'",
            (int)name.n, name.at);
    for (size_t i = 0; i < config->n_stages; i++)
        if (span_eq(name, span_of(config->stages[i].name)))
            DIE(reading, "there is a stage '%s' already (line %d)",
                config->stages[i].name, config->stages[i].line);
    config->stages =
        xrealloc(config->stages, (config->n_stages + 1) * sizeof *config->stages);
    reading->stage = &config->stages[config->n_stages++];
    *reading->stage =
        (struct stage_config){.name = xstrndup(name.at, name.n), .line = reading->line};
    options_defaults(stage_rows, STAGE_ROWS, reading->stage);
}

static void open_section(struct reading *reading, struct span line)
{
    if (line.at[line.n - 1] != ']') DIE(reading, "the ']' is missing");
    struct span section = utf8_trim(span_cut(line, 1, line.n - 1));
    reading->in_run = span_eq(section, SPAN("run"));
    reading->stage = NULL;
    if (reading->in_run) {
        if (reading->seen_run) DIE(reading, "there is a [run] section already");
        reading->seen_run = true;
    } else if (span_starts(section, SPAN("stage "))) {
        open_stage(reading, utf8_trim(span_cut(section, 6, section.n)));
    } else {
        DIE(reading, "a section is [run] or [stage NAME], not [%.*s]", (int)section.n,
            section.at);
    }
}

static bool is_row(const struct option_row *rows, size_t n, struct span key)
{
    for (size_t i = 0; i < n; i++)
        if (span_eq(key, span_of(rows[i].name))) return true;
    return false;
}

// Every key that is not a row of ours is the stage's own; one that is nearly ours is a
// mistake.
static void add_setting(struct reading *reading, struct span key, struct span value)
{
    struct stage_config *stage = reading->stage;
    const char *names[STAGE_ROWS];
    for (size_t i = 0; i < STAGE_ROWS; i++)
        names[i] = stage_rows[i].name;
    const char *near = options_nearest(key, names, STAGE_ROWS);
    if (near)
        DIE(reading, "there is no key '%.*s'; did you mean '%s'?", (int)key.n, key.at,
            near);
    stage->settings =
        xrealloc(stage->settings, (stage->n_settings + 1) * sizeof *stage->settings);
    stage->settings[stage->n_settings++] =
        xprintf("%.*s=%.*s", (int)key.n, key.at, (int)value.n, value.at);
}

static void read_setting(struct reading *reading, struct span line)
{
    size_t equals = span_find(line, SPAN("="), 0);
    if (equals == line.n)
        DIE(reading, "'%.*s' is neither [section] nor key = value", (int)line.n, line.at);
    struct span key = utf8_trim(span_cut(line, 0, equals)),
                value = utf8_trim(span_cut(line, equals + 1, line.n));
    char why[512];
    int failed = 0;
    if (reading->in_run)
        failed =
            options_set(run_rows, RUN_ROWS, reading->config, key, value, why, sizeof why);
    else if (!reading->stage)
        DIE(reading, "'%.*s' stands before any section", (int)key.n, key.at);
    else if (is_row(stage_rows, STAGE_ROWS, key))
        failed = options_set(stage_rows, STAGE_ROWS, reading->stage, key, value, why,
                             sizeof why);
    else
        add_setting(reading, key, value);
    if (failed) DIE(reading, "%s", why);
}

static void read_lines(struct reading *reading, struct span text)
{
    for (size_t at = 0; at < text.n;) {
        size_t end = span_find(text, SPAN("\n"), at);
        struct span line = utf8_trim(span_cut(text, at, end));
        reading->line++;
        at = end + 1;
        if (line.n == 0 || line.at[0] == '#') continue;
        if (line.at[0] == '[')
            open_section(reading, line);
        else
            read_setting(reading, line);
    }
}

static struct buffer read_file(const char *path)
{
    enum { MOST = 1 << 20 };
    struct buffer text = {0};
    FILE *file = fopen(path, "rb");
    if (!file) log_die(EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
    text.n = fread(buffer_room(&text, MOST), 1, MOST, file);
    if (ferror(file)) log_die(EXIT_USAGE, "cannot read %s: %s", path, strerror(errno));
    fclose(file);
    if (text.n == MOST || !utf8_valid(buffer_span(&text)) ||
        memchr(text.at, '\0', text.n))
        log_die(EXIT_USAGE, "%s is no configuration: it is not plain UTF-8 text", path);
    return text;
}

static void finish(struct reading *reading)
{
    struct config *config = reading->config;
    if (config->n_stages == 0)
        log_die(EXIT_USAGE, "%s: there is no [stage NAME] section", config->path);
    if (config->window < config->part)
        log_die(EXIT_USAGE, "%s: 'window' is smaller than 'part'", config->path);
    for (size_t i = 0; i < config->n_stages; i++) {
        struct stage_config *stage = &config->stages[i];
        const char *why;
        reading->line = stage->line;
        if (!stage->command[0])
            DIE(reading, "the stage '%s' has no command", stage->name);
        stage->argv = program_words(stage->command, reading->folder, &why);
    }
}

struct config *config_read(const char *path)
{
    struct config *config = xcalloc(1, sizeof *config);
    const char *slash = strrchr(path, '/');
    struct reading reading = {.config = config};
    reading.folder = slash ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
    config->path = xstrdup(path);
    options_defaults(run_rows, RUN_ROWS, config);
    struct buffer text = read_file(path);
    read_lines(&reading, buffer_span(&text));
    finish(&reading);
    buffer_free(&text);
    free(reading.folder);
    return config;
}

void config_free(struct config **config)
{
    if (!*config) return;
    for (size_t i = 0; i < (*config)->n_stages; i++) {
        struct stage_config *stage = &(*config)->stages[i];
        for (size_t j = 0; j < stage->n_settings; j++)
            free(stage->settings[j]);
        free(stage->settings);
        free(stage->name);
        program_free(&stage->argv);
        options_free(stage_rows, STAGE_ROWS, stage);
    }
    options_free(run_rows, RUN_ROWS, *config);
    free((*config)->stages);
    free((*config)->path);
    free(*config);
    *config = NULL;
}

void config_help(FILE *to)
{
    fprintf(to, "[run]\n");
    options_help(run_rows, RUN_ROWS, to);
    fprintf(to, "\n[stage NAME], in the order of the pipeline\n");
    options_help(stage_rows, STAGE_ROWS, to);
    fprintf(to, "  every other key is an option of the stage itself\n");
}

char *config_find(void)
{
    const char *data = options_data_folder();
    char *real = realpath(data, NULL);
    char *candidates[] = {xstrdup("pipeline.conf"), xprintf("%s/pipeline.conf", data),
                          xprintf("%s/../pipeline.conf", real ? real : data)};
    char *found = NULL;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        FILE *file = found ? NULL : fopen(candidates[i], "rb");
        if (file) {
            fclose(file);
            found = candidates[i];
        } else {
            free(candidates[i]);
        }
    }
    free(real);
    if (!found)
        log_die(EXIT_USAGE,
                "there is no pipeline.conf here; name one with --config FILE");
    return found;
}

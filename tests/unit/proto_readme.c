// SPDX-License-Identifier: Apache-2.0
//
// proto/README.md lists the fields of every record in the order and with the types of the
// tables that the program packs and unpacks by.
#include "proto/document.h"
#include "proto/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char *readme;

static void type_of(const struct field *field, char *out, size_t room)
{
    static const char *const words[] = {[FIELD_TEXT] = "text",
                                        [FIELD_BYTES] = "bytes",
                                        [FIELD_INDEX] = "index",
                                        [FIELD_NUMBER] = "number",
                                        [FIELD_SIZE] = "size",
                                        [FIELD_BOOL] = "bool",
                                        [FIELD_ENUM] = "name",
                                        [FIELD_TEXTS] = "list of text",
                                        [FIELD_INDEXES] = "list of index"};
    if (field->kind == FIELD_LIST)
        snprintf(out, room, "list of `%s`", field->of->name);
    else
        snprintf(out, room, "%s", words[field->kind]);
}

// The line of `at`, without its end.
static const char *line_of(const char *at)
{
    static char line[1024];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(at, "\n"), at);
    return line;
}

static void check_names(const struct field *field, const char *line)
{
    for (size_t i = 0; field->names[i]; i++) {
        char *quoted = xprintf("`%s`", field->names[i]);
        if (!strstr(line, quoted)) fail_msg("%s is not in: %s", quoted, line);
        free(quoted);
    }
}

static void check_record(const struct record *record)
{
    char *heading =
        xprintf("\n#### `%s`\n\n| field | type | |\n| --- | --- | --- |\n", record->name);
    const char *at = strstr(readme, heading);
    if (!at) fail_msg("there is no table of '%s'", record->name);
    at += strlen(heading);
    free(heading);
    for (size_t i = 0; i < record->n_fields; i++) {
        const struct field *field = &record->fields[i];
        char type[64];
        type_of(field, type, sizeof type);
        char *row = xprintf("| `%s` | %s | ", field->name, type);
        if (strncmp(at, row, strlen(row)) != 0)
            fail_msg("'%s' should have the row %s, not %s", record->name, row,
                     line_of(at));
        if (field->kind == FIELD_ENUM) check_names(field, line_of(at));
        free(row);
        at += strcspn(at, "\n") + 1;
        if (field->kind == FIELD_LIST) check_record(field->of);
    }
    if (*at == '|') fail_msg("'%s' has no field for %s", record->name, line_of(at));
}

static void test_messages(void **state)
{
    (void)state;
    check_record(&header_record);
    check_record(&hello_record);
    check_record(&welcome_record);
    check_record(&refusal_record);
    check_record(&farewell_record);
}

static void test_layers(void **state)
{
    (void)state;
    check_record(&source_record);
    check_record(&text_record);
    check_record(&layout_record);
    check_record(&mentions_record);
    check_record(&events_record);
    check_record(&records_record);
}

static void test_commands(void **state)
{
    (void)state;
    for (size_t i = 0; command_names[i]; i++) {
        char *quoted = xprintf("\"%s\"", command_names[i]);
        if (!strstr(readme, quoted)) fail_msg("the grammar lacks %s", quoted);
        free(quoted);
    }
}

static int read_readme(void **state)
{
    (void)state;
    struct buffer text = {0};
    FILE *file = fopen("proto/README.md", "r");
    if (!file) return -1;
    size_t got;
    while ((got = fread(buffer_room(&text, 4096), 1, 4096, file)) > 0)
        text.n += got;
    fclose(file);
    buffer_add(&text, "", 1);
    readme = text.at;
    return 0;
}

static int free_readme(void **state)
{
    (void)state;
    free(readme);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_commands),
    };
    return cmocka_run_group_tests(tests, read_readme, free_readme);
}

// SPDX-License-Identifier: Apache-2.0
//
// Splitting a command and finding its program. No shell is involved: nothing is expanded.
#include "tools/fangzhi/program.h"

#include "stages/base/memory.h"

#include <stdlib.h>
#include <unistd.h>

// Appends the next word of *text to the buffer; false at the end or at an open quote.
static bool next_word(const char **text, struct buffer *word, bool *open)
{
    const char *p = *text;
    while (*p == ' ' || *p == '\t')
        p++;
    if (!*p) return false;
    char quote = 0;
    for (; *p && (quote || (*p != ' ' && *p != '\t')); p++) {
        if (quote ? *p == quote : *p == '"' || *p == '\'')
            quote = quote ? 0 : *p;
        else
            buffer_add(word, p, 1);
    }
    *text = p;
    *open = quote != 0;
    return !*open;
}

static bool relative(const char *word)
{
    return strncmp(word, "./", 2) == 0 || strncmp(word, "../", 3) == 0;
}

static char *executable(char *path)
{
    if (access(path, X_OK) == 0) return path;
    free(path);
    return NULL;
}

static char *beside_fangzhi(const char *name)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    while (n > 0 && self[n - 1] != '/')
        n--;
    return n > 0 ? executable(xprintf("%.*s%s", (int)n, self, name)) : NULL;
}

static char *in_path(const char *name)
{
    const char *path = getenv("PATH");
    char *found = NULL;
    while (path && *path && !found) {
        size_t n = strcspn(path, ":");
        found = executable(xprintf("%.*s/%s", (int)n, path, name));
        path += n + (path[n] == ':');
    }
    return found;
}

static char *find_program(const char *name)
{
    if (strchr(name, '/')) return executable(xstrdup(name));
    char *found = beside_fangzhi(name);
    return found ? found : in_path(name);
}

void program_free(char ***words)
{
    for (size_t i = 0; *words && (*words)[i]; i++)
        free((*words)[i]);
    free(*words);
    *words = NULL;
}

static char **split(const char *command, const char *folder, bool *open)
{
    char **words = xcalloc(1, sizeof *words);
    size_t n = 0;
    struct buffer word = {0};
    while (next_word(&command, &word, open)) {
        words = xrealloc(words, (n + 2) * sizeof *words);
        buffer_add(&word, "", 1);
        words[n++] =
            relative(word.at) ? xprintf("%s/%s", folder, word.at) : xstrdup(word.at);
        words[n] = NULL;
        word.n = 0;
    }
    buffer_free(&word);
    return words;
}

char **program_words(const char *command, const char *folder, const char **why)
{
    bool open = false;
    char **words = split(command, folder, &open);
    char *program = !open && words[0] ? find_program(words[0]) : NULL;
    if (program) {
        free(words[0]);
        words[0] = program;
        return words;
    }
    *why = open        ? "a quote in it does not close"
           : !words[0] ? "it is empty"
                       : "its program is not found";
    program_free(&words);
    return NULL;
}

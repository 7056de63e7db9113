// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the tag stage with a layout read from lines (lines.h; the marks of mentions are
// only taken out). Whatever the text, the mentions are sound: in order, apart, at
// character boundaries, without white space at either end, each of an entity of its own
// type that has a name.
#include "stages/tag/tag.h"
#include "stages/base/options.h"
#include "tests/fuzz/lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) abort();
}

static struct tag *tag_shipped(void)
{
    const char *data = options_data_folder();
    char *model = xprintf("%s/model/tag.model", data);
    char *lexicon = xprintf("%s/lexicon", data);
    struct tag_options options = {.model = model, .lexicon = lexicon, .consistent = true};
    struct tag *tag = tag_open(&options);
    free(model);
    free(lexicon);
    check(tag);
    return tag;
}

static void check_entities(const struct mentions *found)
{
    for (size_t i = 0; i < found->entities.n; i++) {
        const struct entity *entity = &found->entities.at[i];
        check(entity->name.n > 0 && utf8_valid(entity->name));
        for (size_t k = 0; k < entity->aliases.n; k++)
            check(utf8_valid(entity->aliases.at[k]));
    }
    for (size_t i = 0; i < found->mentions.n; i++) {
        const struct mention *mention = &found->mentions.at[i];
        check(mention->type == found->entities.at[mention->entity].type);
    }
}

static void check_ends(const struct mentions *found, const struct layout *layout)
{
    for (size_t i = 0; i < found->mentions.n; i++) {
        const struct mention *mention = &found->mentions.at[i];
        struct span text = layout->paragraphs.at[mention->para].text;
        size_t first = mention->from, last = utf8_back(text, mention->to);
        check(!utf8_is_space(utf8_next(text, &first)));
        check(!utf8_is_space(utf8_next(text, &last)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct tag *tag;
    if (!tag) tag = tag_shipped();
    struct span input = {(const char *)data, size};
    if (!utf8_valid(input)) return -1;
    struct lines_read read;
    struct mentions found = {0};
    lines_read(&read, input);
    tag_document(tag, &read.layout, read.arena, &found);
    check(vet_layer(&mentions_record, &found) == NULL);
    check(vet_mentions(&found, &read.layout) == NULL);
    check_ends(&found, &read.layout);
    check_entities(&found);
    lines_free(&read);
    return 0;
}

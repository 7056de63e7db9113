// SPDX-License-Identifier: Apache-2.0
//
// Runs the paragraphs of a document through triggers and arguments. Reads entries' and
// body paragraphs only; a repeated passage is left out. One happening told twice in an
// entry (the same word with the same objects) is one event. Memory: the arena.
#include "stages/event/events.h"

#include "stages/event/argument.h"

int events_open(struct events_rules *rules, const struct events_options *options)
{
    *rules = (struct events_rules){0};
    rules->words = rules_load(options->rules);
    rules->weights = options->weights ? weights_read(options->weights)
                                      : xcalloc(1, sizeof *rules->weights);
    rules->time = time_new(options->time);
    rules->trigger.rules = rules->words;
    rules->trigger.weights = rules->weights;
    rules->trigger.bias = (int32_t)(options->bias * WEIGHTS_UNIT / 1000);
    if (rules->words && rules->weights && rules->time &&
        phrase_classes(rules->words, &rules->trigger.classes) == 0)
        return 0;
    events_close(rules);
    return -1;
}

void events_close(struct events_rules *rules)
{
    rules_free(&rules->words);
    if (rules->weights) weights_free(&rules->weights);
    time_free(&rules->time);
}

bool events_told_in(const struct paragraph *paragraph)
{
    return (paragraph->role == ROLE_BODY || paragraph->role == ROLE_ENTRY) &&
           paragraph->dup_of == NONE;
}

static void paragraph(const struct events_rules *rules, struct teller *teller,
                      uint32_t para)
{
    const struct events_input *input = teller->input;
    struct scene scene =
        trigger_scene(&rules->trigger, input->layout, input->plans, para);
    struct passage *p =
        clause_passage(rules->words, input->layout, input->mentions, para, teller->arena);
    clause_mark_times(p, input->times);
    clause_mark_dates(p);
    struct trigger_list list = trigger_find(&rules->trigger, &scene, p, teller->arena);
    argument_tell(teller, p, &list);
}

void events_find(const struct events_rules *rules, const struct events_input *input,
                 struct arena *arena, struct events *events)
{
    struct teller teller = {.rules = &rules->trigger,
                            .input = input,
                            .arena = arena,
                            .events = events,
                            .carried.life = NONE};
    for (uint32_t i = 0; i < input->layout->paragraphs.n; i++)
        if (events_told_in(&input->layout->paragraphs.at[i]))
            paragraph(rules, &teller, i);
}

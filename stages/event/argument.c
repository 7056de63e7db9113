// SPDX-License-Identifier: Apache-2.0
#include "stages/event/argument.h"

static void tell(struct teller *teller, const struct passage *p, const struct trigger *trigger)
{
    struct event *event = &ARENA_PUSH(teller->arena, teller->events->events.at,
                                      teller->events->events.n, teller->room);
    *event = (struct event){.para = p->para,
                            .from = p->letters.at[trigger->hit->from].at,
                            .to = p->letters.at[trigger->hit->to].at,
                            .type = trigger->type,
                            .count = NO_NUMBER};
    struct time_value time =
        time_govern(teller->input->times, p->para, event->from, event->type);
    event->time = time.iso;
    event->time_para = time.para;
    event->time_from = time.from;
    event->time_to = time.to;
    event->time_impossible = time.impossible;
}

void argument_tell(struct teller *teller, const struct passage *p,
                   const struct trigger_list *triggers)
{
    for (size_t i = 0; i < triggers->n; i++)
        if (triggers->at[i].type != TRIGGER_NONE) tell(teller, p, &triggers->at[i]);
}

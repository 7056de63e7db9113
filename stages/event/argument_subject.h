// SPDX-License-Identifier: Apache-2.0
//
// Who and what the clauses before are about. Private to stages/event/argument*.c.
#ifndef FZ_EVENT_ARGUMENT_SUBJECT_H
#define FZ_EVENT_ARGUMENT_SUBJECT_H

#include "stages/event/argument_list.h"

// Who a clause is about.
struct speaker {
    struct names names;
    bool acts;       // a doer in plain view, who is carried to the entry's end
    bool loose;      // the names open the name of something else
    bool collective; // no name, but somebody who stands for himself
};

struct speaker argument_subject_read(const struct teller *teller, const struct passage *p,
                                     const struct clause *clause);
// True for bodies, persons and the places that act as bodies.
bool argument_subject_acts(const struct teller *teller, const struct passage *p,
                           uint32_t mention);
// Sees to it that teller->carried.sentence_subject holds who is spoken of up to a clause,
// and `begins` where its sentence does.
void argument_subject_sentence(struct teller *teller, const struct passage *p,
                               size_t clause);

// Whose life the paragraph that opens tells, a mention, or NONE (argument_topic.c).
uint32_t argument_topic_life(const struct passage *p);
// True where the one carried by the sentence opens a clause of it.
bool argument_topic_opens(const struct telling *t);

#endif

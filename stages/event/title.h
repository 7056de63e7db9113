// SPDX-License-Identifier: Apache-2.0
//
// Where an entry's title ends, in whatever marks it stands.
#ifndef FZ_EVENT_TITLE_H
#define FZ_EVENT_TITLE_H

#include "proto/layers.h"

// Bytes of the title that opens a paragraph, with the marks around it: 【title】,
// 〖title〗, ■title. 0 where none does, or where nothing sets it off from the text: a
// term at the head of its explanation is the subject of the sentence.
size_t title_end(const struct layout *layout, uint32_t para);

#endif

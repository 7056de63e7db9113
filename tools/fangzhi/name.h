// SPDX-License-Identifier: Apache-2.0
//
// Names of files and of members of archives, which come in any encoding, as UTF-8.
#ifndef FZ_FANGZHI_NAME_H
#define FZ_FANGZHI_NAME_H

#include "stages/base/memory.h"

// Appends a name: as it is where it is UTF-8; else read as GB18030 or Big5, whichever
// gives the likelier Chinese; bytes that are neither become U+FFFD.
void name_append(struct buffer *out, struct span raw);
// Gives back the tables of the encodings.
void name_close(void);

#endif

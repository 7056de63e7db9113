// SPDX-License-Identifier: Apache-2.0
#ifndef FZ_TAG_PAPERS_H
#define FZ_TAG_PAPERS_H

#include "stages/tag/pass.h"

// Takes back names found in the numbers of papers: `上政办` in `上政办函〔2018〕9号`.
void papers_drop(struct pass *pass);

#endif

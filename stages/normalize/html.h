// SPDX-License-Identifier: Apache-2.0
//
// Web pages: recognised by their content, reduced to their text, offsets kept.
#ifndef FZ_NORMALIZE_HTML_H
#define FZ_NORMALIZE_HTML_H

#include "stages/normalize/runs.h"

// True where a decoded document is a web page or a part of one.
bool html_recognised(struct span text);

// The content of a page: a blank line between paragraphs, a line for a row, a tab between
// cells. The writer's runs map it to `page`; what is put in for a tag maps to the tag.
struct writer html_extract(struct span page, struct arena *arena);

#endif

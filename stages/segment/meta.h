// SPDX-License-Identifier: Apache-2.0
//
// The head of a document, see meta.c.
#ifndef FZ_SEGMENT_META_H
#define FZ_SEGMENT_META_H

#include "stages/segment/flow.h"

// True for the title of a report, a notice and the like (`2014年下城区政府工作报告`), and
// not for a row of labels.
bool meta_is_paper(struct span text);

// `第四次会议文件（十一）`: the head of a congress's papers.
bool meta_is_file(struct span text);

// `城中年鉴2013`, `下塘村志`: the title of a book.
bool meta_is_book(struct span text);

// The block of metadata that begins with `block`: with the lines that a title was broken
// over, if it is one (`关于2016年预算执行情况和` / `2017年预算草案的报告`).
struct block meta_block(const struct sheet *sheet, struct block block);

#endif

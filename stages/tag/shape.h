// SPDX-License-Identifier: Apache-2.0
//
// What names are made of: repairs of single mentions and of neighbours, by the rules of
// the annotation standard (data/annotation.md, section 2).
#ifndef FZ_TAG_SHAPE_H
#define FZ_TAG_SHAPE_H

#include "stages/tag/pass.h"

// What kind of thing a name ends in.
enum shape_kind {
    SHAPE_OTHER,
    SHAPE_DIVISION, // 区 街道 社区
    SHAPE_WAY,      // 路 巷 高速公路
    SHAPE_WATER,    // 河 山
    SHAPE_BUILT,    // 大厦 广场 小区
    SHAPE_BODY      // 局 委员会 小学 公司
};
enum shape_kind shape_of(const struct pass *pass, struct span name);

// Repairs all mentions of the document.
void shape_repair(struct pass *pass);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// China's administrative divisions with their codes (GB/T 2260), parents and years.
#ifndef FZ_TAG_DIVISIONS_H
#define FZ_TAG_DIVISIONS_H

#include "stages/base/memory.h"

#include <stdint.h>

enum division_level { DIVISION_PROVINCE, DIVISION_CITY, DIVISION_COUNTY };

struct division {
    struct span name;
    uint32_t code; // six digits; a city's ends in 00, a province's in 0000
    enum division_level level;
    uint16_t first, last; // years; 0 and UINT16_MAX are open
};

struct divisions;

// Reads divisions.txt and townships.txt under folder. NULL after log_warn.
struct divisions *divisions_open(const char *folder);
void divisions_free(struct divisions **divisions);

enum { DIVISIONS_MOST = 16 };

// The divisions of exactly this name in a year (negative: any); where none had it then,
// those that ever had. Returns their number, at most DIVISIONS_MOST.
size_t divisions_named(const struct divisions *divisions, struct span name, int64_t year,
                       const struct division **found);
// Those whose name is `name` and a suffix (`下城` + `区`), or is `name` and a people's
// name and a suffix (`恩施` + `土家族苗族自治州`).
size_t divisions_short(const struct divisions *divisions, struct span name, int64_t year,
                       const struct division **found);
// The division that bore a code in a year; NULL where none did.
const struct division *divisions_coded(const struct divisions *divisions, uint32_t code,
                                       int64_t year);
// Codes of the counties that have a township of this name. Returns their number.
size_t divisions_of_town(const struct divisions *divisions, struct span name,
                         uint32_t *codes);

static inline uint32_t divisions_city(uint32_t code)
{
    return code / 100 * 100;
}

static inline uint32_t divisions_province(uint32_t code)
{
    return code / 10000 * 10000;
}

// `浙江省杭州市下城区` for the code of 下城区, in the arena; "" for an unknown code.
struct span divisions_chain(const struct divisions *divisions, struct arena *arena,
                            uint32_t code, int64_t year);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// Chinese digits as numbers are spelt with them: 二〇一八, 二○一八, 二零一八.
#ifndef FZ_BASE_NUMERAL_H
#define FZ_BASE_NUMERAL_H

#include <stdint.h>

// The value of a Chinese digit, or -1.
static inline int numeral_digit(uint32_t c)
{
    switch (c) {
    case 0x3007: // 〇
    case 0x25CB: // ○
    case 0x96F6: // 零
        return 0;
    case 0x4E00: // 一
        return 1;
    case 0x4E8C:
        return 2;
    case 0x4E09:
        return 3;
    case 0x56DB:
        return 4;
    case 0x4E94:
        return 5;
    case 0x516D:
        return 6;
    case 0x4E03:
        return 7;
    case 0x516B:
        return 8;
    case 0x4E5D: // 九
        return 9;
    default:
        return -1;
    }
}

#endif

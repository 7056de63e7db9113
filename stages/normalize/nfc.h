// SPDX-License-Identifier: Apache-2.0
//
// Normalization Form C for single characters and short clusters (the door to utf8proc).
#ifndef FZ_NORMALIZE_NFC_H
#define FZ_NORMALIZE_NFC_H

#include "stages/base/span.h"

#include <stdint.h>

enum nfc_class {
    NFC_PLAIN, // NFC leaves it alone, whatever stands before it
    NFC_ALONE, // NFC changes it by itself: compatibility ideographs, the ohm sign
    NFC_MARK   // may join with, or change places with, what stands before it
};

enum nfc_class nfc_class(uint32_t c);

enum { NFC_MAX_CHARACTERS = 64, NFC_ROOM = 1024 };

// The NFC of `cluster`, at most NFC_MAX_CHARACTERS characters, written to `room`
// (NFC_ROOM bytes).
struct span nfc(struct span cluster, char *room);

#endif

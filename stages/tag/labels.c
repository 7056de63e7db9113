// SPDX-License-Identifier: Apache-2.0
//
// BMES labels.
#include "stages/tag/labels.h"

const char *const labels_names[LABELS] = {"O",     "B-PER", "M-PER", "E-PER", "S-PER",
                                          "B-ORG", "M-ORG", "E-ORG", "S-ORG", "B-LOC",
                                          "M-LOC", "E-LOC", "S-LOC"};

bool labels_legal(uint8_t from, uint8_t to)
{
    bool open = labels_part(from) == LABEL_B || labels_part(from) == LABEL_M;
    bool goes_on = labels_part(to) == LABEL_M || labels_part(to) == LABEL_E;
    return open == goes_on && (!open || labels_type(from) == labels_type(to));
}

// SPDX-License-Identifier: Apache-2.0
//
// What a run found, in words.
#ifndef FZ_FANGZHI_REPORT_H
#define FZ_FANGZHI_REPORT_H

// Prints to stderr what OUT holds: records per kind, where they lie, and the rejects by
// reason with what to do about each. Says nothing where OUT/run.json cannot be read.
void report_print(const char *out);

#endif

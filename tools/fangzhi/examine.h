// SPDX-License-Identifier: Apache-2.0
//
// `fangzhi check --stage`: puts a stage through everything that a broker may do to it,
// and tells its author in words what is wrong.
#ifndef FZ_FANGZHI_EXAMINE_H
#define FZ_FANGZHI_EXAMINE_H

#include "stages/base/span.h"

// Examines the program argv[0] with its arguments and settings; prints a line a finding
// to stdout. Returns an exit status: 0, or 1 where something is wrong.
int examine_stage(char *const *argv, char *const *settings, size_t n);

#endif

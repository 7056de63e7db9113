// SPDX-License-Identifier: Apache-2.0
//
// Emptying an output folder for `run --force`.
#ifndef FZ_FANGZHI_FORGET_H
#define FZ_FANGZHI_FORGET_H

// Removes what runs have written into `out`: its *.jsonl, run.json and the journal. A
// folder that holds no run is left as it is. Ends the program where a run is at work in
// it or a file cannot be removed.
void forget_run(const char *out);

#endif

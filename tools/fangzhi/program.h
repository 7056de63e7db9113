// SPDX-License-Identifier: Apache-2.0
//
// The command of a stage: its words, and where its program lies.
#ifndef FZ_FANGZHI_PROGRAM_H
#define FZ_FANGZHI_PROGRAM_H

// Splits a command into words at spaces; "…" and '…' keep them together. A word that
// begins with ./ or ../ is taken from `folder`; the first, without a '/', is looked up
// beside fangzhi, then in PATH. Returns the words, ending with NULL, or NULL with a
// phrase in *why (static) where the quotes do not close or the program is not found.
char **program_words(const char *command, const char *folder, const char **why);
void program_free(char ***words);

#endif

// SPDX-License-Identifier: Apache-2.0
//
// The commands of fangzhi. A command is a row here, a function command_<name> in a file
// of its own, and a `struct manual` (tools/fangzhi/manual.h) that it is parsed by and
// that `--help` prints.
#ifndef FZ_FANGZHI_COMMAND_H
#define FZ_FANGZHI_COMMAND_H

#define COMMANDS(ROW)                                                                    \
    ROW(run, "reads documents and writes their records")                                 \
    ROW(check, "explains a pipeline.conf, or examines a stage")                          \
    ROW(cat, "prints captured documents as readable text")                               \
    ROW(train, "learns the tagger's model from annotated text")                          \
    ROW(eval, "measures the tagger on annotated text")                                   \
    ROW(event, "explains the event stage sentence by sentence, trains its weights")      \
    ROW(help, "prints the manual of a command")

// argv[0] is the command's name. Returns an exit status (stages/base/log.h).
#define COMMAND_DECLARE(name, summary) int command_##name(int argc, char **argv);
COMMANDS(COMMAND_DECLARE)

#endif

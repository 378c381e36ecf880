// The `submit` command as the officer sees it: folder, findings, outbox, sending, receipt. Part of
// the main: it prints, and says with which status the program ends.
#ifndef QD_COLLECTOR_COMMANDS_SUBMIT_COMMAND_H
#define QD_COLLECTOR_COMMANDS_SUBMIT_COMMAND_H

#include "collector/commands/command_line.h"

// `path` NULL: sends what is pending.
int submit_command(const struct command_line *line, const char *path);

#endif

// The `check` command: all that is wrong with a return, in one go. It prints, and gives the status
// with which the program ends.
#ifndef QD_COLLECTOR_COMMANDS_CHECK_H
#define QD_COLLECTOR_COMMANDS_CHECK_H

#include "collector/commands/command_line.h"

int check_folder(const struct command_line *line, const char *path);

#endif

// The `rules` command: every rule, or all about those that are named. It prints, and gives the status
// with which the program ends.
#ifndef QD_COLLECTOR_COMMANDS_RULES_COMMAND_H
#define QD_COLLECTOR_COMMANDS_RULES_COMMAND_H

#include "collector/commands/command_line.h"

// `ids` end with NULL.
int rules_command(const struct command_line *line, const char *const *ids);

#endif

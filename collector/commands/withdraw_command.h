// `withdraw`: takes back the borough's return for a period.
#ifndef QD_COLLECTOR_COMMANDS_WITHDRAW_COMMAND_H
#define QD_COLLECTOR_COMMANDS_WITHDRAW_COMMAND_H

#include "collector/commands/command_line.h"

// `period` as it is typed. The status to end with.
int withdraw_command(const struct command_line *line, const char *period);

#endif

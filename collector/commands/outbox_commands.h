// The commands that look into the outbox: what is pending, acknowledged and refused, and the receipts.
// They print, and give the status with which the program ends.
#ifndef QD_COLLECTOR_COMMANDS_OUTBOX_COMMANDS_H
#define QD_COLLECTOR_COMMANDS_OUTBOX_COMMANDS_H

#include "collector/commands/command_line.h"

int outbox_commands_status(const struct command_line *line);
int outbox_commands_receipts(const struct command_line *line);

#endif

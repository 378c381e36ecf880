// The panel's own tables, which are no parts of the form: `qd-reporter table providers`.
#ifndef QD_REPORTER_COMMANDS_PANEL_COMMAND_H
#define QD_REPORTER_COMMANDS_PANEL_COMMAND_H

#include "reporter/commands/reporter_words.h"

// Their names, by index; NULL behind the last.
const char *panel_command_name(size_t index);

// Whether there is one of that name.
int panel_command_has(const char *name);

// Writes it to stdout; the exit status.
int panel_command(const struct reporter_words *words, const char *name);

#endif

// The commands about keys: they print, and give the status with which the program ends. `values` are a
// struct command_line.
#ifndef QD_AGGREGATOR_COMMANDS_ACCESS_COMMANDS_H
#define QD_AGGREGATOR_COMMANDS_ACCESS_COMMANDS_H

int access_commands_keygen(const void *values, const char *const *arguments);
int access_commands_allow(const void *values, const char *const *arguments);
int access_commands_revoke(const void *values, const char *const *arguments);

#endif

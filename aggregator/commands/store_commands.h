// The commands about the store: they print, and give the status with which the program ends.
// `values` are a struct command_line.
#ifndef QD_AGGREGATOR_COMMANDS_STORE_COMMANDS_H
#define QD_AGGREGATOR_COMMANDS_STORE_COMMANDS_H

int store_commands_init(const void *values, const char *const *arguments);
int store_commands_status(const void *values, const char *const *arguments);
int store_commands_evidence(const void *values, const char *const *arguments);
int store_commands_redact(const void *values, const char *const *arguments);
int store_commands_withdraw(const void *values, const char *const *arguments);
int store_commands_verify(const void *values, const char *const *arguments);

#endif

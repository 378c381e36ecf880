// `qd-reporter serve`: the report as pages.
#ifndef QD_REPORTER_COMMANDS_SERVE_COMMAND_H
#define QD_REPORTER_COMMANDS_SERVE_COMMAND_H

int serve_command(const void *values, const char *const *arguments);

#endif

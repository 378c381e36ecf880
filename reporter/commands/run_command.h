// `qd-reporter run`: the editions that a calendar asks for, made as they become due.
#ifndef QD_REPORTER_COMMANDS_RUN_COMMAND_H
#define QD_REPORTER_COMMANDS_RUN_COMMAND_H

// Of the values of the program, which are a struct reporter_words. SIGTERM and SIGINT end it, after the edition
// that is in the making.
int run_command(const void *values, const char *const *arguments);

#endif

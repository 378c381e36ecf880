// `qd-reporter reader`: who may read the pages.
#ifndef QD_REPORTER_COMMANDS_READER_COMMAND_H
#define QD_REPORTER_COMMANDS_READER_COMMAND_H

#include <stddef.h>

int reader_command(const void *values, const char *const *arguments);

// What can be done, by index; NULL behind the last.
const char *reader_command_action(size_t index);

#endif

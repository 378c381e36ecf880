// `qd-reporter page ADDRESS`: a page of the report, without the service.
#ifndef QD_REPORTER_COMMANDS_PAGE_COMMAND_H
#define QD_REPORTER_COMMANDS_PAGE_COMMAND_H

int page_command(const void *values, const char *const *arguments);

#endif

// Commands that make a sheet of a table: `qd-reporter compare TABLE` and its like.
#ifndef QD_REPORTER_COMMANDS_SHEET_COMMANDS_H
#define QD_REPORTER_COMMANDS_SHEET_COMMANDS_H

#include "reporter/outputs/sheet.h"

int sheet_commands_change(const void *values, const char *const *arguments);
int sheet_commands_quality(const void *values, const char *const *arguments);
int sheet_commands_compare(const void *values, const char *const *arguments);

// Writes a sheet to stdout in a format of table_command_format.
enum err sheet_commands_write(const struct sheet *sheet, const char *format, struct err_text *text);

#endif

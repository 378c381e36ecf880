// `qd-reporter table NAME`: a table from the store.
#ifndef QD_REPORTER_COMMANDS_TABLE_COMMAND_H
#define QD_REPORTER_COMMANDS_TABLE_COMMAND_H

#include <stddef.h>

// Of the values of the program, which are a struct reporter_words; `arguments` are the table's name.
int table_command(const void *values, const char *const *arguments);

// What may stand in a place, by index; NULL behind the last.
const char *table_command_name(size_t index);
// The same without the panel's own tables: of those that compare, change and quality take.
const char *table_command_figures_name(size_t index);
const char *table_command_format(size_t index);
const char *table_command_kind(size_t index);

#endif

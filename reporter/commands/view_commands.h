// Commands that write a view: `qd-reporter table TABLE`, `compare TABLE` and their like.
#ifndef QD_REPORTER_COMMANDS_VIEW_COMMANDS_H
#define QD_REPORTER_COMMANDS_VIEW_COMMANDS_H

#include <stddef.h>

// Of the values of the program, which are a struct reporter_words; `arguments` are the table's name.
int view_commands_table(const void *values, const char *const *arguments);
int view_commands_compare(const void *values, const char *const *arguments);
int view_commands_change(const void *values, const char *const *arguments);
int view_commands_quality(const void *values, const char *const *arguments);

// What may stand in a place, by index; NULL behind the last.
const char *view_commands_name(size_t index);
// The same without the panel's own tables: of those that compare, change and quality take.
const char *view_commands_figures_name(size_t index);
const char *view_commands_format(size_t index);
const char *view_commands_kind(size_t index);

#endif

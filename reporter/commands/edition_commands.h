// `qd-reporter edition`, `edition --verify DIR` and `diff A B`.
#ifndef QD_REPORTER_COMMANDS_EDITION_COMMANDS_H
#define QD_REPORTER_COMMANDS_EDITION_COMMANDS_H

// Of the values of the program, which are a struct reporter_words.
int edition_commands_edition(const void *values, const char *const *arguments);
int edition_commands_diff(const void *values, const char *const *arguments);

#endif

// `qd-reporter indicators [WORD]` and `qd-reporter periods`: what there is.
#ifndef QD_REPORTER_COMMANDS_LIST_COMMANDS_H
#define QD_REPORTER_COMMANDS_LIST_COMMANDS_H

// Of the values of the program, which are a struct reporter_words.
int list_commands_indicators(const void *values, const char *const *arguments);
int list_commands_periods(const void *values, const char *const *arguments);

#endif

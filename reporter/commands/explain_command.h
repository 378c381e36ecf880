// `qd-reporter explain TABLE MEASURE BOROUGH PERIOD`: the papers of one cell.
#ifndef QD_REPORTER_COMMANDS_EXPLAIN_COMMAND_H
#define QD_REPORTER_COMMANDS_EXPLAIN_COMMAND_H

// Of the values of the program, which are a struct reporter_words.
int explain_command(const void *values, const char *const *arguments);

#endif

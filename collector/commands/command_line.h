// What was typed: a sub-command, its folder or file, and options. argp writes the help texts and
// ends the program with status 2 when the command is not right: this is the main's own half.
#ifndef QD_COLLECTOR_COMMANDS_COMMAND_LINE_H
#define QD_COLLECTOR_COMMANDS_COMMAND_LINE_H

#include "collector/commands/settings.h"

#define COMMAND_LINE_PROGRAM "qd-collector"

enum command_line_command {
    COMMAND_LINE_KEYGEN,
    COMMAND_LINE_TEMPLATE,
    COMMAND_LINE_CHECK,
    COMMAND_LINE_SUBMIT,
    COMMAND_LINE_STATUS,
    COMMAND_LINE_RECEIPTS,
    COMMAND_LINE_DOCTOR,
    COMMAND_LINE_RULES,
    COMMAND_LINE_COMMANDS
};

struct command_line {
    enum command_line_command command;
    char name[32];     // "qd-collector submit"
    const char *path;  // the folder or file; NULL when not given (only submit allows that)
    int json;
    int markdown;
    struct settings_given given;
};

// Returns only with a command that is right.
void command_line_parse(struct command_line *line, int argc, char **argv);

#endif

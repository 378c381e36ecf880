// What may be typed after a command's name: the options of all commands, each once.
#ifndef QD_COLLECTOR_COMMANDS_COMMAND_LINE_H
#define QD_COLLECTOR_COMMANDS_COMMAND_LINE_H

#include "collector/commands/settings.h"
#include "lib/base/commands.h"

struct command_line {
    int json;
    int markdown;
    const char *html;  // a file to write
    int keep_other_parts;
    int replace;
    int dry_run;
    int down;
    struct settings_given given;
};

// The table; lib/base/commands sets a struct command_line by it.
extern const struct command_option command_line_options[];

// Names in it: where the outbox is, and where to send from it.
#define COMMAND_LINE_OUTBOX "outbox config"
#define COMMAND_LINE_CONNECTION "aggregator server-key key timeout " COMMAND_LINE_OUTBOX

#endif

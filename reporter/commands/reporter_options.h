// What may be typed after a command's name: the options of all commands, each once.
#ifndef QD_REPORTER_COMMANDS_REPORTER_OPTIONS_H
#define QD_REPORTER_COMMANDS_REPORTER_OPTIONS_H

#include "lib/base/commands.h"
#include "reporter/commands/reporter_words.h"

// The table; lib/base/commands sets a struct reporter_words by it.
extern const struct command_option reporter_options[];

// What holds where an option is left out.
extern const struct reporter_words reporter_options_unless_given;

#define REPORTER_OPTIONS_LISTEN "127.0.0.1:8080"  // of `serve`

#endif

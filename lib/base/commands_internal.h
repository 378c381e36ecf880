// What the sources of commands share.
#ifndef QD_LIB_BASE_COMMANDS_INTERNAL_H
#define QD_LIB_BASE_COMMANDS_INTERNAL_H

#include "lib/base/commands.h"

#include <stdio.h>

// The `index`th option that the command takes; NULL behind the last.
const struct command_option *commands_option(const struct commands_program *program,
                                             const struct command *command, size_t index);

// The next of some words with a space between them, and its length: steps `*words` over it. NULL
// behind the last.
const char *commands_word(const char **words, size_t *length);

// What the programs end with, as a paragraph.
extern const char commands_exit_status[];

// The list of commands; with `out` the overview around it.
void commands_help_list(const struct commands_program *program, FILE *out);
void commands_help_program(const struct commands_program *program, FILE *out);
// All about one command.
void commands_help_command(const struct commands_program *program, const struct command *command,
                           FILE *out);

#endif

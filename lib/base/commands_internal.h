// What the sources of commands share.
#ifndef QD_LIB_BASE_COMMANDS_INTERNAL_H
#define QD_LIB_BASE_COMMANDS_INTERNAL_H

#include "lib/base/commands.h"

#include <stdio.h>

// The `index`th option that the command takes; NULL behind the last.
const struct command_option *commands_option(const struct commands_program *program,
                                             const struct command *command, size_t index);

const struct command_option *commands_find_option(const struct commands_program *program,
                                                  const char *name, size_t length);

// The next of some words with a space between them, and its length: steps `*words` over it. NULL
// behind the last.
const char *commands_word(const char **words, size_t *length);

// One command as it was typed.
struct commands_call {
    const struct commands_program *program;
    const struct command *command;
    char name[64];  // "qd-collector check"
    void *values;
    const char **arguments;  // room for all words and NULL
    int wants_help;
};

// Sets values and arguments; 0 when the command is wrong, which has been said.
int commands_parse(struct commands_call *call, int argc, char **argv);

// What is wrong, said with what was probably meant: a command that does not exist (the exit status),
// a word that is not one of the choices (`what` is "format", or "TABLE"), and an option at which argp
// stopped (0 when nothing is wrong with this word).
int commands_fault_command(const struct commands_program *program, const char *name);
void commands_fault_choice(const char *what, const char *word, command_choice_fn *choices);
int commands_fault_option(const struct commands_call *call, const char *word);

// What the programs end with, as a paragraph.
extern const char commands_exit_status[];

// The list of commands; with `out` the overview around it.
void commands_help_list(const struct commands_program *program, FILE *out);
void commands_help_program(const struct commands_program *program, FILE *out);
// All about one command.
void commands_help_command(const struct commands_program *program, const struct command *command,
                           FILE *out);

// The manual page, in roff; and the completion for bash, zsh or fish (0 for another shell).
void commands_manual(const struct commands_program *program, FILE *out);
int commands_completion(const struct commands_program *program, const char *shell, FILE *out);

#endif

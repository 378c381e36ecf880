#include "lib/base/commands_internal.h"

#include "lib/base/roff.h"

#include <stdio.h>

enum { TERM_BYTES = 128 };

static void write_option(const struct command_option *option, FILE *out)
{
    char term[TERM_BYTES];

    snprintf(term, sizeof term, "--%s%s%s", option->name, option->value == NULL ? "" : " ",
             option->value == NULL ? "" : option->value);
    roff_term(out, term, option->help);
}

static void write_examples(const struct commands_program *program, const struct command *command,
                           FILE *out)
{
    char term[TERM_BYTES];

    if (command->examples[0].line == NULL)
        return;
    roff_paragraphs(out, "Examples:");
    for (int i = 0; i < COMMAND_EXAMPLES_MAX && command->examples[i].line != NULL; i++) {
        snprintf(term, sizeof term, "%s %s", program->name, command->examples[i].line);
        roff_example(out, term, command->examples[i].does);
    }
}

static void write_command(const struct commands_program *program, const struct command *command,
                          FILE *out)
{
    const struct command_option *option;
    char heading[TERM_BYTES];

    snprintf(heading, sizeof heading, "%s %s", command->name, command->arguments);
    roff_subheading(out, heading);
    roff_paragraphs(out, command->help);
    for (size_t i = 0; (option = commands_option(program, command, i)) != NULL; i++)
        write_option(option, out);
    write_examples(program, command, out);
}

void commands_manual(const struct commands_program *program, FILE *out)
{
    roff_begin(out, program->name, 1, program->summary);
    roff_heading(out, "SYNOPSIS");
    fprintf(out, ".B %s\n.I COMMAND\n.RI [ ARGUMENT ...]\n.RI [ \\-\\-OPTION ...]\n",
            program->name);
    roff_heading(out, "DESCRIPTION");
    roff_paragraphs(out, program->help);
    roff_heading(out, "COMMANDS");
    for (const struct command *command = program->commands; command->name != NULL; command++)
        write_command(program, command, out);
    roff_subheading(out, "help [COMMAND]");
    roff_paragraphs(out, "Lists the commands, or tells all about one: as `-h` and `--help` do.");
    roff_heading(out, "EXIT STATUS");
    roff_paragraphs(out, commands_exit_status);
    roff_heading(out, "SEE ALSO");
    roff_paragraphs(out, "`qd-collector`(1), `qd-aggregator`(1), `qd-reporter`(1), "
                         "`quarterday.ini`(5)");
}

#include "lib/base/commands_internal.h"

#include "lib/base/terminal.h"
#include "lib/base/wrap.h"

#include <stdlib.h>
#include <string.h>

const char commands_exit_status[] =
    "Exit status: 0 done, 1 the data is at fault, 2 the command is at fault, 3 the environment is "
    "at fault (try again). Results are written to stdout, words to stderr.";

enum { LEAD_BYTES = 64 };

static void write_heading(FILE *out, const char *heading)
{
    terminal_paint(out, TERMINAL_BOLD);
    fputs(heading, out);
    terminal_paint(out, TERMINAL_PLAIN);
    fputc('\n', out);
}

static void write_paragraphs(FILE *out, const char *paragraphs)
{
    for (const char *end; *paragraphs != '\0'; paragraphs = end + strspn(end, "\n")) {
        char *paragraph;

        end = strstr(paragraphs, "\n\n");
        if (end == NULL)
            end = paragraphs + strlen(paragraphs);
        paragraph = strndup(paragraphs, (size_t)(end - paragraphs));
        if (paragraph != NULL)
            wrap_paragraph(out, "", paragraph, terminal_text_columns(out));
        free(paragraph);
        fputc('\n', out);
    }
}

// A term and what it means, side by side; below it where the term is too long.
static void write_term(FILE *out, const char *term, int width, const char *meaning)
{
    char lead[LEAD_BYTES];

    if ((int)strlen(term) > width) {
        fprintf(out, "  %s\n", term);
        term = "";
    }
    snprintf(lead, sizeof lead, "  %-*s  ", width, term);
    wrap_paragraph(out, lead, meaning, terminal_text_columns(out));
}

static void write_examples(FILE *out, const struct commands_program *program,
                           const struct command *command)
{
    const struct command_example *examples = command->examples;

    if (examples[0].line == NULL)
        return;
    fputc('\n', out);
    write_heading(out, "Examples:");
    for (int i = 0; i < COMMAND_EXAMPLES_MAX && examples[i].line != NULL; i++) {
        fprintf(out, "  %s %s\n", program->name, examples[i].line);
        wrap_paragraph(out, "      ", examples[i].does, terminal_text_columns(out));
    }
}

void commands_help_list(const struct commands_program *program, FILE *out)
{
    char term[LEAD_BYTES];
    size_t width = strlen("help [COMMAND]");

    for (const struct command *command = program->commands; command->name != NULL; command++) {
        const size_t length = strlen(command->name) + 1 + strlen(command->arguments);

        width = length > width ? length : width;
    }
    write_heading(out, "Commands:");
    for (const struct command *command = program->commands; command->name != NULL; command++) {
        snprintf(term, sizeof term, "%s %s", command->name, command->arguments);
        write_term(out, term, (int)width, command->summary);
    }
    write_term(out, "help [COMMAND]", (int)width, "this list, or all about one command");
}

void commands_help_program(const struct commands_program *program, FILE *out)
{
    fprintf(out, "Usage: %s COMMAND [ARGUMENT...] [--OPTION...]\n\n", program->name);
    write_paragraphs(out, program->help);
    commands_help_list(program, out);
    fprintf(out, "\n`%s help COMMAND` says more about each, with examples.\n\n", program->name);
    write_paragraphs(out, commands_exit_status);
    fprintf(out, "This is %s %s.\n", program->name, QD_VERSION);
}

void commands_help_command(const struct commands_program *program, const struct command *command,
                           FILE *out)
{
    enum { TERM_COLUMNS = 22 };
    const struct command_option *option;
    char term[LEAD_BYTES];

    fprintf(out, "Usage: %s %s%s%s%s\n\n", program->name, command->name,
            command->arguments[0] == '\0' ? "" : " ", command->arguments,
            command->options[0] == '\0' ? "" : " [--OPTION...]");
    write_paragraphs(out, command->help);
    write_heading(out, "Options:");
    for (size_t i = 0; (option = commands_option(program, command, i)) != NULL; i++) {
        snprintf(term, sizeof term, "--%s%s%s", option->name, option->value == NULL ? "" : " ",
                 option->value == NULL ? "" : option->value);
        write_term(out, term, TERM_COLUMNS, option->help);
    }
    write_term(out, "-h, --help", TERM_COLUMNS, "this page");
    write_examples(out, program, command);
}

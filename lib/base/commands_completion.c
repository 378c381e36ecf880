#include "lib/base/commands_internal.h"

#include <stdio.h>
#include <string.h>

// What may stand in a place.
struct place {
    enum { PLACE_ANY, PLACE_FILE, PLACE_FOLDER, PLACE_CHOICE } kind;
    command_choice_fn *choices;
};

// `name` is "FILE", "[FOLDER]" or another.
static struct place place_of(const char *name, command_choice_fn *choices)
{
    if (choices != NULL)
        return (struct place){PLACE_CHOICE, choices};
    name += *name == '[';
    if (strncmp(name, COMMAND_FILE, strlen(COMMAND_FILE)) == 0)
        return (struct place){PLACE_FILE, NULL};
    if (strncmp(name, COMMAND_FOLDER, strlen(COMMAND_FOLDER)) == 0)
        return (struct place){PLACE_FOLDER, NULL};
    return (struct place){PLACE_ANY, NULL};
}

static struct place place_of_option(const struct command_option *option)
{
    return place_of(option->value, option->choices);
}

static struct place place_of_argument(const struct command *command)
{
    return place_of(command->arguments, command->choices);
}

static void write_choices(FILE *out, command_choice_fn *choices)
{
    for (size_t i = 0; choices(i) != NULL; i++)
        fprintf(out, "%s%s", i == 0 ? "" : " ", choices(i));
}

// "keygen template ... help"
static void write_commands(FILE *out, const struct commands_program *program)
{
    for (const struct command *command = program->commands; command->name != NULL; command++)
        fprintf(out, "%s ", command->name);
    fputs("help", out);
}

// The shell's function: "_qd_collector".
static void write_function_name(FILE *out, const struct commands_program *program)
{
    fputc('_', out);
    for (const char *letter = program->name; *letter != '\0'; letter++)
        fputc(*letter == '-' ? '_' : *letter, out);
}

// A description within single quotes, without what is explained behind it; `special` are escaped by
// a backslash.
static void write_description(FILE *out, const char *words, const char *special)
{
    const char *stop = strstr(words, ". ");
    size_t end = strcspn(words, "(:;");

    if (stop != NULL && (size_t)(stop - words) < end)
        end = (size_t)(stop - words);
    while (end > 0 && words[end - 1] == ' ')
        end--;

    for (size_t i = 0; i < end; i++) {
        if (strchr(special, words[i]) != NULL)
            fputc('\\', out);
        if (words[i] == '\'')
            fputs("'\\''", out);
        else
            fputc(words[i], out);
    }
}

// --- bash

static void write_bash_place(FILE *out, struct place place)
{
    switch (place.kind) {
    case PLACE_ANY:
        fputs("words= kind=", out);
        break;
    case PLACE_FILE:
        fputs("kind=file", out);
        break;
    case PLACE_FOLDER:
        fputs("kind=directory", out);
        break;
    case PLACE_CHOICE:
        fputs("words='", out);
        write_choices(out, place.choices);
        fputs("' kind=", out);
        break;
    }
}

static void write_bash_command(FILE *out, const struct commands_program *program,
                               const struct command *command)
{
    const struct command_option *option;

    fprintf(out, "  %s) ", command->name);
    write_bash_place(out, place_of_argument(command));
    fputs(" options='", out);
    for (size_t i = 0; (option = commands_option(program, command, i)) != NULL; i++)
        fprintf(out, "--%s ", option->name);
    fputs("--help' ;;\n", out);
}

static void write_bash(const struct commands_program *program, FILE *out)
{
    fprintf(out, "# Completion of %s for bash, made from its own table of commands.\n",
            program->name);
    write_function_name(out, program);
    fputs("()\n{\n"
          "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "  local words= kind= options=\n"
          "  [ \"$current\" != = ] || current=\n"
          "  [ \"$before\" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]}\n"
          "  case ${COMP_WORDS[1]} in\n",
          out);
    for (const struct command *command = program->commands; command->name != NULL; command++)
        write_bash_command(out, program, command);
    fputs("  help) words='", out);
    write_commands(out, program);
    fputs("' ;;\n  esac\n"
          "  [[ $current != -* ]] || words=$options kind=\n"
          "  case $before in\n",
          out);
    for (const struct command_option *option = program->options; option->name != NULL; option++)
        if (option->value != NULL) {
            fprintf(out, "  --%s) ", option->name);
            write_bash_place(out, place_of_option(option));
            fputs(" ;;\n", out);
        }
    fputs("  esac\n  if [ \"$COMP_CWORD\" -eq 1 ]; then words='", out);
    write_commands(out, program);
    fputs(" --help --version' kind=; fi\n"
          "  if [ -n \"$kind\" ]; then\n"
          "    compopt -o filenames\n"
          "    mapfile -t COMPREPLY < <(compgen -A \"$kind\" -- \"$current\")\n"
          "  else\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
          "  fi\n"
          "}\n"
          "complete -F ",
          out);
    write_function_name(out, program);
    fprintf(out, " %s\n", program->name);
}

// --- zsh

static void write_zsh_place(FILE *out, struct place place)
{
    switch (place.kind) {
    case PLACE_ANY:
        fputc(' ', out);
        break;
    case PLACE_FILE:
        fputs("_files", out);
        break;
    case PLACE_FOLDER:
        fputs("_files -/", out);
        break;
    case PLACE_CHOICE:
        fputc('(', out);
        write_choices(out, place.choices);
        fputc(')', out);
        break;
    }
}

static void write_zsh_command(FILE *out, const struct commands_program *program,
                              const struct command *command)
{
    const struct command_option *option;

    fprintf(out, "    %s) _arguments", command->name);
    for (size_t i = 0; (option = commands_option(program, command, i)) != NULL; i++) {
        fprintf(out, " '--%s%s[", option->name, option->value == NULL ? "" : "=");
        write_description(out, option->help, "[]:");
        fputc(']', out);
        if (option->value != NULL) {
            fprintf(out, ":%s:", option->value);
            write_zsh_place(out, place_of_option(option));
        }
        fputc('\'', out);
    }
    if (command->arguments[0] != '\0') {
        fputs(" '*:argument:", out);
        write_zsh_place(out, place_of_argument(command));
        fputc('\'', out);
    }
    fputs(" '--help[this command]' ;;\n", out);
}

static void write_zsh(const struct commands_program *program, FILE *out)
{
    fprintf(out, "#compdef %s\n# Completion for zsh, made from its own table of commands.\n",
            program->name);
    write_function_name(out, program);
    fputs("() {\n"
          "  local state\n"
          "  local -a commands=(\n",
          out);
    for (const struct command *command = program->commands; command->name != NULL; command++) {
        fprintf(out, "    '%s:", command->name);
        write_description(out, command->summary, "");
        fputs("'\n", out);
    }
    fputs("    'help:all about one command'\n  )\n"
          "  _arguments -C '1:command:->command' '*::argument:->argument'\n"
          "  case $state in\n"
          "  command) _describe command commands ;;\n"
          "  argument)\n"
          "    case $words[1] in\n",
          out);
    for (const struct command *command = program->commands; command->name != NULL; command++)
        write_zsh_command(out, program, command);
    fputs("    help) _describe command commands ;;\n    esac ;;\n  esac\n}\n", out);
    write_function_name(out, program);
    fputs(" \"$@\"\n", out);
}

// --- fish

static void write_fish_place(FILE *out, struct place place)
{
    switch (place.kind) {
    case PLACE_ANY:
        break;
    case PLACE_FILE:
        fputs(" -F", out);
        break;
    case PLACE_FOLDER:
        fputs(" -a '(__fish_complete_directories)'", out);
        break;
    case PLACE_CHOICE:
        fputs(" -a '", out);
        write_choices(out, place.choices);
        fputc('\'', out);
        break;
    }
}

static void write_fish_command(FILE *out, const struct commands_program *program,
                               const struct command *command)
{
    const struct command_option *option;

    fprintf(out, "complete -c %s -n __fish_use_subcommand -a %s -d '", program->name,
            command->name);
    write_description(out, command->summary, "\\");
    fputs("'\n", out);
    if (place_of_argument(command).kind != PLACE_ANY) {
        fprintf(out, "complete -c %s -n '__fish_seen_subcommand_from %s'", program->name,
                command->name);
        write_fish_place(out, place_of_argument(command));
        fputc('\n', out);
    }
    for (size_t i = 0; (option = commands_option(program, command, i)) != NULL; i++) {
        fprintf(out, "complete -c %s -n '__fish_seen_subcommand_from %s' -l %s -d '", program->name,
                command->name, option->name);
        write_description(out, option->help, "\\");
        fputc('\'', out);
        if (option->value != NULL) {
            const struct place place = place_of_option(option);

            fputs(place.kind == PLACE_FILE ? " -r" : " -x",
                  out);  // -x: and nothing but what is said
            write_fish_place(out, place);
        }
        fputc('\n', out);
    }
}

static void write_fish(const struct commands_program *program, FILE *out)
{
    fprintf(out,
            "# Completion for fish, made from the program's own table of commands.\n"
            "complete -c %s -f\n",
            program->name);
    for (const struct command *command = program->commands; command->name != NULL; command++)
        write_fish_command(out, program, command);
    fprintf(out,
            "complete -c %s -n __fish_use_subcommand -a help -d 'all about one command'\n"
            "complete -c %s -n '__fish_seen_subcommand_from help' -a '",
            program->name, program->name);
    write_commands(out, program);
    fputs("'\n", out);
}

// --- which

int commands_completion(const struct commands_program *program, const char *shell, FILE *out)
{
    static const struct {
        const char *shell;
        void (*write)(const struct commands_program *program, FILE *out);
    } shells[] = {{"bash", write_bash}, {"zsh", write_zsh}, {"fish", write_fish}};

    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (strcmp(shells[i].shell, shell) == 0) {
            shells[i].write(program, out);
            return 1;
        }
    return 0;
}

#include "lib/base/commands_internal.h"

#include "lib/base/guard.h"
#include "lib/base/msg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command *find_command(const struct commands_program *program, const char *name)
{
    for (const struct command *command = program->commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

// --- the program

static int run_command(const struct commands_program *program, const struct command *command,
                       void *values, int argc, char **argv)
{
    struct commands_call call = {.program = program, .command = command, .values = values};
    int status;

    snprintf(call.name, sizeof call.name, "%s %s", program->name, command->name);
    call.arguments = calloc((size_t)argc + 1, sizeof *call.arguments);
    if (call.arguments == NULL)
        return msg_failure(ERR_NO_MEMORY, NULL);
    if (!commands_parse(&call, argc, argv)) {
        msg("`%s --help` says more", call.name);
        status = ERR_KIND_COMMAND;
    } else if (call.wants_help) {
        commands_help_command(program, command, stdout);
        status = ERR_KIND_NONE;
    } else {
        status = command->run(values, call.arguments);
    }
    free(call.arguments);
    return status;
}

// A descriptor from 0 to 2 that nobody opened would be given to the next file or socket, and words
// for a person would go into it. It is opened so that writing to it fails, as it would have.
static void take_standard_descriptors(void)
{
    int fd;

    do {
        fd = open("/dev/null", O_RDONLY);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static int help(const struct commands_program *program, const char *name)
{
    const struct command *command = name == NULL ? NULL : find_command(program, name);

    if (command != NULL)
        commands_help_command(program, command, stdout);
    else if (name != NULL && strcmp(name, "help") != 0)
        return commands_fault_command(program, name);
    else
        commands_help_program(program, stdout);
    return ERR_KIND_NONE;
}

// What the build makes of the tables.
static int print(const struct commands_program *program, const char *what)
{
    const struct commands_page *page = program->pages;

    if (strcmp(what, "manual") == 0) {
        commands_manual(program, stdout);
        return ERR_KIND_NONE;
    }
    if (commands_completion(program, what, stdout))
        return ERR_KIND_NONE;
    while (page != NULL && page->name != NULL && strcmp(page->name, what) != 0)
        page++;
    if (page == NULL || page->name == NULL) {
        msg(COMMANDS_PRINT " takes manual, bash, zsh, fish or the name of a page, not \"%s\"",
            what);
        return ERR_KIND_COMMAND;
    }
    page->write(stdout);
    return ERR_KIND_NONE;
}

static int run(const struct commands_program *program, void *values, int argc, char **argv)
{
    const char *first = argc > 1 ? argv[1] : NULL;
    const struct command *command;

    if (first == NULL) {
        msg("no command was given");
        commands_help_list(program, stderr);
        return ERR_KIND_COMMAND;
    }
    if (strcmp(first, "-h") == 0 || strcmp(first, "--help") == 0)
        return help(program, NULL);
    if (strcmp(first, "help") == 0)
        return help(program, argc > 2 ? argv[2] : NULL);
    if (strcmp(first, COMMANDS_PRINT) == 0)
        return print(program, argc > 2 ? argv[2] : "");
    if (strcmp(first, "--version") == 0) {
        printf("%s %s\n", program->name, QD_VERSION);
        return ERR_KIND_NONE;
    }
    if (*first == '-') {
        msg("the command comes first, and then its options: %s COMMAND %s", program->name, first);
        msg("`%s help` lists the commands", program->name);
        return ERR_KIND_COMMAND;
    }
    command = find_command(program, first);
    return command == NULL ? commands_fault_command(program, first)
                           : run_command(program, command, values, argc - 1, argv + 1);
}

int commands_run(const struct commands_program *program, void *values, int argc, char **argv)
{
    int status;

    take_standard_descriptors();
    msg_program(program->name);
    guard_install(program->name);
    status = run(program, values, argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    msg("the output does not take what was to be printed: %s", strerror(errno));
    return status == ERR_KIND_NONE ? ERR_KIND_ENVIRONMENT : status;
}

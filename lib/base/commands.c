#include "lib/base/commands_internal.h"

#include "lib/base/msg.h"
#include "lib/base/spelling.h"

#include <argp.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPTION_HELP = 'h',
    OPTION_FIRST = 256,  // behind the letters: argp's key of an option is its place in the list
    OPTIONS_MAX = 32,    // of one command
};

// The arguments of one command as they are read.
struct parsing {
    const struct commands_program *program;
    const struct command *command;
    const char *name;  // "qd-collector check"
    void *values;
    const char **arguments;
    size_t count, least, most;
    int wants_help, is_wrong;
};

// --- taking values

enum err command_take_text(void *field, const char *value, struct err_text *text)
{
    (void)text;
    *(const char **)field = value;
    return ERR_OK;
}

enum err command_take_flag(void *field, const char *value, struct err_text *text)
{
    (void)value;
    (void)text;
    *(int *)field = 1;
    return ERR_OK;
}

// --- the tables

const char *commands_word(const char **words, size_t *length)
{
    const char *word = *words + strspn(*words, " ");

    *length = strcspn(word, " ");
    *words = word + *length;
    return *length == 0 ? NULL : word;
}

static const struct command_option *find_option(const struct commands_program *program,
                                                const char *name, size_t length)
{
    for (const struct command_option *option = program->options; option->name != NULL; option++)
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

const struct command_option *commands_option(const struct commands_program *program,
                                             const struct command *command, size_t index)
{
    const char *words = command->options;
    const char *word;
    size_t length;

    do {
        word = commands_word(&words, &length);
    } while (word != NULL && index-- > 0);
    return word == NULL ? NULL : find_option(program, word, length);
}

static const struct command *find_command(const struct commands_program *program, const char *name)
{
    for (const struct command *command = program->commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static void count_arguments(struct parsing *parsing)
{
    const char *words = parsing->command->arguments;
    const char *word;
    size_t length;

    while ((word = commands_word(&words, &length)) != NULL) {
        parsing->least += *word != '[';
        parsing->most += 1;
        if (memmem(word, length, "...", 3) != NULL)
            parsing->most = SIZE_MAX;
    }
}

// --- what is wrong

// Keeps the nearest of the names that it is shown, if it is near enough to be what was meant: a few
// letters away, or a longer one that begins so.
static void consider(const char *word, const char *name, const char **nearest)
{
    const size_t slips = spelling_slips(word, name);

    if (slips > spelling_slips_allowed(name) && strncmp(name, word, strlen(word)) != 0)
        return;
    if (*nearest == NULL || slips < spelling_slips(word, *nearest))
        *nearest = name;
}

static void say_more(const struct parsing *parsing)
{
    msg("`%s --help` says more", parsing->name);
}

static int say_no_command(const struct commands_program *program, const char *name)
{
    const char *nearest = NULL;

    for (const struct command *command = program->commands; command->name != NULL; command++)
        consider(name, command->name, &nearest);
    if (nearest != NULL) {
        msg("there is no command \"%s\": did you mean %s?", name, nearest);
        msg("`%s help` lists the commands", program->name);
    } else {
        msg("there is no command \"%s\"", name);
        commands_help_list(program, stderr);
    }
    return ERR_KIND_COMMAND;
}

// Where a word of a list was wanted: `what` is "format", or "TABLE".
static void say_no_choice(const char *what, const char *word, command_choice_fn *choices)
{
    const char *nearest = NULL;
    char name[64];
    char list[512] = "";
    size_t used = 0;

    for (size_t i = 0; choices(i) != NULL; i++) {
        consider(word, choices(i), &nearest);
        if (used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
                                     i == 0                   ? ""
                                     : choices(i + 1) == NULL ? " and "
                                                              : ", ",
                                     choices(i));
    }
    for (size_t i = 0; i < sizeof name && (i == 0 || name[i - 1] != '\0'); i++)
        name[i] = (char)tolower((unsigned char)what[i]);
    name[sizeof name - 1] = '\0';
    if (nearest != NULL)
        msg("there is no %s \"%s\": did you mean %s? There are %s", name, word, nearest, list);
    else
        msg("there is no %s \"%s\": there are %s", name, word, list);
}

static int is_choice(const char *word, command_choice_fn *choices)
{
    for (size_t i = 0; choices(i) != NULL; i++)
        if (strcmp(word, choices(i)) == 0)
            return 1;
    return 0;
}

// An option that the command does not take, by a name that no option of it begins with.
static void say_no_option(const struct parsing *parsing, const char *name, size_t length)
{
    const struct command_option *elsewhere = find_option(parsing->program, name, length);
    const struct command_option *option;
    const char *nearest = NULL;
    char word[SPELLING_NAME_BYTES];

    snprintf(word, sizeof word, "%.*s", (int)length, name);
    for (size_t i = 0; (option = commands_option(parsing->program, parsing->command, i)) != NULL;
         i++)
        consider(word, option->name, &nearest);
    if (elsewhere != NULL)
        msg("--%s does not go with `%s`", word, parsing->name);
    else if (nearest != NULL)
        msg("there is no option --%s: did you mean --%s?", word, nearest);
    else
        msg("there is no option --%s", word);
}

// Whether argp stopped at this word, and why.
static int say_wrong_option(const struct parsing *parsing, const char *word)
{
    const struct command_option *option, *meant = NULL;
    size_t length, begin_so = 0;

    if (word == NULL || word[0] != '-' || word[1] == '\0')
        return 0;
    if (word[1] != '-') {
        msg("there is no option %s: options are words, as in --help", word);
        return 1;
    }
    word += 2;
    length = strcspn(word, "=");
    for (size_t i = 0; (option = commands_option(parsing->program, parsing->command, i)) != NULL;
         i++)
        if (strncmp(option->name, word, length) == 0) {
            meant = begin_so++ == 0 || strlen(option->name) == length ? option : meant;
        }
    if (meant == NULL)
        say_no_option(parsing, word, length);
    else if (begin_so > 1 && strlen(meant->name) != length)
        msg("--%.*s may be more than one option: write it out", (int)length, word);
    else if (meant->value != NULL && word[length] == '\0')
        msg("--%s needs a value: --%s %s", meant->name, meant->name, meant->value);
    else if (meant->value == NULL && word[length] == '=')
        msg("--%s takes no value", meant->name);
    else
        return 0;
    return 1;
}

// --- one command's arguments, by argp

static error_t fail(struct parsing *parsing)
{
    parsing->is_wrong = 1;
    return EINVAL;
}

static error_t take_option(struct parsing *parsing, const struct command_option *option,
                           const char *value)
{
    struct err_text text = {""};

    if (value != NULL && option->choices != NULL && !is_choice(value, option->choices)) {
        say_no_choice(option->name, value, option->choices);
        return fail(parsing);
    }
    if (option->take((char *)parsing->values + option->offset, value, &text) == ERR_OK)
        return 0;
    msg("--%s: %s", option->name, text.text);
    return fail(parsing);
}

// "FOLDER" of "[FOLDER]", of the place; the last one's for all behind it.
static void name_argument(const struct parsing *parsing, size_t place, char name[64])
{
    const char *words = parsing->command->arguments;
    const char *word, *last = "";
    size_t length, last_length = 0;

    while ((word = commands_word(&words, &length)) != NULL) {
        last = word + (*word == '[');
        last_length = strspn(last, "ABCDEFGHIJKLMNOPQRSTUVWXYZ|");
        if (place-- == 0)
            break;
    }
    snprintf(name, 64, "%.*s", (int)last_length, last);
}

static error_t take_argument(struct parsing *parsing, const char *argument)
{
    command_choice_fn *choices = parsing->count == 0 ? parsing->command->choices : NULL;
    char name[64];

    name_argument(parsing, parsing->count, name);
    if (parsing->count == parsing->most)
        msg("\"%s\" is one argument too many", argument);
    else if (*argument == '\0')
        msg("%s has no name", name);
    else if (choices != NULL && !is_choice(argument, choices))
        say_no_choice(name, argument, choices);
    else {
        parsing->arguments[parsing->count++] = argument;
        return 0;
    }
    return fail(parsing);
}

static error_t take_end(struct parsing *parsing)
{
    char name[64];

    if (parsing->wants_help || parsing->count >= parsing->least)
        return 0;
    name_argument(parsing, parsing->count, name);
    msg("%s is missing: %s %s", name, parsing->name, parsing->command->arguments);
    return fail(parsing);
}

static error_t take(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;

    switch (key) {
    case OPTION_HELP:
        parsing->wants_help = 1;
        state->next = state->argc;
        return 0;
    case ARGP_KEY_ARG:
        return take_argument(parsing, value);
    case ARGP_KEY_END:
        return take_end(parsing);
    case ARGP_KEY_ERROR:
        // argp itself stopped at the word before `next`, or in a cluster of letters at `next`.
        if (!parsing->is_wrong && !say_wrong_option(parsing, state->argv[state->next - 1]))
            say_wrong_option(parsing, state->argv[state->next]);
        parsing->is_wrong = 1;
        return 0;
    default:
        if (key < OPTION_FIRST || key >= OPTION_FIRST + OPTIONS_MAX)
            return ARGP_ERR_UNKNOWN;
        return take_option(
            parsing,
            commands_option(parsing->program, parsing->command, (size_t)(key - OPTION_FIRST)),
            value);
    }
}

// 0, or argp's error; what is wrong has been said then.
static error_t parse(struct parsing *parsing, int argc, char **argv)
{
    struct argp_option options[OPTIONS_MAX + 2] = {{.name = "help", .key = OPTION_HELP}};
    const struct argp argp = {.options = options, .parser = take};
    const struct command_option *option;

    count_arguments(parsing);
    for (int i = 0; i < OPTIONS_MAX; i++) {
        option = commands_option(parsing->program, parsing->command, (size_t)i);
        if (option == NULL)
            break;
        options[i + 1] = (struct argp_option){
            .name = option->name, .key = OPTION_FIRST + i, .arg = option->value};
    }
    return argp_parse(&argp, (unsigned)argc, argv, ARGP_SILENT, NULL, parsing);
}

static int run_command(const struct commands_program *program, const struct command *command,
                       void *values, int argc, char **argv)
{
    struct parsing parsing = {.program = program, .command = command, .values = values};
    char name[64];
    int status;

    snprintf(name, sizeof name, "%s %s", program->name, command->name);
    parsing.name = name;
    parsing.arguments = calloc((size_t)argc + 1, sizeof *parsing.arguments);
    if (parsing.arguments == NULL)
        return msg_failure(ERR_NO_MEMORY, NULL);
    if (parse(&parsing, argc, argv) != 0) {
        say_more(&parsing);
        status = ERR_KIND_COMMAND;
    } else if (parsing.wants_help) {
        commands_help_command(program, command, stdout);
        status = ERR_KIND_NONE;
    } else {
        status = command->run(values, parsing.arguments);
    }
    free(parsing.arguments);
    return status;
}

// --- the program

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
        return say_no_command(program, name);
    else
        commands_help_program(program, stdout);
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
    return command == NULL ? say_no_command(program, first)
                           : run_command(program, command, values, argc - 1, argv + 1);
}

int commands_run(const struct commands_program *program, void *values, int argc, char **argv)
{
    int status;

    take_standard_descriptors();
    msg_program(program->name);
    status = run(program, values, argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    msg("the output does not take what was to be printed: %s", strerror(errno));
    return status == ERR_KIND_NONE ? ERR_KIND_ENVIRONMENT : status;
}

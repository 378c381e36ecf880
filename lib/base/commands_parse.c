#include "lib/base/commands_internal.h"

#include "lib/base/msg.h"

#include <argp.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    OPTION_HELP = 'h',
    OPTION_FIRST = 256,  // behind the letters: argp's key of an option is its place in the list
    OPTIONS_MAX = 32,    // of one command
};

struct parsing {
    struct commands_call *call;
    size_t count, least, most;  // arguments that were taken, and how many there may be
    int is_wrong;               // that was said already
};

static void count_arguments(struct parsing *parsing)
{
    const char *words = parsing->call->command->arguments;
    const char *word;
    size_t length;

    while ((word = commands_word(&words, &length)) != NULL) {
        parsing->least += *word != '[';
        parsing->most += 1;
        if (memmem(word, length, "...", 3) != NULL)
            parsing->most = SIZE_MAX;
    }
}

static int is_choice(const char *word, command_choice_fn *choices)
{
    for (size_t i = 0; choices(i) != NULL; i++)
        if (strcmp(word, choices(i)) == 0)
            return 1;
    return 0;
}

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
        commands_fault_choice(option->name, value, option->choices);
        return fail(parsing);
    }
    if (option->take((char *)parsing->call->values + option->offset, value, &text) == ERR_OK)
        return 0;
    msg("--%s: %s", option->name, text.text);
    return fail(parsing);
}

// "FOLDER" of "[FOLDER]", of the place; the last one's for all behind it.
static void name_argument(const struct parsing *parsing, size_t place, char name[64])
{
    const char *words = parsing->call->command->arguments;
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
    command_choice_fn *choices = parsing->count == 0 ? parsing->call->command->choices : NULL;
    char name[64];

    name_argument(parsing, parsing->count, name);
    if (parsing->count == parsing->most)
        msg("\"%s\" is one argument too many", argument);
    else if (*argument == '\0')
        msg("%s is empty", name);
    else if (choices != NULL && !is_choice(argument, choices))
        commands_fault_choice(name, argument, choices);
    else {
        parsing->call->arguments[parsing->count++] = argument;
        return 0;
    }
    return fail(parsing);
}

static error_t take_end(struct parsing *parsing)
{
    char name[64];

    if (parsing->call->wants_help || parsing->count >= parsing->least)
        return 0;
    name_argument(parsing, parsing->count, name);
    msg("%s is missing: %s %s", name, parsing->call->name, parsing->call->command->arguments);
    return fail(parsing);
}

static error_t take(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;

    switch (key) {
    case OPTION_HELP:
        parsing->call->wants_help = 1;
        state->next = state->argc;
        return 0;
    case ARGP_KEY_ARG:
        return take_argument(parsing, value);
    case ARGP_KEY_END:
        return take_end(parsing);
    case ARGP_KEY_ERROR:
        // argp itself stopped at the word before `next`, or in a cluster of letters at `next`.
        if (!parsing->is_wrong &&
            !commands_fault_option(parsing->call, state->argv[state->next - 1]))
            commands_fault_option(parsing->call, state->argv[state->next]);
        parsing->is_wrong = 1;
        return 0;
    default:
        if (key < OPTION_FIRST || key >= OPTION_FIRST + OPTIONS_MAX)
            return ARGP_ERR_UNKNOWN;
        return take_option(parsing,
                           commands_option(parsing->call->program, parsing->call->command,
                                           (size_t)(key - OPTION_FIRST)),
                           value);
    }
}

int commands_parse(struct commands_call *call, int argc, char **argv)
{
    struct argp_option options[OPTIONS_MAX + 2] = {{.name = "help", .key = OPTION_HELP}};
    const struct argp argp = {.options = options, .parser = take};
    struct parsing parsing = {.call = call};
    const struct command_option *option;

    count_arguments(&parsing);
    for (int i = 0; i < OPTIONS_MAX; i++) {
        option = commands_option(call->program, call->command, (size_t)i);
        if (option == NULL)
            break;
        options[i + 1] = (struct argp_option){
            .name = option->name, .key = OPTION_FIRST + i, .arg = option->value};
    }
    return argp_parse(&argp, (unsigned)argc, argv, ARGP_SILENT, NULL, &parsing) == 0;
}

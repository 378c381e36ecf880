#include "lib/base/commands_internal.h"

#include "lib/base/msg.h"
#include "lib/base/spelling.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

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

int commands_fault_command(const struct commands_program *program, const char *name)
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

void commands_fault_choice(const char *what, const char *word, command_choice_fn *choices)
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

// An option that the command does not take, by a name that no option of it begins with.
static void say_no_option(const struct commands_call *call, const char *name, size_t length)
{
    const struct command_option *elsewhere = commands_find_option(call->program, name, length);
    const struct command_option *option;
    const char *nearest = NULL;
    char word[SPELLING_NAME_BYTES];

    snprintf(word, sizeof word, "%.*s", (int)length, name);
    for (size_t i = 0; (option = commands_option(call->program, call->command, i)) != NULL; i++)
        consider(word, option->name, &nearest);
    if (elsewhere != NULL)
        msg("--%s does not go with `%s`", word, call->name);
    else if (nearest != NULL)
        msg("there is no option --%s: did you mean --%s?", word, nearest);
    else
        msg("there is no option --%s", word);
}

int commands_fault_option(const struct commands_call *call, const char *word)
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
    for (size_t i = 0; (option = commands_option(call->program, call->command, i)) != NULL; i++)
        if (strncmp(option->name, word, length) == 0) {
            meant = begin_so++ == 0 || strlen(option->name) == length ? option : meant;
        }
    if (meant == NULL)
        say_no_option(call, word, length);
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
